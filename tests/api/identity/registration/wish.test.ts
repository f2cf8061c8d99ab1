/**
 * Tests what a visitor wants to buy on its way through the registration: the e-mail's link leads there from any
 * browser, and what happens in another browser never signs this one in.
 */
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { useDatabase } from '#tests/support/database/database.ts';
import { type AuthPortal, linkOf, startAuthPortal } from '#tests/support/portal/auth-portal.ts';

const database = useDatabase();
const password = 'correct horse battery';
const email = 'ada@example.com';
const ada = { name: 'Ada Lovelace', email, password, termsAccepted: true };
const monica = { product: 'Monica', planId: 2 };
const officeLife = { product: 'OfficeLife', planId: 4, seats: 5 };
let portal: AuthPortal;

beforeEach(async () => {
  portal = await startAuthPortal({ db: database.db });
});
afterEach(() => portal.stop());

const newestLink = async () => linkOf((await portal.sentMails()).at(-1));

/** Returns where a link leads, without the token. */
async function leadsTo(
  link: URL,
  browser = portal.browser(),
): Promise<{ path: string; next: string | null }> {
  const { headers } = await browser.get(link.pathname + link.search);
  const { pathname, searchParams } = new URL(headers.get('location') ?? '', portal.url);
  return { path: pathname, next: searchParams.get('next') };
}

describe('A wish', () => {
  test('leads from the e-mail to the product in the same browser, signed in', async () => {
    const browser = portal.browser();
    await browser.post('/sign-up/email', { ...ada, wish: monica });
    expect(await leadsTo(await newestLink(), browser)).toEqual({
      path: '/verified',
      next: '/monica?plan=2',
    });
    expect((await browser.me()).body).toMatchObject({ email });
  });

  test('leads there from another browser, which must know the password', async () => {
    await portal.browser().post('/sign-up/email', { ...ada, wish: officeLife });
    const other = portal.browser();
    const link = await newestLink();
    expect(await leadsTo(link, other)).toEqual({ path: '/verified', next: '/officelife?plan=4&seats=5' });
    expect((await other.me()).body).toBeNull();
  });

  test('is kept by an altered link, so that a new one can be requested', async () => {
    await portal.browser().post('/sign-up/email', { ...ada, wish: monica });
    const link = await newestLink();
    link.searchParams.set('token', 'altered');
    expect(await leadsTo(link)).toEqual({ path: '/verified', next: '/monica?plan=2' });
  });

  test('is replaced by a newer one, and by none', async () => {
    const browser = portal.browser();
    await browser.post('/sign-up/email', { ...ada, wish: monica });
    await browser.post('/sign-in/email', { email, password, wish: officeLife });
    expect(await leadsTo(await newestLink())).toMatchObject({ next: '/officelife?plan=4&seats=5' });
    await browser.post('/send-verification-email', { email, wish: { product: 'Monica' } });
    expect(await leadsTo(await newestLink())).toMatchObject({ next: '/monica' });
    await browser.post('/send-verification-email', { email });
    expect(await leadsTo(await newestLink())).toMatchObject({ next: null });
  });

  test('reaches the owner of a known address with the sign-in link', async () => {
    await portal.browser().post('/sign-up/email', ada);
    await portal.browser().post('/sign-up/email', { ...ada, wish: monica });
    const mail = (await portal.sentMails()).at(-1);
    expect(mail).toMatchObject({
      template: 'already-registered',
      data: { loginUrl: `${portal.url}/login?next=%2Fmonica%3Fplan%3D2` },
    });
  });

  test('is kept by the link for a new password, which signs nobody in', async () => {
    const browser = portal.browser();
    await browser.post('/sign-up/email', ada);
    await browser.post('/request-password-reset', { email, wish: officeLife });
    const link = await newestLink();
    expect([link.pathname, link.searchParams.get('next')]).toEqual([
      '/reset-password',
      '/officelife?plan=4&seats=5',
    ]);
    const other = portal.browser();
    const token = link.searchParams.get('token');
    expect((await other.post('/reset-password', { token, newPassword: 'a password of my own' })).status).toBe(
      200,
    );
    expect([(await other.me()).body, (await browser.me()).body]).toEqual([null, null]);
    for (const wish of [
      undefined,
      'https://evil.example/',
      { product: 'Monica', planId: '//evil.example' },
    ]) {
      expect((await browser.post('/request-password-reset', { email, wish })).status).toBe(200);
      expect((await newestLink()).searchParams.get('next')).toBeNull();
    }
  });

  test.each<[string, unknown]>([
    ['an unknown product', { product: 'Sundial' }],
    ['an address', 'https://evil.example/'],
    ['an address in place of the plan', { product: 'Monica', planId: '//evil.example' }],
    ['too many seats', { product: 'OfficeLife', seats: 1e9 }],
  ])('that is %s is dropped, and the registration succeeds', async (_what, wish) => {
    const { status } = await portal.browser().post('/sign-up/email', { ...ada, wish });
    expect(status).toBe(200);
    expect((await newestLink()).searchParams.get('callbackURL')).toBe('/verified');
  });

  test('cannot be set by a header or by a link to another site', async () => {
    const browser = portal.browser();
    await browser.post('/sign-up/email', ada, {
      origin: portal.url,
      'x-portal-wish': JSON.stringify(monica),
    });
    const link = await newestLink();
    expect(link.searchParams.get('callbackURL')).toBe('/verified');
    link.searchParams.set('callbackURL', '/verified?next=//evil.example/monica');
    expect(await leadsTo(link, portal.browser())).toEqual({ path: '/verified', next: null });
  });
});

