/**
 * Tests that text rendered by the server is compressed, unless it is tiny, may repeat parts of the request, or contains
 * private data.
 */
import { request } from 'node:http';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Portal, startPortal } from '#proofs/shop/portal.ts';
import { useDatabase } from '#tests/support/database/database.ts';

const database = useDatabase();
let portal: Portal;
beforeAll(async () => {
  portal = await startPortal({ databaseUrl: database.url });
});
afterAll(() => portal.stop());

interface Raw {
  headers: Readonly<Record<string, string | string[] | undefined>>;
  body: Buffer;
}

/** Returns the response as it is on the wire; `fetch` would decompress it. */
const ask = (path: string, headers: Record<string, string> = {}, method = 'GET') =>
  new Promise<Raw>((resolve, reject) => {
    const req = request(
      portal.url + path,
      { method, headers: { accept: 'text/html', ...headers } },
      (res) => {
        const parts: Buffer[] = [];
        res.on('data', (part: Buffer) => parts.push(part));
        res.on('end', () => resolve({ headers: res.headers, body: Buffer.concat(parts) }));
      },
    );
    req.on('error', reject);
    req.end();
  });

const withoutNonce = (text: string) =>
  text.replace(/nonce="[^"]+"/, '').replace(/<code>[0-9a-f-]{36}<\/code>/, '');
const varies = ({ headers }: Raw) => String(headers.vary).split(/,\s*/);

describe('Compressed documents', () => {
  it.each(['/docs/api', '/problems/forbidden', '/problems/none', '/no-such-page', '/oauth/token'])(
    '%s uses Brotli, gzip or no compression according to Accept-Encoding',
    async (path) => {
      const plain = await ask(path);
      const text = withoutNonce(plain.body.toString());
      expect(plain.headers['content-encoding']).toBeUndefined();
      expect(varies(plain)).toContain('Accept-Encoding');
      for (const [coding, decode] of [
        ['br', brotliDecompressSync],
        ['gzip', gunzipSync],
      ] as const) {
        const answer = await ask(path, { 'accept-encoding': coding });
        expect(answer.headers['content-encoding']).toBe(coding);
        expect(Number(answer.headers['content-length'])).toBe(answer.body.length);
        expect(answer.body.length).toBeLessThan(plain.body.length / 2);
        expect(varies(answer)).toContain('Accept-Encoding');
        expect(withoutNonce(decode(answer.body).toString())).toBe(text);
      }
      const refused = await ask(path, { 'accept-encoding': 'br;q=0, gzip;q=0, identity;q=0' });
      expect(withoutNonce(refused.body.toString())).toBe(text);
    },
  );
});

describe('Uncompressed responses', () => {
  const all = { 'accept-encoding': 'br, gzip' };
  it.each<[string, string, Record<string, string>]>([
    [
      'a problem document, which may repeat parts of the request',
      `/api/${'x'.repeat(2_000)}`,
      { accept: '*/*' },
    ],
    ['a tRPC response', '/trpc/catalogue.publicConfig', {}],
    ['a sign-in response', '/api/auth/verify-email?token=x', {}],
    ['a body shorter than a packet', '/livez', {}],
  ])('include %s', async (_name, path, headers) => {
    const answer = await ask(path, { ...all, ...headers });
    expect(answer.headers['content-encoding']).toBeUndefined();
  });
});
