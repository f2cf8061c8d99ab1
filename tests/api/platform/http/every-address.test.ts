/** Requests every path of the server with every method. Each path must either respond or list the methods it allows. */
import { readdirSync } from 'node:fs';
import { request } from 'node:http';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Portal, startPortal } from '#proofs/shop/portal.ts';
import { endpoints, verifyEmailEndpoint } from '#server/features/identity/better-auth/endpoints.ts';
import { oauthMetadata } from '#server/features/instances/oauth/oauth-metadata.ts';
import { personalDataPath } from '#server/features/privacy/export/personal-data.route.ts';
import { apiMethods } from '#server/platform/rest/api-addresses.ts';
import { appRouter } from '#server/router.ts';
import { unsubscribePath } from '#shared/accounts/mail-choices.ts';
import { previewPath } from '#shared/accounts/mail-previews.ts';
import { auditFilePath } from '#shared/administration/audit.ts';
import { customersFilePath } from '#shared/administration/customers.ts';
import { mailsFilePath } from '#shared/administration/mails.ts';
import { receiptsFilePath } from '#shared/billing/billing.ts';
import { browserFaultsPath } from '#shared/faults/fault-words.ts';
import { apiDocumentPath, pages } from '#shared/pages.ts';
import { problems } from '#shared/problems.ts';
import { useDatabase } from '#tests/support/database/database.ts';

const database = useDatabase();
let portal: Portal;
let metricsUrl: string;

beforeAll(async () => {
  portal = await startPortal({
    databaseUrl: database.url,
    pages: true,
    settings: (url) => ({
      LOGIN_PROVIDERS: 'github',
      GITHUB_CLIENT_ID: 'id',
      GITHUB_CLIENT_SECRET: 'secret',
      GITHUB_REDIRECT_URI: `${url}/auth/github/callback`,
    }),
  });
  metricsUrl = portal.metricsUrl ?? '';
});
afterAll(() => portal.stop());

const built = fileURLToPath(new URL('../../../../dist/client', import.meta.url));
const files = readdirSync(built, { recursive: true, withFileTypes: true })
  .filter((entry) => entry.isFile() && /\.(js|css|ico|png|svg|txt|webmanifest|woff2)$/.test(entry.name))
  .map((entry) => `/${relative(built, join(entry.parentPath, entry.name))}`);

const procedures = Object.entries(
  appRouter._def.procedures as unknown as Record<string, { _def: { type: 'query' | 'mutation' } }>,
);
const namesOf = (type: 'query' | 'mutation') =>
  procedures.filter(([, { _def }]) => _def.type === type).map(([name]) => name);
const batchOf = (type: 'query' | 'mutation') => `/trpc/${namesOf(type).slice(0, 3).join(',')}?batch=1`;

const read = 'GET, HEAD, OPTIONS';
const written = 'POST, OPTIONS';
/** The paths and their allowed methods, taken from the lists that the server itself uses. */
const addresses: readonly (readonly [path: string, allow: string])[] = [
  ...[...apiMethods].map(([path, methods]) => [path, methods.join(', ')] as const),
  ...[...oauthMetadata('').keys()].map((path) => [path, read] as const),
  ...Object.values(pages).map((path) => [path.replace(/\$\w+/, '1'), read] as const),
  ...['/administration/1', '/login/', apiDocumentPath, personalDataPath, receiptsFilePath].map(
    (path) => [path, read] as const,
  ),
  ...Object.keys(problems).map((name) => [`/problems/${name}`, read] as const),
  ...Object.keys(endpoints).map((endpoint) => [`/api/auth${endpoint}`, written] as const),
  [`/api/auth${verifyEmailEndpoint}`, read],
  [unsubscribePath, 'GET, HEAD, POST, OPTIONS'],
  ['/auth/github', read],
  [browserFaultsPath, written],
  [customersFilePath, written],
  [mailsFilePath, written],
  [auditFilePath, written],
  [previewPath, read],
  ['/auth/github/callback', 'GET, HEAD, POST, OPTIONS'],
  ...namesOf('query').map((name) => [`/trpc/${name}`, read] as const),
  ...namesOf('mutation').map((name) => [`/trpc/${name}`, written] as const),
  [batchOf('query'), read],
  [batchOf('mutation'), written],
  ...files.map((path) => [path, read] as const),
  ['/metrics', read],
];

interface Answer {
  status: number;
  headers: Readonly<Record<string, string | string[] | undefined>>;
  body: string;
}

/** Uses node:http, because `fetch` doesn't allow TRACE. */
function ask(method: string, path: string, headers: Record<string, string> = {}): Promise<Answer> {
  const sent = method === 'POST' ? bodyFor(path) : null;
  const url = path === '/metrics' ? metricsUrl : portal.url + path;
  return new Promise((resolve, reject) => {
    const req = request(
      url,
      { method, headers: { ...headers, ...(sent ? { 'content-type': sent.type } : {}) } },
      (res) => {
        const parts: Buffer[] = [];
        res.on('data', (part: Buffer) => parts.push(part));
        res.on('end', () =>
          resolve({
            status: res.statusCode ?? 0,
            headers: res.headers,
            body: Buffer.concat(parts).toString('utf8'),
          }),
        );
      },
    );
    req.on('error', reject);
    req.end(sent?.body);
  });
}

