/**
 * Tests sign-in with only some of the required credentials: one cookie used in place of another, concurrent guesses,
 * and database writes that fail.
 */
import { DatabaseError, QueryTypes } from 'sequelize';
import { afterEach, describe, expect, it, vi } from 'vitest';
import type { SecurityEvent } from '#server/features/identity/security-log/security-log.ts';
import { useDatabase } from '#tests/support/database/database.ts';
import {
  ada,
  addAuthenticator,
  type Browser,
  givePassword,
  password,
  register,
} from '#tests/support/people/account-holder.ts';
import { SoftwareAuthenticator } from '#tests/support/people/software-authenticator.ts';
import {
  type AuthPortal,
  type AuthPortalOptions,
  linkOf,
  startAuthPortal,
} from '#tests/support/portal/auth-portal.ts';

const database = useDatabase();
const running: (() => Promise<void>)[] = [];

async function start(options: Partial<AuthPortalOptions> = {}): Promise<AuthPortal> {
  const portal = await startAuthPortal({ db: database.db, ...options });
  running.push(portal.stop);
  return portal;
}
afterEach(async () => {
  vi.restoreAllMocks();
  for (const stop of running.splice(0).reverse()) await stop();
});

const rows = (sql: string) => database.db.query<Record<string, unknown>>(sql, { type: QueryTypes.SELECT });
const isSignedIn = async (browser: Browser) => (await browser.me()).body !== null;

async function addPasskey(browser: Browser, key: SoftwareAuthenticator) {
  const options = await browser.post('/passkey/generate-register-options', {});
  return browser.post('/passkey/verify-registration', { name: 'Key', response: key.create(options.body) });
}

/**
 * Registers a user with both second factors. Returns that user's security key and a browser with every cookie such a
 * user can have.
 */
async function everyCookie(portal: AuthPortal) {
  const holder = await register(portal);
  const key = new SoftwareAuthenticator({ origin: portal.url, verifiesUser: false });
  await addPasskey(holder, key);
  const { recoveryCodes } = await addAuthenticator(holder);
  const full = portal.browser();
  await givePassword(full);
  await full.post('/two-factor/verify-backup-code', { code: recoveryCodes[0], rememberDevice: true });
  const waiting = portal.browser();
  await givePassword(waiting);
  await waiting.post('/passkey/generate-authenticate-options', { purpose: 'second-factor' });
  const jar = new Map([...full.jar, ...waiting.jar]);
  jar.set('portal.session_token', full.jar.get('portal.session_token') ?? '');
  return { jar, key };
}

const cookies = [
  'portal.session_token',
  'portal.two_factor',
  'portal.remembered_device',
  'portal.known_browser',
  'portal.passkey_challenge',
  'portal.dont_remember',
  'portal.registration',
];

describe('A cookie used in place of another one', () => {
  it('doesn’t replace the second factor after the password', async () => {
    const portal = await start();
    const { jar } = await everyCookie(portal);
    expect([...jar.keys()]).toEqual(
      expect.arrayContaining(['portal.session_token', 'portal.two_factor', 'portal.remembered_device']),
    );
    for (const [given, value] of jar) {
      for (const name of cookies) {
        if (name === given) continue;
        const thief = portal.browser();
        thief.jar.set(name, value);
        const answer = await givePassword(thief);
        expect(answer, `${given} as ${name}`).toMatchObject({
          status: 200,
          body: { secondFactor: ['totp', 'passkey'] },
        });
        expect(await isSignedIn(thief), `${given} as ${name}`).toBe(false);
      }
    }
  });

  it('doesn’t replace the password before a security key, and reveals no credential ids', async () => {
    const portal = await start();
    const { jar, key } = await everyCookie(portal);
    for (const [given, value] of jar) {
      if (given === 'portal.two_factor') continue;
      const thief = portal.browser();
      thief.jar.set('portal.two_factor', value);
      const options = await thief.post('/passkey/generate-authenticate-options', {
        purpose: 'second-factor',
      });
      expect(options.body.allowCredentials ?? [], given).toEqual([]);
      const answer = await thief.post('/passkey/verify-authentication', { response: key.get(options.body) });
      expect(answer.status, given).toBe(401);
      expect(await isSignedIn(thief), given).toBe(false);
    }
  });
});

describe('Ten password guesses for one session', () => {
  it.each([
    ['spaces before it', (token: string, time: number) => `=${' '.repeat(time)}${token}`],
    ['spaces after its name', (token: string, time: number) => `${' '.repeat(time)}=${token}`],
    ['quotes around it', (token: string, time: number) => `="${token}${String.fromCharCode(97 + time)}`],
    ['percent signs', (token: string, time: number) => `=${percent(token, time)}`],
    [
      'another signature of the same token',
      (token: string, time: number) => `=${token}; portal.session_token=x.${time}`,
    ],
  ])('are counted together however the cookie is written: %s', async (_name, written) => {
    const portal = await start({ rateLimit: true });
    const browser = await register(portal);
    const token = decodeURIComponent(browser.jar.get('portal.session_token') ?? '');
    const guess = async (time: number) => {
      const answer = await fetch(`${portal.url}/trpc/identity.reauthentication.byPassword`, {
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          origin: portal.url,
          cookie: `portal.session_token${written(token, time)}`,
        },
        body: JSON.stringify({ json: { password: `not this one ${time}` } }),
      });
      return answer.status;
    };
    const answers: number[] = [];
    for (let time = 1; time <= 12; time += 1) answers.push(await guess(time));
    expect(answers.slice(10)).toEqual([429, 429]);
  });
});

