/** Tests reauthentication by a mailed code, for users who have neither a password nor a passkey. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { useDatabase } from '#tests/support/database/database.ts';
import { type AccountPortal, startAccountPortal } from '#tests/support/portal/account-portal.ts';

const database = useDatabase();
const nora = 'nora@example.test';
let portal: AccountPortal;

beforeEach(async () => {
  portal = await startAccountPortal({ databaseUrl: database.url, db: database.db });
  await portal.customer(nora);
});
afterEach(() => portal.stop());

type Person = Awaited<ReturnType<AccountPortal['signedIn']>>;
const codes = () =>
  portal.mailbox.letters(nora).map(({ text }) => /(\d{6}) is your confirmation code/.exec(text)?.[1]);

/**
 * Returns a user who signed up through a provider and whose last reauthentication is too long ago for sensitive
 * changes.
 */
async function withoutPassword(): Promise<Person> {
  const person = await portal.signedIn(nora);
  await database.db.query("UPDATE accounts SET provider_id = 'github', password = NULL");
  await portal.forgetConfirmations();
  return person;
}

async function codeFor(person: Person): Promise<string> {
  const before = codes().length;
  expect(await person.call('identity.reauthentication.sendCode')).toMatchObject({
    status: 200,
    body: { ok: true },
  });
  await expect.poll(() => codes().length).toBe(before + 1);
  const [code] = codes();
  if (!code) throw new Error('the letter has no code');
  return code;
}

const verify = (person: Person, code: string) => person.call('identity.reauthentication.byCode', { code });
const wrong = (code: string) => String((Number(code) + 1) % 1_000_000).padStart(6, '0');
const isConfirmed = async (person: Person) =>
  (await person.call('identity.passwords.setFirst', { newPassword: 'another long secret' })).status === 200;

describe('Sending a code', () => {
  test('reauthenticates the session once with the code, which is stored nowhere', async () => {
    const person = await withoutPassword();
    const code = await codeFor(person);
    const stored = JSON.stringify([
      await portal.rows('SELECT * FROM verifications'),
      await portal.rows('SELECT * FROM outbox'),
    ]);
    expect(stored).not.toContain(code);
    expect((await verify(person, code)).status).toBe(200);
    expect(await verify(person, code)).toMatchObject({ status: 400, body: { code: 'mail_code_expired' } });
    expect((await portal.kinds()).at(-1)).toBe('identity_confirmed');
    expect(await isConfirmed(person)).toBe(true);
  });

  test('sends the same code when the e-mail is sent again', async () => {
    const person = await withoutPassword();
    const code = await codeFor(person);
    await expect.poll(() => portal.rows("SELECT id FROM outbox WHERE state = 'sent'")).toHaveLength(1);
    await database.db.query("UPDATE outbox SET state = 'waiting', next_attempt_at = '2020-01-01'");
    await expect.poll(codes).toEqual([code, code]);
    expect((await verify(person, code)).status).toBe(200);
  });

  test('returns 403 for a customer with a password', async () => {
    const person = await portal.signedIn(nora);
    expect(await person.call('identity.reauthentication.sendCode')).toMatchObject({
      status: 403,
      body: { code: 'another_way_needed' },
    });
    expect((await verify(person, '000000')).status).toBe(403);
    expect(codes()).toEqual([]);
  });

  test('returns 403 for a customer with a passkey', async () => {
    const person = await withoutPassword();
    await database.db.query(
      `INSERT INTO passkeys (user_id, credential_id, public_key, counter, device_type, backed_up)
       SELECT id, 'abc', 'abc', 0, 'singleDevice', 0 FROM users`,
    );
    expect((await person.call('identity.reauthentication.sendCode')).status).toBe(403);
  });

  test('returns 401 when signed out', async () => {
    expect((await portal.newBrowser().call('identity.reauthentication.sendCode')).status).toBe(401);
    expect(
      (await portal.newBrowser().call('identity.reauthentication.byCode', { code: '000000' })).status,
    ).toBe(401);
  });
});

describe('Verifying a code', () => {
  test('returns 401 for a wrong code and rejects the right one after five of them', async () => {
    const person = await withoutPassword();
    const code = await codeFor(person);
    for (let each = 0; each < 5; each += 1)
      expect(await verify(person, wrong(code))).toMatchObject({
        status: 401,
        body: { code: 'mail_code_wrong' },
      });
    expect(await verify(person, code)).toMatchObject({ status: 400, body: { code: 'mail_code_expired' } });
    expect(await isConfirmed(person)).toBe(false);
  });

  test('counts no more than five concurrent guesses', async () => {
    const person = await withoutPassword();
    const code = await codeFor(person);
    await Promise.all(Array.from({ length: 12 }, () => verify(person, wrong(code))));
    const [row] = await portal.rows<{ value: string }>('SELECT value FROM verifications');
    expect(Number(row?.value.split(':')[1])).toBeLessThanOrEqual(5);
    expect(await isConfirmed(person)).toBe(false);
  });

  test('returns 400 after ten minutes and when no code was requested', async () => {
    const person = await withoutPassword();
    expect(await verify(person, '000000')).toMatchObject({
      status: 400,
      body: { code: 'mail_code_expired' },
    });
    const code = await codeFor(person);
    const [row] = await portal.rows<{ seconds: number }>(
      'SELECT TIMESTAMPDIFF(SECOND, NOW(3), expires_at) AS seconds FROM verifications',
    );
    expect(row?.seconds).toBeLessThanOrEqual(600);
    expect(row?.seconds).toBeGreaterThan(540);
    await database.db.query("UPDATE verifications SET expires_at = '2020-01-01'");
    expect(await verify(person, code)).toMatchObject({ status: 400, body: { code: 'mail_code_expired' } });
  });

  test('rejects an older code and a code of another session', async () => {
    const person = await withoutPassword();
    const first = await codeFor(person);
    const second = await codeFor(person);
    if (first !== second) expect((await verify(person, first)).status).toBe(401);
    const [session] = await portal.rows<{ id: number }>('SELECT id FROM sessions');
    await database.db.query(`UPDATE sessions SET id = id + 1000 WHERE id = ${session?.id ?? 0}`);
    expect(await verify(person, second)).toMatchObject({ status: 400, body: { code: 'mail_code_expired' } });
  });

  test('returns 400 for a malformed code', async () => {
    const person = await withoutPassword();
    for (const code of ['12345', '1234567', 'abcdef', ''])
      expect((await verify(person, code)).status).toBe(400);
  });
});
