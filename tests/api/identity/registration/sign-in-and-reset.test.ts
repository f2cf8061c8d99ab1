/** Tests signing in with a password and resetting a forgotten one. */
import { QueryTypes } from 'sequelize';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { useDatabase } from '#tests/support/database/database.ts';
import { type AuthPortal, linkOf, startAuthPortal } from '#tests/support/portal/auth-portal.ts';

const database = useDatabase();
let portal: AuthPortal;

beforeEach(async () => {
  portal = await startAuthPortal({ db: database.db });
});
afterEach(() => portal.stop());

const password = 'correct horse battery';
const ada = { name: 'Ada Lovelace', email: 'ada@example.com', password, termsAccepted: true };

const rows = (sql: string) => database.db.query<Record<string, unknown>>(sql, { type: QueryTypes.SELECT });

type Browser = ReturnType<AuthPortal['browser']>;

async function pathOfLastLink(): Promise<string> {
  const link = linkOf((await portal.sentMails()).at(-1));
  return link.pathname + link.search;
}

/** Registers and confirms an account in a separate browser. */
async function registered(person: typeof ada = ada): Promise<void> {
  const browser = portal.browser();
  expect((await browser.post('/sign-up/email', person)).status).toBe(200);
  expect((await browser.get(await pathOfLastLink())).status).toBe(302);
  portal.mails.length = 0;
}

const logIn = (browser: Browser, extra: object = {}) =>
  browser.post('/sign-in/email', { email: ada.email, password, ...extra });

describe('Signing in', () => {
  beforeEach(() => registered());

  test('gives the same response for a wrong password and an unknown address', async () => {
    const wrong = await logIn(portal.browser(), { password: 'not the password' });
    const unknown = await logIn(portal.browser(), { email: 'nobody@example.com' });
    expect(wrong).toMatchObject({ status: 401, body: { code: 'INVALID_EMAIL_OR_PASSWORD' } });
    expect({ status: unknown.status, body: unknown.body }).toEqual({
      status: wrong.status,
      body: wrong.body,
    });
    expect(wrong.cookies.size).toBe(0);
  });

  test('treats input that looks like SQL as plain text', async () => {
    for (const email of [`ada@example.com' OR '1'='1`, `' OR 1=1 -- @example.com`]) {
      expect((await logIn(portal.browser(), { email })).status).toBe(401);
    }
    const answer = await logIn(portal.browser(), { password: `' OR '1'='1' -- ` });
    expect(answer.status).toBe(401);
    expect(await rows('SELECT id FROM users')).toHaveLength(1);
  });

  test('sets a 30-day cookie when remembered, otherwise a session cookie for one day', async () => {
    const remembered =
      (await logIn(portal.browser(), { rememberMe: true })).cookies.get('portal.session_token') ?? '';
    expect(remembered).toMatch(/; Max-Age=2592000(;|$)/);
    expect(remembered).toMatch(/; Path=\/(;|$)/);
    expect(remembered).toMatch(/; HttpOnly(;|$)/);
    expect(remembered).toMatch(/; SameSite=Lax(;|$)/i);
    expect(remembered).not.toMatch(/Secure/);
    const forgotten = (await logIn(portal.browser())).cookies;
    expect(forgotten.get('portal.session_token')).not.toMatch(/Max-Age|Expires/i);
    const [first, second] = await rows(
      'SELECT ROUND(TIMESTAMPDIFF(SECOND, created_at, expires_at) / 86400) AS days FROM sessions ORDER BY id DESC LIMIT 2',
    );
    expect([Number(first?.days), Number(second?.days)]).toEqual([1, 30]);
  });

  test('extends a session in use once a day and rejects an expired one', async () => {
    const browser = portal.browser();
    await logIn(browser, { rememberMe: true });
    expect((await browser.me()).cookies.size).toBe(0);
    await database.db.query('UPDATE sessions SET expires_at = expires_at - INTERVAL 2 DAY');
    const prolonged = await browser.me();
    expect(prolonged.body).toMatchObject({ email: ada.email });
    expect(prolonged.cookies.get('portal.session_token')).toMatch(/Max-Age=2592000/);
    expect((await browser.me()).body).toMatchObject({ email: ada.email });

    await database.db.query('UPDATE sessions SET expires_at = UTC_TIMESTAMP() - INTERVAL 1 SECOND');
    const ended = await browser.me();
    expect(ended.body).toBeNull();
    expect(ended.cookies.get('portal.session_token')).toMatch(/Max-Age=0/);
  });

  test('ends a session after ninety days, even when it is in use', async () => {
    const browser = portal.browser();
    await logIn(browser, { rememberMe: true });
    const [own] = await rows('SELECT id FROM sessions ORDER BY id DESC LIMIT 1');
    await database.db.query(
      'UPDATE sessions SET created_at = UTC_TIMESTAMP(3) - INTERVAL 90 DAY + INTERVAL 1 MINUTE',
    );
    expect((await browser.me()).body).toMatchObject({ email: ada.email });
    await database.db.query('UPDATE sessions SET created_at = created_at - INTERVAL 1 MINUTE');
    const ended = await browser.me();
    expect(ended.body).toBeNull();
    expect(ended.cookies.get('portal.session_token')).toMatch(/Max-Age=0/);
    expect(
      (await browser.call('identity.passwords.change', { newPassword: 'another long password' })).status,
    ).toBe(401);
    const left = await rows('SELECT id FROM sessions');
    expect(left.map(({ id }) => id)).not.toContain(own?.id);
  });

  test('accepts a password hash of the PHP portal', async () => {
    // Generated in PHP with password_hash('secret from php!', PASSWORD_BCRYPT, ['cost' => 4])
    const legacy = '$2y$04$eCwUwLpHFKJ.OwIP2mKCFOtDvNzrTrhGGjCXh7E4OoOWO4ehWLWhK';
    await database.db.query('UPDATE accounts SET password = ?', { replacements: [legacy] });
    expect((await logIn(portal.browser())).status).toBe(401);
    expect((await logIn(portal.browser(), { password: 'secret from php!' })).status).toBe(200);
  });
});

