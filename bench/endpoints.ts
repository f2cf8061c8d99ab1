/** Benchmarks pings and token requests. The baseline is a bare Express route that runs one prepared SELECT. */
import { type Load, measure } from './load.ts';
import type { MeasuredProcess } from './measured-process.ts';
import { printTable } from './report.ts';
import type { Shop } from './shop.ts';

const seconds = 4;
const json = { 'content-type': 'application/json' };

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

export async function measureEndpoints({ portal, yardsticks }: MeasuredProcess, shop: Shop): Promise<void> {
  const authorization = `Bearer ${await tokenOf(portal, shop.client)}`;
  const repeated = <T>(request: T): T[] => Array.from({ length: 64 }, () => request);
  const loads: Record<string, Load> = {
    'plain Express, one prepared SELECT': {
      url: yardsticks,
      requests: repeated({ method: 'GET', path: '/' }),
      until: { seconds },
    },
    ping: {
      url: portal,
      requests: shop.keys.map((key) => ({
        method: 'POST',
        path: '/api/validate',
        headers: { ...json, authorization },
        body: JSON.stringify({ licence_key: key }),
      })),
      until: { seconds },
    },
    token: {
      url: portal,
      requests: repeated({
        method: 'POST',
        path: '/oauth/token',
        headers: { 'content-type': 'application/x-www-form-urlencoded' },
        body: new URLSearchParams(tokenForm(shop.client)).toString(),
      }),
      until: { seconds },
    },
  };
  // Warms up the code: compiles it, opens connections and prepares statements. These measurements are discarded.
  for (const load of Object.values(loads)) await measure({ ...load, until: { seconds: 1 } });
  const rows: (string | number)[][] = [];
  let base: number | null = null;
  for (const [name, load] of Object.entries(loads)) {
    const { perSecond, p50, p99 } = await measure(load);
    base ??= perSecond;
    rows.push([name, Math.round(perSecond), (perSecond / base).toFixed(2), p50, p99]);
  }
  printTable(['32 connections', 'requests/s', 'ratio', 'p50 ms', 'p99 ms'], rows);
}
