/** Tests that wrong client secrets are throttled per client and network, and that the right one is always accepted. */
import bcrypt from 'bcryptjs';
import { QueryTypes } from 'sequelize';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createClient } from '#server/features/instances/create-client.ts';
import { useDatabase } from '#tests/support/database/database.ts';
import { type InstanceServer, startInstanceServer } from '#tests/support/portal/instance-server.ts';

const database = useDatabase();
const servers: InstanceServer[] = [];
let first: { clientId: string; clientSecret: string };
let second: { clientId: string; clientSecret: string };

const start = async () => {
  const server = await startInstanceServer({ db: database.db, databaseUrl: database.url });
  servers.push(server);
  return server;
};

beforeEach(async () => {
  const { deps } = await start();
  first = await createClient(deps, { name: 'One', product: null });
  second = await createClient(deps, { name: 'Another', product: null });
});
afterEach(async () => {
  for (const server of servers.splice(0)) await server.stop();
});

const ask = ({ url }: InstanceServer, { clientId, clientSecret }: typeof first, path = '/oauth/token') =>
  fetch(url + path, {
    method: 'POST',
    body: new URLSearchParams({
      grant_type: 'client_credentials',
      client_id: clientId,
      client_secret: clientSecret,
      ...(path === '/oauth/token' ? { scope: 'manage-key' } : { token: 'unknown' }),
    }),
  });

const askBasic = ({ url }: InstanceServer, { clientId, clientSecret }: typeof first) =>
  fetch(`${url}/oauth/token`, {
    method: 'POST',
    headers: { authorization: `Basic ${Buffer.from(`${clientId}:${clientSecret}`).toString('base64')}` },
    body: new URLSearchParams({ grant_type: 'client_credentials', scope: 'manage-key' }),
  });

const wrong = (client: typeof first) => ({ ...client, clientSecret: 'wrong' });
const counters = () =>
  database.db.query<{ key: string; points: number }>('SELECT * FROM rate_limits WHERE points > 0', {
    type: QueryTypes.SELECT,
  });

async function failUntilSlowed(server: InstanceServer, client: typeof first): Promise<Response> {
  for (let tries = 1; tries <= 30; tries += 1) expect((await ask(server, wrong(client))).status).toBe(401);
  return ask(server, wrong(client));
}

test('The thirty-first wrong secret gets 429 in every process and at every endpoint', async () => {
  const [one = await start()] = servers;
  const other = await start();
  const slowed = await failUntilSlowed(one, first);
  expect(slowed.status).toBe(429);
  expect(Number(slowed.headers.get('retry-after'))).toBeGreaterThan(500);
  expect(slowed.headers.get('cache-control')).toBe('no-store');
  expect(await slowed.json()).toEqual({
    error: 'invalid_client',
    error_description: expect.stringContaining('the right secret is accepted at any time'),
  });
  for (const path of ['/oauth/token', '/oauth/introspect', '/oauth/revoke'])
    expect((await ask(other, wrong(first), path)).status).toBe(429);
  expect((await askBasic(other, wrong(first))).status).toBe(429);
});

test('The right secret is accepted in spite of the limit and resets the count of failures', async () => {
  const [one = await start()] = servers;
  const other = await start();
  for (const accepted of [ask, askBasic]) {
    await failUntilSlowed(one, first);
    expect((await accepted(other, first)).status).toBe(200);
    expect(await counters()).toEqual([]);
  }
  await failUntilSlowed(one, first);
  expect((await ask(one, first, '/oauth/introspect')).status).toBe(200);
  expect((await ask(one, wrong(first))).status).toBe(401);
});