describe('Resetting a forgotten password', () => {
  beforeEach(() => registered());

  const ask = (email: string) => portal.browser().post('/request-password-reset', { email });

  async function tokenOfMail(): Promise<string> {
    const link = linkOf((await portal.sentMails()).at(-1));
    expect(link.origin + link.pathname).toBe(`${portal.url}/reset-password`);
    return link.searchParams.get('token') ?? '';
  }

  const reset = (token: string, newPassword = 'a brand new password') =>
    portal.browser().post('/reset-password', { token, newPassword });

  test('sets the new password once and ends every session', async () => {
    const other = portal.browser();
    await logIn(other, { rememberMe: true });
    expect((await ask(ada.email)).status).toBe(200);
    const token = await tokenOfMail();
    expect(await reset(token)).toMatchObject({ status: 200, body: { ok: true } });
    expect((await other.me()).body).toBeNull();
    expect(await rows('SELECT id FROM sessions')).toEqual([]);
    expect((await logIn(portal.browser())).status).toBe(401);
    expect((await logIn(portal.browser(), { password: 'a brand new password' })).status).toBe(200);
    expect(await reset(token, 'yet another password')).toMatchObject({
      status: 400,
      body: { code: 'INVALID_TOKEN' },
    });
    expect((await logIn(portal.browser(), { password: 'yet another password' })).status).toBe(401);
  });

  test('succeeds for one of two concurrent requests with the same link', async () => {
    await ask(ada.email);
    const token = await tokenOfMail();
    const answers = await Promise.all(
      ['first password!', 'second password!'].map((each) => reset(token, each)),
    );
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 400]);
  });

  test('invalidates older links once a newer one is used', async () => {
    await ask(ada.email);
    const older = await tokenOfMail();
    await ask(ada.email);
    expect((await reset(await tokenOfMail())).status).toBe(200);
    expect((await reset(older, 'yet another password')).status).toBe(400);
    expect(await rows('SELECT id FROM verifications')).toEqual([]);
  });

  test('rejects the link after an hour', async () => {
    await ask(ada.email);
    const token = await tokenOfMail();
    const [row] = await rows(
      'SELECT TIMESTAMPDIFF(SECOND, UTC_TIMESTAMP(), expires_at) AS seconds FROM verifications',
    );
    expect(Number(row?.seconds)).toBeGreaterThan(3_500);
    expect(Number(row?.seconds)).toBeLessThanOrEqual(3_600);
    await database.db.query('UPDATE verifications SET expires_at = UTC_TIMESTAMP() - INTERVAL 1 SECOND');
    expect((await reset(token)).status).toBe(400);
    expect((await logIn(portal.browser())).status).toBe(200);
  });

  test('rejects a weak new password and keeps the link usable', async () => {
    await ask(ada.email);
    const token = await tokenOfMail();
    expect(await reset(token, 'short')).toMatchObject({ status: 400, body: { code: 'PASSWORD_TOO_SHORT' } });
    expect((await reset(token)).status).toBe(200);
  });

  test('gives the same response for an unknown address and sends it no e-mail', async () => {
    const [known, unknown] = [await ask(ada.email), await ask('nobody@example.com')];
    expect({ status: unknown.status, body: unknown.body }).toEqual({
      status: known.status,
      body: known.body,
    });
    expect((await portal.sentMails()).map(({ to }) => to)).toEqual([ada.email]);
  });

  test('confirms the address and replaces a password chosen by a stranger', async () => {
    const eve = { ...ada, email: 'victim@example.com' };
    await portal.browser().post('/sign-up/email', eve);
    await ask(eve.email);
    expect((await reset(await tokenOfMail())).status).toBe(200);
    expect(await rows("SELECT email_verified FROM users WHERE email = 'victim@example.com'")).toEqual([
      { email_verified: 1 },
    ]);
    expect((await logIn(portal.browser(), { email: eve.email })).status).toBe(401);
    expect(
      (await logIn(portal.browser(), { email: eve.email, password: 'a brand new password' })).status,
    ).toBe(200);
  });
});
