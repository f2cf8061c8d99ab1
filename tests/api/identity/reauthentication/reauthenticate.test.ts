/**
 * Tests that registering someone else's address gains an attacker nothing. Opening the mailed link proves who owns the
 * address, but not who chose the password.
 */
import { QueryTypes } from 'sequelize';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { useDatabase } from '#tests/support/database/database.ts';
import { type AuthPortal, linkOf, startAuthPortal } from '#tests/support/portal/auth-portal.ts';

const database = useDatabase();
const proven: { id: number; email: string }[] = [];
let portal: AuthPortal;

beforeEach(async () => {
  proven.length = 0;
  portal = await startAuthPortal({
    db: database.db,
    onEmailVerified: async (account) => void proven.push(account),
  });
});
afterEach(() => portal.stop());

type Browser = ReturnType<AuthPortal['browser']>;

const email = 'nora@example.com';
const attackers = 'password of the attacker';
const own = 'password of Nora herself';

const rows = (sql: string) => database.db.query<Record<string, unknown>>(sql, { type: QueryTypes.SELECT });

const register = async (browser: Browser, password: string) =>
  expect(
    (await browser.post('/sign-up/email', { name: 'Nora', email, password, termsAccepted: true })).status,
  ).toBe(200);

async function lastLink(): Promise<string> {
  const link = linkOf((await portal.sentMails()).at(-1));
  return link.pathname + link.search;
}

/** Opens the link of the last mail in a browser where the password wasn't entered, and returns the link's token. */
async function openElsewhere(browser: Browser): Promise<string> {
  const answer = await browser.get(await lastLink());
  expect(answer.status).toBe(302);
  const location = new URL(answer.headers.get('location') ?? '', portal.url);
  expect(location.pathname).toBe('/verified');
  expect(answer.headers.get('referrer-policy')).toBe('no-referrer');
  return location.searchParams.get('token') ?? '';
}

const isConfirmed = async () => (await rows('SELECT email_verified FROM users'))[0]?.email_verified === 1;
const whoIs = async (browser: Browser) => (await browser.me()).body?.email ?? null;
const logIn = (browser: Browser, password: string) => browser.post('/sign-in/email', { email, password });

describe('A browser that has given the password', () => {
  test('is signed in by the link after registering, and its password stays', async () => {
    const browser = portal.browser();
    await register(browser, own);
    expect((await browser.get(await lastLink())).headers.get('location')).toBe('/verified');
    expect(await whoIs(browser)).toBe(email);
    expect(proven).toEqual([{ id: expect.any(Number), email }]);
    expect((await logIn(portal.browser(), own)).status).toBe(200);
  });

  test('is signed in by a link that another browser requested', async () => {
    const browser = portal.browser();
    await register(browser, own);
    await portal.browser().post('/send-verification-email', { email });
    await browser.get(await lastLink());
    expect(await whoIs(browser)).toBe(email);
  });

  test('is signed in by the link after giving the right password at sign-in', async () => {
    await register(portal.browser(), own);
    const phone = portal.browser();
    expect(await logIn(phone, own)).toMatchObject({ status: 403, body: { code: 'EMAIL_NOT_VERIFIED' } });
    await phone.get(await lastLink());
    expect(await whoIs(phone)).toBe(email);
  });

  test('gets no cookie as proof when the password was wrong', async () => {
    await register(portal.browser(), attackers);
    const browser = portal.browser();
    expect(await logIn(browser, own)).toMatchObject({ status: 401 });
    expect(browser.jar.size).toBe(0);
  });
});

describe('Another browser', () => {
  test('isn’t signed in and confirms nothing by opening the link', async () => {
    await register(portal.browser(), own);
    const scanner = portal.browser();
    await openElsewhere(scanner);
    expect(await isConfirmed()).toBe(false);
    expect(await whoIs(scanner)).toBeNull();
    expect(proven).toEqual([]);
  });

  test('confirms the address and is signed in by giving the password', async () => {
    await register(portal.browser(), own);
    const phone = portal.browser();
    const token = await openElsewhere(phone);
    expect(await phone.post('/confirm-address', { token, password: 'not this one' })).toMatchObject({
      status: 401,
      body: { code: 'REGISTRATION_PASSWORD_WRONG' },
    });
    expect(await isConfirmed()).toBe(false);
    expect(await phone.post('/confirm-address', { token, password: own })).toMatchObject({
      status: 200,
      body: { ok: true },
    });
    expect(await whoIs(phone)).toBe(email);
    expect(proven).toHaveLength(1);
    expect((await logIn(portal.browser(), own)).status).toBe(200);
  });
});