function percent(token: string, time: number): string {
  const letter = token.charCodeAt(time);
  return `${token.slice(0, time)}%${letter.toString(16)}${token.slice(time + 1)}`;
}

describe('A change of sign-in methods whose security log entry can’t be written', () => {
  const another = 'quite another long secret';
  let broken = false;
  const tell = async (_incident: SecurityEvent) => {
    if (broken) throw new Error('the pool is empty');
  };
  afterEach(() => {
    broken = false;
  });
  const stored = async () =>
    JSON.stringify(
      await Promise.all(
        ['accounts', 'two_factors', 'passkeys', 'verifications'].map((table) =>
          rows(`SELECT * FROM ${table}`),
        ),
      ),
    );

  async function refused(browser: Browser, endpoint: string, body: object): Promise<void> {
    const before = await stored();
    broken = true;
    const answer = await (endpoint.startsWith('/') ? browser.post : browser.call)(endpoint, body);
    broken = false;
    expect(answer.status, endpoint).toBe(500);
    expect(await stored(), endpoint).toBe(before);
  }

  it('is rolled back', async () => {
    const portal = await start({ onSecurityEvent: tell });
    const browser = await register(portal);
    await addPasskey(browser, new SoftwareAuthenticator({ origin: portal.url }));
    const [row] = await rows('SELECT id FROM passkeys');
    const id = Number(row?.id);
    await addAuthenticator(browser);
    await refused(browser, 'identity.passwords.change', { newPassword: another });
    await refused(browser, 'identity.twoStep.renewRecoveryCodes', {});
    await refused(browser, 'identity.twoStep.removeAuthenticator', {});
    await refused(browser, 'identity.renamePasskey', { id, name: 'Other' });
    await refused(browser, 'identity.removePasskey', { id });
    const key = new SoftwareAuthenticator({ origin: portal.url });
    const options = await browser.post('/passkey/generate-register-options', {});
    broken = true;
    const registered = await browser.post('/passkey/verify-registration', {
      name: 'Second',
      response: key.create(options.body),
    });
    broken = false;
    expect(registered.status).toBe(500);
    expect(await rows('SELECT id FROM passkeys')).toEqual([{ id }]);
    expect((await givePassword(portal.browser())).status).toBe(200);
  });

  it('by a reset link is rolled back, and the link can be used again', async () => {
    const portal = await start({ onSecurityEvent: tell });
    await register(portal);
    await portal.browser().post('/request-password-reset', { email: ada.email });
    const mail = (await portal.sentMails()).findLast(({ template }) => template === 'reset-password');
    const token = linkOf(mail).searchParams.get('token') ?? '';
    await refused(portal.browser(), '/reset-password', { token, newPassword: another });
    expect((await givePassword(portal.browser())).status).toBe(200);
    const again = await portal.browser().post('/reset-password', { token, newPassword: another });
    expect(again.status).toBe(200);
    expect((await portal.browser().post('/sign-in/email', { email: ada.email, password })).status).toBe(401);
  });
});

describe('A sign-up whose transaction is retried', () => {
  it('enqueues one e-mail, for the account that was created', async () => {
    const proven: number[] = [];
    const portal = await start({ onEmailVerified: async ({ id }) => void proven.push(id) });
    const { db } = database;
    const transaction = db.transaction.bind(db) as (work: (t: never) => Promise<unknown>) => Promise<unknown>;
    let deadlocks = 1;
    const deadlock = Object.assign(new Error('Deadlock found'), {
      errno: 1213,
      code: 'ER_LOCK_DEADLOCK',
      sql: '',
    });
    vi.spyOn(db, 'transaction').mockImplementation(((work: (t: never) => Promise<unknown>) =>
      transaction(async (t) => {
        const result = await work(t);
        const users = await db.query('SELECT id FROM users', { type: QueryTypes.SELECT, transaction: t });
        if (users.length > 0 && deadlocks > 0) {
          deadlocks -= 1;
          throw new DatabaseError(deadlock);
        }
        return result;
      })) as never);
    expect((await portal.browser().post('/sign-up/email', ada)).status).toBe(200);
    expect(deadlocks).toBe(0);
    const [user] = await rows('SELECT id FROM users');
    expect(await rows('SELECT ids FROM outbox')).toEqual([
      { ids: expect.stringContaining(String(user?.id)) },
    ]);
    expect(proven.filter((id) => id !== user?.id)).toEqual([]);
  });
});

describe('Concurrent changes of one account', () => {
  it('are serialised while other requests still get a database connection', async () => {
    const portal = await start();
    const browser = await register(portal);
    for (let index = 0; index < 3; index += 1)
      await addPasskey(browser, new SoftwareAuthenticator({ origin: portal.url }));
    const [row] = await rows('SELECT id FROM passkeys LIMIT 1');
    const answers = await Promise.all([
      ...Array.from({ length: 24 }, () => browser.call('identity.removePasskey', { id: Number(row?.id) })),
      ...Array.from({ length: 12 }, () => browser.me()),
    ]);
    const statuses = answers.map(({ status }) => status);
    expect(statuses.slice(0, 24).toSorted()).toEqual([200, ...Array.from({ length: 23 }, () => 404)]);
    expect(new Set(statuses.slice(24))).toEqual(new Set([200]));
  });
});
