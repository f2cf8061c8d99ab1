/** Tests the operator's commands for customers, mails and the event log, each run as a real process. */
import { QueryTypes } from 'sequelize';
import { beforeEach, describe, expect, test, vi } from 'vitest';
import { isEveryCase, someOf } from '#tests/support/cases/some-of.ts';
import { addCustomer } from '#tests/support/database/add-customer.ts';
import { useDatabase } from '#tests/support/database/database.ts';
import { useCommandLine } from '#tests/support/portal/command-line.ts';

// The timeout is long because every command runs as its own process and a test runs several of them. Some tests run
// only with EVERY_CASE.
vi.setConfig({ testTimeout: 60_000 });

const database = useDatabase();
const { run, answerOf } = useCommandLine(database);

const rowsOf = (sql: string) => database.db.query(sql, { type: QueryTypes.SELECT });
const signInTwice = async (userId: number) => {
  for (const browser of ['a', 'b'])
    await database.db.query(
      `INSERT INTO sessions (user_id, token, expires_at, created_at, updated_at)
       VALUES (?, ?, NOW() + INTERVAL 1 DAY, NOW(), NOW())`,
      { replacements: [userId, `${browser}${userId}`] },
    );
};

describe('customer:erase', () => {
  const email = 'nora@example.test';
  let userId: number;
  beforeEach(async () => {
    userId = await addCustomer(database.db, { email });
  });

  const subscribe = (status: string) =>
    database.db.query(
      `INSERT INTO subscriptions (stream, paddle_subscription_id, paddle_plan_id, user_id, status, quantity, started_on, created_at, updated_at)
       VALUES ('subscription:502198', 502198, 24749, ${userId}, '${status}', 1, '2026-01-12', NOW(), NOW())`,
    );
  const own = () =>
    database.db.query(
      `INSERT INTO event_streams (stream, version, user_id, owned_by, paddle_user_id)
       VALUES ('subscription:502198', 1, ${userId}, 'passthrough', 88001)`,
    );
  const people = () => database.db.query('SELECT email FROM users', { type: QueryTypes.SELECT });

  if (isEveryCase)
    test('refuses without a reason, for an unknown address, and while Paddle would continue to charge', async () => {
      await subscribe('active');
      await own();
      const [noReason, stranger, paying] = await Promise.all([
        run(['customer:erase', email]),
        run(['customer:erase', 'nobody@example.test', '--reason', 'asked']),
        run(['customer:erase', email, '--reason', 'asked']),
      ]);
      expect(noReason).toMatchObject({ code: 2, stderr: expect.stringContaining('--reason') });
      expect(stranger).toMatchObject({
        code: 1,
        stderr: 'There is no account or purchase for nobody@example.test.\n',
      });
      expect(paying).toMatchObject({
        code: 1,
        stderr: `Paddle would continue to charge ${email}. Cancel 502198 there first, then run this command again.\n`,
      });
      expect(await people()).toEqual([{ email }]);
    });

  test('refuses and erases nothing while events were hashed with an APP_KEY that isn’t configured', async () => {
    await database.db.query(
      `INSERT INTO billing_events (source, type, payload, occurred_at, received_at, state, attempts, identified_with)
       VALUES ('paddle_alert', 'alert_of_tomorrow', '{}', NOW(), NOW(), 'ignored', 0, 'abcd')`,
    );
    const ended = await run(['customer:erase', email, '--reason', 'asked']);
    expect(ended).toMatchObject({
      code: 1,
      stdout: '',
      stderr: expect.stringContaining('APP_KEY_PREVIOUS lacks a key: 1 logged event'),
    });
    expect(await people()).toEqual([{ email }]);
  });

  test('erases guest buyers whose addresses Paddle accepts but the portal’s forms reject', async () => {
    const guests = someOf(['josé@example.com', 'ann@a_b.example', '"ann.b"@x.de', 'ann@[192.0.2.1]'], 1);
    for (const [index, address] of guests.entries())
      await database.db.query(
        'INSERT INTO event_streams (stream, version, buyer_email, paddle_user_id) VALUES (?, 1, ?, ?)',
        { replacements: [`order:${index}`, address, 88_100 + index] },
      );
    for (const [index, address] of guests.entries())
      expect(await answerOf(['customer:erase', address.toUpperCase(), '--reason', 'asked'])).toMatchObject({
        account_id: null,
        paddle_user_ids: [88_100 + index],
      });
  });

  test('erases a customer without a running subscription and leaves a tombstone with the reason', async () => {
    await own();
    expect(await answerOf(['customer:erase', 'Nora@Example.test', '--reason', 'asked by phone'])).toEqual({
      account_id: userId,
      paddle_user_ids: [88_001],
      events: 0,
      kept: [],
    });
    expect(await people()).toEqual([]);
    expect(
      await database.db.query('SELECT paddle_user_id, erased_because FROM paddle_customers', {
        type: QueryTypes.SELECT,
      }),
    ).toEqual([{ paddle_user_id: 88_001, erased_because: 'asked by phone' }]);
  });
});

