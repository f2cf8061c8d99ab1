/** Tests how passkeys and security keys are registered, and what each of them may be used for. */
import { QueryTypes } from 'sequelize';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { SecurityEvent } from '#server/features/identity/security-log/security-log.ts';
import { useDatabase } from '#tests/support/database/database.ts';
import {
  ada,
  addAuthenticator,
  type Browser,
  bob,
  givePassword,
  password,
  register,
} from '#tests/support/people/account-holder.ts';
import { SoftwareAuthenticator } from '#tests/support/people/software-authenticator.ts';
import { type AuthPortal, startAuthPortal } from '#tests/support/portal/auth-portal.ts';

const database = useDatabase();
let portal: AuthPortal;
let incidents: SecurityEvent[];

beforeEach(async () => {
  vi.useFakeTimers({ toFake: ['Date'], now: new Date('2026-11-27T12:00:10Z') });
  incidents = [];
  portal = await startAuthPortal({
    db: database.db,
    onSecurityEvent: async (incident) => void incidents.push(incident),
  });
});
afterEach(async () => {
  vi.useRealTimers();
  await portal.stop();
});

const kinds = () => incidents.map(({ kind }) => kind);
const later = (milliseconds: number) => vi.setSystemTime(Date.now() + milliseconds);
const rows = (table: string) =>
  database.db.query<Record<string, unknown>>(`SELECT * FROM ${table}`, { type: QueryTypes.SELECT });
const isSignedIn = async (browser: Browser) => (await browser.me()).body !== null;

const newKey = (verifiesUser = true) => new SoftwareAuthenticator({ origin: portal.url, verifiesUser });

async function add(browser: Browser, key: SoftwareAuthenticator, name = 'Phone') {
  const options = await browser.post('/passkey/generate-register-options', {});
  expect(options.status).toBe(200);
  return browser.post('/passkey/verify-registration', { name, response: key.create(options.body) });
}

async function ask(browser: Browser, purpose: string) {
  const options = await browser.post('/passkey/generate-authenticate-options', { purpose });
  expect(options.status).toBe(200);
  return options.body;
}

async function enter(browser: Browser, key: SoftwareAuthenticator, purpose = 'sign-in', more: object = {}) {
  const response = key.get(await ask(browser, purpose));
  return browser.post('/passkey/verify-authentication', { response, ...more });
}