const bodyFor = (path: string) =>
  /^\/(trpc|api\/auth)\//.test(path)
    ? { type: 'application/json', body: '{}' }
    : { type: 'application/x-www-form-urlencoded', body: 'x=1' };

const methods = ['GET', 'HEAD', 'POST', 'OPTIONS', 'PUT', 'PATCH', 'DELETE', 'TRACE', 'PROPFIND'];

describe('Every path', () => {
  it('is in the lists that this test uses', () => {
    expect(addresses.length).toBeGreaterThan(150);
    expect(files.length).toBeGreaterThan(10);
    expect(namesOf('query').length + namesOf('mutation').length).toBe(procedures.length);
  });

  it.each(addresses)('%s accepts %s and returns 405 for all other methods', async (path, allowed) => {
    const answers = await Promise.all(
      methods.map(async (method) => [method, await ask(method, path)] as const),
    );
    for (const [method, answer] of answers) {
      const what = `${method} ${path}`;
      if (method === 'OPTIONS') {
        expect([answer.status, answer.body, answer.headers.allow], what).toEqual([204, '', allowed]);
      } else if (allowed.split(', ').includes(method)) {
        // /api/validate may return 500 for an unreadable key. These requests have no token, so it must return 401
        // instead.
        expect([404, 405, 415, 500, 501], what).not.toContain(answer.status);
        if (method === 'HEAD') expect(answer.body, what).toBe('');
      } else {
        expect([answer.status, answer.headers.allow], what).toEqual([405, allowed]);
        expect(answer.headers['content-type'], what).toBe('application/problem+json; charset=utf-8');
        if (method !== 'HEAD') {
          expect(JSON.parse(answer.body), what).toMatchObject({
            status: 405,
            detail: expect.stringMatching(/^Use (GET|POST|GET or POST) here\.$/),
          });
        }
      }
      if (method === 'OPTIONS' || answer.status === 405) {
        expect(answer.headers, what).toMatchObject({
          'cache-control': 'no-store',
          'content-security-policy': expect.stringContaining("default-src 'none'"),
          'x-content-type-options': 'nosniff',
          'x-frame-options': 'DENY',
        });
        expect(answer.headers['access-control-allow-origin'], what).toBeUndefined();
        if (path !== '/metrics') expect(answer.headers['x-request-id'], what).toMatch(/^[0-9a-f-]{36}$/);
      }
    }
  });

  it.each([
    ['PUT', '/login'],
    ['POST', '/'],
    ['GET', '/api/auth/sign-out'],
    ['PUT', `/trpc/${namesOf('query')[0]}`],
    ['GET', `/trpc/${namesOf('mutation')[0]}`],
    ['DELETE', apiDocumentPath],
    ['POST', '/favicon.svg'],
  ])('%s %s returns a 405 page to a browser', async (method, path) => {
    const answer = await ask(method, path, { accept: 'text/html,*/*;q=0.8', 'accept-language': 'fr' });
    expect(answer.status).toBe(405);
    expect(answer.headers.allow).toBeTruthy();
    expect(answer.headers['content-type']).toBe('text/html; charset=utf-8');
    expect(answer.headers['content-security-policy']).toMatch(/style-src 'nonce-/);
    expect(answer.body).toContain('<html lang="fr">');
  });

  it.each(['/nothing', '/api/nothing', '/api/auth/nothing', '/auth/google', '/assets/gone.js', '/login/x'])(
    '%s returns 404 for every method',
    async (path) => {
      for (const method of methods) {
        const answer = await ask(method, path);
        expect([method, answer.status, answer.headers.allow]).toEqual([method, 404, undefined]);
        expect(answer.headers['x-content-type-options']).toBe('nosniff');
        expect(answer.headers['cache-control']).toBe('no-store');
      }
    },
  );
});

describe('A HEAD request', () => {
  it.each([
    '/livez',
    '/login',
    apiDocumentPath,
    '/problems/forbidden',
    '/robots.txt',
    '/.well-known/oauth-authorization-server',
  ])('to %s has the same status and headers as a GET request', async (path) => {
    const [get, head] = await Promise.all([ask('GET', path), ask('HEAD', path)]);
    const changing = ['date', 'x-request-id', 'content-security-policy', 'etag', 'keep-alive', 'connection'];
    const lasting = ({ headers }: Answer) =>
      Object.fromEntries(Object.entries(headers).filter(([name]) => !changing.includes(name)));
    expect([head.status, lasting(head)]).toEqual([get.status, lasting(get)]);
  });
});
