/**
 * Tests the faults that pages report. Each becomes one log line of limited length, without personal data, and the
 * number of lines is limited too.
 */
import { QueryTypes } from 'sequelize';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Portal, startPortal } from '#proofs/shop/portal.ts';
import { faultLines } from '#server/platform/browser-faults/browser-faults.route.ts';
import type { BrowserFault } from '#shared/faults/browser-fault.ts';
import { browserFaultsPath, faultLimits } from '#shared/faults/fault-words.ts';
import { useDatabase } from '#tests/support/database/database.ts';

const database = useDatabase();
let portal: Portal;
beforeAll(async () => {
  portal = await startPortal({ databaseUrl: database.url, settings: { TRUST_PROXY: '1' } });
});
beforeEach(async () => {
  portal.log.length = 0;
  await database.db.query('DELETE FROM rate_limits', { type: QueryTypes.DELETE });
});
afterAll(() => portal.stop());

const fault: BrowserFault = {
  kind: 'error',
  name: 'TypeError',
  message: "Cannot read properties of undefined (reading 'total')",
  frames: ['ReceiptRows /assets/customer-pages-B1x.js:12:3456', '/assets/vendor-9aZ.js:1:99'],
  page: 'receipts',
  release: 'index-C4f.js',
};
const send = (
  body: unknown,
  { from = '203.0.113.7', ...headers }: Record<string, string> = {},
  method = 'POST',
) =>
  fetch(portal.url + browserFaultsPath, {
    method,
    headers: { 'content-type': 'application/json', 'x-forwarded-for': from, ...headers },
    ...(method === 'POST' && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  });
const told = () => portal.log.filter(({ fault: found }) => found !== undefined);

describe('A fault report from a page', () => {
  it('is logged as one warning with the error and its location, without the IP address', async () => {
    const answer = await send(fault, { origin: portal.url });
    expect([answer.status, await answer.text()]).toEqual([204, '']);
    expect(told()).toHaveLength(1);
    expect(told()[0]).toMatchObject({ level: 40, fault });
    expect(JSON.stringify(told())).not.toContain('203.0.113');
  });

  it('is logged without personal data, whatever the message contains', async () => {
    const message =
      'no “Nora Lindqvist” at nora@lindqvist.se, order 4418-2207, https://x.example/?token=abc, key eyJpdiI6IkpXbUE5dGFnIjoiWm9vIiJ9\nlevel=60';
    expect((await send({ ...fault, message })).status).toBe(204);
    const line = JSON.stringify(told());
    for (const part of ['Nora', 'lindqvist', '4418', 'x.example', 'abc', 'eyJpdiI6', '\\n'])
      expect(line).not.toContain(part);
    expect(line).toContain('order');
  });

  it.each([
    ['a URL as a stack frame', { frames: ['https://portal.test/receipts?page=2'] }],
    ['a URL path as the page', { page: '/user/profile?token=x' }],
    ['an unknown field', { userId: 7 }],
    ['a message over the limit', { message: 'x'.repeat(faultLimits.message + 1) }],
    ['too many stack frames', { frames: Array.from({ length: 9 }, () => '/assets/a.js:1:1') }],
    ['a sentence as the error name', { name: 'Nora said no' }],
  ])('is rejected with 400 and not logged when it has %s', async (_name, change) => {
    expect((await send({ ...fault, ...change })).status).toBe(400);
    expect((await send('{"kind"')).status).toBe(400);
    expect(told()).toEqual([]);
    expect(portal.log.filter(({ level }) => Number(level) >= 40)).toEqual([]);
  });

  it("is accepted only by POST, from the portal's own pages and up to a size limit", async () => {
    expect((await send(fault, { origin: 'https://elsewhere.example' })).status).toBe(403);
    const read = await send(null, {}, 'GET');
    expect([read.status, read.headers.get('allow')]).toEqual([405, 'POST, OPTIONS']);
    expect((await send('x'.repeat(faultLimits.body + 1))).status).toBe(413);
    expect(told()).toEqual([]);
  });
});

describe('A flood of fault reports', () => {
  it('from one network gets 429 with Retry-After while other networks are still accepted', async () => {
    for (let index = 0; index < faultLines.ofNetwork.tries; index += 1) await send(fault);
    expect(told()).toHaveLength(faultLines.ofNetwork.tries);
    const refused = await send(fault);
    expect(refused.status).toBe(429);
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
    expect(told()).toHaveLength(faultLines.ofNetwork.tries);
    expect((await send(fault, { from: '198.51.100.9' })).status).toBe(204);
  });

  it('from many networks is capped overall', async () => {
    const networks = Array.from({ length: faultLines.ofAll.tries + 20 }, (_each, index) =>
      ['198', '18', String(Math.trunc(index / 200)), String(index % 200)].join('.'),
    );
    for (let at = 0; at < networks.length; at += 20)
      await Promise.all(networks.slice(at, at + 20).map((from) => send(fault, { from })));
    expect(told()).toHaveLength(faultLines.ofAll.tries);
  });
});
