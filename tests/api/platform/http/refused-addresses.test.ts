/**
 * Tests undecodable paths and floods of requests. They are treated as the caller's mistake and cause only a limited
 * number of log lines.
 */
import { connect } from 'node:net';
import { QueryTypes } from 'sequelize';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Portal, startPortal } from '#proofs/shop/portal.ts';
import { lineLimits } from '#server/platform/http/request/request-lines.ts';
import { useDatabase } from '#tests/support/database/database.ts';
import { everyStoredText } from '#tests/support/database/stored-texts.ts';

const database = useDatabase();
let portal: Portal;
beforeAll(async () => {
  portal = await startPortal({ databaseUrl: database.url, settings: { TRUST_PROXY: '1' } });
});
beforeEach(() => {
  portal.log.length = 0;
});
afterAll(() => portal.stop());

/**
 * Sends the request as raw bytes, because an HTTP library would correct it. Resolves with the status and the whole
 * response.
 */
function send(request: string): Promise<{ status: number; text: string }> {
  const { hostname, port } = new URL(portal.url);
  return new Promise((resolve, reject) => {
    const socket = connect(Number(port), hostname, () => socket.end(request));
    let text = '';
    socket.setEncoding('utf8');
    socket.on('data', (chunk) => {
      text += chunk;
    });
    socket.on('error', reject);
    socket.on('close', () => resolve({ status: Number(text.split(' ', 2)[1]), text }));
  });
}
const get = (target: string, method = 'GET', more = '') =>
  send(
    `${method} ${target} HTTP/1.1\r\nHost: ${new URL(portal.url).host}\r\nConnection: close\r\n${more}\r\n`,
  );

const warnings = () => portal.log.filter(({ level }) => Number(level) >= 40);

describe('Invalid percent-encoding', () => {
  const broken = ['%', '%E0%A4%A', '%ff', '%zz', 'a%2', '%00', '%c0%af'];
  const addresses = [
    ...['/trpc/', '/trpc/accounts.me,', '/', '/api/', '/api/auth/', '/auth/github/callback', '/auth/'],
    ...[
      '/oauth/',
      '/.well-known/',
      '/paddle/',
      '/assets/',
      '/receipts/',
      '/user/data.json',
      '/api/validate/',
    ],
    ...['/problems/', '/docs/'],
  ];

  it.each(addresses)('below %s returns 400 without a warning in the log', async (base) => {
    for (const method of ['GET', 'POST']) {
      for (const end of broken) {
        const { status, text } = await get(base + end, method);
        expect(status, `${method} ${base}${end}`).toBe(400);
        expect(text).toContain('application/problem+json');
        expect(text).not.toMatch(/URIError|malformed|at \w+ \(/);
      }
    }
    expect(warnings()).toEqual([]);
  });

  it('in a query string causes no server error', async () => {
    for (const address of ['/livez?%', '/trpc/accounts.me?x=%E0%A4%A', '/api/auth/verify-email?token=%'])
      expect((await get(address)).status, address).not.toBeGreaterThanOrEqual(500);
    expect(warnings()).toEqual([]);
  });

  it('and other invalid request targets cause no server error', async () => {
    expect((await get('*', 'OPTIONS')).status).toBe(400);
    expect((await get(`${portal.url}/livez`)).status).toBe(200);
    expect((await get(portal.url)).status).not.toBeGreaterThanOrEqual(500);
    for (const target of ['/trpc//x:99999', '//x:99999', '/trpc/..//[', '/api/auth//[:99999', 'http://[/x'])
      expect((await get(target)).status, target).toBeLessThan(500);
    expect(warnings()).toEqual([]);
  });
});

describe('A flood', () => {
  const lines = () => portal.log.filter(({ msg }) => msg === 'request');
  const from = (address: string, path: string, times: number) =>
    Promise.all(
      Array.from({ length: times }, () =>
        fetch(portal.url + path, { headers: { 'x-forwarded-for': address } }).then((answer) => answer.text()),
      ),
    );

  it('of rejected requests from one network is capped at short log lines without hiding other networks', async () => {
    const long = `/api/${'x'.repeat(6_000)}`;
    for (let round = 0; round < 4; round += 1)
      await from(`203.0.113.9:${round + 1}`, long, lineLimits.refusedOfNetwork / 2);
    await from('198.51.100.7', '/api/none', 3);
    await expect.poll(() => lines().length).toBe(lineLimits.refusedOfNetwork + 3);
    for (const line of lines()) expect(JSON.stringify(line).length).toBeLessThan(700);
    expect(lines().filter(({ path }) => path === '/api/none')).toHaveLength(3);
  });

  it('of alerts with an invalid signature gets 403 and ten log lines, and stores nothing', async () => {
    const forged = `email=f0rged%40example.test&p_signature=${'A'.repeat(342)}%3D%3D`;
    for (let index = 0; index < 30; index += 1)
      expect((await portal.post(`alert_id=${index}&${forged}`)).status).toBe(403);
    expect(await database.db.query('SELECT id FROM billing_events', { type: QueryTypes.SELECT })).toEqual([]);
    expect((await everyStoredText(database.db)).filter((text) => text.includes('f0rged'))).toEqual([]);
    expect(portal.log.filter(({ msg }) => msg === 'an alert was refused')).toHaveLength(10);
    const metrics = await portal.metrics();
    expect(metrics).toMatch(/alerts_total\{[^}]*unproven[^}]*\} 3\d/);
  });
});
