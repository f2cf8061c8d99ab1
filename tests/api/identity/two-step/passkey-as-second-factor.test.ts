/**
 * Tests two-step verification with only a passkey or security key: turning it on, its recovery codes, and turning it
 * off.
 */
import { QueryTypes } from 'sequelize';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { totpCode } from '#scripts/demo/mailbox/authenticator-app.ts';
import type { SecurityEvent } from '#server/features/identity/security-log/security-log.ts';
import { useDatabase } from '#tests/support/database/database.ts';
import {
  addAuthenticator,
  type Browser,
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
const rows = (table: string) =>
  database.db.query<Record<string, unknown>>(`SELECT * FROM ${table}`, { type: QueryTypes.SELECT });
const isSignedIn = async (browser: Browser) => (await browser.me()).body !== null;

/** Returns a security key with only a button, which doesn't verify its user. */
const buttonKey = () => new SoftwareAuthenticator({ origin: portal.url, verifiesUser: false });

async function addKey(browser: Browser, key: SoftwareAuthenticator) {
  const options = await browser.post('/passkey/generate-register-options', {});
  const response = key.create(options.body);
  expect((await browser.post('/passkey/verify-registration', { name: 'Key', response })).status).toBe(200);
}

async function turnOn(browser: Browser): Promise<string[]> {
  const answer = await browser.call('identity.twoStep.turnOn', {});
  expect(answer.status).toBe(200);
  return answer.body.recoveryCodes;
}

/** Returns a user who must use a security key after entering the password. */
async function holder() {
  const browser = await register(portal);
  const key = buttonKey();
  await addKey(browser, key);
  return { browser, key, recoveryCodes: await turnOn(browser) };
}

async function waiting(secondFactor: readonly string[] = ['passkey']): Promise<Browser> {
  const browser = portal.browser();
  expect((await givePassword(browser)).body).toEqual({ ok: true, secondFactor });
  return browser;
}

async function enterWith(browser: Browser, key: SoftwareAuthenticator) {
  const options = await browser.post('/passkey/generate-authenticate-options', { purpose: 'second-factor' });
  return browser.post('/passkey/verify-authentication', { response: key.get(options.body) });
}

const byRecoveryCode = (browser: Browser, code = '') =>
  browser.post('/two-factor/verify-backup-code', { code });
const keyIds = async () => (await rows('passkeys')).map(({ id }) => Number(id));

describe('Turning on two-step verification with a passkey', () => {
  it('requires the key at sign-in, returns ten recovery codes, and ends the other sessions', async () => {
    const browser = await register(portal);
    const other = portal.browser();
    await givePassword(other);
    const key = buttonKey();
    await addKey(browser, key);
    expect((await givePassword(portal.browser())).body).toEqual({ ok: true });
    const recoveryCodes = await turnOn(browser);
    expect(new Set(recoveryCodes).size).toBe(10);
    expect(await rows('users')).toMatchObject([{ two_factor_enabled: 1 }]);
    expect(await isSignedIn(other)).toBe(false);
    expect(await isSignedIn(browser)).toBe(true);
    expect(kinds()).toContain('second_step_started');
    const desk = await waiting();
    expect(await isSignedIn(desk)).toBe(false);
    expect((await enterWith(desk, key)).status).toBe(200);
    expect(await isSignedIn(desk)).toBe(true);
    expect(JSON.stringify(await rows('two_factors'))).not.toContain(recoveryCodes[0]);
  });

  it('requires a key, recent reauthentication, and two-step verification to be off', async () => {
    const browser = await register(portal);
    expect(await browser.call('identity.twoStep.turnOn', {})).toMatchObject({
      status: 409,
      body: { code: 'outdated' },
    });
    await addKey(browser, buttonKey());
    vi.setSystemTime(Date.now() + 16 * 60_000);
    for (const endpoint of ['identity.twoStep.turnOn', 'identity.twoStep.turnOff'])
      expect(await browser.call(endpoint, {})).toMatchObject({
        status: 403,
        body: { code: 'confirmation_needed' },
      });
    await browser.call('identity.reauthentication.byPassword', { password });
    const answers = await Promise.all([1, 2, 3].map(() => browser.call('identity.twoStep.turnOn', {})));
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409, 409]);
    expect((await portal.browser().call('identity.twoStep.turnOn', {})).status).toBe(401);
  });

  it('still lets a passkey with user verification sign in alone', async () => {
    const browser = await register(portal);
    const passkey = new SoftwareAuthenticator({ origin: portal.url });
    await addKey(browser, passkey);
    await turnOn(browser);
    const alone = portal.browser();
    const options = await alone.post('/passkey/generate-authenticate-options', { purpose: 'sign-in' });
    const response = passkey.get(options.body);
    expect((await alone.post('/passkey/verify-authentication', { response })).status).toBe(200);
    await waiting();
  });
});

