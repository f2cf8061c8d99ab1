/**
 * Tests the rate limits at sign-in. They are counted across processes, by account and by network, and never lock a user
 * out.
 */
import { randomBytes } from 'node:crypto';
import { QueryTypes } from 'sequelize';
import { afterEach, describe, expect, test } from 'vitest';
import { createKeyVault } from '#server/platform/crypto/key-vault.ts';
import type { Mail } from '#server/platform/mail/mailer.ts';
import { createLimiter } from '#server/platform/rate-limits/limiter.ts';
import { rateLimitRepository } from '#server/platform/rate-limits/rate-limit.repository.ts';
import { someOf } from '#tests/support/cases/some-of.ts';
import { useDatabase } from '#tests/support/database/database.ts';
import {
  type Answer,
  type AuthPortal,
  type AuthPortalOptions,
  linkOf,
  startAuthPortal,
} from '#tests/support/portal/auth-portal.ts';

const database = useDatabase();
const running: (() => Promise<void>)[] = [];
const appKeys = [randomBytes(32)];
const password = 'correct horse battery';
const ada = { name: 'Ada Lovelace', email: 'ada@example.com', password, termsAccepted: true };

afterEach(async () => {
  for (const stop of running.splice(0).reverse()) await stop();
});

async function start(options: Partial<AuthPortalOptions> = {}): Promise<AuthPortal> {
  const portal = await startAuthPortal({
    db: database.db,
    rateLimit: true,
    appKeys,
    trustProxy: true,
    ...options,
  });
  running.push(portal.stop);
  return portal;
}

/** Registers Ada's account and confirms it, with rate limiting off. */
async function register(): Promise<void> {
  const portal = await start({ rateLimit: false });
  const browser = portal.browser();
  await browser.post('/sign-up/email', ada);
  const link = linkOf((await portal.sentMails())[0]);
  await browser.get(link.pathname + link.search);
}

type Browser = ReturnType<AuthPortal['browser']>;

/** Sends POST requests as a client whose address a trusted proxy reports as `address`. */
const from = (portal: AuthPortal, browser: Browser, address: string) => ({
  post: (door: string, body: object): Promise<Answer> =>
    browser.post(door, body, { origin: portal.url, 'x-forwarded-for': address }),
  call: (path: string, input: object): Promise<Answer> =>
    browser.call(path, input, { origin: portal.url, 'x-forwarded-for': address }),
});

async function times<T>(count: number, work: (index: number) => Promise<T>): Promise<T[]> {
  const results: T[] = [];
  for (let index = 0; index < count; index += 1) results.push(await work(index));
  return results;
}

const statuses = (answers: readonly Answer[]) => answers.map(({ status }) => status);
const wrong = { email: ada.email, password: 'not this password' };
const right = { email: ada.email, password };

/**
 * Sets a counter directly, because real attempts would take minutes of hashing. Waits until it exists: e-mails are
 * counted after the response.
 */
async function setPoints(name: string, points: number): Promise<void> {
  const counter = () =>
    database.db.query('SELECT points FROM rate_limits WHERE `key` LIKE ?', {
      replacements: [`${name}:%`],
      type: QueryTypes.SELECT,
    });
  await expect.poll(counter).not.toEqual([]);
  await database.db.query('UPDATE rate_limits SET points = ? WHERE `key` LIKE ?', {
    replacements: [points, `${name}:%`],
  });
}

