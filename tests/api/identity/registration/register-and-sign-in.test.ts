/** Tests registering, confirming the address, signing in and signing out. */
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

describe('Registering', () => {
  test('leads to a session once the e-mailed link is opened, and signing out and in again works', async () => {
    const browser = portal.browser();
    const before = Date.now();
    const answer = await browser.post('/sign-up/email', { ...ada, locale: 'fr' });
    expect(answer).toMatchObject({ status: 200, body: { ok: true } });
    expect([...answer.cookies.keys()]).toEqual(['portal.registration']);
    expect((await browser.me()).body).toBeNull();

    const [mail, ...others] = await portal.sentMails();
    expect(others).toEqual([]);
    expect(mail).toMatchObject({
      to: ada.email,
      locale: 'fr',
      template: 'verify-email',
      data: { name: ada.name },
    });
    expect(linkOf(mail).origin).toBe(portal.url);

    const confirmed = await browser.get(await pathOfLastLink());
    expect(confirmed.status).toBe(302);
    expect(confirmed.headers.get('location')).toBe('/verified');
    expect(confirmed.headers.get('referrer-policy')).toBe('no-referrer');
    expect((await browser.me()).body).toEqual({
      id: expect.any(Number),
      name: ada.name,
      email: ada.email,
      emailVerified: true,
      locale: 'fr',
      country: null,
      administratorRole: null,
    });

    const [user] = await rows('SELECT * FROM users');
    expect(user).toMatchObject({
      email: ada.email,
      email_verified: 1,
      locale: 'fr',
      instance_administrator: 0,
    });
    expect(Number(user?.terms_accepted_at)).toBeGreaterThanOrEqual(before);
    expect(Number(user?.terms_accepted_at)).toBeLessThanOrEqual(Date.now());

    const out = await browser.post('/sign-out', {});
    expect(out).toMatchObject({ status: 200, body: { ok: true } });
    expect((await browser.me()).body).toBeNull();
    expect(await rows('SELECT id FROM sessions')).toEqual([]);

    expect(await logIn(browser)).toMatchObject({ status: 200, body: { ok: true } });
    expect((await browser.me()).body).toMatchObject({ email: ada.email });
  });

  test('ignores case and surrounding spaces in the address', async () => {
    await registered({ ...ada, email: '  Ada@Example.COM ' });
    expect(await rows('SELECT email FROM users')).toEqual([{ email: 'ada@example.com' }]);
    const browser = portal.browser();
    expect((await logIn(browser, { email: ' ADA@example.com' })).status).toBe(200);
    await portal.browser().post('/request-password-reset', { email: 'aDA@example.com ' });
    expect(await portal.sentMails()).toHaveLength(1);
  });

  test('gives the same response for a known address, stores nothing, and e-mails its owner', async () => {
    const first = await portal.browser().post('/sign-up/email', ada);
    await portal.sentMails();
    const tables = ['users', 'accounts', 'sessions', 'verifications'].map(
      (table) => `SELECT * FROM ${table}`,
    );
    const stored = await Promise.all(tables.map(rows));

    const second = await portal
      .browser()
      .post('/sign-up/email', { ...ada, name: 'Mallory', password: 'another password' });
    expect(second.status).toBe(first.status);
    expect(second.body).toEqual(first.body);
    expect([...second.headers.keys()]).toEqual([...first.headers.keys()]);
    const withoutValue = ({ cookies }: typeof first) =>
      [...cookies].map(([name, line]) => [name, line.replace(/=[^;]{43};/, '=…;')]);
    expect(withoutValue(second)).toEqual(withoutValue(first));
    expect(withoutValue(first)).toEqual([
      ['portal.registration', expect.stringMatching(/=…; Max-Age=259200; .*HttpOnly/)],
    ]);
    expect(await Promise.all(tables.map(rows))).toEqual(stored);

    const mails = await portal.sentMails();
    expect(mails.map(({ template }) => template)).toEqual(['verify-email', 'already-registered']);
    expect(mails[1]).toMatchObject({
      to: ada.email,
      data: { name: ada.name, loginUrl: `${portal.url}/login`, resetUrl: `${portal.url}/forgot-password` },
    });
  });

  test('creates one account for concurrent requests and gives them the same response', async () => {
    const answers = await Promise.all([1, 2, 3].map(() => portal.browser().post('/sign-up/email', ada)));
    expect(answers.map(({ status, body }) => ({ status, body }))).toEqual(
      Array.from({ length: 3 }, () => ({ status: 200, body: { ok: true } })),
    );
    expect(await rows('SELECT email FROM users')).toHaveLength(1);
    expect(await rows('SELECT id FROM accounts')).toHaveLength(1);
  });

  test.each([
    ['the terms are not accepted', { termsAccepted: false }, 'TERMS_NOT_ACCEPTED'],
    ['nothing is said of the terms', { termsAccepted: undefined }, 'TERMS_NOT_ACCEPTED'],
    ['the terms are "true" as text', { termsAccepted: 'true' }, 'TERMS_NOT_ACCEPTED'],
    ['the password is too short', { password: 'a'.repeat(9) }, 'PASSWORD_TOO_SHORT'],
    ['the password is too long', { password: 'a'.repeat(129) }, 'PASSWORD_TOO_LONG'],
    ['the address is none', { email: 'ada' }, 'INVALID_EMAIL'],
    ['the name is empty', { name: '   ' }, 'INVALID_NAME'],
    ['the name is no text', { name: { $ne: null } }, 'INVALID_NAME'],
    ['the language is none of ours', { locale: 'xx' }, 'INVALID_INPUT'],
  ])('returns 400 and stores nothing when %s', async (_case, change, code) => {
    const answer = await portal.browser().post('/sign-up/email', { ...ada, ...change });
    expect(answer).toMatchObject({ status: 400, body: { code } });
    expect(await rows('SELECT id FROM users')).toEqual([]);
    expect(await portal.sentMails()).toEqual([]);
  });

  test('ignores fields in the request that would set privileges or confirm the address', async () => {
    const answer = await portal.browser().post('/sign-up/email', {
      ...ada,
      instanceAdministrator: true,
      instance_administrator: 1,
      isAdministrator: true,
      administratorRole: 'administrator',
      administrator_role: 'administrator',
      blockedAt: null,
      emailVerified: true,
      email_verified: 1,
      id: '77',
      country: 'FR',
      image: 'https://example.com/x.png',
      termsAcceptedAt: '2000-01-01T00:00:00Z',
    });
    expect(answer.status).toBe(200);
    const [user] = await rows('SELECT * FROM users');
    expect(user).toMatchObject({
      ...{ instance_administrator: 0, administrator_role: null },
      ...{ email_verified: 0, country: null, image: null },
    });
    expect(user?.id).not.toBe(77);
    expect(Number(user?.terms_accepted_at)).toBeGreaterThan(Date.UTC(2026, 0, 1));
  });
});

