/**
 * Tests that any address accepted by HTML's e-mail input can register, and that users can sign in however they write
 * their address.
 */
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
const newPassword = 'staple on a sunny day';
const registration = (email: string) => ({ name: 'Jan', email, password, termsAccepted: true });

const emails = async () =>
  (
    await database.db.query<{ email: string }>('SELECT email FROM users ORDER BY id', {
      type: QueryTypes.SELECT,
    })
  ).map(({ email }) => email);

async function lastLink(): Promise<URL> {
  return linkOf((await portal.sentMails()).at(-1));
}

const written: readonly (readonly [string, string])[] = [
  ['john&jane@example.com', 'John&Jane@EXAMPLE.com'],
  ["o'neil!#$%*/=?^_`{|}~@example.com", "O'NEIL!#$%*/=?^_`{|}~@example.com"],
  ['jan@пример.рф', 'JAN@xn--e1afmkfd.xn--p1ai'],
  ['jan@xn--e1afmkfd.xn--p1ai', 'jan@ПРИМЕР.РФ'],
  ['anna@bücher.example', ' anna@xn--bcher-kva.example '],
  ['.two..dots.@example.com', '.two..dots.@example.com'],
  ['nora@mailhost', 'Nora@mailhost'],
  ['a-6162@address.invalid', 'a-6162@ADDRESS.invalid'],
];
/** The addresses for which the whole flow is run: two of them, or all with EVERY_CASE. */
const tried = process.env.EVERY_CASE
  ? written
  : [written[0], written[2]].flatMap((each) => (each ? [each] : []));

describe('An address accepted by HTML', () => {
  test.each([...tried])(
    '%s registers, confirms, signs in as %s, and resets the password',
    async (email, otherwise) => {
      const browser = portal.browser();
      expect(await browser.post('/sign-up/email', registration(email))).toMatchObject({
        status: 200,
        body: { ok: true },
      });
      const [stored = ''] = await emails();
      expect((await portal.sentMails()).at(-1)).toMatchObject({ to: stored, template: 'verify-email' });
      const link = await lastLink();
      const confirmed = await browser.get(link.pathname + link.search);
      expect(confirmed.headers.get('location')).toBe('/verified');
      expect((await browser.me()).body).toMatchObject({ email: stored, emailVerified: true });

      const elsewhere = portal.browser();
      expect(await elsewhere.post('/sign-in/email', { email: otherwise, password })).toMatchObject({
        status: 200,
      });
      expect((await elsewhere.me()).body).toMatchObject({ email: stored });

      // Registering the address again doesn't create a second account; the owner of the first is notified.
      expect((await portal.browser().post('/sign-up/email', registration(otherwise))).status).toBe(200);
      expect((await portal.sentMails()).at(-1)).toMatchObject({ to: stored, template: 'already-registered' });
      expect(await emails()).toEqual([stored]);

      const stranger = portal.browser();
      expect((await stranger.post('/request-password-reset', { email: otherwise })).status).toBe(200);
      const token = (await lastLink()).searchParams.get('token');
      expect((await stranger.post('/reset-password', { token, newPassword })).status).toBe(200);
      expect((await stranger.post('/sign-in/email', { email, password: newPassword })).status).toBe(200);
    },
  );

  test('is stored in lower case with an ASCII domain, and similar addresses stay distinct', async () => {
    for (const email of ['Jan@Пример.рф', 'j.an@пример.рф', 'jan+x@пример.рф', 'ján@example.com'])
      await portal.browser().post('/sign-up/email', registration(email));
    expect(await emails()).toEqual([
      'jan@xn--e1afmkfd.xn--p1ai',
      'j.an@xn--e1afmkfd.xn--p1ai',
      'jan+x@xn--e1afmkfd.xn--p1ai',
    ]);
  });

  test('is confirmed in a second browser with a new link and the password', async () => {
    await portal.browser().post('/sign-up/email', registration('john&jane@example.com'));
    const browser = portal.browser();
    await browser.post('/send-verification-email', { email: 'John&jane@example.com' });
    const link = await lastLink();
    const answer = await browser.get(link.pathname + link.search);
    expect(answer.status).toBe(302);
    const token = new URL(answer.headers.get('location') ?? '', portal.url).searchParams.get('token');
    expect(await browser.post('/confirm-address', { token, password })).toMatchObject({ status: 200 });
    expect((await browser.me()).body).toMatchObject({ email: 'john&jane@example.com', emailVerified: true });
  });
});

describe('Address validation', () => {
  test.each([
    '',
    'jan',
    '@example.com',
    'jan@',
    'a@b@c.example',
    '😀@example.org',
    'jan@exa mple.com',
    'j\0@b.de',
  ])('rejects registering and signing in with %j', async (email) => {
    const browser = portal.browser();
    expect(await browser.post('/sign-up/email', registration(email))).toMatchObject({
      status: 400,
      body: { code: 'INVALID_EMAIL' },
    });
    const signIn = await browser.post('/sign-in/email', { email, password });
    expect(signIn.status).toBe(email === '' ? 400 : 401);
    const reset = await browser.post('/request-password-reset', { email });
    expect(reset.status).toBe(email === '' ? 400 : 200);
    expect(await emails()).toEqual([]);
    expect(await portal.sentMails()).toEqual([]);
  });

  test('doesn’t prevent an existing account with an invalid address from signing in', async () => {
    await portal.browser().post('/sign-up/email', registration('jan@example.com'));
    const address = '"jan with spaces"@example.com';
    await database.db.query('UPDATE users SET email = ?, email_verified = 1', { replacements: [address] });
    const browser = portal.browser();
    expect((await browser.post('/sign-in/email', { email: address, password })).status).toBe(200);
    expect((await browser.me()).body).toMatchObject({ email: address });
  });

  test('rejects a password made of the customer’s own address', async () => {
    const answer = await portal.browser().post('/sign-up/email', {
      ...registration('john&jane@example.com'),
      password: 'john jane example com',
    });
    expect(answer).toMatchObject({ status: 400, body: { code: 'PASSWORD_COMMON' } });
  });
});