describe('Rate limit counters', () => {
  const limiter = (now?: () => number) =>
    createLimiter({
      counters: rateLimitRepository(database.db),
      vault: createKeyVault(appKeys),
      ...(now ? { now } : {}),
    });
  const counted = { name: 'test', of: ['somebody@example.com'], limit: { tries: 20, seconds: 60 } };

  test('count every attempt when two processes count concurrently', async () => {
    const [one, other] = [limiter(), limiter()];
    const waits = await Promise.all(
      Array.from({ length: 50 }, (_, index) => (index % 2 ? one : other).take([counted])),
    );
    expect(waits.filter((wait) => wait === null)).toHaveLength(20);
    const [row] = await database.db.query<{ points: number }>('SELECT points FROM rate_limits', {
      type: QueryTypes.SELECT,
    });
    expect(row?.points).toBe(50);
  });

  test('restart after their window, and rejected attempts don’t extend it', async () => {
    let now = 1_000_000;
    const clocked = limiter(() => now);
    const two = { ...counted, limit: { tries: 2, seconds: 60 } };
    expect(await times(3, () => clocked.take([two]))).toEqual([null, null, 60]);
    now += 59_000;
    expect(await clocked.take([two])).toBe(1);
    now += 1_000;
    expect(await times(3, () => clocked.take([two]))).toEqual([null, null, 60]);
  });

  test('contain no e-mail address and no IP address', async () => {
    const portal = await start();
    await from(portal, portal.browser(), '203.0.113.9').post('/sign-in/email', wrong);
    const stored = JSON.stringify(
      await database.db.query('SELECT * FROM rate_limits', { type: QueryTypes.SELECT }),
    );
    expect(stored).toContain('/sign-in/email:account:');
    expect(stored).not.toContain('ada');
    expect(stored).not.toContain('203.0.113');
  });
});

describe('Sign-in limits', () => {
  test('stop guesses at one account after ten attempts in every process and send Retry-After', async () => {
    const [one, other] = [await start(), await start()];
    const guess = (portal: AuthPortal) =>
      from(portal, portal.browser(), '203.0.113.9').post('/sign-in/email', wrong);
    await guess(one);
    await setPoints('/sign-in/email:pair', 9);
    const answers = [await guess(other), await guess(one), await guess(other)];
    expect(statuses(answers)).toEqual([401, 429, 429]);
    expect(answers[1]?.body).toMatchObject({ code: 'TOO_MANY_REQUESTS', status: 429 });
    const seconds = Number(answers[1]?.headers.get('retry-after'));
    expect(seconds).toBeGreaterThan(800);
    expect(seconds).toBeLessThanOrEqual(900);
  });

  test('apply in the same way to an account that doesn’t exist', async () => {
    await register();
    const portal = await start();
    const tell = async (email: string, address: string) => {
      const at = from(portal, portal.browser(), address);
      const first = await at.post('/sign-in/email', { ...wrong, email });
      await setPoints('/sign-in/email:pair', 9);
      const others = await times(2, () => at.post('/sign-in/email', { ...wrong, email }));
      return [first, ...others].map(({ status, body }) => ({ status, body }));
    };
    const known = await tell(ada.email, '203.0.113.2');
    expect(known.map(({ status }) => status)).toEqual([401, 401, 429]);
    expect(await tell('nobody@example.com', '203.0.113.1')).toEqual(known);
  });

  test('reached from one network don’t lock the customer out on another network', async () => {
    await register();
    const portal = await start();
    const guesser = from(portal, portal.browser(), '203.0.113.9');
    await guesser.post('/sign-in/email', wrong);
    await setPoints('/sign-in/email:pair', 10);
    expect((await guesser.post('/sign-in/email', right)).status).toBe(429);
    expect((await from(portal, portal.browser(), '198.51.100.7').post('/sign-in/email', right)).status).toBe(
      200,
    );
  });

  test('lock unknown browsers out of an attacked account, and let a known browser in', async () => {
    await register();
    const portal = await start();
    const known = portal.browser();
    expect((await from(portal, known, '198.51.100.7').post('/sign-in/email', right)).status).toBe(200);
    await known.post('/sign-out', {});
    await from(portal, portal.browser(), '203.0.113.9').post('/sign-in/email', wrong);
    await setPoints('/sign-in/email:account', 50);

    const stranger = await from(portal, portal.browser(), '192.0.2.1').post('/sign-in/email', right);
    expect(stranger.status).toBe(429);
    const thief = portal.browser();
    thief.jar.set('portal.known_browser', `${'A'.repeat(22)}.${'B'.repeat(43)}`);
    expect((await from(portal, thief, '192.0.2.1').post('/sign-in/email', right)).status).toBe(429);
    expect((await from(portal, known, '203.0.113.9').post('/sign-in/email', right)).status).toBe(200);
  });

  test('apply to a known browser too, for its own and for another account', async () => {
    await register();
    const portal = await start();
    const known = portal.browser();
    await from(portal, known, '198.51.100.7').post('/sign-in/email', right);
    const at = from(portal, known, '198.51.100.7');
    await at.post('/sign-in/email', wrong);
    await setPoints('/sign-in/email:browser', 9);
    expect(statuses(await times(2, () => at.post('/sign-in/email', wrong)))).toEqual([401, 429]);
    const bob = { ...wrong, email: 'bob@example.com' };
    expect((await at.post('/sign-in/email', bob)).status).toBe(401);
    await setPoints('/sign-in/email:pair', 10);
    expect((await at.post('/sign-in/email', bob)).status).toBe(429);
  });

  test('are reset for the account after a successful sign-in', async () => {
    await register();
    const portal = await start();
    const at = (browser: Browser) => from(portal, browser, '198.51.100.7');
    await at(portal.browser()).post('/sign-in/email', wrong);
    await setPoints('/sign-in/email:pair', 9);
    await setPoints('/sign-in/email:account', 49);
    expect((await at(portal.browser()).post('/sign-in/email', right)).status).toBe(200);
    expect((await at(portal.browser()).post('/sign-in/email', wrong)).status).toBe(401);
    const rows = await database.db.query<{ key: string; points: number }>(
      "SELECT `key`, points FROM rate_limits WHERE `key` LIKE '/sign-in/email:%'",
      { type: QueryTypes.SELECT },
    );
    expect(rows.map(({ key, points }) => [key.split(':')[1], points]).sort()).toEqual([
      ['account', 1],
      ['network', 2],
      ['pair', 1],
    ]);
  });

  test('treat the addresses of an IPv6 /64 as one caller', async () => {
    const portal = await start();
    await from(portal, portal.browser(), '2001:db8:1:2:a::1').post('/sign-in/email', wrong);
    await setPoints('/sign-in/email:pair', 10);
    const next = await from(portal, portal.browser(), '2001:db8:1:2:b::7').post('/sign-in/email', wrong);
    expect(next.status).toBe(429);
    expect(
      (await from(portal, portal.browser(), '2001:db8:1:3::1').post('/sign-in/email', wrong)).status,
    ).toBe(401);
  });

  test('stop a network that tries many accounts', async () => {
    const portal = await start();
    const at = from(portal, portal.browser(), '203.0.113.9');
    await at.post('/sign-in/email', wrong);
    await setPoints('/sign-in/email:network', 60);
    expect((await at.post('/sign-in/email', { ...wrong, email: 'bob@example.com' })).status).toBe(429);
  });
});