describe('Registering a passkey', () => {
  it('stores it under its name and records a security event', async () => {
    const key = newKey();
    const answer = await add(await register(portal), key, ' My phone ');
    expect(answer).toMatchObject({ status: 200, body: { ok: true } });
    expect(Object.keys(answer.body)).toEqual(['ok']);
    expect(await rows('passkeys')).toMatchObject([
      { name: 'My phone', credential_id: key.id.toString('base64url'), counter: 0, transports: 'internal' },
    ]);
    expect(incidents.at(-1)).toMatchObject({ kind: 'passkey_added', detail: 'My phone' });
  });

  it('doesn’t sign in to an account that an administrator has blocked', async () => {
    const key = newKey();
    await add(await register(portal), key);
    await database.db.query('UPDATE users SET blocked_at = NOW(3)');
    await database.db.query('DELETE FROM sessions');
    const browser = portal.browser();
    expect(await enter(browser, key)).toMatchObject({ status: 403, body: { code: 'ACCOUNT_BLOCKED' } });
    expect(await isSignedIn(browser)).toBe(false);
    expect(await rows('sessions')).toEqual([]);
  });

  it('stores when it was last used, and nothing for a use that fails', async () => {
    const key = newKey();
    await add(await register(portal), key);
    expect(await rows('passkeys')).toMatchObject([{ last_used_at: null }]);
    const stranger = newKey();
    expect((await enter(portal.browser(), stranger)).status).toBe(401);
    expect(await rows('passkeys')).toMatchObject([{ last_used_at: null }]);
    later(3_600_000);
    expect((await enter(portal.browser(), key)).status).toBe(200);
    const [{ user_id: userId } = {}] = await rows('passkeys');
    const [listed] = await portal.deps.passkeys.listForUser(Number(userId));
    expect(listed?.lastUsedAt).toEqual(new Date());
  });

  it('requires recent reauthentication, even in a session that is weeks old', async () => {
    const browser = await register(portal);
    later(20 * 24 * 3_600_000);
    expect(await browser.post('/passkey/generate-register-options', { id: 1 })).toMatchObject({
      status: 403,
      body: { code: 'CONFIRMATION_NEEDED' },
    });
    expect(await browser.call('identity.removePasskey', { id: 1 })).toMatchObject({
      status: 403,
      body: { code: 'confirmation_needed' },
    });
    await browser.call('identity.reauthentication.byPassword', { password });
    expect((await add(browser, newKey())).status).toBe(200);
    expect((await portal.browser().post('/passkey/generate-register-options', {})).status).toBe(401);
  });

  it('accepts each challenge once and only from the portal’s origin', async () => {
    const browser = await register(portal);
    const key = newKey();
    const options = (await browser.post('/passkey/generate-register-options', {})).body;
    const response = key.create(options);
    expect((await browser.post('/passkey/verify-registration', { name: 'a', response })).status).toBe(200);
    expect((await browser.post('/passkey/verify-registration', { name: 'b', response })).status).toBe(400);
    const elsewhere = newKey();
    elsewhere.origin = 'https://evil.example';
    expect((await add(browser, elsewhere)).status).toBeGreaterThanOrEqual(400);
    // The key is already registered, so the options tell the browser not to create another passkey on the same device.
    const again = (await browser.post('/passkey/generate-register-options', {})).body;
    expect(again.excludeCredentials).toMatchObject([{ id: key.id.toString('base64url') }]);
    expect(await rows('passkeys')).toHaveLength(1);
  });

  it.each([
    ['no name', { name: '  ' }],
    ['a name too long', { name: 'x'.repeat(101) }],
    ['no response', { response: undefined }],
    ['a response of another shape', { response: { id: 'x' } }],
  ])('rejects %s', async (_what, change) => {
    const browser = await register(portal);
    const options = (await browser.post('/passkey/generate-register-options', {})).body;
    const body = { name: 'Phone', response: newKey().create(options), ...change };
    expect((await browser.post('/passkey/verify-registration', body)).status).toBe(400);
    expect(await rows('passkeys')).toEqual([]);
  });
});

describe('Signing in with a passkey alone', () => {
  it('requires no password and no second factor, and returns nothing but a cookie', async () => {
    const holder = await register(portal);
    const key = newKey();
    await add(holder, key);
    await addAuthenticator(holder);
    incidents = [];
    const browser = portal.browser();
    expect(await ask(browser, 'sign-in')).toMatchObject({
      userVerification: 'required',
      allowCredentials: [],
    });
    const answer = await enter(browser, key);
    expect(answer).toMatchObject({ status: 200 });
    expect(answer.body).toEqual({ ok: true });
    expect((await browser.me()).body).toMatchObject({ email: ada.email });
    expect(kinds()).toEqual(['signed_in']);
    expect(await rows('passkeys')).toMatchObject([{ counter: 1 }]);
  });

  it('is rejected for a passkey without user verification, an unknown one, and a removed one', async () => {
    const holder = await register(portal);
    const key = newKey(false);
    await add(holder, key);
    expect(await enter(portal.browser(), key)).toMatchObject({
      status: 401,
      body: { code: 'USER_VERIFICATION_NEEDED' },
    });
    expect((await enter(portal.browser(), newKey())).status).toBe(401);
    const [row] = await rows('passkeys');
    await holder.call('identity.removePasskey', { id: row?.id });
    key.verifiesUser = true;
    const browser = portal.browser();
    expect((await enter(browser, key)).status).toBe(401);
    expect(await isSignedIn(browser)).toBe(false);
  });

  it('is rejected for another challenge, another origin, and an older counter', async () => {
    const holder = await register(portal);
    const key = newKey();
    await add(holder, key);
    const browser = portal.browser();
    const options = await ask(browser, 'sign-in');
    const response = key.get(options);
    expect((await portal.browser().post('/passkey/verify-authentication', { response })).status).toBe(400);
    expect((await browser.post('/passkey/verify-authentication', { response })).status).toBe(200);
    expect((await browser.post('/passkey/verify-authentication', { response })).status).toBe(400);
    key.origin = 'https://evil.example';
    expect((await enter(portal.browser(), key)).status).toBe(400);
    key.origin = portal.url;
    // A counter lower than the stored one means that the key was cloned.
    key.counter = 0;
    expect((await enter(portal.browser(), key)).status).toBe(400);
  });

  it('is rejected while the address is unconfirmed', async () => {
    const key = newKey();
    await add(await register(portal), key);
    await database.db.query('UPDATE users SET email_verified = 0');
    const browser = portal.browser();
    expect(await enter(browser, key)).toMatchObject({ status: 403, body: { code: 'EMAIL_NOT_VERIFIED' } });
    expect(await isSignedIn(browser)).toBe(false);
  });

  it('is rejected five minutes after the challenge', async () => {
    const key = newKey();
    await add(await register(portal), key);
    const browser = portal.browser();
    const response = key.get(await ask(browser, 'sign-in'));
    later(5 * 60_000 + 1_000);
    expect((await browser.post('/passkey/verify-authentication', { response })).status).toBe(400);
  });
});

