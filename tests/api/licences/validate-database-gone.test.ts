/** Tests /api/validate while the database goes away and comes back and instances keep sending requests. */
import type { Sequelize } from 'sequelize';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createClient } from '#server/features/instances/create-client.ts';
import { openDatabase } from '#server/platform/database/connection.ts';
import { makeLicence } from '#tests/support/billing/licences.ts';
import { useDatabase } from '#tests/support/database/database.ts';
import { tcpGate } from '#tests/support/database/tcp-gate.ts';
import { type InstanceServer, startInstanceServer } from '#tests/support/portal/instance-server.ts';

const database = useDatabase();

describe('While the database is unreachable', () => {
  let gate: Awaited<ReturnType<typeof tcpGate>>;
  let databaseUrl: string;
  let db: Sequelize;
  let server: InstanceServer;
  let client: { clientId: string; clientSecret: string };
  let token: string;
  let key: string;

  const start = () => startInstanceServer({ db, databaseUrl, settings: { VALIDATE_RATE_LIMIT: '100000' } });
  const askToken = () =>
    fetch(`${server.url}/oauth/token`, {
      method: 'POST',
      body: new URLSearchParams({
        grant_type: 'client_credentials',
        client_id: client.clientId,
        client_secret: client.clientSecret,
        scope: 'manage-key',
      }),
    });
  const ping = () =>
    fetch(`${server.url}/api/validate`, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      body: JSON.stringify({ licence_key: key }),
    });

  beforeEach(async () => {
    const address = new URL(database.url);
    gate = await tcpGate({ host: address.hostname, port: Number(address.port) });
    address.port = String(gate.port);
    databaseUrl = address.href;
    db = openDatabase({ url: databaseUrl });
    server = await start();
    client = await createClient(server.deps, { name: 'An instance', product: null });
    ({ key } = await makeLicence(server.deps));
    token = ((await (await askToken()).json()) as { access_token: string }).access_token;
    expect((await ping()).status).toBe(200);
  });
  afterEach(async () => {
    await server.stop();
    await db.close();
    await gate.stop();
  });

  async function expectUnavailable(response: Response): Promise<void> {
    expect(response.status).toBe(503);
    expect(response.headers.get('retry-after')).toBe('5');
    expect(await response.json()).toMatchObject({
      type: 'https://portal.example.com/problems/service-unavailable',
    });
  }

  it('returns 503 with Retry-After for pings and tokens, and recovers when it is back', async () => {
    gate.close();
    const begun = performance.now();
    // Repeats for so long that the token is first found in the cache and, once its cache entry has expired, looked up
    // in the database.
    do await expectUnavailable(await ping());
    while (performance.now() - begun < 1_200);

    await expectUnavailable(await askToken());

    gate.open();
    expect((await ping()).status).toBe(200);
    expect((await askToken()).status).toBe(200);
    expect(server.logged.filter((line) => Number(line.level) >= 50)).toEqual([]);
  });

  it('starts the server and serves OAuth once the database is back', async () => {
    gate.close();
    const early = await start();
    const form = { grant_type: 'client_credentials', client_id: 'nobody', client_secret: 'x' };
    const ask = () => fetch(`${early.url}/oauth/token`, { method: 'POST', body: new URLSearchParams(form) });
    const first = await ask();
    gate.open();
    const second = await ask();
    await early.stop();
    expect([first.status, second.status]).toEqual([503, 401]);
  });

  it('returns 503 when the database hangs, and recovers afterwards', async () => {
    gate.hang();
    await expectUnavailable(await ping());
    gate.close();
    gate.open();
    expect((await ping()).status).toBe(200);
  });
});
