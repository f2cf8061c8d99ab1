import { QueryTypes } from 'sequelize';
import { beforeEach, describe, expect, it } from 'vitest';
import { billingDetailsRetention } from '#server/features/billing/checkout/billing-details.repository.ts';
import { accessTokenRepository } from '#server/features/instances/oauth/access-token.repository.ts';
import { hashToken } from '#server/features/instances/oauth/token-hash.ts';
import { licenceRepository } from '#server/features/licences/licence.repository.ts';
import { purgeExpired } from '#server/platform/database/purge-expired.ts';
import { execute } from '#server/platform/database/statements.ts';
import { retention } from '#server/retention.ts';
import { useDatabase } from '#tests/support/database/database.ts';
import { rowsRead } from '#tests/support/database/large-tables.ts';
import { numbers } from '#tests/support/database/numbers.ts';

const test = useDatabase();

describe('Purging expired rows', () => {
  const now = new Date('2026-06-01T12:00:00Z');
  const clocks = { real: now, business: now };
  const days = (count: number) => new Date(now.getTime() + count * 86_400_000);

  beforeEach(async () => {
    await test.db.query(
      "INSERT INTO users (id, name, email, created_at, updated_at) VALUES (1, 'N', 'n@example.test', NOW(), NOW())",
    );
    await test.db.query(
      "INSERT INTO instance_clients (id, name, secret_hash, created_at, updated_at) VALUES ('client', 'C', 'x', NOW(), NOW())",
    );
  });

  const addToken = (name: string, expiresAt: Date, revokedAt: Date | null = null) =>
    test.db.query(
      'INSERT INTO access_tokens (token_hash, client_id, scope, payload, expires_at, revoked_at, created_at) VALUES (?, ?, ?, ?, ?, ?, ?)',
      { replacements: [hashToken(name), 'client', name, '{}', expiresAt, revokedAt, now] },
    );
  const addSession = (token: string, expiresAt: Date) =>
    test.db.query(
      'INSERT INTO sessions (user_id, token, expires_at, created_at, updated_at) VALUES (1, ?, ?, ?, ?)',
      { replacements: [token, expiresAt, now, now] },
    );
  const addVerification = (identifier: string, expiresAt: Date) =>
    test.db.query(
      "INSERT INTO verifications (identifier, value, expires_at, created_at, updated_at) VALUES (?, 'v', ?, ?, ?)",
      { replacements: [identifier, expiresAt, now, now] },
    );
  const addCounter = (key: string, expiresAt: Date) =>
    test.db.query('INSERT INTO rate_limits (`key`, points, expire) VALUES (?, 1, ?)', {
      replacements: [key, expiresAt.getTime()],
    });
  async function names(column: string, table: string): Promise<string[]> {
    const rows = await test.db.query<{ name: string }>(
      `SELECT ${column} AS name FROM ${table} ORDER BY name`,
      {
        type: QueryTypes.SELECT,
      },
    );
    return rows.map((row) => row.name);
  }

  it('deletes tokens 30 days after expiry, or 400 days after revocation, and sessions and codes at once', async () => {
    await addToken('live', days(1));
    await addToken('expired lately', days(-29));
    await addToken('expired long ago', days(-31));
    await addToken('revoked lately', days(-300), days(-399));
    await addToken('revoked long ago', days(-300), days(-401));
    await addToken('revoked long ago, not expired', days(10), days(-401));
    await addSession('live', days(1));
    await addSession('over', days(-1));
    await addVerification('live', days(1));
    await addVerification('over', days(-1));
    await addCounter('live', days(1));
    await addCounter('over', days(-1));

    expect(await purgeExpired(test.db, retention, clocks)).toMatchObject({
      access_tokens: 2,
      sessions: 1,
      verifications: 1,
      rate_limits: 1,
    });
    expect(await names('scope', 'access_tokens')).toEqual([
      'expired lately',
      'live',
      'revoked lately',
      'revoked long ago, not expired',
    ]);
    expect(await names('token', 'sessions')).toEqual(['live']);
    expect(await names('identifier', 'verifications')).toEqual(['live']);
    expect(await names('`key`', 'rate_limits')).toEqual(['live']);
    expect(Object.values(await purgeExpired(test.db, retention, clocks)).every((count) => count === 0)).toBe(
      true,
    );
  });

  it('deletes security log entries after one year and address changes after 30 days', async () => {
    const [id] = await test.db.query(
      "INSERT INTO users (name, email, created_at, updated_at) VALUES ('N', 'log@example.test', NOW(), NOW())",
      { type: QueryTypes.INSERT },
    );
    const log = (kind: string, at: Date) =>
      test.db.query('INSERT INTO security_events (user_id, kind, occurred_at) VALUES (?, ?, ?)', {
        replacements: [id, kind, at],
      });
    const change = (email: string, at: Date) =>
      test.db.query(
        `INSERT INTO email_changes (user_id, old_email, new_email, requested_at, expires_at)
         VALUES (?, 'n@example.test', ?, ?, ?)`,
        { replacements: [id, email, at, at] },
      );
    const correction = (email: string, at: Date) =>
      test.db.query(
        `INSERT INTO email_corrections (user_id, old_email, new_email, was_verified, corrected_at, expires_at)
         VALUES (?, 'n@example.test', ?, 1, ?, ?)`,
        { replacements: [id, email, at, at] },
      );
    await correction('lately@example.test', days(-29));
    await correction('long.ago@example.test', days(-31));
    await log('signed_in', days(-365));
    await log('password_set', days(-367));
    await change('lately@example.test', days(-29));
    await change('long.ago@example.test', days(-31));
    expect(await purgeExpired(test.db, retention, clocks)).toMatchObject({
      security_events: 1,
      email_changes: 1,
      email_corrections: 1,
    });
    expect(await names('kind', 'security_events')).toEqual(['signed_in']);
    expect(await names('new_email', 'email_changes')).toEqual(['lately@example.test']);
  });

  const addDetails = (id: string, givenAt: Date, isUsed = false) =>
    test.db.query(
      `INSERT INTO billing_details (id, user_id, company_name, vat_number, given_at, is_used)
       VALUES (?, 1, 'C', 'V', ?, ?)`,
      { replacements: [id, givenAt, isUsed] },
    );

  it('deletes a company that no receipt names after 100 days of the business clock', async () => {
    const business = days(400);
    await addDetails('unused lately', days(301));
    await addDetails('unused long ago', days(299));
    await addDetails('used long ago', days(0), true);
    await addDetails('marked as unused', days(0));
    // A process of the previous release stores receipts without marking their details.
    await test.db.query(
      `INSERT INTO receipts (reference, stream, amount_minor, currency, quantity, paid_at, billing_details_id, created_at,
         updated_at)
       VALUES ('order:1', 'order:1', 900, 'USD', 1, NOW(), 'marked as unused', NOW(), NOW())`,
    );
    expect(await purgeExpired(test.db, retention, { real: now, business })).toMatchObject({
      billing_details: 1,
    });
    expect(await names('id', 'billing_details')).toEqual([
      'marked as unused',
      'unused lately',
      'used long ago',
    ]);
  });

  it('reads no details that a receipt names, however many there are', async () => {
    await test.db.query(
      `INSERT INTO billing_details (id, user_id, company_name, vat_number, given_at, is_used)
       SELECT CONCAT('d', seq), 1, 'C', 'V', '2020-01-01', 1 FROM ${numbers} n`,
    );
    await addDetails('unused', days(-200));
    await test.db.query('ANALYZE TABLE billing_details');
    const { table, where, order } = billingDetailsRetention;
    const sql = `DELETE FROM ${table} WHERE ${where} ORDER BY ${order} LIMIT 500`;
    const { value, rows } = await rowsRead(test.db, (transaction) =>
      execute(test.db, sql, { unusedAgo: days(-100) }, transaction),
    );
    expect(value).toBe(1);
    expect(rows).toBeLessThan(10);
  });

  it('deletes each row once, in batches, when two processes purge concurrently', async () => {
    const rows = Array.from(
      { length: 1_750 },
      (_, index) => `('over-${index}', 'v', '2026-01-01', NOW(), NOW())`,
    );
    await test.db.query(
      `INSERT INTO verifications (identifier, value, expires_at, created_at, updated_at) VALUES ${rows.join(',')}`,
    );
    await addVerification('live', days(1));
    const purged = await Promise.all([
      purgeExpired(test.db, retention, clocks),
      purgeExpired(test.db, retention, clocks),
    ]);
    expect(purged.reduce((sum, each) => sum + (each.verifications ?? 0), 0)).toBe(1_750);
    expect(await names('identifier', 'verifications')).toEqual(['live']);
  });

  it('deletes nothing when aborted before it starts', async () => {
    await addVerification('over', days(-1));
    await purgeExpired(test.db, retention, clocks, AbortSignal.abort());
    expect(await names('identifier', 'verifications')).toEqual(['over']);
  });
});

