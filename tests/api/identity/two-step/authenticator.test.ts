/** Tests the authenticator app and its recovery codes: setup, sign-in, loss and removal. */
import { randomBytes } from 'node:crypto';
import { QueryTypes } from 'sequelize';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { totpCode } from '#scripts/demo/mailbox/authenticator-app.ts';
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
import {
  type AuthPortal,
  type AuthPortalOptions,
  linkOf,
  startAuthPortal,
} from '#tests/support/portal/auth-portal.ts';

const database = useDatabase();
const running: (() => Promise<void>)[] = [];
let incidents: SecurityEvent[] = [];

async function start(options: Partial<AuthPortalOptions> = {}): Promise<AuthPortal> {
  const portal = await startAuthPortal({
    db: database.db,
    onSecurityEvent: async (incident) => void incidents.push(incident),
    ...options,
  });
  running.push(portal.stop);
  return portal;
}
const later = (milliseconds: number) => vi.setSystemTime(Date.now() + milliseconds);
/** Freezes the clock in the middle of a TOTP step, so that no test crosses a step boundary. */
beforeEach(() => {
  incidents = [];
  vi.useFakeTimers({ toFake: ['Date'], now: new Date('2026-11-27T12:00:10Z') });
});

afterEach(async () => {
  vi.useRealTimers();
  for (const stop of running.splice(0).reverse()) await stop();
});

const kinds = () => incidents.map(({ kind }) => kind);

async function rows(table: string): Promise<Record<string, unknown>[]> {
  return database.db.query(`SELECT * FROM ${table}`, { type: QueryTypes.SELECT });
}

const byApp = (browser: Browser, code: string, more: object = {}) =>
  browser.post('/two-factor/verify-totp', { code, ...more });
const byRecoveryCode = (browser: Browser, code: string, more: object = {}) =>
  browser.post('/two-factor/verify-backup-code', { code, ...more });

/** Returns a browser in which the password was entered and a second factor is still required. */
async function waiting(portal: AuthPortal): Promise<Browser> {
  const browser = portal.browser();
  expect(await givePassword(browser)).toMatchObject({ status: 200, body: { secondFactor: ['totp'] } });
  return browser;
}

const isSignedIn = async (browser: Browser) => (await browser.me()).body !== null;

describe('Adding an authenticator app', () => {
  it('takes effect once a code is confirmed, and returns ten recovery codes then', async () => {
    const portal = await start();
    const browser = await register(portal);
    const begun = await browser.call('identity.twoStep.beginAuthenticator', {});
    expect(begun).toMatchObject({
      status: 200,
      body: { secret: expect.stringMatching(/^[A-Z2-7]{40}$/) },
    });
    expect(begun.body.uri).toContain(`secret=${begun.body.secret}`);
    expect(begun.body.uri).toContain('Customer%20portal:ada%40example.com');
    expect(await rows('two_factors')).toMatchObject([{ verified: 0 }]);
    expect(await rows('users')).toMatchObject([{ two_factor_enabled: 0 }]);
    // Signing in needs no second factor until the app is confirmed.
    const other = portal.browser();
    expect((await givePassword(other)).body).toEqual({ ok: true });
    expect(await isSignedIn(other)).toBe(true);

    const confirmed = await browser.call('identity.twoStep.confirmAuthenticator', {
      code: totpCode(begun.body.secret),
    });
    expect(confirmed.status).toBe(200);
    expect(Object.keys(confirmed.body).sort()).toEqual(['recoveryCodes']);
    expect(new Set(confirmed.body.recoveryCodes).size).toBe(10);
    expect(await rows('two_factors')).toMatchObject([{ verified: 1 }]);
    expect(await rows('users')).toMatchObject([{ two_factor_enabled: 1 }]);
    expect(await isSignedIn(browser)).toBe(true);
    expect(kinds()).toContain('authenticator_added');
  });

  it('rejects a wrong code, a code of a replaced secret, and a used code', async () => {
    const portal = await start();
    const browser = await register(portal);
    const first = (await browser.call('identity.twoStep.beginAuthenticator', {})).body.secret;
    const { secret } = (await browser.call('identity.twoStep.beginAuthenticator', {})).body;
    expect(secret).not.toBe(first);
    for (const code of [totpCode(first), totpCode(secret, { steps: 3 })]) {
      expect(await browser.call('identity.twoStep.confirmAuthenticator', { code })).toMatchObject({
        status: 400,
        body: { code: 'code_wrong' },
      });
    }
    const code = totpCode(secret);
    const answers = await Promise.all(
      [1, 2, 3].map(() => browser.call('identity.twoStep.confirmAuthenticator', { code })),
    );
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409, 409]);
    expect(await browser.call('identity.twoStep.beginAuthenticator', {})).toMatchObject({
      status: 409,
      body: { code: 'outdated' },
    });
    // The code that confirmed the app can't be used again.
    expect(await byApp(await waiting(portal), code)).toMatchObject({
      status: 401,
      body: { code: 'INVALID_CODE' },
    });
  });

  it('stores the secret and recovery codes encrypted and keeps them out of the log', async () => {
    const portal = await start();
    const { secret, recoveryCodes } = await addAuthenticator(await register(portal));
    const stored = JSON.stringify(await rows('two_factors'));
    const logged = portal.logged.join('');
    for (const text of [secret, ...recoveryCodes]) {
      expect(stored).not.toContain(text);
      expect(logged).not.toContain(text);
    }
  });

  it.each([
    'identity.twoStep.beginAuthenticator',
    'identity.twoStep.confirmAuthenticator',
    'identity.twoStep.removeAuthenticator',
    'identity.twoStep.renewRecoveryCodes',
  ])('%s requires recent reauthentication', async (endpoint) => {
    const portal = await start();
    const browser = await register(portal);
    later(16 * 60_000);
    const body = { code: '123456' };
    expect(await browser.call(endpoint, body)).toMatchObject({
      status: 403,
      body: { code: 'confirmation_needed' },
    });
    await browser.call('identity.reauthentication.byPassword', { password });
    expect(await browser.call(endpoint, body)).not.toMatchObject({ status: 403 });
    expect(await portal.browser().call(endpoint, body)).toMatchObject({ status: 401 });
  });

  it.each(['', '12345', 'abcdef', '1234567', 123_456, null, '１２３４５６'])(
    'rejects %j as a code',
    async (code) => {
      const browser = await register(await start());
      await browser.call('identity.twoStep.beginAuthenticator', {});
      expect(await browser.call('identity.twoStep.confirmAuthenticator', { code })).toMatchObject({
        status: 400,
        body: { code: 'code_wrong' },
      });
    },
  );
});

