/**
 * Tests that an unreadable licence key affects nothing else, and that an APP_KEY can't be removed while stored rows
 * still need it.
 */
import { randomBytes } from 'node:crypto';
import { QueryTypes } from 'sequelize';
import { beforeEach, describe, expect, it } from 'vitest';
import { startPortal } from '#proofs/shop/portal.ts';
import { licenceKeyRepository } from '#server/features/licences/keys/licence-key.repository.ts';
import { collectPersonalData } from '#server/features/privacy/export/collect-personal-data.ts';
import { withTransaction } from '#server/platform/database/transactions.ts';
import { ApiLicences } from '#shared/rest-api.ts';
import { makeLicence } from '#tests/support/billing/licences.ts';
import { useDatabase } from '#tests/support/database/database.ts';
import { numbers } from '#tests/support/database/numbers.ts';
import { useSignedIn } from '#tests/support/people/signed-in.ts';

const test = useDatabase();
const world = useSignedIn(test);
let spoilt: number;
let readable: number;
let key: string;

beforeEach(async () => {
  ({ licenceId: spoilt } = await makeLicence(world.deps, { userId: world.userId }));
  ({ licenceId: readable, key } = await makeLicence(world.deps, { userId: world.userId }));
});

const spoil = () =>
  test.db.query('UPDATE licence_keys SET ciphertext = REVERSE(ciphertext) WHERE licence_id = ?', {
    replacements: [spoilt],
  });

describe('An altered licence key row', () => {
  beforeEach(() => spoil());

  it('hides only that key in the licence list and keeps the REST API and data download complete', async () => {
    const list = await world.trpc.licences.list.query({});
    expect(list.find(({ id }) => id === spoilt)).toMatchObject({
      keyHint: null,
      worksThrough: expect.any(String),
    });
    expect(list.find(({ id }) => id === readable)?.keyHint).toEqual({
      start: key.slice(0, 16),
      end: key.slice(-16),
    });
    const { token } = await world.trpc.accounts.tokens.create.mutate({
      ...{ name: 'Program', permissions: ['licences:read'], expiresInDays: 1 },
    });
    const answer = await fetch(`${world.portal.url}/api/licences`, {
      headers: { authorization: `Bearer ${token}` },
    });
    expect(answer.status).toBe(200);
    const { licences } = ApiLicences.parse(await answer.json());
    expect(licences.map(({ id }) => id).sort()).toEqual([spoilt, readable].sort());
    const data = await collectPersonalData(world.deps, world.userId);
    expect(data?.licences).toHaveLength(2);
  });

  it('is logged once with the licence id and without the key', async () => {
    await world.trpc.licences.list.query({});
    await world.trpc.licences.list.query({});
    const said = world.portal.log.filter(({ level, licenceId }) => level === 50 && licenceId === spoilt);
    expect(said).toHaveLength(1);
    expect(JSON.stringify(said)).not.toContain(key.slice(0, 40));
  });

  it('returns key_unreadable for that key and still reveals the other one', async () => {
    const asked = world.trpc.licences.revealKey.query({ licenceId: spoilt });
    await expect(asked).rejects.toMatchObject({ data: { appCode: 'key_unreadable', httpStatus: 500 } });
    expect(await world.trpc.licences.revealKey.query({ licenceId: readable })).toEqual({ key });
  });
});