describe('A passkey as second factor', () => {
  it('is accepted after the password and without user verification', async () => {
    const holder = await register(portal);
    const key = newKey(false);
    await add(holder, key);
    await addAuthenticator(holder);
    const browser = portal.browser();
    expect((await givePassword(browser)).body).toEqual({ ok: true, secondFactor: ['totp', 'passkey'] });
    expect(await ask(browser, 'second-factor')).toMatchObject({
      userVerification: 'preferred',
      allowCredentials: [{ id: key.id.toString('base64url') }],
    });
    expect((await enter(browser, key, 'second-factor', { rememberDevice: true })).status).toBe(200);
    expect(await isSignedIn(browser)).toBe(true);
    await browser.post('/sign-out', {});
    expect((await givePassword(browser)).body).toEqual({ ok: true });
  });

  it('must belong to the account, and its id is hidden before the password is given', async () => {
    const holder = await register(portal);
    await add(holder, newKey(false));
    await addAuthenticator(holder);
    const bobs = newKey(false);
    await add(await register(portal, bob), bobs);
    expect((await ask(portal.browser(), 'second-factor')).allowCredentials).toEqual([]);
    const browser = portal.browser();
    await givePassword(browser);
    incidents = [];
    expect((await enter(browser, bobs, 'second-factor')).status).toBe(401);
    expect(await isSignedIn(browser)).toBe(false);
    expect(incidents).toMatchObject([{ kind: 'second_factor_failed', detail: 'passkey' }]);
  });

  it('opens one session per password', async () => {
    const holder = await register(portal);
    const key = newKey(false);
    await add(holder, key);
    await addAuthenticator(holder);
    const browser = portal.browser();
    await givePassword(browser);
    const waiting = browser.jar.get('portal.two_factor') ?? '';
    expect((await enter(browser, key, 'second-factor')).status).toBe(200);
    const thief = portal.browser();
    thief.jar.set('portal.two_factor', waiting);
    expect((await enter(thief, key, 'second-factor')).status).toBe(401);
  });
});