describe('user:sign-out', () => {
  const email = 'nora@example.test';

  test('ends every session of that customer only and records it in the security log', async () => {
    const [nora, alan] = [
      await addCustomer(database.db, { email }),
      await addCustomer(database.db, { email: 'alan@example.test' }),
    ];
    await signInTwice(nora);
    await signInTwice(alan);
    expect(await run(['user:sign-out', email])).toMatchObject({
      code: 0,
      stdout: `Signed out ${email}: ended 2 sessions.\n`,
    });
    expect(await rowsOf('SELECT DISTINCT user_id FROM sessions')).toEqual([{ user_id: alan }]);
    expect(await rowsOf('SELECT user_id, kind FROM security_events')).toEqual([
      { user_id: nora, kind: 'sessions_ended_by_operator' },
    ]);
    expect(await answerOf(['user:sign-out', email])).toEqual({ user_id: nora, sessions_ended: 0 });
    expect(await run(['user:sign-out', 'nobody@example.test'])).toMatchObject({
      code: 1,
      stderr: 'There is no account for nobody@example.test.\n',
    });
  });
});

if (isEveryCase)
  describe('user:reset-second-factor', () => {
    const email = 'nora@example.test';

    test('removes the app, trusted devices and sessions, and enqueues an e-mail about it', async () => {
      const nora = await addCustomer(database.db, { email });
      expect(await run(['user:reset-second-factor', email])).toMatchObject({
        code: 1,
        stderr: `Two-step verification is not turned on for ${email}.\n`,
      });
      await signInTwice(nora);
      await database.db.query(
        "INSERT INTO two_factors (user_id, secret, backup_codes, verified) VALUES (?, 'sealed', 'sealed', 1)",
        { replacements: [nora] },
      );
      await database.db.query('UPDATE users SET two_factor_enabled = 1 WHERE id = ?', {
        replacements: [nora],
      });
      await database.db.query(
        `INSERT INTO verifications (identifier, value, expires_at, created_at, updated_at)
       VALUES ('device', ?, NOW() + INTERVAL 1 DAY, NOW(), NOW())`,
        { replacements: [String(nora)] },
      );
      expect(await answerOf(['user:reset-second-factor', email])).toEqual({
        user_id: nora,
        sessions_ended: 2,
      });
      expect(await rowsOf('SELECT two_factor_enabled FROM users')).toEqual([{ two_factor_enabled: 0 }]);
      for (const table of ['two_factors', 'sessions', 'verifications'])
        expect(await rowsOf(`SELECT id FROM ${table}`), table).toEqual([]);
      expect(await rowsOf('SELECT kind FROM security_events')).toEqual([{ kind: 'second_factor_reset' }]);
      expect(await rowsOf('SELECT template FROM outbox')).toEqual([{ template: 'factor-removed' }]);
    });
  });

