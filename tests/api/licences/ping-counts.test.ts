/** Tests that requests of instances are counted by day, client and outcome, without delaying them. */
import { QueryTypes } from 'sequelize';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createClient } from '#server/features/instances/create-client.ts';
import { createPingCounter } from '#server/features/instances/ping-counts/ping-counter.ts';
import { addDays, dayOf } from '#shared/dates.ts';
import { applyEntitlement, day, makeLicence } from '#tests/support/billing/licences.ts';
import { addCustomer } from '#tests/support/database/add-customer.ts';
import { useDatabase } from '#tests/support/database/database.ts';
import { type InstanceServer, startInstanceServer } from '#tests/support/portal/instance-server.ts';

const database = useDatabase();
const noon = new Date('2027-01-15T12:00:00.000Z');
const today = dayOf(noon);
let server: InstanceServer;
let client: { clientId: string; clientSecret: string };

beforeEach(async () => {
  server = await startInstanceServer({ db: database.db, databaseUrl: database.url, now: noon });
  client = await createClient(server.deps, { name: 'An instance', product: null });
});
afterEach(() => server.stop());

async function askForToken(clientId: string, secret: string): Promise<string> {
  const answer = await fetch(`${server.url}/oauth/token`, {
    method: 'POST',
    body: new URLSearchParams({
      ...{ grant_type: 'client_credentials', client_id: clientId, client_secret: secret },
      scope: 'manage-key',
    }),
  });
  const { access_token: token = '' } = (await answer.json()) as { access_token?: string };
  return token;
}

async function ping(token: string | null, form: Record<string, string>): Promise<number> {
  const answer = await fetch(`${server.url}/api/validate`, {
    method: 'POST',
    headers: token === null ? {} : { authorization: `Bearer ${token}` },
    body: new URLSearchParams(form),
  });
  await answer.arrayBuffer();
  return answer.status;
}

const stored = () =>
  database.db.query<{ day: string; client: string; outcome: string; total: number }>(
    `SELECT CAST(day AS CHAR) AS day, client_id AS client, outcome, total FROM ping_counts
     ORDER BY day, client_id, outcome`,
    { type: QueryTypes.SELECT },
  );

describe('Requests of instances', () => {
  it('are counted by day, client and outcome, and none waits for that', async () => {
    const { clientId, clientSecret } = client;
    const userId = await addCustomer(database.db);
    const good = await makeLicence(server.deps, { userId });
    const ended = await makeLicence(server.deps, { userId });
    await server.deps.transaction((bound) =>
      applyEntitlement(bound, { ...ended.entitlement, validUntil: day('2026-12-31') }),
    );
    const token = await askForToken(clientId, clientSecret);
    const other = await createClient(server.deps, { name: 'A hacked one', product: null });
    const revoked = await askForToken(other.clientId, other.clientSecret);
    await server.deps.accessTokens.revokeAllOf(other.clientId);
    const writes = vi.spyOn(server.deps.pingCounts, 'add');

    expect(await ping(token, { licence_key: good.key })).toBe(200);
    expect(await ping(token, { licence_key: good.key })).toBe(200);
    expect(await ping(token, { licence_key: ended.key })).toBe(410);
    expect(await ping(token, { licence_key: 'AAAA' })).toBe(500);
    expect(await ping(token, {})).toBe(500);
    expect(await ping(revoked, { licence_key: good.key })).toBe(401);
    expect(await ping('invented', { licence_key: good.key })).toBe(401);
    expect(await ping(null, { licence_key: good.key })).toBe(401);
    await askForToken(clientId, 'a wrong secret');
    await askForToken('nobody', 'a wrong secret');
    expect(writes).not.toHaveBeenCalled();

    await server.writePings();
    const own = { day: today, client: clientId };
    const unknown = { day: today, client: '' };
    expect(await stored()).toEqual(
      [
        { ...unknown, outcome: 'sign_in_failed', total: 1 },
        { ...unknown, outcome: 'token_refused', total: 2 },
        { ...own, outcome: 'ended', total: 1 },
        { ...own, outcome: 'forged', total: 1 },
        { ...own, outcome: 'good', total: 2 },
        { ...own, outcome: 'malformed', total: 1 },
        { ...own, outcome: 'sign_in_failed', total: 1 },
        { day: today, client: other.clientId, outcome: 'token_revoked', total: 1 },
      ].sort((a, b) => (`${a.client} ${a.outcome}` < `${b.client} ${b.outcome}` ? -1 : 1)),
    );
  });

  it('belong to their UTC day, and add up over processes and writes', async () => {
    const { deps, setNow } = server;
    const one = createPingCounter(deps);
    const other = createPingCounter(deps);
    setNow(new Date('2026-06-30T23:30:00Z'));
    one.count('good', 'a');
    other.count('good', 'a');
    setNow(new Date('2026-07-01T00:00:00Z'));
    one.count('good', 'a');
    await Promise.all([one.write(), other.write()]);
    one.count('good', 'a');
    await one.write();
    expect(await deps.pingCounts.listByDay({ from: day('2026-06-01'), through: day('2026-07-31') })).toEqual([
      { day: '2026-06-30', outcome: 'good', total: 2 },
      { day: '2026-07-01', outcome: 'good', total: 2 },
    ]);
    expect(
      await deps.pingCounts.listByClients(['a'], { from: day('2026-07-01'), through: addDays(today, 0) }),
    ).toEqual([{ clientId: 'a', day: '2026-07-01', outcome: 'good', total: 2 }]);
  });

  it('stay counted if the database can’t be reached, once', async () => {
    const { deps } = server;
    const counter = createPingCounter(deps);
    counter.count('good', 'a');
    counter.countRefused(Buffer.from('invented'));
    counter.countWrongSecret('nobody');
    vi.spyOn(deps.pingCounts, 'add').mockRejectedValueOnce(new Error('no database'));
    await expect(counter.write()).rejects.toThrow('no database');
    await counter.write();
    await counter.write();
    expect((await stored()).map(({ outcome, total }) => [outcome, total])).toEqual([
      ['sign_in_failed', 1],
      ['token_refused', 1],
      ['good', 1],
    ]);
  });

  it('with invented tokens and IDs take up bounded memory', async () => {
    const counter = createPingCounter(server.deps, { max: 3 });
    for (let number = 0; number < 50; number += 1) {
      counter.countRefused(Buffer.from(`token ${number}`));
      counter.countWrongSecret(`client ${number}`);
    }
    const asked = vi.spyOn(server.deps.accessTokens, 'findRevokedOwners');
    await counter.write();
    expect(asked.mock.calls.map(([hashes]) => hashes.length)).toEqual([3]);
    expect(await stored()).toMatchObject([
      { client: '', outcome: 'sign_in_failed', total: 50 },
      { client: '', outcome: 'token_refused', total: 50 },
    ]);
  });
});
