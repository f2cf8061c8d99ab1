/**
 * Tests browser security: sessions, cookies, requests from other sites, framing and headers. Also tests that no secrets
 * are logged.
 */
import { request } from 'node:http';
import { QueryTypes } from 'sequelize';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { buildDeps } from '#server/build-deps.ts';
import { createApiToken } from '#server/features/accounts/api-tokens/change-api-tokens.ts';
import { createClient } from '#server/features/instances/create-client.ts';
import { useDatabase } from '#tests/support/database/database.ts';
import { type AccountPortal, password, startAccountPortal } from '#tests/support/portal/account-portal.ts';
import { startAuthPortal } from '#tests/support/portal/auth-portal.ts';
import { allProcedures } from '#tests/support/portal/procedures.ts';

const database = useDatabase();
const nora = 'nora@example.test';
let portal: AccountPortal;

beforeEach(async () => {
  portal = await startAccountPortal({ databaseUrl: database.url, db: database.db, logLevel: 'trace' });
  await portal.customer(nora);
});
afterEach(() => portal.stop());

const jarOf = ({ jar }: { jar: Map<string, string> }) =>
  [...jar].map(([name, value]) => `${name}=${value}`).join('; ');

describe('A session', () => {
  test('gets a new token at sign-in, so a planted token stays invalid', async () => {
    const attacker = await portal.signedIn(nora);
    const planted = attacker.jar.get('portal.session_token') ?? '';
    await attacker.post('/sign-out');
    const victim = portal.newBrowser();
    victim.jar.set('portal.session_token', planted);
    await victim.signIn(nora);
    expect(victim.jar.get('portal.session_token')).not.toBe(planted);
    expect(await victim.api().accounts.me.query()).toMatchObject({ email: nora });
    attacker.jar.set('portal.session_token', planted);
    expect(await attacker.api().accounts.me.query()).toBeNull();
  });

  test('is replaced by the next sign-in in the same browser and its old cookie is rejected', async () => {
    const browser = await portal.signedIn(nora);
    const before = jarOf(browser);
    await browser.signIn(nora);
    expect(await browser.api().accounts.me.query()).toMatchObject({ email: nora });
    expect(await portal.trpc(before).accounts.me.query()).toBeNull();
    expect(await portal.rows('SELECT id FROM sessions')).toHaveLength(1);
  });

  test('is deleted on the server at sign-out and its cookie is rejected', async () => {
    const browser = await portal.signedIn(nora);
    const kept = jarOf(browser);
    await browser.post('/sign-out');
    expect(await portal.trpc(kept).accounts.me.query()).toBeNull();
    expect(await portal.rows('SELECT id FROM sessions')).toEqual([]);
  });

  test('is deleted together with its account', async () => {
    const browser = await portal.signedIn(nora);
    await database.db.query('DELETE FROM users');
    expect(await browser.api().accounts.me.query()).toBeNull();
    expect(await portal.rows('SELECT id FROM sessions')).toEqual([]);
  });

  test('has a unique token of at least 128 random bits', async () => {
    const tokens = new Set<string>();
    for (let count = 0; count < 4; count += 1) {
      const browser = await portal.signedIn(nora);
      tokens.add(decodeURIComponent(browser.jar.get('portal.session_token') ?? '').split('.')[0] ?? '');
    }
    expect(tokens.size).toBe(4);
    // 32 random characters out of 62 letters and digits have 190 bits of entropy.
    for (const token of tokens) expect(token).toMatch(/^[A-Za-z0-9]{32}$/);
  });
});

describe('Cookies', () => {
  test('are HttpOnly and SameSite=Lax without a Domain', async () => {
    const browser = portal.newBrowser();
    const { cookies } = await browser.signIn(nora);
    expect([...cookies.keys()].sort()).toEqual(
      expect.arrayContaining(['portal.known_browser', 'portal.session_token']),
    );
    for (const line of cookies.values()) {
      expect(line).toMatch(/; HttpOnly/i);
      expect(line).toMatch(/; SameSite=Lax/i);
      expect(line).not.toMatch(/; Domain=/i);
    }
  });

  test('are Secure and have a __Secure- or __Host- prefix over HTTPS', async () => {
    const secure = await startAuthPortal({ db: database.db, appUrl: 'https://portal.example.test' });
    const browser = secure.browser();
    const headers = { origin: 'https://portal.example.test' };
    const { cookies } = await browser.post('/sign-in/email', { email: nora, password }, headers);
    expect([...cookies.keys()].sort()).toEqual(
      expect.arrayContaining(['__Secure-portal.known_browser', '__Secure-portal.session_token']),
    );
    for (const [name, line] of cookies) {
      expect(name).toMatch(/^__(Secure|Host)-/);
      expect(line).toMatch(/; Secure/i);
    }
    await secure.stop();
  });
});