if (isEveryCase)
  describe('inbox:rebuild', () => {
    test('reports its result and exits with code 1 for streams that couldn’t be replayed', async () => {
      await database.db.query(
        `INSERT INTO billing_events (source, type, stream, payload, occurred_at, received_at, state, attempts)
       VALUES ('system', 'licence_claimed', 'subscription:1', 'spoilt', NOW(), NOW(), 'applied', 0)`,
      );
      const [plain, asJson] = await Promise.all([
        run(['inbox:rebuild', '--dry-run']),
        run(['inbox:rebuild', '--dry-run', '--json']),
      ]);
      expect(plain).toMatchObject({ code: 1, stdout: '0 streams replayed: no differences.\n' });
      expect(plain.stderr).toMatch(
        /^1 stream could not be replayed \(left unchanged\): subscription:1 \(event \d+ of the log cannot be read/,
      );
      expect(JSON.parse(asJson.stdout)).toMatchObject({
        refused: expect.stringContaining('subscription:1'),
        streams: 1,
        differences: [],
        failures: [{ stream: 'subscription:1' }],
        dry_run: true,
      });
    });
  });

describe('figures:rebuild', () => {
  test('calculates every stream, corrects the sums and says what differed', async () => {
    await database.db.query("INSERT INTO event_streams (stream, version) VALUES ('subscription:1', 1)");
    await database.db.query(
      `INSERT INTO daily_figures (kind, day, plan_id, currency, total, amount)
       VALUES ('licences', '2026-01-01', 1, '', 5, 5)`,
    );
    expect(await run(['figures:rebuild'])).toMatchObject({
      ...{ code: 0, stdout: '1 stream calculated: 0 streams and 1 sum of days corrected.\n' },
    });
    expect(await rowsOf('SELECT total, amount FROM daily_figures')).toEqual([{ total: 0, amount: 0 }]);
    await database.db.query(
      `INSERT INTO jobs (name, due_at, held_until) VALUES ('figures', '2000-01-01', NOW() + INTERVAL 1 HOUR)
       ON DUPLICATE KEY UPDATE held_until = VALUES(held_until)`,
    );
    expect(await run(['figures:rebuild'])).toMatchObject({
      ...{
        code: 1,
        stderr: 'The figures are being updated, or an update has just failed. Try again in ten minutes.\n',
      },
    });
  });
});

if (isEveryCase)
  describe('mail:list and mail:retry', () => {
    test('list undeliverable e-mails without personal data and requeue one that was given up', async () => {
      expect((await run(['mail:list', '--refused'])).stdout).toBe(
        'The mail server has accepted every e-mail.\n',
      );
      await database.db.query(
        `INSERT INTO outbox (idempotency_key, template, ids, state, attempts, last_error, created_at) VALUES
       ('a', 'reset-password', '{"user":"7"}', 'sent', 1, NULL, '2026-11-20'),
       ('b', 'verify-email', '{"user":"8"}', 'failed', 15, 'EENVELOPE 550', '2026-11-20'),
       ('c', 'factor-added', '{"event":9}', 'waiting', 0, NULL, '2026-11-20')`,
      );
      const { mails } = (await answerOf(['mail:list', '--refused'])) as { mails: { id: number }[] };
      expect(mails).toEqual([
        {
          id: expect.any(Number),
          owed_at: '2026-11-20T00:00:00.000Z',
          template: 'verify-email',
          state: 'failed',
          attempts: 15,
          error: 'EENVELOPE 550',
        },
      ]);
      const id = String(mails[0]?.id);
      expect(await run(['mail:retry', id])).toMatchObject({ code: 0, stdout: `Queued again: ${id}.\n` });
      expect(await rowsOf("SELECT state, attempts FROM outbox WHERE idempotency_key = 'b'")).toEqual([
        { state: 'waiting', attempts: 0 },
      ]);
      expect(await run(['mail:retry', id])).toMatchObject({ code: 1 });
    });

    test('do not requeue what would not be sent, because a mail server refuses the address', async () => {
      await database.db.query(
        `INSERT INTO users (name, email, email_refused_at, created_at, updated_at)
         VALUES ('Nora', 'nora@refused.example', NOW(3), NOW(3), NOW(3))`,
      );
      await database.db.query(
        `INSERT INTO outbox (idempotency_key, template, ids, state, attempts, created_at, user_id)
         SELECT t.template, t.template, '{}', 'failed', 15, '2026-11-20', u.id
         FROM (SELECT 'factor-added' AS template UNION ALL SELECT 'verify-email') t
         JOIN users u ON u.email = 'nora@refused.example'`,
      );
      const idOf = async (template: string) => {
        const [mail] = await rowsOf(
          `SELECT CAST(id AS CHAR) AS id FROM outbox WHERE template = '${template}'`,
        );
        return (mail as { id: string }).id;
      };
      const [notice, awaited] = [await idOf('factor-added'), await idOf('verify-email')];
      const refusal = await run(['mail:retry', notice, awaited]);
      expect(refusal).toMatchObject({ code: 1 });
      expect(refusal.stderr).toContain(`addresses that mail servers refuse: ${notice}.`);
      expect(await rowsOf("SELECT template FROM outbox WHERE state = 'waiting'")).toEqual([
        { template: 'verify-email' },
      ]);
    });
  });

if (isEveryCase)
  describe('mail:preview', () => {
    test('prints subject, text and HTML in the requested language, and lists the known templates', async () => {
      const [english, french, unknown] = await Promise.all([
        run(['mail:preview', 'payment-failed']),
        answerOf(['mail:preview', 'payment-failed-last', '--locale', 'fr']),
        run(['mail:preview', 'birthday']),
      ]);
      expect(english).toMatchObject({ code: 0, stderr: '' });
      expect(english.stdout).toMatch(/^Subject: Your payment for Monica failed\n/);
      expect(english.stdout).toContain('Paddle will try again on 15\u00A0February 2027.');
      expect(english.stdout).toContain('<!doctype html>');
      expect(french).toMatchObject({
        name: 'payment-failed-last',
        locale: 'fr',
        subject: 'Paiement Monica\u00A0: dernière tentative échouée',
        html: expect.stringContaining('<html lang="fr">'),
      });
      expect(unknown).toMatchObject({ code: 2, stderr: expect.stringContaining('verify-email') });
    });
  });
