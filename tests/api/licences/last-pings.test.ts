/** Tests that the last ping of each licence is recorded: without delaying it, rarely, and for its owner only. */
import { QueryTypes } from 'sequelize';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { grantLicence } from '#server/features/billing/decisions/grant-licence.ts';
import { createClient } from '#server/features/instances/create-client.ts';
import { reissueKey } from '#server/features/licences/keys/reissue-key.ts';
import { listLicences } from '#server/features/licences/list-licences.ts';
import { type LastPing, lastPingRepository } from '#server/features/licences/pings/last-ping.repository.ts';
import { createPingRecorder } from '#server/features/licences/pings/ping-recorder.ts';
import { eraseDataSubject } from '#server/features/privacy/erasure/erase-data-subject.ts';
import { collectPersonalData } from '#server/features/privacy/export/collect-personal-data.ts';
import { minuteMs } from '#shared/durations.ts';
import { applyEntitlement, day, keyOf, makeLicence, makePlan } from '#tests/support/billing/licences.ts';
import { addCustomer } from '#tests/support/database/add-customer.ts';
import { useDatabase } from '#tests/support/database/database.ts';
import { rowsRead } from '#tests/support/database/large-tables.ts';
import { numbers } from '#tests/support/database/numbers.ts';
import { type InstanceServer, startInstanceServer } from '#tests/support/portal/instance-server.ts';

const database = useDatabase();
const noon = new Date('2027-01-15T12:00:00.000Z');
let server: InstanceServer;
let token: string;
let userId: number;

beforeEach(async () => {
  server = await startInstanceServer({ db: database.db, databaseUrl: database.url, now: noon });
  const client = await createClient(server.deps, { name: 'An instance', product: null });
  const form = {
    grant_type: 'client_credentials',
    client_id: client.clientId,
    client_secret: client.clientSecret,
    scope: 'manage-key',
  };
  const answer = await fetch(`${server.url}/oauth/token`, {
    method: 'POST',
    body: new URLSearchParams(form),
  });
  ({ access_token: token } = (await answer.json()) as { access_token: string });
  userId = await addCustomer(database.db);
});
afterEach(() => server.stop());