describe('Reauthenticating with a passkey', () => {
  it('counts like the password, in the same session', async () => {
    const browser = await register(portal);
    const key = newKey();
    await add(browser, key);
    later(16 * 60_000);
    expect((await browser.call('identity.twoStep.beginAuthenticator', {})).status).toBe(403);
    const response = key.get(await ask(browser, 'confirmation'));
    expect((await browser.post('/confirm/passkey', { response })).body).toEqual({ ok: true });
    expect((await browser.call('identity.twoStep.beginAuthenticator', {})).status).toBe(200);
    expect(incidents.at(-1)).toMatchObject({ kind: 'identity_confirmed', detail: 'passkey' });
    expect(await rows('sessions')).toHaveLength(1);
    expect((await browser.post('/confirm/passkey', { response })).status).toBe(400);
  });

  it('is rejected for another account’s passkey, a wrong signature, and without a session', async () => {
    const browser = await register(portal);
    const [key, bobs] = [newKey(), newKey()];
    await add(browser, key);
    await add(await register(portal, bob), bobs);
    later(16 * 60_000);
    const foreign = bobs.get(await ask(browser, 'confirmation'));
    expect((await browser.post('/confirm/passkey', { response: foreign })).status).toBe(401);
    const forged = { ...bobs.get(await ask(browser, 'confirmation')), id: key.id.toString('base64url') };
    expect(
      (await browser.post('/confirm/passkey', { response: { ...forged, rawId: forged.id } })).status,
    ).toBe(401);
    expect((await portal.browser().post('/confirm/passkey', { response: foreign })).status).toBe(401);
    expect((await browser.call('identity.twoStep.beginAuthenticator', {})).status).toBe(403);
  });
});

describe('Renaming and removing passkeys', () => {
  it('is limited to the account’s own passkeys and returns 404 for any other', async () => {
    const browser = await register(portal);
    await add(browser, newKey());
    const stranger = await register(portal, bob);
    const [row] = await rows('passkeys');
    const missing = await stranger.call('identity.removePasskey', { id: 999_999 });
    for (const [endpoint, more] of [
      ['identity.removePasskey', {}],
      ['identity.renamePasskey', { name: 'Mine' }],
    ] as const) {
      const answer = await stranger.call(endpoint, { id: row?.id, ...more });
      expect(answer).toMatchObject({ status: 404 });
      expect(answer.body).toEqual(missing.body);
    }
    expect((await browser.call('identity.renamePasskey', { id: row?.id, name: 'Key ring' })).status).toBe(
      200,
    );
    expect(await rows('passkeys')).toMatchObject([{ name: 'Key ring' }]);
    expect((await browser.call('identity.removePasskey', { id: row?.id })).status).toBe(200);
    expect(await rows('passkeys')).toEqual([]);
    expect(kinds()).toEqual(expect.arrayContaining(['passkey_renamed', 'passkey_removed']));
  });

  it('returns 409 for the last sign-in method', async () => {
    const browser = await register(portal);
    await add(browser, newKey());
    await database.db.query('DELETE FROM accounts');
    const [row] = await rows('passkeys');
    expect(await browser.call('identity.removePasskey', { id: row?.id })).toMatchObject({
      status: 409,
      body: { code: 'last_way_in' },
    });
    await add(browser, newKey());
    expect((await browser.call('identity.removePasskey', { id: row?.id })).status).toBe(200);
  });

  it('doesn’t count a passkey without user verification as a sign-in method', async () => {
    const browser = await register(portal);
    await add(browser, newKey());
    const [alone] = await rows('passkeys');
    await add(browser, newKey(false));
    await database.db.query('DELETE FROM accounts');
    expect(await rows('passkeys')).toMatchObject([{ verifies_user: 1 }, { verifies_user: 0 }]);
    expect(await browser.call('identity.removePasskey', { id: alone?.id })).toMatchObject({
      status: 409,
      body: { code: 'last_way_in' },
    });
  });

  it('doesn’t count a linked provider that is no longer offered as a sign-in method', async () => {
    const browser = await register(portal);
    await add(browser, newKey());
    const [row] = await rows('passkeys');
    await database.db.query(
      "UPDATE accounts SET provider_id = 'github', account_id = 'gone', password = NULL",
    );
    expect((await browser.call('identity.removePasskey', { id: row?.id })).status).toBe(409);
  });

  it('keeps one of the last two passkeys when both are removed concurrently', async () => {
    const browser = await register(portal);
    await add(browser, newKey());
    await add(browser, newKey());
    await database.db.query('DELETE FROM accounts');
    const keys = await rows('passkeys');
    const answers = await Promise.all(keys.map(({ id }) => browser.call('identity.removePasskey', { id })));
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409]);
    expect(await rows('passkeys')).toHaveLength(1);
  });
});