describe('Confirming the address after registering', () => {
  test('is required for signing in, and the right password sends a new link', async () => {
    const browser = portal.browser();
    await browser.post('/sign-up/email', ada);
    await portal.sentMails();
    portal.mails.length = 0;
    expect(await logIn(browser)).toMatchObject({ status: 403, body: { code: 'EMAIL_NOT_VERIFIED' } });
    expect((await browser.me()).body).toBeNull();
    expect((await portal.sentMails()).map(({ template }) => template)).toEqual(['verify-email']);
    expect((await logIn(browser, { password: 'not the password' })).status).toBe(401);
    expect(await portal.sentMails()).toHaveLength(1);
    await browser.get(await pathOfLastLink());
    expect((await browser.me()).body).toMatchObject({ emailVerified: true });
  });

  test('sends a new link on request, with the same response for an unknown address', async () => {
    await portal.browser().post('/sign-up/email', ada);
    await portal.sentMails();
    portal.mails.length = 0;
    const ask = (email: string) => portal.browser().post('/send-verification-email', { email });
    const [known, unknown] = [await ask(ada.email), await ask('nobody@example.com')];
    expect(known).toMatchObject({ status: 200, body: { ok: true } });
    expect({ status: unknown.status, body: unknown.body }).toEqual({
      status: known.status,
      body: known.body,
    });
    expect((await portal.sentMails()).map(({ to }) => to)).toEqual([ada.email]);
  });

  test('redirects an altered link to the error page and confirms nothing', async () => {
    await portal.browser().post('/sign-up/email', ada);
    const path = await pathOfLastLink();
    const browser = portal.browser();
    const answer = await browser.get(path.replace(/token=./, 'token=x'));
    expect(answer.status).toBe(302);
    expect(answer.headers.get('location')).toBe('/verified?error=INVALID_TOKEN');
    expect(await rows('SELECT email_verified FROM users')).toEqual([{ email_verified: 0 }]);
    expect((await browser.me()).body).toBeNull();
  });

  test('signs in with the link only the first time', async () => {
    const browser = portal.browser();
    await browser.post('/sign-up/email', ada);
    const path = await pathOfLastLink();
    await browser.get(path);
    expect((await browser.me()).body).toMatchObject({ emailVerified: true });
    const later = portal.browser();
    expect((await later.get(path)).headers.get('location')).toBe('/verified');
    expect((await later.me()).body).toBeNull();
  });

  test('never redirects to another site', async () => {
    const browser = portal.browser();
    await browser.post('/sign-up/email', ada);
    const link = linkOf((await portal.sentMails())[0]);
    for (const elsewhere of [
      'https://evil.example',
      '//evil.example',
      '/\\evil.example',
      'javascript:alert(1)',
    ]) {
      link.searchParams.set('callbackURL', elsewhere);
      const answer = await browser.get(link.pathname + link.search);
      expect(answer.status).toBe(403);
      expect(answer.headers.get('location')).toBeNull();
      // A browser in which the password wasn't entered is redirected to the portal's own page, whatever URL the link
      // contains.
      const other = await portal.browser().get(link.pathname + link.search);
      expect(other.headers.get('location')).toMatch(/^\/verified\?token=/);
    }
  });
});
