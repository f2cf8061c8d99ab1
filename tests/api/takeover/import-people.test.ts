/**
 * Tests that the import takes over people from the PHP portal's database with everything by which they sign in, that it
 * can be repeated, and that it writes to nobody.
 */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createConnection } from 'mysql2/promise';
import { Secret, TOTP } from 'otpauth';
import { QueryTypes } from 'sequelize';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { someOf } from '#tests/support/cases/some-of.ts';
import { makeDatabase, useDatabase } from '#tests/support/database/database.ts';
import { type AccountPortal, startAccountPortal } from '#tests/support/portal/account-portal.ts';
import { useCommandLine } from '#tests/support/portal/command-line.ts';
import { phpPortalFolder } from '#tests/support/takeover/old-billing.ts';

const Facts = z.object({
  secrets: z.object({ app_key: z.string(), licence_private_key: z.string() }),
  people: z.array(
    z.object({
      id: z.number(),
      email: z.string(),
      password: z.string().nullable(),
      deleted: z.boolean().optional(),
      totp_secret: z.string().optional(),
      recovery_codes: z.array(z.string()).optional(),
      spent_recovery_code: z.string().optional(),
    }),
  ),
});
type Name = 'data' | 'data-later';

const text = (file: string) => readFile(join(phpPortalFolder ?? '', file), 'utf8');
const codeOf = (secret: string) =>
  TOTP.generate({ secret: Secret.fromBase32(secret), digits: 6, period: 30, timestamp: Date.now() });

