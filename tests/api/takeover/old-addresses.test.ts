/** Tests what is out there on the day of the switch: old addresses, further names, and tabs with the old pages. */
import { request } from 'node:http';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Portal, startPortal } from '#proofs/shop/portal.ts';
import { createClient } from '#server/features/instances/create-client.ts';
import { instanceClientRepository } from '#server/features/instances/instance-client.repository.ts';
import { goneAddresses, movedPages } from '#server/features/takeover/addresses/old-addresses.route.ts';
import { useDatabase } from '#tests/support/database/database.ts';

const database = useDatabase();
const alias = 'old.example.test';
let portal: Portal;

beforeAll(async () => {
  portal = await startPortal({
    databaseUrl: database.url,
    settings: { APP_ALIASES: `${alias}, www.example.test:8443` },
  });
});
afterAll(() => portal.stop());

interface Answer {
  status: number;
  headers: Readonly<Record<string, string | string[] | undefined>>;
  body: string;
}

/** Uses node:http, because `fetch` sets the Host header itself. */
function ask(
  path: string,
  {
    method = 'GET',
    headers = {},
    body,
  }: { method?: string; headers?: Record<string, string>; body?: string } = {},
): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const req = request(portal.url + path, { method, headers }, (res) => {
      const parts: Buffer[] = [];
      res.on('data', (part: Buffer) => parts.push(part));
      res.on('end', () =>
        resolve({
          status: res.statusCode ?? 0,
          headers: res.headers,
          body: Buffer.concat(parts).toString('utf8'),
        }),
      );
    });
    req.on('error', reject);
    req.end(body);
  });
}

describe('A page of the PHP portal', () => {
  it.each([
    ['/terms-of-service', 308, '/terms'],
    ['/privacy-policy', 308, '/privacy'],
    ['/user/api-tokens', 302, '/user/profile#tokens'],
    ['/user/confirm-password', 302, '/user/profile'],
    ['/two-factor-challenge', 302, '/login'],
    ['/email/verify', 302, '/verify-email'],
    ['/terms-of-service/', 308, '/terms'],
  ])('%s leads with %s to %s', async (path, status, to) => {
    for (const method of ['GET', 'HEAD']) {
      const answer = await ask(path, { method });
      expect([answer.status, answer.headers.location]).toEqual([status, to]);
    }
    expect((await ask(path, { method: 'POST' })).status).toBe(405);
  });

  it('is in the list above', () => expect(Object.keys(movedPages)).toHaveLength(6));
});

it.each(goneAddresses.map((path) => path.replace(':id', '7')))(
  '%s answers 410, whatever the method',
  async (path) => {
    for (const method of ['GET', 'POST', 'DELETE']) {
      const answer = await ask(path, { method });
      expect([answer.status, answer.headers['content-type']]).toEqual([
        410,
        'application/problem+json; charset=utf-8',
      ]);
      expect(JSON.parse(answer.body)).toMatchObject({
        type: `${portal.url}/problems/address-gone`,
        status: 410,
      });
    }
  },
);

describe('A further name of the portal', () => {
  const form = 'application/x-www-form-urlencoded';
  const post = (path: string, host: string, body: string, more: Record<string, string> = {}) =>
    ask(path, { method: 'POST', body, headers: { host, 'content-type': form, ...more } });

  it('answers tokens, pings and alerts there, and never redirects them', async () => {
    const client = await createClient(
      { instanceClients: instanceClientRepository(database.db) },
      { name: 'An instance', product: null },
    );
    const credentials = `grant_type=client_credentials&client_id=${client.clientId}&client_secret=${client.clientSecret}`;
    for (const host of [alias, 'OLD.example.test.', 'www.example.test:8443']) {
      for (const path of ['/oauth/token', '/oauth/token/', '/OAuth//Token']) {
        const answer = await post(path, host, credentials);
        expect([answer.status, path]).toEqual([200, path]);
      }
      const { access_token } = JSON.parse((await post('/oauth/token', host, credentials)).body);
      const bearer = { authorization: `Bearer ${access_token}` };
      expect((await post('/api/validate/', host, 'licence_key=x', bearer)).status).toBe(500);
      expect((await post('/paddle/webhook', host, 'alert_id=1')).status).toBe(403);
      expect((await ask('/paddle/webhook', { headers: { host } })).status).toBe(405);
    }
  });

  it('leads pages and files to the one address', async () => {
    for (const path of ['/', '/login?next=%2Fmonica', '/dashboard', '/user/api-tokens', '/api/user']) {
      const answer = await ask(path, { headers: { host: alias } });
      expect([answer.status, answer.headers.location]).toEqual([308, portal.url + path]);
    }
    expect((await post('/trpc/accounts.me', alias, '{}')).status).toBe(421);
  });

  it('that is not configured is refused, with a warning that names it', async () => {
    portal.log.length = 0;
    for (let time = 0; time < 3; time += 1) {
      expect((await post('/paddle/webhook', 'unknown.example.test', 'x=1')).status).toBe(421);
      expect((await ask('/login', { headers: { host: 'unknown.example.test' } })).status).toBe(421);
    }
    const warnings = portal.log.filter((line) => line.host === 'unknown.example.test');
    expect(warnings).toHaveLength(1);
    expect(warnings[0]).toMatchObject({ level: 40, msg: expect.stringContaining('APP_ALIASES') });
    for (let name = 0; name < 50; name += 1)
      await ask('/login', { headers: { host: `n${name}.example.test` } });
    const all = portal.log.filter(({ host, level }) => host !== undefined && level === 40);
    expect(all.length).toBeLessThanOrEqual(20);
  });
});

describe('A tab that still runs the old pages', () => {
  const inertia = {
    'x-inertia': 'true',
    'x-inertia-version': 'of the old build',
    'x-requested-with': 'XMLHttpRequest',
  };
  const locationOf = ({ headers }: Answer) => headers['x-inertia-location'];

  it('is told to load the page that it asks for', async () => {
    for (const path of ['/dashboard', '/login?next=%2Fmonica', '/user/api-tokens']) {
      for (const host of [new URL(portal.url).host, alias]) {
        const answer = await ask(path, { headers: { ...inertia, host } });
        expect([answer.status, locationOf(answer), answer.body]).toEqual([409, portal.url + path, '']);
      }
    }
  });

  it('is told to load its own page for anything else', async () => {
    for (const [method, path] of [
      ['PATCH', '/monica'],
      ['POST', '/logout'],
    ] as const) {
      const referer = `${portal.url}/officelife`;
      const answer = await ask(path, { method, headers: { ...inertia, referer } });
      expect([answer.status, locationOf(answer)]).toEqual([409, referer]);
    }
    const foreign = await ask('/logout', {
      method: 'POST',
      headers: { ...inertia, referer: 'https://evil.test/x' },
    });
    expect(locationOf(foreign)).toBe(`${portal.url}/dashboard`);
  });
});
