/** Signing in with a password, and resetting a forgotten one. */
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

describe('logging in', () => {
  beforeEach(() => registered());

  test('a wrong password and an unknown address get the same answer', async () => {
    const wrong = await logIn(portal.browser(), { password: 'not the password' });
    const unknown = await logIn(portal.browser(), { email: 'nobody@example.com' });
    expect(wrong).toMatchObject({ status: 401, body: { code: 'INVALID_EMAIL_OR_PASSWORD' } });
    expect({ status: unknown.status, body: unknown.body }).toEqual({
      status: wrong.status,
      body: wrong.body,
    });
    expect(wrong.cookies.size).toBe(0);
  });

  test('text that looks like SQL is only text', async () => {
    for (const email of [`ada@example.com' OR '1'='1`, `' OR 1=1 -- @example.com`]) {
      expect((await logIn(portal.browser(), { email })).status).toBe(401);
    }
    const answer = await logIn(portal.browser(), { password: `' OR '1'='1' -- ` });
    expect(answer.status).toBe(401);
    expect(await rows('SELECT id FROM users')).toHaveLength(1);
  });

  test('remembered: the cookie lasts 30 days; otherwise it ends with the browser, the session after a day', async () => {
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

  test('a session in use is prolonged once a day, cookie and all; one past its end is none', async () => {
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

  test('a session ends after ninety days, however often it is used', async () => {
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

  test('a password hash taken over from the PHP portal still logs in', async () => {
    // Generated in PHP with password_hash('secret from php!', PASSWORD_BCRYPT, ['cost' => 4])
    const legacy = '$2y$04$eCwUwLpHFKJ.OwIP2mKCFOtDvNzrTrhGGjCXh7E4OoOWO4ehWLWhK';
    await database.db.query('UPDATE accounts SET password = ?', { replacements: [legacy] });
    expect((await logIn(portal.browser())).status).toBe(401);
    expect((await logIn(portal.browser(), { password: 'secret from php!' })).status).toBe(200);
  });
});

describe('a forgotten password', () => {
  beforeEach(() => registered());

  const ask = (email: string) => portal.browser().post('/request-password-reset', { email });

  async function tokenOfMail(): Promise<string> {
    const link = linkOf((await portal.sentMails()).at(-1));
    expect(link.origin + link.pathname).toBe(`${portal.url}/reset-password`);
    return link.searchParams.get('token') ?? '';
  }

  const reset = (token: string, newPassword = 'a brand new password') =>
    portal.browser().post('/reset-password', { token, newPassword });

  test('the link sets a new password once, ends every session, and the old password is dead', async () => {
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

  test('of two who use one link at the same moment, one sets the password', async () => {
    await ask(ada.email);
    const token = await tokenOfMail();
    const answers = await Promise.all(
      ['first password!', 'second password!'].map((each) => reset(token, each)),
    );
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 400]);
  });

  test('a link older than the one that was used sets nothing any more', async () => {
    await ask(ada.email);
    const older = await tokenOfMail();
    await ask(ada.email);
    expect((await reset(await tokenOfMail())).status).toBe(200);
    expect((await reset(older, 'yet another password')).status).toBe(400);
    expect(await rows('SELECT id FROM verifications')).toEqual([]);
  });

  test('after an hour the link is dead', async () => {
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

  test('a weak new password is refused and costs nothing: the link still works', async () => {
    await ask(ada.email);
    const token = await tokenOfMail();
    expect(await reset(token, 'short')).toMatchObject({ status: 400, body: { code: 'PASSWORD_TOO_SHORT' } });
    expect((await reset(token)).status).toBe(200);
  });

  test('an unknown address gets the same answer, and no mail', async () => {
    const [known, unknown] = [await ask(ada.email), await ask('nobody@example.com')];
    expect({ status: unknown.status, body: unknown.body }).toEqual({
      status: known.status,
      body: known.body,
    });
    expect((await portal.sentMails()).map(({ to }) => to)).toEqual([ada.email]);
  });

  test('whoever resets has shown that the address is theirs; what a stranger had chosen is gone', async () => {
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
