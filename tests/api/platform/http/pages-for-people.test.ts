/**
 * Tests paths without a page. A browser that opens one gets a page of the portal in its language; a program gets a
 * problem document.
 */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Portal, startPortal } from '#proofs/shop/portal.ts';
import { useDatabase } from '#tests/support/database/database.ts';

const database = useDatabase();
let portal: Portal;
beforeAll(async () => {
  portal = await startPortal({ databaseUrl: database.url });
});
beforeEach(() => {
  portal.log.length = 0;
});
afterAll(() => portal.stop());

const asBrowser = {
  accept: 'text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,image/webp,*/*;q=0.8',
  'accept-language': 'fr-FR,fr;q=0.9,en;q=0.5',
};
const open = (path: string, init: RequestInit = {}) =>
  fetch(portal.url + path, { redirect: 'manual', ...init, headers: { ...asBrowser, ...init.headers } });

describe('A browser', () => {
  it.each<[number, string, RequestInit]>([
    [400, '/%E0%A4%A', {}],
    [400, '/trpc/%', {}],
    [404, '/api/none', {}],
    [404, '/api/auth/none', {}],
    [404, '/api/auth/reset-password/x', {}],
    [404, '/auth/nobody/callback?code=x&state=y', {}],
    [404, '/no-such-page', {}],
    [405, '/api/auth/sign-in/email', {}],
    [405, '/oauth/token', {}],
    [403, '/api/auth/verify-email?token=x.y.z&callbackURL=https://evil.example', {}],
    [403, '/api/auth/verify-email?token=x.y.z&callbackURL=/%2Fevil.example', {}],
    [401, '/user/data.json', {}],
    [405, '/user/data.json', { method: 'POST' }],
  ])('gets an error page in its language: %i %s', async (status, path, init) => {
    for (const [languages, language, word] of [
      ['fr-FR,fr;q=0.9', 'fr', 'Espace client'],
      ['de, en;q=0.8', 'en', 'Customer portal'],
    ] as const) {
      const answer = await open(path, { ...init, headers: { 'accept-language': languages } });
      const html = await answer.text();
      expect(answer.status).toBe(status);
      expect(answer.headers.get('content-type')).toBe('text/html; charset=utf-8');
      expect(answer.headers.get('cache-control')).toBe('no-store');
      expect(answer.headers.get('vary')).toContain('Accept');
      expect(html).toContain(`<html lang="${language}">`);
      expect(html).toContain(word);
      expect(html).toContain('href="/login"');
      const nonce = /<style nonce="([^"]+)">/.exec(html)?.[1];
      expect(answer.headers.get('content-security-policy')).toContain(`style-src 'nonce-${nonce}'`);
      expect(html).toContain(answer.headers.get('x-request-id') ?? 'none');
      expect(html).not.toMatch(/\{"|SyntaxError|URIError/);
    }
    expect(portal.log.filter(({ level }) => Number(level) >= 40)).toEqual([]);
  });

  it.each([
    ['cut off at the &', 'token=x.y.z'],
    ['with &amp; instead of &', 'token=x.y.z&amp;callbackURL=/verified'],
    ['cut off within the token', 'token=x'],
    ['cut off at the =', 'token'],
    ['cut off at the ?', ''],
  ])('with a confirmation link %s is redirected to /verified with a token error', async (_name, query) => {
    const answer = await open(`/api/auth/verify-email?${query}`);
    expect(answer.status).toBe(302);
    const location = new URL(answer.headers.get('location') ?? '', portal.url);
    expect(location.origin).toBe(portal.url);
    expect(location.pathname).toBe('/verified');
    expect(location.searchParams.get('error')).toMatch(/token/i);
  });
});

describe('A confirmation link with a callback on another site', () => {
  it.each([
    ['https://evil.example', 'en', 'This link doesn’t work', 'request a new one'],
    ['/%2Fevil.example', 'en', 'This link doesn’t work', 'request a new one'],
    ['javascript:alert(1)', 'fr', 'Ce lien ne fonctionne pas', 'demandez un nouveau lien'],
  ])(
    '%s shows a 403 page that explains how to get a new link',
    async (callbackURL, language, title, wayOn) => {
      const path = `/api/auth/verify-email?token=x.y.z&callbackURL=${callbackURL}`;
      const answer = await open(path, { headers: { 'accept-language': language } });
      const html = await answer.text();
      expect(answer.status).toBe(403);
      expect(html).toContain(`<h1>${title}</h1>`);
      expect(html).toContain(wayOn);
      expect(html).toMatch(/<p class="actions"><a class="button" href="\/login">/);
      expect(html).not.toContain('evil');
    },
  );

  it('returns a problem document with 403 to a program', async () => {
    const answer = await fetch(`${portal.url}/api/auth/verify-email?token=x.y.z&callbackURL=//evil.example`);
    expect(answer.status).toBe(403);
    expect(await answer.json()).toMatchObject({ status: 403, title: expect.any(String) });
  });
});

describe('A program', () => {
  it.each<[string, Record<string, string>]>([
    ['without an Accept header', {}],
    ['that accepts anything', { accept: '*/*' }],
    ['that accepts JSON', { accept: 'application/json' }],
    ['that prefers JSON', { accept: 'application/json, text/plain, */*' }],
  ])('%s gets a problem document', async (_name, headers) => {
    for (const path of ['/api/none', '/%', '/oauth/token', '/no-such-page']) {
      const answer = await fetch(portal.url + path, { headers });
      expect(answer.headers.get('content-type'), path).toMatch(/^application\/problem\+json/);
      expect(await answer.json()).toMatchObject({ status: answer.status, title: expect.any(String) });
    }
  });
});

describe('Requests that Node rejects', () => {
  it('get 400 or 431 as a problem document and the connection closes', async () => {
    const { connect } = await import('node:net');
    const { hostname, port } = new URL(portal.url);
    const send = (bytes: string) =>
      new Promise<string>((resolve, reject) => {
        const socket = connect(Number(port), hostname, () => socket.write(bytes));
        let text = '';
        socket.setEncoding('utf8');
        socket.on('data', (chunk) => {
          text += chunk;
        });
        socket.on('error', reject);
        socket.on('close', () => resolve(text));
      });
    for (const [bytes, status] of [
      ['nonsense\r\n\r\n', 400],
      [`GET / HTTP/1.1\r\nHost: x\r\nCookie: ${'a'.repeat(20_000)}\r\n\r\n`, 431],
      ['GET / HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n', 400],
    ] as const) {
      const text = await send(bytes);
      expect(text).toMatch(new RegExp(`^HTTP/1\\.1 ${status} `));
      expect(text).toContain('Content-Type: application/problem+json');
      expect(text).toContain('Connection: close');
      expect(JSON.parse(text.slice(text.indexOf('\r\n\r\n') + 4))).toMatchObject({ status });
    }
    expect(portal.log.filter(({ level }) => Number(level) >= 40)).toEqual([]);
  });
});
