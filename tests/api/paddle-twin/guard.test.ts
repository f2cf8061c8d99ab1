/**
 * Tests that only local programs and the twin's own pages may call the twin. Other pages open in the same browser may
 * not.
 */
import { request } from 'node:http';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type PaddleTwin, startTwin } from '#twin/start-twin.ts';

let twin: PaddleTwin;
let port: string;
beforeAll(async () => {
  twin = await startTwin({
    port: 0,
    webhookUrl: null,
    vendor: { id: 1, authCode: 'code' },
    catalogue: [{ id: 7, name: 'Plan', interval: 'month', usdCents: 900, perSeat: false }],
    names: ['twin.test'],
  });
  ({ port } = new URL(twin.url));
});
afterAll(() => twin.stop());

/** Uses node:http, because `fetch` doesn't let callers set headers such as Host and Sec-Fetch-Site. */
function ask(path: string, headers: Record<string, string>, form?: string): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    const type = form === undefined ? {} : { 'content-type': 'application/x-www-form-urlencoded' };
    const asked = request(
      {
        host: '127.0.0.1',
        port,
        path,
        method: form === undefined ? 'GET' : 'POST',
        headers: { ...type, ...headers },
      },
      (answer) => {
        answer.resume();
        resolve(answer.statusCode);
      },
    );
    asked.on('error', reject);
    asked.end(form);
  });
}

const doors = ['/', '/clock', '/control/truth', '/control/deliveries', '/api/2.0/subscription/plans'];

describe('The Host header (DNS rebinding)', () => {
  test.each(['evil.test', 'evil.test:4010', 'localhost.evil.test', '127.0.0.1.evil.test', '127.0.0.2'])(
    '%j is rejected with 421 on every path',
    async (host) => {
      for (const path of doors) expect(await ask(path, { host }), path).toBe(421);
      expect(await ask('/control/faults', { host }, 'down=true')).toBe(421);
    },
  );

  test('is accepted for loopback and configured names', async () => {
    for (const host of ['localhost', '127.0.0.1', '[::1]', 'LOCALHOST', 'twin.test'])
      expect(await ask('/clock', { host: `${host}:${port}` })).toBe(200);
  });
});

describe('Requests from pages and programs', () => {
  const host = () => `127.0.0.1:${port}`;

  test.each([
    { origin: 'https://evil.test' },
    { origin: 'null' },
    { origin: 'http://127.0.0.1:1' },
    { origin: 'http://localhost.evil.test' },
    { 'sec-fetch-site': 'cross-site' },
    { 'sec-fetch-site': 'same-site' },
  ])('with %j are rejected with 403 and change nothing', async (headers) => {
    const before = [twin.now().getTime(), twin.faults()] as const;
    for (const [path, form] of [
      ['/clock/advance', 'days=30'],
      ['/control/faults', 'down=true'],
      ['/control/webhook', 'url=http://evil.test'],
      ['/api/2.0/subscription/plans', 'vendor_id=1&vendor_auth_code=code'],
    ] as const)
      expect(await ask(path, { host: host(), ...headers }, form), path).toBe(403);
    expect(twin.faults()).toEqual(before[1]);
    expect(twin.now().getTime() - before[0]).toBeLessThan(86_400_000);
  });

  test("from the twin's own pages or local programs are allowed", async () => {
    const own = { host: host(), origin: `http://${host()}`, 'sec-fetch-site': 'same-origin' };
    expect(await ask('/control/faults', own, 'slowMs=0')).toBeLessThan(400);
    expect(await ask('/control/faults', { host: host() }, 'slowMs=0')).toBeLessThan(400);
    expect(
      await ask('/api/2.0/subscription/plans', { host: host() }, 'vendor_id=1&vendor_auth_code=code'),
    ).toBe(200);
  });
});