describe('E-mail limits', () => {
  test.each(someOf(['/request-password-reset', '/send-verification-email'], 1))(
    'allow five requests an hour at %s for one address, with or without an account',
    async (door) => {
      await register();
      const portal = await start();
      for (const email of [ada.email, 'nobody@example.com']) {
        const answers = await times(6, (index) =>
          from(portal, portal.browser(), `198.51.100.${index}`).post(door, { email }),
        );
        expect(statuses(answers)).toEqual([200, 200, 200, 200, 200, 429]);
        expect(Number(answers[5]?.headers.get('retry-after'))).toBeGreaterThan(3_500);
      }
    },
  );

  test('allow five requests an hour at /sign-up/email for one address', async () => {
    const portal = await start();
    const answers = await times(6, (index) =>
      from(portal, portal.browser(), `198.51.100.${index}`).post('/sign-up/email', ada),
    );
    expect(statuses(answers)).toEqual([200, 200, 200, 200, 200, 429]);
  });
});

describe('E-mails to one address', () => {
  const subjects = (mails: readonly Mail[], to: string) =>
    mails.filter((mail) => mail.to === to).map(({ template }) => template);

  test('are limited to five of a kind an hour across endpoints, networks and processes', async () => {
    const [one, other] = [await start(), await start()];
    const at = (index: number) => {
      const portal = index % 2 ? one : other;
      return from(portal, portal.browser(), `198.51.100.${index}`);
    };
    await at(0).post('/sign-up/email', ada);
    const signIns = await times(8, (index) => at(index).post('/sign-in/email', right));
    expect(new Set(signIns.map(({ status, body }) => JSON.stringify([status, body.code]))).size).toBe(1);
    const again = await times(3, (index) =>
      at(index).post('/send-verification-email', { email: ada.email.toUpperCase() }),
    );
    expect(statuses(again)).toEqual([200, 200, 200]);
    await one.sentMails();
    await other.sentMails();
    expect(subjects([...one.mails, ...other.mails], ada.email)).toEqual(
      Array.from({ length: 5 }, () => 'verify-email'),
    );
  });

  test('are limited for each kind and address separately, and the log names no address', async () => {
    const portal = await start();
    const bob = { ...ada, email: 'bob@example.com' };
    await portal.browser().post('/sign-up/email', ada);
    // E-mails are counted and enqueued after the response, so each request's are waited for.
    await portal.sentMails();
    await setPoints('mail-to:verify-email', 5);
    await portal.browser().post('/sign-in/email', right);
    await portal.sentMails();
    await portal.browser().post('/request-password-reset', { email: ada.email });
    await portal.sentMails();
    await portal.browser().post('/sign-up/email', bob);
    await portal.sentMails();
    expect(subjects(portal.mails, ada.email)).toEqual(['verify-email', 'reset-password']);
    expect(subjects(portal.mails, bob.email)).toEqual(['verify-email']);
    // The log says that a mail was withheld, but doesn't contain the address.
    expect(
      portal.logged.filter((line) => line.includes('an e-mail was not sent: the address has received five')),
    ).toHaveLength(1);
    expect(portal.logged.join('')).not.toContain(ada.email);
  });
});

