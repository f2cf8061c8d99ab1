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

const day = 24 * 3_600_000;
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

describe('A trusted device', () => {
  it('isn’t asked for a code for 30 days, however often it signs in, and then is', async () => {
    const portal = await start();
    const { secret } = await addAuthenticator(await register(portal));
    const browser = await waiting(portal);
    await byApp(browser, totpCode(secret), { rememberDevice: true });
    for (const _time of [1, 2, 3]) {
      later(9 * day);
      await browser.post('/sign-out', {});
      expect((await givePassword(browser)).body).toEqual({ ok: true });
      expect(await isSignedIn(browser)).toBe(true);
    }
    later(3 * day + 1_000);
    await browser.post('/sign-out', {});
    expect((await givePassword(browser)).body).toEqual({ ok: true, secondFactor: ['totp'] });
    expect(await isSignedIn(browser)).toBe(false);
  });

  it('counts for its own account only, and its cookie can’t be forged', async () => {
    const portal = await start();
    const { secret } = await addAuthenticator(await register(portal));
    await addAuthenticator(await register(portal, bob));
    const browser = await waiting(portal);
    const { cookies } = await byApp(browser, totpCode(secret), { rememberDevice: true });
    const cookie = cookies.get('portal.remembered_device');
    expect(cookie).toMatch(/HttpOnly/i);
    expect(cookie).toMatch(/SameSite=Lax/i);
    expect(cookie).toMatch(/Max-Age=2592000/i);
    await browser.post('/sign-out', {});
    expect((await givePassword(browser, bob)).body).toMatchObject({ secondFactor: ['totp'] });
    const forged = portal.browser();
    forged.jar.set(
      'portal.remembered_device',
      (browser.jar.get('portal.remembered_device') ?? '').replace('device-', 'device_'),
    );
    expect((await givePassword(forged)).body).toMatchObject({ secondFactor: ['totp'] });
  });

  it('is forgotten after a password reset and after the app is removed', async () => {
    const portal = await start();
    const { secret } = await addAuthenticator(await register(portal));
    const browser = await waiting(portal);
    await byApp(browser, totpCode(secret), { rememberDevice: true });
    await browser.post('/request-password-reset', { email: ada.email });
    const token = linkOf((await portal.sentMails()).at(-1)).searchParams.get('token');
    expect((await browser.post('/reset-password', { token, newPassword: password })).status).toBe(200);
    expect((await givePassword(browser)).body).toMatchObject({ secondFactor: ['totp'] });
    later(60_000);
    await byApp(browser, totpCode(secret), { rememberDevice: true });
    await browser.call('identity.twoStep.removeAuthenticator', {});
    await addAuthenticator(browser);
    await browser.post('/sign-out', {});
    expect((await givePassword(browser)).body).toMatchObject({ secondFactor: ['totp'] });
  });

  it('isn’t set unless requested', async () => {
    const portal = await start();
    const { secret } = await addAuthenticator(await register(portal));
    const browser = await waiting(portal);
    const { cookies } = await byApp(browser, totpCode(secret));
    expect(cookies.has('portal.remembered_device')).toBe(false);
  });
});

describe('Recovery codes', () => {
  it('sign in once each, whatever their case and separators', async () => {
    const portal = await start();
    const { recoveryCodes } = await addAuthenticator(await register(portal));
    const [first = '', second = ''] = recoveryCodes;
    incidents = [];
    expect((await byRecoveryCode(await waiting(portal), first)).body).toEqual({ ok: true });
    expect(kinds()).toEqual(['recovery_code_used', 'signed_in']);
    expect(await byRecoveryCode(await waiting(portal), first)).toMatchObject({
      status: 401,
      body: { code: 'INVALID_BACKUP_CODE' },
    });
    expect(incidents.at(-1)).toMatchObject({ kind: 'second_factor_failed', detail: 'recovery-code' });
    expect(
      (await byRecoveryCode(await waiting(portal), ` ${second.replace('-', ' ').toUpperCase()}`)).status,
    ).toBe(200);
  });

  it('sign in one of several browsers that submit the same code concurrently', async () => {
    const portal = await start();
    const { recoveryCodes } = await addAuthenticator(await register(portal));
    const browsers = await Promise.all([1, 2, 3].map(() => waiting(portal)));
    const answers = await Promise.all(
      browsers.map((browser) => byRecoveryCode(browser, recoveryCodes[0] ?? '')),
    );
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
    expect(answers.every(({ status }) => [200, 401, 409].includes(status))).toBe(true);
  });

  it('are counted, and the count requires a session', async () => {
    const portal = await start();
    const browser = await register(portal);
    expect((await browser.query('identity.twoStep.recoveryCodesLeft')).body).toEqual({ left: 0 });
    const { recoveryCodes } = await addAuthenticator(browser);
    expect((await browser.query('identity.twoStep.recoveryCodesLeft')).body).toEqual({ left: 10 });
    await byRecoveryCode(await waiting(portal), recoveryCodes[0] ?? '');
    expect((await browser.query('identity.twoStep.recoveryCodesLeft')).body).toEqual({ left: 9 });
    expect((await portal.browser().query('identity.twoStep.recoveryCodesLeft')).status).toBe(401);
  });

  it('can be renewed, which invalidates the earlier ones', async () => {
    const portal = await start();
    const browser = await register(portal);
    expect(await browser.call('identity.twoStep.renewRecoveryCodes', {})).toMatchObject({ status: 409 });
    const { recoveryCodes } = await addAuthenticator(browser);
    const renewed = await browser.call('identity.twoStep.renewRecoveryCodes', {});
    expect(renewed.body.recoveryCodes).toHaveLength(10);
    expect(kinds()).toContain('recovery_codes_renewed');
    expect((await byRecoveryCode(await waiting(portal), recoveryCodes[0] ?? '')).status).toBe(401);
    expect((await byRecoveryCode(await waiting(portal), renewed.body.recoveryCodes[0])).status).toBe(200);
  });
});

describe('Adding and removing the app', () => {
  it('ends the customer’s other sessions when the app is added', async () => {
    const portal = await start();
    const browser = await register(portal);
    const other = portal.browser();
    await givePassword(other);
    await addAuthenticator(browser);
    expect(await isSignedIn(other)).toBe(false);
    expect(await isSignedIn(browser)).toBe(true);
  });

  it('turns two-step verification off and deletes the secret and codes when the app is removed', async () => {
    const portal = await start();
    const browser = await register(portal);
    await addAuthenticator(browser);
    const pending = await waiting(portal);
    expect((await browser.call('identity.twoStep.removeAuthenticator', {})).body).toEqual({ ok: true });
    expect(await rows('two_factors')).toEqual([]);
    expect(await rows('users')).toMatchObject([{ two_factor_enabled: 0 }]);
    expect(kinds()).toContain('authenticator_removed');
    expect((await byApp(pending, '123456')).status).toBe(401);
    const other = portal.browser();
    expect((await givePassword(other)).body).toEqual({ ok: true });
    expect(await isSignedIn(other)).toBe(true);
  });

  it('records no security event when there is no app to remove', async () => {
    const browser = await register(await start());
    expect((await browser.call('identity.twoStep.removeAuthenticator', {})).status).toBe(200);
    expect(kinds()).not.toContain('authenticator_removed');
  });
});