describe('An address registered by an attacker', () => {
  const linkAccount = () =>
    database.db.query(
      `INSERT INTO accounts (user_id, provider_id, account_id, created_at, updated_at)
       SELECT id, 'github', 'attacker', NOW(), NOW() FROM users`,
    );
  const openSession = () =>
    database.db.query(
      `INSERT INTO sessions (user_id, token, expires_at, created_at, updated_at)
       SELECT id, 'of-the-attacker', NOW() + INTERVAL 1 DAY, NOW(), NOW() FROM users`,
    );

  test('is taken over by its owner, which removes the attacker’s password, sessions and links', async () => {
    const attacker = portal.browser();
    await register(attacker, attackers);
    await linkAccount();
    await openSession();
    const owner = portal.browser();
    await owner.post('/send-verification-email', { email });
    const token = await openElsewhere(owner);
    expect(await owner.post('/confirm-address', { token, newPassword: own })).toMatchObject({ status: 200 });
    expect(await whoIs(owner)).toBe(email);
    expect((await logIn(portal.browser(), own)).status).toBe(200);
    expect((await logIn(attacker, attackers)).status).toBe(401);
    expect(await whoIs(attacker)).toBeNull();
    expect(await rows('SELECT provider_id FROM accounts')).toEqual([{ provider_id: 'credential' }]);
    expect(await rows("SELECT id FROM sessions WHERE token = 'of-the-attacker'")).toEqual([]);
  });

  test('isn’t confirmed for the attacker when the owner registers too', async () => {
    await register(portal.browser(), attackers);
    const owner = portal.browser();
    await register(owner, own);
    await owner.post('/send-verification-email', { email });
    await openElsewhere(owner);
    expect(await isConfirmed()).toBe(false);
    expect((await logIn(portal.browser(), attackers)).status).toBe(403);
  });

  test('isn’t confirmed when the owner opens a link sent by the attacker’s sign-in', async () => {
    const attacker = portal.browser();
    await register(attacker, attackers);
    await logIn(attacker, attackers);
    await openElsewhere(portal.browser());
    expect(await isConfirmed()).toBe(false);
  });

  test('isn’t confirmed by the attacker’s browser once the owner has set a password', async () => {
    const attacker = portal.browser();
    await register(attacker, attackers);
    await database.db.query("UPDATE accounts SET password = 'another hash'");
    await openElsewhere(attacker);
    expect(await isConfirmed()).toBe(false);
  });

  test('is taken over by its owner with a password reset, which removes linked accounts', async () => {
    await register(portal.browser(), attackers);
    await linkAccount();
    await portal.browser().post('/request-password-reset', { email });
    const token = linkOf((await portal.sentMails()).at(-1)).searchParams.get('token') ?? '';
    await portal.browser().post('/reset-password', { token, newPassword: own });
    expect((await logIn(portal.browser(), attackers)).status).toBe(401);
    expect(proven).toEqual([{ id: expect.any(Number), email }]);
    expect(await rows('SELECT provider_id FROM accounts')).toEqual([{ provider_id: 'credential' }]);
  });
});

describe('Confirming an address', () => {
  test('rejects a link that has been used, and opens no session', async () => {
    const browser = portal.browser();
    await register(browser, own);
    const path = await lastLink();
    await browser.get(path);
    const token = new URL(path, portal.url).searchParams.get('token');
    const other = portal.browser();
    for (const body of [
      { token, password: own },
      { token, newPassword: attackers },
    ]) {
      expect(await other.post('/confirm-address', body)).toMatchObject({
        status: 400,
        body: { code: 'EMAIL_ALREADY_VERIFIED' },
      });
    }
    expect(await whoIs(other)).toBeNull();
    expect((await logIn(portal.browser(), own)).status).toBe(200);
  });

  test.each([
    ['an altered link', { token: 'x.y.z', password: own }, 'INVALID_TOKEN'],
    ['neither password', { token: 'x' }, 'INVALID_INPUT'],
    ['both passwords', { token: 'x', password: own, newPassword: own }, 'INVALID_INPUT'],
    ['a new password that is too short', { token: 'x', newPassword: 'short' }, 'PASSWORD_TOO_SHORT'],
  ])('rejects %s', async (_name, body, code) => {
    await register(portal.browser(), own);
    expect(await portal.browser().post('/confirm-address', body)).toMatchObject({
      status: 400,
      body: { code },
    });
    expect(await isConfirmed()).toBe(false);
  });

  test('succeeds and logs an error when the lookup of purchases fails', async () => {
    await portal.stop();
    portal = await startAuthPortal({
      db: database.db,
      onEmailVerified: () => Promise.reject(new Error('the log of purchases is away')),
    });
    const browser = portal.browser();
    await register(browser, own);
    await browser.get(await lastLink());
    expect(await whoIs(browser)).toBe(email);
    expect(portal.logged.some((line) => line.includes('the log of purchases is away'))).toBe(true);
  });
});