describe('Another site', () => {
  const everything = () =>
    Promise.all(
      ['users', 'sessions', 'api_tokens', 'email_changes'].map((table) =>
        database.db.query(`SELECT COUNT(*) AS count FROM ${table}`, { type: QueryTypes.SELECT }),
      ),
    );

  test.each([['https://evil.example'], ['null'], ['http://127.0.0.1:1']])(
    "with origin %s gets 403 from every mutation, even with the customer's cookies",
    async (origin) => {
      const browser = await portal.signedIn(nora);
      const before = await everything();
      for (const { path } of allProcedures().filter(({ type }) => type === 'mutation')) {
        for (const type of ['application/json', 'text/plain']) {
          const answer = await fetch(`${portal.url}/trpc/${path}`, {
            method: 'POST',
            headers: { origin, cookie: jarOf(browser), 'content-type': type },
            body: '{"json":{}}',
          });
          expect(answer.status, path).toBe(403);
        }
      }
      expect(await everything()).toEqual(before);
    },
  );

  test.each([['cross-site'], ['same-site']])(
    'gets 403 without an Origin header when Sec-Fetch-Site is %s',
    async (site) => {
      const browser = await portal.signedIn(nora);
      const rename = (from: string) =>
        fetch(`${portal.url}/trpc/accounts.rename`, {
          method: 'POST',
          headers: { 'sec-fetch-site': from, cookie: jarOf(browser), 'content-type': 'application/json' },
          body: JSON.stringify({ json: { name: 'Eve' } }),
        });
      expect((await rename(site)).status).toBe(403);
      expect(await browser.api().accounts.me.query()).toMatchObject({ name: 'Nora Lindqvist' });
      expect((await rename('same-origin')).status).toBe(200);
    },
  );

  test('gets 405 from every mutation requested by GET, as by a link, and changes nothing', async () => {
    const browser = await portal.signedIn(nora);
    const before = await everything();
    for (const { path } of allProcedures().filter(({ type }) => type === 'mutation')) {
      const answer = await fetch(`${portal.url}/trpc/${path}?input=${encodeURIComponent('{"json":{}}')}`, {
        headers: { cookie: jarOf(browser) },
      });
      expect(answer.status, path).toBe(405);
    }
    expect(await everything()).toEqual(before);
    expect(await browser.api().accounts.me.query()).toMatchObject({ email: nora });
  });

  test("can't read responses: no CORS headers are sent", async () => {
    for (const path of [
      '/trpc/accounts.me',
      '/api/user',
      '/api/auth/sign-out',
      '/oauth/token',
      '/.well-known/oauth-authorization-server',
      '/docs/api',
      '/livez',
      '/',
    ]) {
      for (const method of ['GET', 'OPTIONS']) {
        const { headers } = await fetch(portal.url + path, {
          method,
          headers: { origin: 'https://evil.example' },
        });
        expect(headers.get('access-control-allow-credentials'), `${method} ${path}`).toBeNull();
        expect(headers.get('access-control-allow-origin'), `${method} ${path}`).toBeNull();
      }
    }
  });
});

describe('A sign-in request body', () => {
  const begin = (headers: Record<string, string>, answered: (status: number) => void = () => undefined) => {
    const req = request(`${portal.url}/api/auth/sign-in/email`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
    });
    req.on('response', (response) => {
      response.resume();
      req.end();
      answered(response.statusCode ?? 0);
    });
    return req;
  };

  test('gets 413 as soon as it exceeds the limit, even when chunked', async () => {
    const status = await new Promise((resolve, reject) => {
      const req = begin({ 'transfer-encoding': 'chunked' }, resolve);
      req.on('error', reject);
      req.write('x'.repeat(20_000));
    });
    expect(status).toBe(413);
  });

  test('aborted by the client is logged once and not as an error', async () => {
    const req = begin({ 'content-length': '100' });
    req.on('error', () => undefined);
    await new Promise((resolve) => req.write('{"email":', resolve));
    const logged = (text: string) => portal.log.filter(({ msg }) => msg === text);
    req.destroy();
    await expect.poll(() => logged('request aborted by the client').length).toBe(1);
    await portal.newBrowser().post('/sign-out');
    expect(portal.log.filter(({ level }) => Number(level) >= 50)).toEqual([]);
  });
});