describe('The second step of signing in', () => {
  it('is required between the password and the session', async () => {
    const portal = await start();
    const { secret } = await addAuthenticator(await register(portal));
    incidents = [];
    const browser = portal.browser();
    const asked = await givePassword(browser);
    expect(asked.body).toEqual({ ok: true, secondFactor: ['totp'] });
    expect(await isSignedIn(browser)).toBe(false);
    expect(kinds()).toEqual([]);
    const answer = await byApp(browser, totpCode(secret));
    expect(answer).toMatchObject({ status: 200, body: { ok: true } });
    expect(Object.keys(answer.body)).toEqual(['ok']);
    expect((await browser.me()).body).toMatchObject({ email: ada.email });
    expect(kinds()).toEqual(['signed_in']);
    // The pending sign-in has been completed, so it can't be used again.
    expect(await rows('sessions')).toHaveLength(2);
    expect(await byApp(browser, totpCode(secret, { steps: 1 }))).toMatchObject({ status: 409 });
  });

  it('accepts a code of the current and next time step once each, and no older code', async () => {
    const portal = await start();
    const { secret } = await addAuthenticator(await register(portal));
    const code = totpCode(secret);
    expect((await byApp(await waiting(portal), `${code.slice(0, 3)} ${code.slice(3)}`)).status).toBe(200);
    for (const steps of [0, -1, -2, 2])
      expect((await byApp(await waiting(portal), totpCode(secret, { steps }))).status).toBe(401);
    expect((await byApp(await waiting(portal), totpCode(secret, { steps: 1 }))).status).toBe(200);
  });

  it('signs in one of several browsers that submit the same code concurrently', async () => {
    const portal = await start();
    const { secret } = await addAuthenticator(await register(portal));
    const browsers = await Promise.all([1, 2, 3, 4].map(() => waiting(portal)));
    const code = totpCode(secret);
    const answers = await Promise.all(browsers.map((browser) => byApp(browser, code)));
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 401, 401, 401]);
  });

  it('requires the password, and rejects a forged cookie and another customer’s app', async () => {
    const portal = await start();
    const { secret } = await addAuthenticator(await register(portal));
    expect((await byApp(portal.browser(), totpCode(secret))).status).toBe(401);
    const stranger = portal.browser();
    stranger.jar.set('portal.two_factor', encodeURIComponent(`2fa-guess.${'A'.repeat(43)}=`));
    expect((await byApp(stranger, totpCode(secret))).status).toBe(401);
    // A code from Bob's app isn't accepted for Ada's account.
    const bobs = await addAuthenticator(await register(portal, bob));
    expect((await byApp(await waiting(portal), totpCode(bobs.secret))).status).toBe(401);
  });

  it('ends after five wrong codes, and is locked for 15 minutes after ten', async () => {
    const portal = await start();
    const { secret } = await addAuthenticator(await register(portal));
    incidents = [];
    for (const _round of [1, 2]) {
      const browser = await waiting(portal);
      for (const _attempt of [1, 2, 3, 4, 5])
        expect((await byApp(browser, totpCode(secret, { steps: 9 }))).status).toBe(401);
    }
    expect(kinds().filter((kind) => kind === 'second_factor_failed')).toHaveLength(10);
    expect(incidents[0]).toMatchObject({ detail: 'authenticator' });
    const browser = await waiting(portal);
    const refused = await byApp(browser, totpCode(secret));
    expect(refused).toMatchObject({ status: 429, body: { code: 'TOO_MANY_REQUESTS' } });
    expect(Number(refused.headers.get('retry-after'))).toBe(900);
    expect(await isSignedIn(browser)).toBe(false);
    later(15 * 60_000 + 1_000);
    expect((await byApp(await waiting(portal), totpCode(secret))).status).toBe(200);
  });

  it('expires after ten minutes', async () => {
    const portal = await start();
    const { secret } = await addAuthenticator(await register(portal));
    const browser = await waiting(portal);
    later(10 * 60_000 + 1_000);
    expect((await byApp(browser, totpCode(secret))).status).toBe(401);
  });

  it('is required after opening an e-mailed link too', async () => {
    const portal = await start();
    const { secret } = await addAuthenticator(await register(portal));
    // Makes the address unconfirmed. It must be confirmed with a link that is opened in the browser where the password
    // was entered.
    await database.db.query('UPDATE users SET email_verified = 0');
    const browser = portal.browser();
    expect((await givePassword(browser)).status).toBe(403);
    const link = linkOf((await portal.sentMails()).at(-1));
    const answer = await browser.get(link.pathname + link.search);
    expect(answer.status).toBe(302);
    const location = new URL(answer.headers.get('location') ?? '', portal.url);
    expect(location.pathname).toBe('/login');
    expect(Object.fromEntries(location.searchParams)).toEqual({ second: 'true', next: '/verified' });
    expect(await isSignedIn(browser)).toBe(false);
    expect((await byApp(browser, totpCode(secret))).status).toBe(200);
    expect(await isSignedIn(browser)).toBe(true);
  });

  it('doesn’t start while the address is unconfirmed', async () => {
    const portal = await start();
    await addAuthenticator(await register(portal));
    await database.db.query('UPDATE users SET email_verified = 0');
    const browser = portal.browser();
    expect(await givePassword(browser)).toMatchObject({ status: 403, body: { code: 'EMAIL_NOT_VERIFIED' } });
    expect(browser.jar.has('portal.two_factor')).toBe(false);
  });

  it('accepts codes, recovery codes and trusted devices after APP_KEY has changed', async () => {
    const [older, newer] = [randomBytes(32), randomBytes(32)];
    const before = await start({ appKeys: [older] });
    const { secret, recoveryCodes } = await addAuthenticator(await register(before));
    const remembered = await waiting(before);
    await byApp(remembered, totpCode(secret), { rememberDevice: true });
    const after = await start({ appKeys: [newer, older] });
    expect((await byApp(await waiting(after), totpCode(secret, { steps: 1 }))).status).toBe(200);
    expect((await byRecoveryCode(await waiting(after), recoveryCodes[0] ?? '')).status).toBe(200);
    const moved = after.browser();
    for (const [name, value] of remembered.jar) moved.jar.set(name, value);
    moved.jar.delete('portal.session_token');
    expect((await givePassword(moved)).body).toEqual({ ok: true });
  });
});

describe('better-auth’s two-factor endpoints', () => {
  it.each([
    '/two-factor/enable',
    '/two-factor/disable',
    '/two-factor/get-totp-uri',
    '/two-factor/generate-backup-codes',
    '/two-factor/send-otp',
    '/two-factor/verify-otp',
  ])('%s returns 404', async (endpoint) => {
    const browser = await register(await start());
    expect((await browser.post(endpoint, { password })).status).toBe(404);
  });
});