test('A client id counts as the same in any Basic encoding (RFC 6749, section 2.3.1) and any case', async () => {
  const [server = await start()] = servers;
  const spelled = (time: number) => {
    const at = time % first.clientId.length;
    const sign = first.clientId.charCodeAt(at).toString(16);
    const id = `${first.clientId.slice(0, at)}%${sign}${first.clientId.slice(at + 1)}`;
    return time % 2 ? id.toUpperCase() : ` ${id}\n`;
  };
  for (let time = 0; time < 30; time += 1)
    expect((await askBasic(server, { clientId: spelled(time), clientSecret: 'wrong' })).status).toBe(401);
  expect((await askBasic(server, wrong(first))).status).toBe(429);
  expect((await askBasic(server, wrong(second))).status).toBe(401);
});

test('Unknown client ids share one counter, and a client’s own limit isn’t affected', async () => {
  const [server = await start()] = servers;
  for (let tries = 0; tries < 30; tries += 1) {
    const invented = { clientId: `00000000-0000-4000-8000-0000000000${tries + 10}`, clientSecret: 'x' };
    expect((await ask(server, invented)).status).toBe(401);
  }
  expect((await ask(server, { clientId: 'another', clientSecret: 'x' })).status).toBe(429);
  const rows = await counters();
  expect(rows.map(({ points }) => points)).toEqual([31]);
  expect((await ask(server, wrong(second))).status).toBe(401);
  expect((await ask(server, second)).status).toBe(200);
});

test('A request without a secret gets 401 and isn’t counted', async () => {
  const [server = await start()] = servers;
  for (let tries = 0; tries < 31; tries += 1)
    expect((await ask(server, { clientId: first.clientId, clientSecret: '' })).status).toBe(401);
  expect(await counters()).toEqual([]);
});

describe('A bcrypt secret of the PHP portal', () => {
  const legacy = { clientId: '3', clientSecret: 'q7Zx9PLm2Vw8RtYc4Bn6HsKd1GfJ3aEuXoTi5NvM' };
  const storedHash = async () => (await servers[0]?.deps.instanceClients.findById('3'))?.secretHash;

  beforeEach(async () => {
    const secretHash = bcrypt.hashSync(legacy.clientSecret, 4).replace('$2b$', '$2y$');
    await servers[0]?.deps.instanceClients.add({ id: '3', name: 'Old', product: null, secretHash });
  });

  test('is accepted among wrong ones and replaced by a fast hash', async () => {
    const [server = await start()] = servers;
    await failUntilSlowed(server, legacy);
    const flood = Array.from({ length: 4 }, (_, index) =>
      ask(server, { ...legacy, clientSecret: `another wrong one ${index}` }),
    );
    const right = ask(server, legacy);
    expect((await right).status).toBe(200);
    // The right secret resets the counter of wrong ones. A wrong secret that arrives after it therefore gets a 401
    // again.
    for (const { status } of await Promise.all(flood)) expect([401, 429]).toContain(status);
    expect(await storedHash()).toMatch(/^sha256:/);
    expect((await ask(server, legacy)).status).toBe(200);
    expect((await ask(server, wrong(legacy))).status).toBe(401);
  });

  test('stays bcrypt when it is short enough to be guessed from a fast hash', async () => {
    const [server = await start()] = servers;
    const secretHash = bcrypt.hashSync('legacy secret', 4);
    await server.deps.instanceClients.add({ id: '4', name: 'Older', product: null, secretHash });
    expect((await ask(server, { clientId: '4', clientSecret: 'legacy secret' })).status).toBe(200);
    expect((await server.deps.instanceClients.findById('4'))?.secretHash).toBe(secretHash);
  });

  test('isn’t restored by rehashing after it was rotated', async () => {
    const [server = await start()] = servers;
    const before = (await storedHash()) ?? '';
    await server.deps.instanceClients.saveSecrets('3', {
      ...{ newest: { number: 2, hash: 'sha256:new', madeAt: null }, older: null },
    });
    await server.deps.instanceClients.replaceHash('3', { from: before, to: 'sha256:old' });
    expect(await storedHash()).toBe('sha256:new');
  });
});