describe('Recovery codes without an app', () => {
  it('work once each, are counted, can be renewed, and are locked after ten wrong ones', async () => {
    const { browser, recoveryCodes } = await holder();
    expect((await byRecoveryCode(await waiting(), recoveryCodes[0])).status).toBe(200);
    expect((await byRecoveryCode(await waiting(), recoveryCodes[0])).status).toBe(401);
    expect((await browser.query('identity.twoStep.recoveryCodesLeft')).body).toEqual({ left: 9 });
    const renewed = (await browser.call('identity.twoStep.renewRecoveryCodes', {})).body.recoveryCodes;
    expect((await byRecoveryCode(await waiting(), recoveryCodes[1])).status).toBe(401);
    expect((await byRecoveryCode(await waiting(), renewed[0])).status).toBe(200);
    for (const _round of [1, 2]) {
      const desk = await waiting();
      for (const _attempt of [1, 2, 3, 4, 5])
        expect((await byRecoveryCode(desk, 'aaaaa-aaaaa')).status).toBe(401);
    }
    expect(await byRecoveryCode(await waiting(), renewed[1])).toMatchObject({ status: 429 });
  });

  it('are the only alternative to the key while an app is unconfirmed', async () => {
    const { browser } = await holder();
    const { secret } = (await browser.call('identity.twoStep.beginAuthenticator', {})).body;
    const desk = await waiting();
    expect(await desk.post('/two-factor/verify-totp', { code: totpCode(secret) })).toMatchObject({
      status: 400,
      body: { code: 'TOTP_NOT_ENABLED' },
    });
    expect(await isSignedIn(desk)).toBe(false);
  });
});

describe('An app added beside the key', () => {
  it('keeps the existing recovery codes, even when its setup is started twice', async () => {
    const { browser, key, recoveryCodes } = await holder();
    await browser.call('identity.twoStep.beginAuthenticator', {});
    const { secret } = (await browser.call('identity.twoStep.beginAuthenticator', {})).body;
    expect((await byRecoveryCode(await waiting(), recoveryCodes[0])).status).toBe(200);
    const confirmed = await browser.call('identity.twoStep.confirmAuthenticator', {
      code: totpCode(secret),
    });
    expect(confirmed.body).toEqual({ recoveryCodes: null });
    const both = ['totp', 'passkey'];
    expect((await enterWith(await waiting(both), key)).status).toBe(200);
    const desk = await waiting(both);
    const next = totpCode(secret, { steps: 1 });
    expect((await desk.post('/two-factor/verify-totp', { code: next })).status).toBe(200);
    expect((await byRecoveryCode(await waiting(both), recoveryCodes[1])).status).toBe(200);
    expect((await browser.query('identity.twoStep.recoveryCodesLeft')).body).toEqual({ left: 8 });
    expect(await browser.call('identity.twoStep.turnOff', {})).toMatchObject({
      status: 409,
      body: { code: 'outdated' },
    });
  });

  it('leaves the key and the recovery codes working when it is removed', async () => {
    const browser = await register(portal);
    const key = buttonKey();
    await addKey(browser, key);
    const { secret, recoveryCodes } = await addAuthenticator(browser);
    expect((await browser.call('identity.twoStep.removeAuthenticator', {})).status).toBe(200);
    expect(kinds()).toContain('authenticator_removed');
    expect(kinds()).not.toContain('second_step_ended');
    const desk = await waiting();
    expect((await desk.post('/two-factor/verify-totp', { code: totpCode(secret) })).status).toBe(400);
    expect((await enterWith(desk, key)).status).toBe(200);
    expect((await byRecoveryCode(await waiting(), recoveryCodes[0])).status).toBe(200);
  });
});

describe('Turning off two-step verification with a passkey', () => {
  it('removes the recovery codes and ends pending sign-ins', async () => {
    const { browser, recoveryCodes } = await holder();
    const pending = await waiting();
    expect((await browser.call('identity.twoStep.turnOff', {})).body).toEqual({ ok: true });
    expect(await rows('two_factors')).toEqual([]);
    expect(kinds()).toContain('second_step_ended');
    expect((await byRecoveryCode(pending, recoveryCodes[0])).status).toBe(401);
    expect((await givePassword(portal.browser())).body).toEqual({ ok: true });
    incidents = [];
    expect((await browser.call('identity.twoStep.turnOff', {})).status).toBe(200);
    expect(kinds()).toEqual([]);
    expect((await browser.query('identity.twoStep.recoveryCodesLeft')).body).toEqual({ left: 0 });
  });

  it('happens on removing the last key, which requires explicit consent', async () => {
    const { browser } = await holder();
    await addKey(browser, buttonKey());
    const [first, last] = await keyIds();
    expect((await browser.call('identity.removePasskey', { id: first })).status).toBe(200);
    expect(await rows('users')).toMatchObject([{ two_factor_enabled: 1 }]);
    incidents = [];
    expect(await browser.call('identity.removePasskey', { id: last })).toMatchObject({
      status: 409,
      body: { code: 'outdated' },
    });
    expect(await keyIds()).toEqual([last]);
    expect((await browser.call('identity.removePasskey', { id: last, turnsTwoStepOff: true })).status).toBe(
      200,
    );
    expect(kinds().slice(-2)).toEqual(['passkey_removed', 'second_step_ended']);
    expect(await rows('two_factors')).toEqual([]);
    expect((await givePassword(portal.browser())).body).toEqual({ ok: true });
  });

  it('doesn’t happen on removing the last key while there is an app', async () => {
    const { browser } = await holder();
    await addApp(browser);
    const [id] = await keyIds();
    expect((await browser.call('identity.removePasskey', { id })).status).toBe(200);
    await waiting(['totp']);
  });
});

