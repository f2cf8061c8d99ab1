/**
 * Tests the endpoints for programs: which spellings of their paths they accept, and how they respond to a wrong method.
 */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Portal, startPortal } from '#proofs/shop/portal.ts';
import { someOf } from '#tests/support/cases/some-of.ts';
import { useDatabase } from '#tests/support/database/database.ts';

const database = useDatabase();
let portal: Portal;

beforeAll(async () => {
  portal = await startPortal({ databaseUrl: database.url });
});
afterAll(() => portal.stop());

const addresses: [path: string, allowed: string][] = [
  ['/api/validate', 'POST, OPTIONS'],
  ['/oauth/token', 'POST, OPTIONS'],
  ['/oauth/introspect', 'POST, OPTIONS'],
  ['/oauth/revoke', 'POST, OPTIONS'],
  ['/paddle/webhook', 'POST, OPTIONS'],
  ['/.well-known/oauth-authorization-server', 'GET, HEAD, OPTIONS'],
  ['/.well-known/oauth-protected-resource/api/validate', 'GET, HEAD, OPTIONS'],
  ['/api/user', 'GET, HEAD, OPTIONS'],
  ['/api/licences', 'GET, HEAD, OPTIONS'],
  ['/api/receipts', 'GET, HEAD, OPTIONS'],
  ['/livez', 'GET, HEAD, OPTIONS'],
  ['/readyz', 'GET, HEAD, OPTIONS'],
];
const spellings = (path: string) => [
  path,
  `${path}/`,
  `/${path}`,
  `${path}//?x=Y`,
  path.toUpperCase(),
  path.replace(/(?<=.)\//, '//'),
];

it.each(addresses)('%s returns 405 with Allow for every other method', async (path, allowed) => {
  for (const method of ['GET', 'POST', 'PUT', 'PATCH', 'DELETE']) {
    if (allowed.includes(method)) continue;
    for (const spelling of someOf(spellings(path), 1)) {
      const response = await fetch(portal.url + spelling, { method });
      expect({ method, spelling, status: response.status }).toEqual({ method, spelling, status: 405 });
      expect(response.headers.get('allow')).toBe(allowed);
      expect(response.headers.get('cache-control')).toBe('no-store');
      expect(await response.json()).toMatchObject({
        ...{ status: 405, type: `${portal.url}/problems/method-not-allowed` },
        title: 'This method is not allowed here',
      });
    }
  }
});

it.each(someOf(addresses, 4))(
  '%s responds the same for every spelling of its path',
  async (path, allowed) => {
    const method = allowed.startsWith('POST') ? 'POST' : 'GET';
    const answers = [];
    for (const spelling of spellings(path)) {
      const response = await fetch(portal.url + spelling, { method });
      answers.push(`${response.status} ${await response.text()}`);
    }
    expect(new Set(answers).size).toBe(1);
    expect(answers[0]).not.toMatch(/^40[45]/);
  },
);

it('An unknown API path returns 404 with a link to the API documentation', async () => {
  const response = await fetch(`${portal.url}/api/nothing`);
  expect(response.status).toBe(404);
  expect(await response.json()).toMatchObject({
    detail: `No such address. ${portal.url}/docs/api lists them.`,
  });
});

it('A HEAD request to a probe has no response body', async () => {
  const response = await fetch(`${portal.url}/livez/`, { method: 'HEAD' });
  expect([response.status, await response.text()]).toEqual([200, '']);
});
