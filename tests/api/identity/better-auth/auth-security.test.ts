/**
 * Tests sign-in under attack and failure: requests from foreign origins, malformed bodies, a leaked table, a changed
 * key, an outage.
 */
import { randomBytes } from 'node:crypto';
import { QueryTypes } from 'sequelize';
import { afterEach, describe, expect, test } from 'vitest';
import { openDatabase } from '#server/platform/database/connection.ts';
import { useDatabase } from '#tests/support/database/database.ts';
import { tcpGate } from '#tests/support/database/tcp-gate.ts';
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
  for (const stop of running.splice(0).reverse()) await stop();
});

const password = 'correct horse battery';
const ada = { name: 'Ada Lovelace', email: 'ada@example.com', password, termsAccepted: true };

async function signedIn(portal: AuthPortal) {
  const browser = portal.browser();
  await browser.post('/sign-up/email', ada);
  const link = linkOf((await portal.sentMails())[0]);
  await browser.get(link.pathname + link.search);
  await browser.post('/sign-out', {});
  await browser.post('/sign-in/email', { email: ada.email, password, rememberMe: true });
  expect((await browser.me()).body).toMatchObject({ email: ada.email });
  return browser;
}

/** Returns all rows of the sign-in tables as a single string. */
async function everythingStored(): Promise<string> {
  const tables = ['users', 'accounts', 'sessions', 'verifications'];
  const rows = await Promise.all(
    tables.map((table) => database.db.query(`SELECT * FROM ${table}`, { type: QueryTypes.SELECT })),
  );
  return JSON.stringify(rows);
}

describe('Requests from other origins', () => {
  test.each([
    ['another site', { origin: 'https://evil.example' }],
    ['a sandboxed frame', { origin: 'null' }],
    ['another port of this machine', { origin: 'http://127.0.0.1:1' }],
    ['a browser that says cross-site', { 'sec-fetch-site': 'cross-site' }],
    ['a sibling site', { 'sec-fetch-site': 'same-site' }],
  ])(
    'are rejected with 403 at every endpoint when sent from %s, with and without cookies',
    async (_name, headers) => {
      const portal = await start();
      const browser = await signedIn(portal);
      const endpoints: [string, object][] = [
        ['/sign-in/email', { email: ada.email, password }],
        ['/sign-up/email', { ...ada, email: 'new@example.com' }],
        ['/request-password-reset', { email: ada.email }],
        ['/send-verification-email', { email: ada.email }],
        ['/reset-password', { token: 'x', newPassword: password }],
        ['/sign-out', {}],
      ];
      const before = (await portal.sentMails()).length;
      for (const [endpoint, body] of endpoints) {
        for (const caller of [browser, portal.browser()]) {
          const answer = await caller.post(endpoint, body, headers);
          expect(answer).toMatchObject({ status: 403, body: { code: 'INVALID_ORIGIN' } });
          expect(answer.cookies.size).toBe(0);
        }
      }
      expect((await browser.me()).body).toMatchObject({ email: ada.email });
      expect(await portal.sentMails()).toHaveLength(before);
    },
  );
});

describe('Request validation', () => {
  test('returns 400 for a body that isn’t a JSON object and 413 for one that is too large', async () => {
    const portal = await start();
    const browser = portal.browser();
    expect(await browser.post('/sign-in/email', '{"email":')).toMatchObject({
      status: 400,
      body: { code: 'INVALID_JSON' },
    });
    for (const odd of ['null', '[]', '"text"', '7']) {
      expect(await browser.post('/sign-in/email', odd)).toMatchObject({ status: 400 });
    }
    const large = await browser.post('/sign-up/email', { ...ada, name: 'x'.repeat(17_000) });
    expect(large).toMatchObject({ status: 413, body: { code: 'PAYLOAD_TOO_LARGE' } });
    expect(portal.logged.filter((line) => line.includes('"level":50'))).toEqual([]);
  });

  test('returns 400 for an over-long password', async () => {
    const portal = await start();
    const answer = await portal
      .browser()
      .post('/sign-in/email', { email: ada.email, password: 'x'.repeat(5_000) });
    expect(answer.status).toBe(400);
  });

  test('returns 404 for better-auth’s endpoints that the portal doesn’t expose', async () => {
    const portal = await start();
    const browser = await signedIn(portal);
    const others = ['/update-user', '/change-email', '/delete-user', '/reset-password/x', '/verify-password'];
    for (const endpoint of [
      ...others,
      '/sign-in/social',
      '/list-sessions',
      '/revoke-sessions',
      '/get-session',
      '/error',
    ]) {
      expect(await browser.post(endpoint, { instanceAdministrator: true })).toMatchObject({ status: 404 });
      expect(await browser.get(`/api/auth${endpoint}`)).toMatchObject({ status: 404 });
    }
    for (const path of ['/api/auth/', '/api/auth/sign-in', '/api/auth/__proto__', '/api/auth/constructor']) {
      expect((await browser.get(path)).status).toBe(404);
    }
    const answer = await browser.get('/api/auth/sign-out');
    expect([answer.status, answer.headers.get('allow')]).toEqual([405, 'POST, OPTIONS']);
  });
});