describe('The browser that has registered', () => {
  const isConfirmed = async (browser = portal.browser(), address = email) =>
    (await browser.post('/address-confirmed', { email: address })).body;

  test('learns that the address was confirmed in another browser, without being signed in', async () => {
    const first = portal.browser();
    await first.post('/sign-up/email', ada);
    expect(await isConfirmed(first)).toEqual({ ok: true, confirmed: false });
    const link = await newestLink();
    const token = link.searchParams.get('token');
    const other = portal.browser();
    expect((await other.post('/confirm-address', { token, password })).status).toBe(200);

    const told = await first.post('/address-confirmed', { email: ' ADA@example.com ' });
    expect(told.body).toEqual({ ok: true, confirmed: true });
    expect([...told.cookies.keys()]).toEqual([]);
    expect((await first.me()).body).toBeNull();
    // The used link doesn't sign it in either.
    await first.get(link.pathname + link.search);
    expect((await first.me()).body).toBeNull();
    expect((await first.post('/confirm-address', { token, password })).status).toBe(400);
    expect((await first.me()).body).toBeNull();
    expect((await other.me()).body).toMatchObject({ email });
  });

  test('is the only one that learns it', async () => {
    const first = portal.browser();
    await first.post('/sign-up/email', ada);
    const token = (await newestLink()).searchParams.get('token');
    const guesser = portal.browser();
    await guesser.post('/sign-in/email', { email, password: 'not the password' });
    const second = portal.browser();
    await second.post('/sign-up/email', { ...ada, password: 'another long password' });
    const stranger = portal.browser();
    await stranger.post('/sign-up/email', { ...ada, email: 'eve@example.com' });
    await portal.browser().post('/confirm-address', { token, password });
    for (const browser of [guesser, second, stranger, portal.browser()])
      expect(await isConfirmed(browser)).toEqual({ ok: true, confirmed: false });
    // The proof is for one address.
    expect(await isConfirmed(first, 'eve@example.com')).toEqual({ ok: true, confirmed: false });
    expect(await isConfirmed(first, 'nobody@example.com')).toEqual({ ok: true, confirmed: false });
  });

  test('learns nothing if the owner of the address has chosen another password', async () => {
    const attacker = portal.browser();
    await attacker.post('/sign-up/email', ada);
    const token = (await newestLink()).searchParams.get('token');
    await portal.browser().post('/confirm-address', { token, newPassword: 'a password of my own' });
    expect(await isConfirmed(attacker)).toEqual({ ok: true, confirmed: false });
    expect((await attacker.me()).body).toBeNull();
  });
});

test('A link for a new password names its account, but only while it is valid', async () => {
  const browser = portal.browser();
  await browser.post('/sign-up/email', ada);
  await browser.post('/request-password-reset', { email });
  const token = (await newestLink()).searchParams.get('token');
  const check = async (given: string | null) =>
    (await portal.browser().post('/reset-password/check', { token: given })).body;
  expect(await check(token)).toEqual({ ok: true, works: true, email });
  expect(await check('made-up')).toEqual({ ok: true, works: false });
  await browser.post('/reset-password', { token, newPassword: 'a password of my own' });
  expect(await check(token)).toEqual({ ok: true, works: false });
});
