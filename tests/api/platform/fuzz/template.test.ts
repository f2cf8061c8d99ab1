/** Tests that the document template is never served with its placeholders, however its path is written. */

import { request } from 'node:http';
import { gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Portal, startPortal } from '#proofs/shop/portal.ts';
import { useDatabase } from '#tests/support/database/database.ts';

const database = useDatabase();
let portal: Portal;
beforeAll(async () => {
  portal = await startPortal({ databaseUrl: database.url, pages: true });
});
afterAll(() => portal.stop());

/** Requests the path exactly as written; `fetch` would normalize it. */
function ask(path: string, method: string, coding: string) {
  return new Promise<{ status: number; type: string; location: string | undefined; text: string }>(
    (resolve, reject) => {
      const { hostname, port } = new URL(portal.url);
      const asked = request(
        { hostname, port, path, method, headers: { 'accept-encoding': coding } },
        (answer) => {
          const chunks: Buffer[] = [];
          answer.on('data', (chunk: Buffer) => chunks.push(chunk));
          answer.on('end', () => {
            const body = Buffer.concat(chunks);
            const isGzip = answer.headers['content-encoding'] === 'gzip' && body.length > 0;
            resolve({
              status: answer.statusCode ?? 0,
              type: answer.headers['content-type'] ?? '',
              location: answer.headers.location,
              text: (isGzip ? gunzipSync(body) : body).toString('utf8'),
            });
          });
        },
      );
      asked.on('error', reject);
      asked.end();
    },
  );
}

const ways = [
  ...['/index.html', '/INDEX.HTML', '/Index.Html', '/index.htm', '/index', '/index.html/', '/index.html//'],
  ...[
    '//index.html',
    '///index.html',
    '/./index.html',
    '/x/../index.html',
    '/../index.html',
    '/../../index.html',
  ],
  ...[
    '/assets/../index.html',
    '/assets/..%2findex.html',
    '/assets/%2e%2e/index.html',
    '/assets/%2e%2e%2findex.html',
  ],
  ...['/assets//../index.html', '/assets/..\\index.html', '/assets/..%5cindex.html', '/.vite/../index.html'],
  ...[
    '/%69ndex.html',
    '/index%2ehtml',
    '/%2findex.html',
    '/%2e/index.html',
    '/%5cindex.html',
    '/%2569ndex.html',
  ],
  ...[
    '/index.html.gz',
    '/index.html.br',
    '/index.html.map',
    '/index.html~',
    '/index.html%20',
    '/index.html.',
  ],
  ...[
    '/index.html?x',
    '/index.html?url',
    '/index.html?raw',
    '/index.html;x',
    '/index.html%3fx',
    '/index.html#x',
  ],
  ...[
    '/@fs/index.html',
    '/src/client/index.html',
    '/dist/client/index.html',
    '/client/index.html',
    '/index.html%c2%ad',
  ],
];

describe('The document template', () => {
  it.each(ways)('is never served unfilled at %s', async (path) => {
    for (const [method, coding] of [
      ['GET', 'gzip'],
      ['GET', 'identity'],
      ['HEAD', 'gzip'],
      ['POST', 'gzip'],
    ] as const) {
      const { status, type, location, text } = await ask(path, method, coding);
      // No placeholder may be left. The response is either a page with its nonces and titles filled in, or not a page
      // at all.
      expect(text).not.toMatch(/__[A-Z_]{3,}__/);
      if (status >= 300 && status < 400) {
        expect(new URL(location ?? '', portal.url).origin).toBe(portal.url);
        continue;
      }
      expect([400, 404, 405], `${method} ${path}`).toContain(status);
      if (method === 'GET' && status === 404 && type.startsWith('text/html'))
        expect(text).toMatch(/<script[^>]* nonce="[\w+/=-]{16,}"/);
    }
  });

  it('is filled in on a page', async () => {
    const { status, text } = await ask('/login', 'GET', 'gzip');
    expect(status).toBe(200);
    expect(text).toMatch(/<script[^>]* nonce="[\w+/=-]{16,}"/);
  });
});