describe('The sign-in endpoints', () => {
  test('store no session token, reset token or password in plain text, and return no token', async () => {
    const portal = await start();
    const browser = await signedIn(portal);
    await browser.post('/request-password-reset', { email: ada.email });
    const resetToken = linkOf((await portal.sentMails()).at(-1)).searchParams.get('token') ?? '';
    const cookie = decodeURIComponent(browser.jar.get('portal.session_token') ?? '');
    const [sessionToken = '', signature = ''] = cookie.split(/\.(.*)/s);
    expect([sessionToken.length, resetToken.length]).toEqual([32, 32]);

    const stored = await everythingStored();
    for (const secret of [sessionToken, signature, resetToken, password])
      expect(stored).not.toContain(secret);
    const sessions = await database.db.query<{ token: string }>('SELECT token FROM sessions', {
      type: QueryTypes.SELECT,
    });
    expect(sessions).toEqual([{ token: expect.stringMatching(/^[\w-]{43}$/) }]);

    const answer = await browser.post('/sign-in/email', { email: ada.email, password });
    expect(answer.body).toEqual({ ok: true });
  });

  test('reject the stored session token as a cookie, even when it is signed', async () => {
    const key = randomBytes(32);
    const portal = await start({ appKeys: [key] });
    await signedIn(portal);
    const [session] = await database.db.query<{ token: string }>('SELECT token FROM sessions', {
      type: QueryTypes.SELECT,
    });
    const { authSecrets } = await import('#server/features/identity/better-auth/auth-secrets.ts');
    const { createHmac } = await import('node:crypto');
    const token = session?.token ?? '';
    const [secret] = authSecrets([key]);
    const signature = createHmac('sha256', secret.value).update(token).digest('base64');
    const thief = portal.browser();
    thief.jar.set('portal.session_token', encodeURIComponent(`${token}.${signature}`));
    expect((await thief.me()).body).toBeNull();
  });

  test('ignore a session cookie that was altered, cut or made up', async () => {
    const portal = await start();
    const browser = await signedIn(portal);
    const cookie = browser.jar.get('portal.session_token') ?? '';
    for (const altered of [`x${cookie}`, cookie.slice(0, 40), 'x.y', '%', '%E0%A4%A', '']) {
      const other = portal.browser();
      other.jar.set('portal.session_token', altered);
      expect((await other.me()).body).toBeNull();
    }
  });

  test('log no name, address or password', async () => {
    const portal = await start();
    const browser = await signedIn(portal);
    await browser.post('/sign-up/email', ada);
    await browser.post('/sign-in/email', { email: ada.email, password: 'not the password' });
    await portal.auth.settled();
    const log = portal.logged.join('');
    for (const secret of [ada.email, ada.name, password, 'not the password'])
      expect(log).not.toContain(secret);
  });

  test('set Secure cookies behind HTTPS', async () => {
    const portal = await start({ appUrl: 'https://portal.example' });
    const browser = portal.browser();
    const origin = { origin: 'https://portal.example' };
    await browser.post('/sign-up/email', ada, origin);
    expect(linkOf((await portal.sentMails())[0]).origin).toBe('https://portal.example');
    await database.db.query('UPDATE users SET email_verified = 1');
    const answer = await browser.post('/sign-in/email', { email: ada.email, password }, origin);
    expect(answer.cookies.get('__Secure-portal.session_token')).toMatch(/; Secure/);
    expect((await browser.me()).body).toMatchObject({ email: ada.email });
  });

  test('give the same response when an e-mail can’t be sent, and log it', async () => {
    const refusing = { send: () => Promise.reject(new Error('the mail server is away')) };
    const portal = await start({ mail: refusing });
    expect((await portal.browser().post('/sign-up/email', ada)).body).toEqual({ ok: true });
    await portal.sentMails();
    expect(portal.logged.some((line) => line.includes('an e-mail was not sent; it will be retried'))).toBe(
      true,
    );
  });

  test('respond without waiting for the e-mail', async () => {
    let deliver: () => void = () => undefined;
    const delivered = new Promise<void>((resolve) => {
      deliver = resolve;
    });
    const portal = await start({ mail: { send: () => delivered } });
    expect((await portal.browser().post('/sign-up/email', ada)).status).toBe(200);
    expect((await portal.browser().post('/request-password-reset', { email: ada.email })).status).toBe(200);
    const sending = portal.sentMails();
    deliver();
    await sending;
  });

  test('take at least the configured minimum time to answer a password reset request', async () => {
    const portal = await start({ minimumAnswerMs: 300 });
    for (const email of [ada.email, 'nobody@example.com']) {
      const started = performance.now();
      await portal.browser().post('/request-password-reset', { email });
      expect(performance.now() - started).toBeGreaterThanOrEqual(295);
    }
  });
});