describe.skipIf(phpPortalFolder === undefined)('The people of the real PHP portal', () => {
  const database = useDatabase();
  const commandLine = useCommandLine(database);
  let old: Awaited<ReturnType<typeof makeDatabase>>;
  let facts: z.output<typeof Facts>;
  let portal: AccountPortal;
  beforeAll(async () => {
    facts = Facts.parse(JSON.parse(await text('facts.json')));
    old = await makeDatabase('php_people');
  });
  afterAll(() => old.drop());
  beforeEach(async () => {
    portal = await startAccountPortal({ db: database.db, databaseUrl: database.url });
    await load('data');
  });
  afterEach(() => portal.stop());

  async function inOld(...statements: string[]): Promise<void> {
    const connection = await createConnection({ uri: old.url, multipleStatements: true, charset: 'utf8mb4' });
    try {
      for (const sql of statements) await connection.query(sql);
    } finally {
      await connection.end();
    }
  }
  const load = async (name: Name) => inOld(await text('schema.sql'), await text(`${name}.sql`));
  const environment = (over: Record<string, string> = {}) =>
    commandLine.settings({
      ...{
        APP_KEY: `base64:${portal.config.appKeys[0]?.toString('base64')}`,
        PRIVATE_KEY: facts.secrets.licence_private_key,
      },
      ...{ LARAVEL_DATABASE_URL: old.url, LARAVEL_APP_KEY: facts.secrets.app_key, ...over },
    });
  const importAll = (...options: string[]) =>
    commandLine.answerOf(['import:laravel', ...options], { environment: environment() });
  const rows = <T extends object>(sql: string) => database.db.query<T>(sql, { type: QueryTypes.SELECT });
  const person = (beginning: string) => {
    const found = facts.people.find(({ email }) => email.startsWith(beginning));
    if (!found) throw new Error(`no ${beginning}`);
    return { ...found, password: found.password ?? '' };
  };
  async function signIn(beginning: string) {
    const { email, password } = person(beginning);
    const browser = portal.newBrowser();
    return { browser, answer: await browser.signIn(email, password) };
  }

  it('sign in as before, and nobody gets an e-mail', async () => {
    const report = await importAll();
    expect(await rows('SELECT * FROM outbox')).toEqual([]);
    const answers = z.record(z.string(), z.number()).parse(report.answers);
    expect(Object.keys(answers)).not.toContain('otherwise');
    expect(Object.values(answers).reduce((sum, count) => sum + count, 0)).toBe(65);
    // Purchases, clients and tokens come with the same run.
    expect(await rows('SELECT COUNT(*) AS n FROM subscriptions')).toEqual([{ n: 66 }]);
    expect(await rows('SELECT COUNT(*) AS n FROM licence_keys')).toEqual([{ n: 65 }]);
    expect(await rows('SELECT COUNT(*) AS n FROM instance_clients')).toEqual([{ n: 3 }]);
    expect(await rows('SELECT COUNT(*) AS n FROM legacy_tokens')).toEqual([{ n: 6 }]);
    const stored = await rows<{ id: number; email_verified: number; has_password: number }>(
      `SELECT u.id, u.email_verified, EXISTS (SELECT 1 FROM accounts a WHERE a.user_id = u.id
         AND a.password IS NOT NULL) AS has_password FROM users u`,
    );
    const states = new Map(stored.map((row) => [row.id, row]));
    expect(states.size).toBe(facts.people.filter(({ deleted }) => !deleted).length);
    // The first ones are those with a peculiarity.
    const tried = [...facts.people.slice(0, 37), ...someOf(facts.people.slice(37), 3)];
    for (const { email, password, id } of tried) {
      const state = states.get(id);
      if (!state?.has_password || password === null) continue;
      const { status } = await portal.newBrowser().signIn(email, password);
      expect({ email, status }).toEqual({ email, status: state.email_verified ? 200 : 403 });
    }
  });

  it('need their second factor, each code once', async () => {
    await importAll();
    const ada = person('ada@');
    const code = codeOf(ada.totp_secret ?? '');
    const first = await signIn('ada@');
    expect(first.answer).toMatchObject({ status: 200, body: { secondFactor: ['totp'] } });
    expect(await first.browser.post('/two-factor/verify-totp', { code })).toMatchObject({ status: 200 });
    const replay = await signIn('ada@');
    expect((await replay.browser.post('/two-factor/verify-totp', { code })).status).not.toBe(200);
    const [recovery] = ada.recovery_codes ?? [];
    const lower = { code: recovery?.toLowerCase() };
    expect((await replay.browser.post('/two-factor/verify-backup-code', lower)).status).not.toBe(200);
    expect(await replay.browser.post('/two-factor/verify-backup-code', { code: recovery })).toMatchObject({
      status: 200,
    });
    const { spent_recovery_code: spent, ...other } = person('spent@');
    const again = await signIn(other.email);
    expect((await again.browser.post('/two-factor/verify-backup-code', { code: spent })).status).not.toBe(
      200,
    );
    const half = await signIn('halftotp@');
    expect(half.answer.body).not.toHaveProperty('secondFactor');
  });

  it('are the same after a second import, and what has changed there comes with a later one', async () => {
    await importAll();
    const before = await rows('SELECT * FROM users ORDER BY id');
    const second = await importAll();
    expect(second).toMatchObject({ tables: { users: { came: 0, changed: 0, removed: 0 } } });
    expect(await rows('SELECT * FROM users ORDER BY id')).toEqual(before);
    // Used here and still valid there: stays used.
    const [first, next] = person('ada@').recovery_codes ?? [];
    const ada = await signIn('ada@');
    await ada.browser.post('/two-factor/verify-backup-code', { code: first });
    await database.db.query("UPDATE users SET name = 'Ada L.' WHERE id = 1");
    await load('data-later');
    const later = await importAll();
    expect(later).toMatchObject({ tables: { users: { came: 1 } } });
    const byEmail = async (email: string) =>
      (
        await rows<{ id: number; name: string; instance_administrator: number; email_verified: number }>(
          `SELECT id, name, instance_administrator, email_verified FROM users WHERE email = '${email}'`,
        )
      )[0];
    expect(await byEmail('ada@customers.example')).toMatchObject({ name: 'Ada L.' });
    expect(await byEmail('newcomer@customers.example')).toBeDefined();
    expect(await byEmail('tokens@customers.example')).toBeUndefined();
    expect(await byEmail('emoji@customers.example')).toMatchObject({ instance_administrator: 1 });
    expect(await byEmail('unverified@customers.example')).toMatchObject({ email_verified: 1 });
    expect(await byEmail('moved@customers.example')).toMatchObject({ email_verified: 0 });
    expect(await rows('SELECT name FROM passkeys WHERE user_id = 30')).toEqual([{ name: 'Laptop' }]);
    const half = await signIn('halftotp@');
    expect(half.answer.body).toMatchObject({ secondFactor: ['totp'] });
    const key = await signIn('keyandcode@');
    expect(key.answer.body).toMatchObject({ secondFactor: ['passkey'] });
    const forgetful = await signIn('forgetful@');
    expect(forgetful.answer.status).not.toBe(200);
    const adaAgain = await signIn('ada@');
    const use = (code: string | undefined) =>
      adaAgain.browser.post('/two-factor/verify-backup-code', { code });
    expect((await use(first)).status).not.toBe(200);
    expect((await use(next)).status).toBe(200);
    expect(await rows("SELECT template FROM outbox WHERE template <> 'new-sign-in'")).toEqual([]);
  });

  it('are left alone by a dry run, and refused where a number is taken or a secret is wrong', async () => {
    await importAll('--dry-run');
    expect(await rows('SELECT id FROM users')).toEqual([]);
    expect(await rows('SELECT source_id FROM imported_rows')).toEqual([]);
    const wrong = `base64:${Buffer.alloc(32, 9).toString('base64')}`;
    const key = await commandLine.run(['import:laravel'], {
      environment: environment({ LARAVEL_APP_KEY: wrong }),
    });
    expect(key).toMatchObject({ code: 1, stderr: expect.stringContaining('LARAVEL_APP_KEY does not open') });
    const self = environment({ LARAVEL_DATABASE_URL: database.url });
    expect(await commandLine.run(['import:laravel'], { environment: self })).toMatchObject({ code: 1 });
    await database.db.query(
      `INSERT INTO users (id, name, email, created_at, updated_at) VALUES (5, 'X', 'x@example.com', NOW(), NOW())`,
    );
    const taken = await commandLine.run(['import:laravel'], { environment: environment() });
    expect(taken).toMatchObject({ code: 1, stderr: expect.stringContaining('The numbers 5 are accounts') });
    expect(await rows('SELECT id FROM users')).toHaveLength(1);
  });
});