describe('Other limits', () => {
  test('allow ten password guesses per link at /confirm-address', async () => {
    const portal = await start({ rateLimit: false });
    await portal.browser().post('/sign-up/email', ada);
    const token = linkOf((await portal.sentMails())[0]).searchParams.get('token');
    const limited = await start();
    const guess = (address: string) =>
      from(limited, limited.browser(), address).post('/confirm-address', {
        token,
        password: 'not this password',
      });
    expect((await guess('198.51.100.1')).status).toBe(401);
    await setPoints('/confirm-address:account', 9);
    expect(statuses([await guess('198.51.100.2'), await guess('198.51.100.3')])).toEqual([401, 429]);
  });

  test('allow ten password guesses per session, however its cookie is written', async () => {
    await register();
    const portal = await start();
    const browser = portal.browser();
    await browser.post('/sign-in/email', right);
    const session = browser.jar.get('portal.session_token') ?? '';
    const guess = (cookie: string, address: string) => {
      browser.jar.set('portal.session_token', cookie);
      return from(portal, browser, address).call('identity.reauthentication.byPassword', {
        password: 'not this one',
      });
    };
    expect((await guess(session, '198.51.100.1')).status).toBe(401);
    await setPoints('procedure:passwordGuesses', 9);
    expect((await guess(session.replace('.', '%2E'), '198.51.100.2')).status).toBe(401);
    expect((await guess(session, '198.51.100.3')).status).toBe(429);
    expect((await guess(session.replace('.', '%2E'), '198.51.100.4')).status).toBe(429);
    await database.db.query('DELETE FROM rate_limits');
    expect((await browser.call('identity.reauthentication.byPassword', { password })).status).toBe(200);
  });

  test('stop a network that guesses links at /reset-password', async () => {
    const portal = await start();
    const reset = { token: 'x', newPassword: 'another horse battery' };
    const at = from(portal, portal.browser(), '203.0.113.9');
    expect((await at.post('/reset-password', reset)).status).toBe(400);
    await setPoints('/reset-password:network', 30);
    expect((await at.post('/reset-password', reset)).status).toBe(429);
  });

  test('don’t apply to signing out', async () => {
    const portal = await start();
    const at = from(portal, portal.browser(), '203.0.113.9');
    expect(new Set(statuses(await times(15, () => at.post('/sign-out', {}))))).toEqual(new Set([200]));
  });
});
