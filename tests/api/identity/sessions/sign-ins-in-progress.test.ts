/** Sign-ins that are in progress while the account changes, and what a sign-in leaves behind for later. */
import { QueryTypes } from 'sequelize';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { totpCode } from '#scripts/demo/mailbox/authenticator-app.ts';
import { verificationRepository } from '#server/features/identity/better-auth/stored-rows/verification.repository.ts';
import { signOutCustomer } from '#server/features/identity/sessions/sign-out-customer.ts';
import { useDatabase } from '#tests/support/database/database.ts';
import { untilWaiting } from '#tests/support/database/waiting-for-locks.ts';
import {
  ada,
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

beforeEach(async () => {
  vi.useFakeTimers({ toFake: ['Date'], now: new Date('2026-11-27T12:00:10Z') });
  portal = await startAuthPortal({ db: database.db });
});
afterEach(async () => {
  vi.useRealTimers();
  await portal.stop();
});

const rows = <T extends object>(sql: string) => database.db.query<T>(sql, { type: QueryTypes.SELECT });
const newKey = (verifiesUser = true) => new SoftwareAuthenticator({ origin: portal.url, verifiesUser });

async function add(browser: Browser, key: SoftwareAuthenticator) {
  const options = await browser.post('/passkey/generate-register-options', {});
  return browser.post('/passkey/verify-registration', { name: 'Phone', response: key.create(options.body) });
}

async function enter(browser: Browser, key: SoftwareAuthenticator, purpose = 'sign-in', more: object = {}) {
  const options = await browser.post('/passkey/generate-authenticate-options', { purpose });
  return browser.post('/passkey/verify-authentication', { response: key.get(options.body), ...more });
}

/** Signs in again and again with the password while `change` runs. Returns how many sessions outlive the change. */
async function outliving(secret: string, change: () => Promise<{ status: number }>): Promise<number> {
  let isOver = false;
  const visitors: Browser[] = [];
  const signIn = async () => {
    const visitor = portal.browser();
    visitors.push(visitor);
    await visitor.post('/sign-in/email', { email: ada.email, password: secret, rememberMe: true });
  };
  await Promise.all([signIn(), signIn()]);
  const loops = Array.from({ length: 6 }, async () => {
    while (!isOver) await signIn();
  });
  expect((await change()).status).toBe(200);
  isOver = true;
  await Promise.all(loops);
  const signedIn = await Promise.all(visitors.map(async (each) => (await each.me()).body !== null));
  return signedIn.filter(Boolean).length;
}

describe('A sign-in in progress', () => {
  it('leaves no session when the password is changed', async () => {
    const holder = await register(portal);
    let current = password;
    for (let round = 0; round < 3; round += 1) {
      const old = current;
      current = `another long horse ${round}`;
      const newPassword = current;
      const change = () => holder.call('identity.passwords.change', { newPassword });
      expect(await outliving(old, change)).toBe(0);
    }
  });

  it('leaves no session of the password alone when two-step verification is turned on', async () => {
    const holder = await register(portal);
    await add(holder, newKey());
    for (let round = 0; round < 3; round += 1) {
      expect(await outliving(password, () => holder.call('identity.twoStep.turnOn', {}))).toBe(0);
      expect((await holder.call('identity.twoStep.turnOff', {})).status).toBe(200);
    }
  });

  it.each(['sign_out_everywhere_else', 'operator'] as const)(
    'cannot be completed after all other sessions were ended: %s',
    async (by) => {
      const holder = await register(portal);
      const { secret } = await addAuthenticator(holder);
      const browser = portal.browser();
      await givePassword(browser);
      if (by === 'operator') await signOutCustomer(portal.deps, { email: ada.email });
      else expect((await holder.call('identity.sessions.endOthers', {})).status).toBe(200);
      const late = await browser.post('/two-factor/verify-totp', { code: totpCode(secret) });
      expect(late.status).not.toBe(200);
      expect((await browser.me()).body).toBeNull();
    },
  );

  it('survives discarding what waits for another account, whatever its number of attempts', async () => {
    const { secret } = await addAuthenticator(await register(portal));
    const [account] = await rows<{ id: number }>('SELECT id FROM users');
    const other = account?.id === 1 ? 2 : 1;
    const browser = portal.browser();
    await givePassword(browser);
    for (let wrong = 0; wrong < other; wrong += 1)
      await browser.post('/two-factor/verify-totp', { code: '000000' });
    await verificationRepository(database.db).discard(other, ['pending', 'devices']);
    const right = await browser.post('/two-factor/verify-totp', { code: totpCode(secret) });
    expect(right.body).toEqual({ ok: true });
  });

  it('is rejected with 401 when its cookie belongs to another purpose', async () => {
    const holder = await register(portal);
    await add(holder, newKey(false));
    await addAuthenticator(holder);
    const browser = portal.browser();
    await browser.post('/passkey/generate-authenticate-options', { purpose: 'sign-in' });
    const stranger = portal.browser();
    stranger.jar.set('portal.two_factor', browser.jar.get('portal.passkey_challenge') ?? '');
    expect(await stranger.post('/two-factor/verify-totp', { code: '123456' })).toMatchObject({
      status: 401,
      body: { code: 'INVALID_TWO_FACTOR_COOKIE' },
    });
  });
});

describe('A browser trusted before two-step verification was turned on', () => {
  it('is asked for the second factor', async () => {
    const holder = await register(portal);
    const early = portal.browser();
    await givePassword(early);
    const key = newKey();
    expect((await add(early, key)).status).toBe(200);
    expect((await enter(early, key, 'sign-in', { rememberDevice: true })).status).toBe(200);
    const [row] = await rows<{ id: number }>('SELECT id FROM passkeys');
    expect((await early.call('identity.removePasskey', { id: row?.id })).status).toBe(200);
    await addAuthenticator(holder);
    const later = portal.browser();
    later.jar.set('portal.remembered_device', early.jar.get('portal.remembered_device') ?? '');
    expect((await givePassword(later)).body).toEqual({ ok: true, secondFactor: ['totp'] });
  });
});

describe('A passkey', () => {
  it('is not added by a session that ended during the request', async () => {
    const browser = await register(portal);
    const options = await browser.post('/passkey/generate-register-options', {});
    const response = newKey().create(options.body);
    const transaction = await database.db.transaction();
    await database.db.query('SELECT id FROM users FOR UPDATE', { transaction });
    const adding = browser.post('/passkey/verify-registration', { name: 'Late', response });
    await untilWaiting(database.db, 1);
    await database.db.query('DELETE FROM sessions', { transaction });
    await transaction.commit();
    expect((await adding).status).toBe(401);
    expect(await rows('SELECT id FROM passkeys')).toEqual([]);
  });

  it('keeps the highest counter of concurrent uses', async () => {
    const key = newKey();
    await add(await register(portal), key);
    for (let round = 0; round < 4; round += 1) {
      const uses: [Browser, object, number][] = [];
      for (let use = 0; use < 4; use += 1) {
        const browser = portal.browser();
        const options = await browser.post('/passkey/generate-authenticate-options', { purpose: 'sign-in' });
        uses.push([browser, key.get(options.body), key.counter]);
      }
      const answers = await Promise.all(
        uses.toReversed().map(async ([browser, response, counter]) => ({
          status: (await browser.post('/passkey/verify-authentication', { response })).status,
          counter,
        })),
      );
      const accepted = answers.filter(({ status }) => status === 200).map(({ counter }) => counter);
      const [stored] = await rows<{ counter: number }>('SELECT counter FROM passkeys');
      expect(Number(stored?.counter)).toBe(Math.max(...accepted));
    }
  });

  it('as second factor starts a session of a day unless the customer stays signed in', async () => {
    const holder = await register(portal);
    const key = newKey(false);
    await add(holder, key);
    const { secret } = await addAuthenticator(holder);
    await database.db.query('DELETE FROM sessions');
    const begin = async () => {
      const browser = portal.browser();
      await browser.post('/sign-in/email', { email: ada.email, password, rememberMe: false });
      return browser;
    };
    const byApp = await (await begin()).post('/two-factor/verify-totp', { code: totpCode(secret) });
    expect(byApp.status).toBe(200);
    expect((await enter(await begin(), key, 'second-factor')).status).toBe(200);
    const days = (await rows<{ at: Date }>('SELECT expires_at AS at FROM sessions')).map(({ at }) =>
      Math.round((new Date(at).getTime() - Date.now()) / 86_400_000),
    );
    expect(days).toEqual([1, 1]);
  });
});

describe('Wrong codes', () => {
  it('are compared at most ten times, however many arrive at once', async () => {
    await portal.stop();
    portal = await startAuthPortal({ db: database.db, rateLimit: true });
    await addAuthenticator(await register(portal));
    const browsers: Browser[] = [];
    for (let n = 0; n < 20; n += 1) {
      const browser = portal.browser();
      if ((await givePassword(browser)).status === 200) browsers.push(browser);
    }
    expect(browsers.length).toBeGreaterThan(10);
    const answers = await Promise.all(
      browsers.map((each) => each.post('/two-factor/verify-totp', { code: '000000' })),
    );
    const compared = answers.filter(({ body }) => body.code === 'INVALID_CODE');
    expect(compared.length).toBeGreaterThan(0);
    expect(compared.length).toBeLessThanOrEqual(10);
  });
});
