/** Failed token requests: counted by client and network, and never at the cost of another client. */
import { QueryTypes } from 'sequelize';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createClient } from '#server/features/instances/create-client.ts';
import { useDatabase } from '#tests/support/database.ts';
import { type InstanceServer, startInstanceServer } from '#tests/support/instance-server.ts';

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

const ask = ({ url }: InstanceServer, { clientId, clientSecret }: typeof first) =>
  fetch(`${url}/oauth/token`, {
    method: 'POST',
    body: new URLSearchParams({
      grant_type: 'client_credentials',
      client_id: clientId,
      client_secret: clientSecret,
      scope: 'manage-key',
    }),
  });

const askBasic = ({ url }: InstanceServer, { clientId, clientSecret }: typeof first) =>
  fetch(`${url}/oauth/token`, {
    method: 'POST',
    headers: { authorization: `Basic ${Buffer.from(`${clientId}:${clientSecret}`).toString('base64')}` },
    body: new URLSearchParams({ grant_type: 'client_credentials', scope: 'manage-key' }),
  });

const wrong = (client: typeof first) => ({ ...client, clientSecret: 'wrong' });

async function failUntilRefused(server: InstanceServer, client: typeof first): Promise<Response> {
  for (let tries = 1; tries <= 30; tries += 1) expect((await ask(server, wrong(client))).status).toBe(401);
  return ask(server, wrong(client));
}

test('after thirty failures a client waits, in every process, whatever secret it brings and however', async () => {
  const [one = await start()] = servers;
  const other = await start();
  const refused = await failUntilRefused(one, first);
  expect(refused.status).toBe(429);
  expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(500);
  expect(await refused.json()).toEqual({
    error: 'temporarily_unavailable',
    error_description: 'this client has failed too often; ask again later',
  });
  const right = await ask(other, first);
  expect(right.status).toBe(429);
  expect(Number(right.headers.get('retry-after'))).toBeGreaterThan(500);
  expect((await askBasic(other, first)).status).toBe(429);
  expect((await askBasic(other, second)).status).toBe(200);
});

test('an id is the same in whatever way Basic spells it (RFC 6749, section 2.3.1)', async () => {
  const [server = await start()] = servers;
  const spelled = (time: number) => {
    const at = time % first.clientId.length;
    const sign = first.clientId.charCodeAt(at).toString(16);
    return `${first.clientId.slice(0, at)}%${sign}${first.clientId.slice(at + 1)}`;
  };
  for (let time = 0; time < 30; time += 1)
    expect((await askBasic(server, { clientId: spelled(time), clientSecret: 'wrong' })).status).toBe(401);
  expect((await askBasic(server, first)).status).toBe(429);
  expect((await askBasic(server, second)).status).toBe(200);
});

test('another client of the same network is not kept waiting, nor is anybody by unknown clients', async () => {
  const [server = await start()] = servers;
  await failUntilRefused(server, first);
  expect((await failUntilRefused(server, { clientId: 'no-such-client', clientSecret: 'x' })).status).toBe(
    429,
  );
  expect((await ask(server, second)).status).toBe(200);
});

test('a client that fails now and then loses nothing, and requests that succeed are not counted', async () => {
  const [server = await start()] = servers;
  for (let tries = 0; tries < 3; tries += 1) await ask(server, wrong(first));
  for (let tries = 0; tries < 5; tries += 1) expect((await ask(server, first)).status).toBe(200);
  const [row] = await database.db.query<{ key: string; points: number }>('SELECT * FROM rate_limits', {
    type: QueryTypes.SELECT,
  });
  expect(row?.points).toBe(3);
  expect(row?.key).not.toContain(first.clientId);
});