describe('A changed APP_KEY', () => {
  test('keeps sessions while the old key is configured, and renewed ones after its removal', async () => {
    const [first, second] = [randomBytes(32), randomBytes(32)];
    const browser = await signedIn(await start({ appKeys: [first] }));
    const cookieOn = (portal: AuthPortal) => {
      const moved = portal.browser();
      for (const [name, value] of browser.jar) moved.jar.set(name, value);
      return moved;
    };
    const rotated = cookieOn(await start({ appKeys: [second, first] }));
    expect((await rotated.me()).body).toMatchObject({ email: ada.email });
    expect((await cookieOn(await start({ appKeys: [second] })).me()).body).toBeNull();

    // The daily renewal of the session signs its cookie with the current key. The old key isn't needed afterwards.
    await database.db.query('UPDATE sessions SET expires_at = expires_at - INTERVAL 2 DAY');
    expect((await rotated.me()).cookies.has('portal.session_token')).toBe(true);
    const later = (await start({ appKeys: [second] })).browser();
    for (const [name, value] of rotated.jar) later.jar.set(name, value);
    expect((await later.me()).body).toMatchObject({ email: ada.email });
  });
});

describe('The rate limits', () => {
  test('apply to sign-ins and e-mails from one IP address and send Retry-After', async () => {
    const portal = await start({ rateLimit: true });
    const tries = await Promise.all(
      Array.from({ length: 12 }, () =>
        portal.browser().post('/sign-in/email', { email: 'x@example.com', password: 'wrong password' }),
      ),
    );
    const refused = tries.filter(({ status }) => status === 429);
    expect(refused.length).toBeGreaterThan(0);
    expect(tries.filter(({ status }) => status === 401).length).toBeGreaterThan(0);
    expect(refused[0]).toMatchObject({ body: { code: 'TOO_MANY_REQUESTS' } });
    expect(Number(refused[0]?.headers.get('retry-after'))).toBeGreaterThan(0);
    const mailed = await Promise.all(
      Array.from({ length: 7 }, () => portal.browser().post('/request-password-reset', { email: ada.email })),
    );
    expect(mailed.some(({ status }) => status === 429)).toBe(true);
  });

  test('can’t be evaded by sending another IP address in a header', async () => {
    const portal = await start({ rateLimit: true });
    const answers = [];
    for (let n = 1; n <= 7; n += 1) {
      const headers = {
        origin: portal.url,
        'x-portal-address': `10.0.0.${n}`,
        'x-forwarded-for': `10.0.0.${n}`,
      };
      answers.push(await portal.browser().post('/request-password-reset', { email: ada.email }, headers));
    }
    expect(answers.some(({ status }) => status === 429)).toBe(true);
  });
});

describe('An unreachable database', () => {
  test('makes every endpoint return 503 with Retry-After, and sessions survive the outage', async () => {
    const target = new URL(database.url);
    const gate = await tcpGate({ host: target.hostname, port: Number(target.port) });
    running.push(gate.stop);
    const through = new URL(database.url);
    through.hostname = '127.0.0.1';
    through.port = String(gate.port);
    const db = openDatabase({ url: through.href });
    running.push(() => db.close());
    const portal = await start({ db });
    const browser = await signedIn(portal);

    gate.close();
    const answers = [
      await browser.me(),
      await browser.post('/sign-in/email', { email: ada.email, password }),
      await browser.post('/sign-up/email', { ...ada, email: 'new@example.com' }),
      await browser.post('/request-password-reset', { email: ada.email }),
      await browser.post('/send-verification-email', { email: ada.email }),
      await browser.post('/reset-password', { token: 'x', newPassword: password }),
      await browser.post('/sign-out', {}),
    ];
    for (const answer of answers) {
      expect(answer.status).toBe(503);
      expect(answer.headers.get('retry-after')).toBe('5');
      expect(answer.cookies.size).toBe(0);
    }
    expect((await portal.browser().me()).status).toBe(200);

    gate.open();
    expect((await browser.me()).body).toMatchObject({ email: ada.email });
    expect((await browser.post('/sign-out', {})).status).toBe(200);
    expect((await browser.me()).body).toBeNull();
  });
});
