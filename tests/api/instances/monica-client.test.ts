/** Tests a year in the life of a real instance, simulated against /api/validate. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createMonicaClient, type MonicaClient } from '#proofs/world/monica-client.ts';
import { createClient } from '#server/features/instances/create-client.ts';
import { rotateClientSecret } from '#server/features/instances/secrets/rotate-client-secret.ts';
import type { Entitlement } from '#server/features/licences/apply-entitlements.ts';
import { addDays, addMonths, dayOf, startOfDay } from '#shared/dates.ts';
import { applyEntitlement, day, makeLicence, makePlan } from '#tests/support/billing/licences.ts';
import { useDatabase } from '#tests/support/database/database.ts';
import { type InstanceServer, startInstanceServer } from '#tests/support/portal/instance-server.ts';

const database = useDatabase();
/**
 * The customer buys partway through a day, at the same moment as a job run: in this test, the instance's job runs every
 * six hours (03:20, 09:20 and so on).
 */
const bought = new Date('2027-01-31T09:20:00Z');
const hours = (count: number) => count * 3_600_000;

let server: InstanceServer;
let instance: MonicaClient;
let credentials: { clientId: string; clientSecret: string };

beforeEach(async () => {
  server = await startInstanceServer({ db: database.db, databaseUrl: database.url, now: bought });
  credentials = await createClient(server.deps, { name: 'Monica', product: 'Monica' });
  instance = createMonicaClient({ portalUrl: server.url, ...credentials, onRequest: server.setNow });
});
afterEach(() => server.stop());

const apply = (entitlement: Entitlement) =>
  server.deps.transaction((bound) => applyEntitlement(bound, entitlement));

/** Advances the time hour by hour and returns the hours at which the product was locked. */
async function lockedHours(from: Date, until: Date): Promise<Date[]> {
  const locked: Date[] = [];
  for (let at = from.getTime(); at <= until.getTime(); at += hours(1)) {
    await instance.passTimeUntil(new Date(at));
    if (instance.isLocked(new Date(at))) locked.push(new Date(at));
  }
  return locked;
}

describe('An instance whose customer pays every month', () => {
  it('works all year with one token, locked for at most six hours a month until its check', async () => {
    const plan = await makePlan(server.deps, 'Monica', 'Monthly');
    const start = dayOf(bought);
    const made = await makeLicence(server.deps, { plan, startedOn: start, validUntil: addMonths(start, 1) });
    expect(await instance.enterKey(made.key, bought)).toBe(true);

    let entitlement = made.entitlement;
    let from = bought;
    for (let month = 1; month <= 11; month += 1) {
      // Paddle charges at 15:00 UTC on the renewal date. The instance's next check is due later than that.
      const charged = new Date(startOfDay(addMonths(start, month)).getTime() + hours(15));
      const locked = await lockedHours(from, charged);
      expect(locked.length).toBeLessThanOrEqual(6);
      entitlement = {
        ...entitlement,
        validUntil: addMonths(start, month + 1),
        subscriptionState: 'subscription_payment_succeeded',
      };
      await apply(entitlement);
      from = new Date(charged.getTime() + hours(1));
    }
    expect(instance.answers.every(({ status }) => status === 200)).toBe(true);
    expect(instance.answers).toHaveLength(11);
    expect(instance.tokenRequests).toBe(1);
  });
});

describe('An instance whose customer pays late', () => {
  it('works through grace after one check and stays unlocked once paid', async () => {
    const made = await makeLicence(server.deps, { validUntil: day('2027-02-28') });
    await instance.enterKey(made.key, bought);
    const paid = new Date('2027-03-06T12:00:00Z');
    const locked = await lockedHours(bought, paid);
    expect(locked.length).toBeLessThanOrEqual(6);
    expect(instance.answers.map(({ status }) => status)).toEqual([200, 200]);
    expect(instance.nextCheckAt).toEqual(startOfDay(day('2027-03-08')));
    await apply({ ...made.entitlement, validUntil: day('2027-03-31') });
    expect((await lockedHours(paid, new Date('2027-03-30T00:00:00Z'))).length).toBeLessThanOrEqual(6);
    expect(instance.nextCheckAt).toEqual(startOfDay(day('2027-04-01')));
  });

  it('is locked from the end of grace until it gets a 200', async () => {
    const made = await makeLicence(server.deps, { validUntil: day('2027-02-28') });
    await instance.enterKey(made.key, bought);
    const graceOver = startOfDay(day('2027-03-08'));
    await lockedHours(bought, new Date(graceOver.getTime() - hours(1)));
    const locked = await lockedHours(graceOver, new Date(graceOver.getTime() + hours(47)));
    expect(locked).toHaveLength(48);
    expect(instance.answers.slice(2).every(({ status }) => status === 410)).toBe(true);
    expect(instance.answers.length).toBeGreaterThanOrEqual(9);
    await apply({ ...made.entitlement, validUntil: day('2027-04-09') });
    await instance.passTimeUntil(new Date(graceOver.getTime() + hours(54)));
    expect(instance.isLocked(new Date(graceOver.getTime() + hours(54)))).toBe(false);
  });
});

describe('An instance whose customer cancels', () => {
  it('works to the end of the last paid day', async () => {
    const made = await makeLicence(server.deps, { validUntil: day('2027-02-28') });
    await apply({ ...made.entitlement, status: 'cancelled', endsOn: day('2027-02-10') });
    await instance.enterKey(made.key, bought);
    expect(await lockedHours(bought, new Date('2027-02-28T23:59:00Z'))).toEqual([]);
    await instance.passTimeUntil(new Date('2027-03-02T00:00:00Z'));
    expect(instance.isLocked(new Date('2027-03-02T00:00:00Z'))).toBe(true);
    expect(instance.answers.at(-1)?.status).toBe(410);
  });
});

describe('An instance that keeps its token', () => {
  it('keeps working after a secret rotation, and requests no new token after a revocation', async () => {
    const made = await makeLicence(server.deps, { validUntil: day('2027-02-28') });
    await instance.enterKey(made.key, bought);
    await rotateClientSecret(server.deps, { clientId: credentials.clientId, revokeTokens: false });
    await instance.passTimeUntil(new Date('2027-03-02T00:00:00Z'));
    expect(instance.answers.at(-1)?.status).toBe(200);
    expect(instance.tokenRequests).toBe(1);

    await rotateClientSecret(server.deps, { clientId: credentials.clientId, revokeTokens: true });
    const restarted = await startInstanceServer({ db: database.db, databaseUrl: database.url });
    await server.stop();
    instance.portalMovedTo(restarted.url);
    await instance.passTimeUntil(startOfDay(addDays(day('2027-03-08'), 2)));
    await restarted.stop();
    expect(instance.answers.at(-1)?.status).toBe(401);
    expect(instance.isLocked(startOfDay(day('2027-03-10')))).toBe(true);
    expect(instance.tokenRequests).toBe(1);
  });

  it('requests a new token after 364 days, before the old one expires', async () => {
    const made = await makeLicence(server.deps, { validUntil: addDays(dayOf(bought), 365) });
    await instance.enterKey(made.key, bought);
    await instance.passTimeUntil(new Date(bought.getTime() + 367 * hours(24)));
    expect(instance.answers.every(({ status }) => status === 200)).toBe(true);
    expect(instance.tokenRequests).toBe(2);
  });
});