describe('Security headers', () => {
  const kinds: [string, string, RequestInit][] = [
    ['a probe', '/livez', {}],
    ['an unknown page', '/no-such-page', {}],
    ['a tRPC query', '/trpc/accounts.me', {}],
    ['a failing tRPC query', '/trpc/identity.signInMethods', {}],
    ['an unknown tRPC procedure', '/trpc/none', {}],
    ['the REST API', '/api/user', {}],
    ['an unknown API path', '/api/none', {}],
    ['the sign-in endpoint', '/api/auth/sign-in/email', { method: 'POST', body: '{}' }],
    ['a confirmation link', '/api/auth/verify-email?token=x', { redirect: 'manual' }],
    [
      'the token endpoint',
      '/oauth/token',
      { method: 'POST', body: new URLSearchParams({ grant_type: 'x' }) },
    ],
    ['/api/validate', '/api/validate', { method: 'POST', body: '{}' }],
    ['the Paddle webhook', '/paddle/webhook', { method: 'POST', body: 'a=b' }],
    ['the personal data download', '/user/data.json', {}],
  ];

  test.each(kinds)(
    'of %s forbid scripts, framing and type sniffing and hide the server software',
    async (_name, path, init) => {
      const { headers } = await fetch(portal.url + path, init);
      const csp = headers.get('content-security-policy') ?? '';
      expect(csp).toContain("default-src 'none'");
      expect(csp).toContain("frame-ancestors 'none'");
      expect(csp).not.toContain('unsafe');
      expect(headers.get('x-frame-options')?.toUpperCase()).toBe('DENY');
      expect(headers.get('x-content-type-options')).toBe('nosniff');
      expect(headers.get('x-powered-by')).toBeNull();
      expect(headers.get('server')).toBeNull();
    },
  );

  test('are also sent with the 421 for a foreign Host header', async () => {
    const { request } = await import('node:http');
    const headers = await new Promise<Record<string, unknown>>((resolve, reject) => {
      const asked = request(portal.url, { headers: { host: 'evil.example' } }, (answer) => {
        answer.resume();
        resolve({ ...answer.headers, status: answer.statusCode });
      });
      asked.on('error', reject);
      asked.end();
    });
    expect(headers).toMatchObject({
      status: 421,
      'x-content-type-options': 'nosniff',
      'x-frame-options': 'DENY',
    });
  });
});

test('No secret appears in any log line at level trace', async () => {
  const mark = 'M4rk3dS3cr3t';
  const secret = (name: string) => `${mark}-${name}-with enough letters`;
  const browser = await portal.signedIn(nora);
  const headers = { origin: portal.url, 'content-type': 'application/json' };
  const { endpoints } = await import('#server/features/identity/better-auth/endpoints.ts');
  const body = JSON.stringify({
    ...{ name: secret('name'), email: `${mark}@example.test`, password: secret('password') },
    ...{ newPassword: secret('new'), token: secret('token'), code: secret('code'), termsAccepted: true },
  });
  for (const endpoint of Object.keys(endpoints)) {
    if (endpoint === '/sign-out') continue;
    for (const cookie of [jarOf(browser), `portal.session_token=${mark}.x; portal.two_factor=${mark}`])
      await fetch(`${portal.url}/api/auth${endpoint}`, {
        method: 'POST',
        headers: { ...headers, cookie },
        body,
      });
  }
  for (const path of ['/api/auth/verify-email', '/verify-email', '/reset-password', '/auth/github/callback'])
    await fetch(`${portal.url}${path}?token=${mark}&code=${mark}&state=${mark}`, { redirect: 'manual' });
  for (const { path, type } of allProcedures().filter(({ path: name }) => name !== 'privacy.deleteAccount')) {
    const input = JSON.stringify({
      json: { token: mark, email: `${mark}@example.test`, name: mark, key: mark },
    });
    const query = type === 'query' ? `?input=${encodeURIComponent(input)}` : '';
    await fetch(`${portal.url}/trpc/${path}${query}`, {
      method: type === 'query' ? 'GET' : 'POST',
      headers: { ...headers, cookie: jarOf(browser) },
      ...(type === 'query' ? {} : { body: input }),
    });
  }
  const { config, logger: log } = portal;
  const deps = buildDeps({ config, db: database.db, log, clock: { now: portal.now } });
  const { clientId, clientSecret } = await createClient(deps, { name: 'An instance', product: null });
  const [{ id } = { id: 0 }] = await portal.rows<{ id: number }>('SELECT id FROM users LIMIT 1');
  const created = await createApiToken(
    deps,
    { userId: id, caller: { ipAddress: null, userAgent: null } },
    { name: 'token', permissions: ['account:read'], expiresInDays: 1 },
  );
  const token = created.status === 'created' ? created.token : mark;
  for (const given of [mark, token]) {
    const bearer = { authorization: `Bearer ${given}` };
    await fetch(`${portal.url}/api/user`, { headers: bearer });
    await fetch(`${portal.url}/api/validate`, {
      method: 'POST',
      headers: bearer,
      body: `{"licence_key":"${mark}"}`,
    });
  }
  for (const [client, given] of [
    [clientId, clientSecret],
    [clientId, secret('client')],
    [mark, mark],
  ] as const) {
    const form = {
      grant_type: 'client_credentials',
      scope: 'manage-key',
      client_id: client,
      client_secret: given,
    };
    const answer = await fetch(`${portal.url}/oauth/token`, {
      method: 'POST',
      body: new URLSearchParams(form),
    });
    const { access_token: access } = (await answer.json()) as { access_token?: string };
    if (access) {
      await fetch(`${portal.url}/oauth/introspect`, {
        method: 'POST',
        body: new URLSearchParams({ ...form, token: access }),
      });
      expect(JSON.stringify(portal.log)).not.toContain(access);
    }
  }
  await portal.post(`alert_id=1&email=${mark}&p_signature=${mark}`);

  expect(portal.log.length).toBeGreaterThan(50);
  const logged = JSON.stringify(portal.log);
  for (const never of [mark, nora, password, clientSecret, token, ...browser.jar.values()]) {
    const at = logged.indexOf(never);
    expect(at === -1 ? '' : logged.slice(Math.max(0, at - 300), at + 20)).toBe('');
  }
});