async function addApp(browser: Browser) {
  const { secret } = (await browser.call('identity.twoStep.beginAuthenticator', {})).body;
  const answer = await browser.call('identity.twoStep.confirmAuthenticator', {
    code: totpCode(secret),
  });
  expect(answer.status).toBe(200);
}

describe('A pending second step', () => {
  it('is reported to its own browser until it expires, and to no other', async () => {
    await holder();
    const desk = await waiting();
    expect((await desk.post('/two-step/pending', {})).body).toEqual({ ok: true, waiting: ['passkey'] });
    expect((await portal.browser().post('/two-step/pending', {})).body).toEqual({
      ok: true,
      waiting: null,
    });
    vi.setSystemTime(Date.now() + 11 * 60_000);
    expect((await desk.post('/two-step/pending', {})).body).toEqual({ ok: true, waiting: null });
  });
});

describe('A passkey challenge replaced by another tab', () => {
  it('isn’t recorded as a failed second factor', async () => {
    const { key } = await holder();
    const desk = await waiting();
    const purpose = 'second-factor';
    const { body } = await desk.post('/passkey/generate-authenticate-options', { purpose });
    await desk.post('/passkey/generate-authenticate-options', { purpose });
    incidents = [];
    expect((await desk.post('/passkey/verify-authentication', { response: key.get(body) })).status).toBe(400);
    expect(kinds()).toEqual([]);
    expect((await enterWith(desk, key)).status).toBe(200);
  });

  const ask = async (browser: Browser) =>
    (await browser.post('/passkey/generate-authenticate-options', { purpose: 'sign-in' })).body;

  it('returns CHALLENGE_NOT_FOUND and leaves the other tab’s challenge valid', async () => {
    const passkey = new SoftwareAuthenticator({ origin: portal.url });
    await addKey(await register(portal), passkey);
    const browser = portal.browser();
    const [older, newer] = [await ask(browser), await ask(browser)];
    for (const response of [
      passkey.get(older),
      { ...passkey.get(older), response: { ...passkey.get(older).response, clientDataJSON: 'bm9uZQ' } },
    ])
      expect(await browser.post('/passkey/verify-authentication', { response })).toMatchObject({
        status: 400,
        body: { code: 'CHALLENGE_NOT_FOUND' },
      });
    expect(
      (await browser.post('/passkey/verify-authentication', { response: passkey.get(newer) })).status,
    ).toBe(200);
  });
});

describe('The log entry of a rejected passkey', () => {
  it('isn’t an error and contains no stack and no challenge', async () => {
    const browser = await register(portal);
    const passkey = new SoftwareAuthenticator({ origin: portal.url });
    await addKey(browser, passkey);
    const desk = portal.browser();
    passkey.origin = 'https://evil.example';
    const options = await desk.post('/passkey/generate-authenticate-options', { purpose: 'sign-in' });
    const answer = await desk.post('/passkey/verify-authentication', { response: passkey.get(options.body) });
    expect(answer).toMatchObject({ status: 400, body: { code: 'AUTHENTICATION_FAILED' } });
    const foreign = new SoftwareAuthenticator({ origin: 'https://evil.example' });
    const creation = await browser.post('/passkey/generate-register-options', {});
    await browser.post('/passkey/verify-registration', {
      name: 'x',
      response: foreign.create(creation.body),
    });
    const logged = portal.logged.map((line) => JSON.parse(line) as { level: number; reason?: string });
    const refused = logged.filter(({ reason }) => reason !== undefined);
    expect(refused).toMatchObject([
      { level: 30, reason: 'Unexpected authentication response origin' },
      { level: 30, reason: 'Unexpected registration response origin' },
    ]);
    expect(logged.filter(({ level }) => level >= 40)).toEqual([]);
    const text = portal.logged.join('');
    for (const secret of [options.body.challenge, creation.body.challenge, 'evil.example', 'at verify'])
      expect(text).not.toContain(secret);
  });
});
