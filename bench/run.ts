/** `npm run bench`: ping, token and alert rates beside a bare Express route doing one prepared SELECT, in one run. */
import { type ChildProcess, fork } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { givenServer, startLocalServer } from '#db/local-server.ts';
import { migrateUp } from '#db/migrate.ts';
import { openDatabase } from '#server/platform/database/connection.ts';
import { type Load, type Measured, measure } from './load.ts';
import { benchSettings } from './settings.ts';
import { openShop, type Shop } from './shop.ts';

const seconds = 4;
const database = 'portal_bench';
const json = { 'content-type': 'application/json' };
const form = { 'content-type': 'application/x-www-form-urlencoded' };

interface Addresses {
  portal: string;
  yardstick: string;
}

function startMeasured(environment: Record<string, string>): Promise<{ child: ChildProcess; at: Addresses }> {
  const child = fork(fileURLToPath(new URL('./serve.ts', import.meta.url)), {
    env: { ...process.env, ...environment },
  });
  return new Promise((resolve, reject) => {
    child.once('message', (at) => resolve({ child, at: at as Addresses }));
    child.once('exit', (code) => reject(new Error(`the measured process ended with ${code}`)));
  });
}

async function tokenOf(portal: string, client: Shop['client']): Promise<string> {
  const response = await fetch(`${portal}/oauth/token`, {
    method: 'POST',
    body: new URLSearchParams(tokenForm(client)),
  });
  const { access_token: token } = (await response.json()) as { access_token: string };
  return token;
}

const tokenForm = ({ clientId, clientSecret }: Shop['client']): Record<string, string> => ({
  grant_type: 'client_credentials',
  client_id: clientId,
  client_secret: clientSecret,
  scope: 'manage-key',
});

async function measureAll(at: Addresses, shop: Shop): Promise<Map<string, Measured>> {
  const token = await tokenOf(at.portal, shop.client);
  const authorization = `Bearer ${token}`;
  const repeated = <T>(request: T): T[] => Array.from({ length: 64 }, () => request);
  const yardstick: Load = {
    url: at.yardstick,
    requests: repeated({ method: 'GET', path: '/' }),
    until: { seconds },
  };
  const ping: Load = {
    url: at.portal,
    requests: shop.keys.map((key) => ({
      method: 'POST',
      path: '/api/validate',
      headers: { ...json, authorization },
      body: JSON.stringify({ licence_key: key }),
    })),
    until: { seconds },
  };
  const tokens: Load = {
    url: at.portal,
    requests: repeated({
      method: 'POST',
      path: '/oauth/token',
      headers: form,
      body: new URLSearchParams(tokenForm(shop.client)).toString(),
    }),
    until: { seconds },
  };
  const alerts: Load = {
    url: at.portal,
    requests: shop.alerts.map((body) => ({ method: 'POST', path: '/paddle/webhook', headers: form, body })),
    connections: 8,
    until: 'sent',
  };
  // Warm: compiled, connected, prepared.
  for (const load of [yardstick, ping, tokens]) await measure({ ...load, until: { seconds: 1 } });
  const measured = new Map<string, Measured>();
  measured.set('bare Express, one prepared SELECT', await measure(yardstick));
  measured.set('ping', await measure(ping));
  measured.set('token', await measure(tokens));
  measured.set('alert (stored and applied)', await measure(alerts));
  return measured;
}

function print(measured: ReadonlyMap<string, Measured>): void {
  const base = [...measured.values()][0]?.perSecond ?? Number.NaN;
  const line = (...cells: string[]) =>
    console.log(cells.map((cell, index) => (index === 0 ? cell.padEnd(36) : cell.padStart(12))).join(''));
  line('', 'requests/s', 'ratio', 'p50 ms', 'p99 ms');
  for (const [name, { perSecond, p50, p99 }] of measured) {
    line(name, perSecond.toFixed(0), (perSecond / base).toFixed(2), p50.toFixed(0), p99.toFixed(0));
  }
}

const folder = mkdtempSync(join(tmpdir(), 'portal-bench-'));
const packagesFolder = fileURLToPath(new URL('../.data/packages', import.meta.url));
const given = process.env.DATABASE_URL;
const server = given
  ? givenServer(given)
  : await startLocalServer({ folder, packagesFolder, log: (line) => console.error(line) });
let child: ChildProcess | undefined;
try {
  await server.dropDatabase(database);
  await server.createDatabase(database);
  const db = openDatabase({ url: server.url(database) });
  await migrateUp(db);
  const settings = await benchSettings(server.url(database));
  const shop = await openShop(db, settings, { keys: 1_024, alerts: 800 });
  await db.close();
  const measured = await startMeasured(settings.environment);
  child = measured.child;
  print(await measureAll(measured.at, shop));
} finally {
  child?.disconnect();
  await server.dropDatabase(database);
  await server.stop();
  rmSync(folder, { recursive: true, force: true });
}