describe('A removed APP_KEY', () => {
  const another = `base64:${randomBytes(32).toString('base64')}`;
  const start = (settings: Record<string, string>) =>
    startPortal({ databaseUrl: test.url, settings: { APP_KEY: another, ...settings } });
  const before = () => `base64:${world.portal.config.appKeys[0]?.toString('base64')}`;

  it('prevents the start and reports the affected licence keys and the setting to fix', async () => {
    await expect(start({})).rejects.toThrow(
      /APP_KEY_PREVIOUS lacks a key: 2 licence keys in the database .* \(licence \d+, \d+\)/,
    );
    const portal = await start({ APP_KEY_PREVIOUS: before() });
    await portal.stop();
  });

  it('prevents the start while two-step secrets are encrypted with it', async () => {
    await test.db.query('DELETE FROM licence_keys');
    const [version] = ['$ba$17$'];
    await test.db.query(
      `INSERT INTO two_factors (user_id, secret, backup_codes, verified) VALUES (${world.userId}, '${version}00', '${version}00', 1)`,
    );
    await expect(start({})).rejects.toThrow(/1 two-step secret in the database/);
  });

  const logEvents = (version: Buffer, count: number) =>
    test.db.query(
      `INSERT INTO billing_events (source, type, stream, payload, occurred_at, received_at, state, attempts, address_hash, identified_with)
       SELECT 'paddle_alert', 'alert_of_tomorrow', NULL, '{}', NOW(), NOW(), 'ignored', 0, UNHEX(SHA2(seq, 256)), ?
       FROM (SELECT seq FROM ${numbers} AS all_of_them LIMIT ${count}) AS numbers`,
      { replacements: [version] },
    );

  it('prevents the start while logged events have address hashes made with it', async () => {
    await test.db.query('DELETE FROM licence_keys');
    await logEvents(world.deps.keyVault.currentVersion, 2);
    await expect(start({})).rejects.toThrow(
      /APP_KEY_PREVIOUS lacks a key: \d+ logged events in the database/,
    );
    // Follows the procedure in docs/operations.md for a key that is permanently lost.
    await test.db.query(
      'UPDATE billing_events SET identified_with = NULL, address_hash = NULL, former_address_hash = NULL',
    );
    const portal = await start({});
    await portal.stop();
  });

  it('is detected in a long event log through an index range scan', async () => {
    const { currentVersion } = world.deps.keyVault;
    await logEvents(currentVersion, 2_000);
    await test.db.query('ANALYZE TABLE billing_events');
    expect(await world.deps.events.countUnderOtherVersions([currentVersion])).toBe(0);
    const plan = await test.db.query<{ type: string; key: string }>(
      'EXPLAIN SELECT id FROM billing_events WHERE identified_with NOT IN (?) LIMIT 1',
      { type: QueryTypes.SELECT, replacements: [[currentVersion]] },
    );
    expect(plan).toEqual([
      expect.objectContaining({ type: 'range', key: 'billing_events_identified_with_index' }),
    ]);
  });

  it('allows the start once only retired licence keys are stored under it', async () => {
    await test.db.query("UPDATE licence_keys SET is_current = NULL, retired_at = '2020-01-01'");
    const portal = await start({});
    expect((await fetch(`${portal.url}/readyz`)).status).toBe(200);
    await portal.stop();
  });

  it('is detected among thousands of licence keys with fewer than 50 row reads', async () => {
    const current = world.deps.keyVault.currentVersion;
    await test.db.query(
      `INSERT INTO licence_keys (licence_id, key_hash, ciphertext, key_version, is_current, valid_from, retired_at)
       SELECT ${readable}, UNHEX(SHA2(CONCAT(a.n, '-', b.n, '-', c.n), 256)), 'x', ?, NULL, NOW(), NULL
       FROM ${['a', 'b', 'c'].map((name) => `(SELECT 0 AS n ${Array.from({ length: 14 }, (_, n) => `UNION SELECT ${n + 1}`).join(' ')}) ${name}`).join(' JOIN ')}`,
      { replacements: [current] },
    );
    await test.db.query('ANALYZE TABLE licence_keys');
    const rowsRead = await withTransaction(test.db, async (transaction) => {
      const read = async () => {
        const counters = await test.db.query<{ Value: string }>(
          "SHOW SESSION STATUS WHERE Variable_name IN ('Handler_read_next', 'Handler_read_rnd_next', 'Handler_read_first', 'Handler_read_key')",
          { type: QueryTypes.SELECT, transaction },
        );
        return counters.reduce((sum, { Value }) => sum + Number(Value), 0);
      };
      const first = await read();
      const repository = licenceKeyRepository(test.db, transaction);
      expect(await repository.underOtherVersions([current], new Date())).toEqual({ rows: 0, licenceIds: [] });
      return (await read()) - first;
    });
    expect(rowsRead).toBeLessThan(50);
  });
});