async function ping(key: string): Promise<number> {
  const answer = await fetch(`${server.url}/api/validate`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}` },
    body: new URLSearchParams({ licence_key: key }),
  });
  await answer.arrayBuffer();
  return answer.status;
}

async function pingAt(key: string, at: Date | string): Promise<number> {
  server.setNow(new Date(at));
  const status = await ping(key);
  await server.writePings();
  return status;
}

/** Returns the last ping as the customer's page shows it. */
async function shown(licenceId: number) {
  const list = await listLicences(server.deps, { userId });
  return list.find(({ id }) => id === licenceId)?.lastPing;
}

async function stored(): Promise<[number, LastPing][]> {
  const all = await database.db.query<{ id: number }>('SELECT licence_id AS id FROM last_pings', {
    type: QueryTypes.SELECT,
  });
  return [...(await server.deps.lastPings.listByLicences(all.map(({ id }) => id)))];
}
const minutesLater = (minutes: number): Date => new Date(noon.getTime() + minutes * minuteMs);

describe('A ping', () => {
  it('is recorded with the date that it was given, once an hour at most unless the answer changes', async () => {
    const { licenceId, key, entitlement } = await makeLicence(server.deps, { userId });
    expect(await shown(licenceId)).toBeNull();
    const writes = vi.spyOn(server.deps.lastPings, 'saveNewest');
    expect(await ping(key)).toBe(200);
    expect(await stored()).toEqual([]);
    await server.writePings();
    const first = { at: noon, nextCheckOn: '2027-02-01', endReason: null, isOverdue: false };
    expect(await shown(licenceId)).toEqual(first);

    await pingAt(key, minutesLater(59));
    expect(await shown(licenceId)).toEqual(first);
    expect(writes.mock.calls.map(([pings]) => pings.length)).toEqual([1, 0]);
    await pingAt(key, minutesLater(60));
    expect(await shown(licenceId)).toEqual({ ...first, at: minutesLater(60) });
    await server.deps.transaction((bound) =>
      applyEntitlement(bound, { ...entitlement, validUntil: day('2027-03-31') }),
    );
    await pingAt(key, minutesLater(61));
    expect(await shown(licenceId)).toEqual({ ...first, at: minutesLater(61), nextCheckOn: '2027-04-01' });
    await server.deps.transaction((bound) => applyEntitlement(bound, { ...entitlement, status: 'revoked' }));
    expect(await pingAt(key, minutesLater(62))).toBe(410);
    expect(await shown(licenceId)).toEqual({
      ...{ at: minutesLater(62), nextCheckOn: null, endReason: 'revoked', isOverdue: false },
    });
    expect(await collectPersonalData(server.deps, userId)).toMatchObject({
      last_pings: [
        {
          licence_id: licenceId,
          pinged_at: minutesLater(62).toISOString(),
          next_check_at: null,
          end_reason: 'revoked',
        },
      ],
    });
  });

  it('that is refused, or presents a replaced key, says nothing about the licence', async () => {
    const { licenceId, key } = await makeLicence(server.deps, { userId });
    const licence = await server.deps.licences.findById(licenceId);
    if (!licence) throw new Error('no licence');
    await server.deps.transaction((bound) =>
      reissueKey(bound, { licence, purchaserEmail: null, keyId: null, oldKeysUntil: noon }),
    );
    expect(await pingAt(key, noon)).toBe(404);
    expect(await pingAt('bm90IGEga2V5', noon)).toBe(500);
    expect(await stored()).toEqual([]);
  });

  it('is overdue on the day after the date that it was given, while the licence works', async () => {
    const { licenceId, key, entitlement } = await makeLicence(server.deps, { userId });
    await pingAt(key, noon);
    const isOverdueOn = async (text: string) => {
      server.setNow(new Date(`${text}T23:59:00Z`));
      return (await shown(licenceId))?.isOverdue;
    };
    expect(await isOverdueOn('2027-02-01')).toBe(false);
    expect(await isOverdueOn('2027-02-02')).toBe(true);
    // The grace period ends on 7 February. A locked product is then right.
    expect(await isOverdueOn('2027-02-08')).toBe(false);
    expect(await pingAt(key, '2027-02-08T12:00:00Z')).toBe(410);
    expect(await shown(licenceId)).toMatchObject({ endReason: 'expired', isOverdue: false });
    await server.deps.transaction((bound) =>
      applyEntitlement(bound, { ...entitlement, validUntil: day('2027-03-31') }),
    );
    expect(await isOverdueOn('2027-02-09')).toBe(false);
    expect(await isOverdueOn('2027-02-10')).toBe(true);
    await pingAt(key, '2027-02-10T12:00:00Z');
    expect(await shown(licenceId)).toMatchObject({ nextCheckOn: '2027-04-01', isOverdue: false });
  });

  it('of a licence without an owner, or of an erased one, leaves nothing', async () => {
    const ownerless = await makeLicence(server.deps);
    expect(await pingAt(ownerless.key, noon)).toBe(200);
    expect(await stored()).toEqual([]);

    const granted = await grantLicence(server.deps, {
      ...{ userId, plan: await makePlan(server.deps), until: day('2027-06-30'), seats: 1 },
      ...{ by: 'command line', reason: 'a test' },
    });
    if (granted.status !== 'granted') throw new Error(granted.reason);
    const key = await keyOf(server.deps, granted.licenceId);
    await pingAt(key, noon);
    expect(await stored()).toHaveLength(1);
    server.setNow(minutesLater(120));
    await ping(key);
    expect(await eraseDataSubject(server.deps, { accountId: userId, reason: 'asked' })).toMatchObject({
      status: 'erased',
    });
    expect(await stored()).toEqual([]);
    // The ping was recorded before the erasure and is written after it.
    await server.writePings();
    expect(await pingAt(key, minutesLater(180))).toBe(200);
    expect(await stored()).toEqual([]);
  });

  it('is removed without reading the pings of other licences', async () => {
    const { key, entitlement } = await makeLicence(server.deps, { userId });
    await pingAt(key, noon);
    await database.db.query(
      `INSERT INTO last_pings (licence_id, pinged_at) SELECT 1000000 + seq, UTC_TIMESTAMP(3) FROM ${numbers} n`,
    );
    await database.db.query('ANALYZE TABLE last_pings, licences');
    const { rows } = await rowsRead(database.db, (transaction) =>
      lastPingRepository(database.db, transaction).removeByStreams([entitlement.stream]),
    );
    expect(rows).toBeLessThan(100);
    expect((await stored()).filter(([id]) => id < 1_000_000)).toEqual([]);
  });
});

describe('A recorder', () => {
  const pingOf = (licenceId: number, at: Date, nextCheckOn = '2027-02-01'): LastPing => ({
    ...{ licenceId, at, nextCheckOn: day(nextCheckOn), endReason: null, clientId: 'a-client' },
  });

  it('of a slower process does not replace a newer ping', async () => {
    const { licenceId } = await makeLicence(server.deps, { userId });
    const [slow, quick] = [createPingRecorder(server.deps), createPingRecorder(server.deps)];
    slow.record(pingOf(licenceId, noon));
    quick.record(pingOf(licenceId, minutesLater(90), '2027-04-01'));
    quick.record(pingOf(licenceId, minutesLater(80)));
    await Promise.all([slow.write(), quick.write()]);
    await slow.write();
    await server.deps.lastPings.saveNewest([pingOf(licenceId, noon, '2027-03-01')]);
    expect(await stored()).toEqual([[licenceId, pingOf(licenceId, minutesLater(90), '2027-04-01')]]);
  });

  it('writes many pings while other processes write the same ones in another order', async () => {
    const { licenceId } = await makeLicence(server.deps, { userId });
    await database.db.query(
      `INSERT INTO licences (stream, user_id, plan_id, status, subscription_state, quantity, started_on,
         valid_until_at, created_at, updated_at)
       SELECT CONCAT('subscription:', seq), user_id, plan_id, status, subscription_state, quantity, started_on,
         valid_until_at, created_at, updated_at
       FROM licences JOIN ${numbers} n WHERE id = ${licenceId} AND seq < 300`,
    );
    const ids = (await server.deps.licences.listForUser(userId)).map(({ id }) => id);
    for (let hour = 0; hour < 10; hour += 1) {
      const pings = ids.map((id) => pingOf(id, minutesLater(60 * hour)));
      const orders = [pings, pings.toReversed(), pings];
      await Promise.all(orders.map((each) => server.deps.lastPings.saveNewest(each)));
    }
    expect(
      (await stored()).filter(([, { at }]) => at.getTime() === minutesLater(540).getTime()),
    ).toHaveLength(301);
  });

  it('keeps what it could not write, up to its limit, and says what it left out', async () => {
    const [first, second] = [
      await makeLicence(server.deps, { userId }),
      await makeLicence(server.deps, { userId }),
    ];
    const warn = vi.fn();
    const log = Object.assign(Object.create(server.deps.log), { warn });
    const recorder = createPingRecorder({ lastPings: server.deps.lastPings, log }, { max: 1 });
    recorder.record(pingOf(first.licenceId, noon));
    recorder.record(pingOf(second.licenceId, noon));
    recorder.record(pingOf(first.licenceId, minutesLater(1)));
    vi.spyOn(server.deps.lastPings, 'saveNewest').mockRejectedValueOnce(new Error('the database is away'));
    await expect(recorder.write()).rejects.toThrow('the database is away');
    expect(warn).toHaveBeenCalledWith({ left: 1, max: 1 }, expect.any(String));
    recorder.record(pingOf(first.licenceId, minutesLater(2)));
    await recorder.write();
    expect(await stored()).toEqual([[first.licenceId, pingOf(first.licenceId, minutesLater(2))]]);
  });
});