describe('Instants after January 2038', () => {
  const instant = new Date('2040-05-01T12:34:56.789Z');

  it('are read to the millisecond as the expiry of a token', async () => {
    await test.db.query(
      "INSERT INTO instance_clients (id, name, secret_hash, created_at, updated_at) VALUES ('client', 'C', 'x', NOW(), NOW())",
    );
    const tokens = accessTokenRepository(test.db);
    const tokenHash = hashToken('a');
    await tokens.add({ tokenHash, clientId: 'client', scope: '', payload: {}, expiresAt: instant });
    expect((await tokens.findLive([tokenHash])).map((token) => token.expiresAt)).toEqual([instant]);
  });

  it('are read to the millisecond as the retirement of a key', async () => {
    await test.db.query(`INSERT INTO plans (id, product, friendly_name, description, plan_name, plan_id_on_paddle, price_minor, price_currency, frequency, created_at, updated_at)
      VALUES (1, 'Monica', 'Monthly plan', '', 'monthly', 100, 900, 'USD', 'Monthly', NOW(), NOW())`);
    await test.db.query(`INSERT INTO licences (id, stream, plan_id, status, subscription_state, quantity, started_on, valid_until_at, created_at, updated_at)
      VALUES (1, 'subscription:1', 1, 'active', 'x', 1, '2026-01-01', '2026-02-01', NOW(), NOW())`);
    const hashes = [Buffer.alloc(32, 1), Buffer.alloc(32, 2)];
    for (const [index, retiredAt] of [instant, null].entries()) {
      await test.db.query(
        "INSERT INTO licence_keys (licence_id, key_hash, ciphertext, key_version, valid_from, retired_at) VALUES (1, ?, 'x', 'abcd', NOW(), ?)",
        { replacements: [hashes[index], retiredAt && '2040-05-01 12:34:56.789'] },
      );
    }
    const found = await licenceRepository(test.db).findByKeyHashes(hashes);
    expect(new Map(found.map((each) => [each.keyHash[0], each.keyRetiredAt]))).toEqual(
      new Map([
        [1, instant],
        [2, null],
      ]),
    );
  });
});
