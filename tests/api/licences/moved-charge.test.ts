/**
 * Tests a charge that is moved to a later day, which leaves unpaid days before it. /api/validate, the customer's page
 * and the event log must agree about those days.
 */
import { QueryTypes } from 'sequelize';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Cast, castOf } from '#proofs/shop/cast.ts';
import { day, startLife } from '#proofs/shop/life.ts';
import { openPaddleDesk, type PaddleDesk } from '#proofs/shop/paddle-desk.ts';
import { type Portal, startPortal } from '#proofs/shop/portal.ts';
import { buildDeps } from '#server/build-deps.ts';
import type { Deps } from '#server/deps.ts';
import { rebuild } from '#server/features/billing/inbox/rebuild.ts';
import { reconcile } from '#server/features/billing/reconcile/reconcile.ts';
import { createClient } from '#server/features/instances/create-client.ts';
import { revealKey } from '#server/features/licences/keys/reveal-key.ts';
import { listLicences } from '#server/features/licences/list-licences.ts';
import { seedPlansOnSale } from '#tests/support/billing/plans-on-sale.ts';
import { addCustomer } from '#tests/support/database/add-customer.ts';
import { useDatabase } from '#tests/support/database/database.ts';

const test = useDatabase();
let portal: Portal;
let desk: PaddleDesk;
let deps: Deps;
let cast: Cast;
let token: string;

beforeEach(async () => {
  desk = await openPaddleDesk();
  portal = await startPortal({
    databaseUrl: test.url,
    at: '2026-11-29T12:00:00Z',
    settings: { PADDLE_VENDORS_URL: desk.url },
  });
  deps = buildDeps({ config: portal.config, db: test.db, log: portal.logger, clock: { now: portal.now } });
  await seedPlansOnSale(test.db);
  cast = castOf(1, await addCustomer(test.db));
  const { clientId, clientSecret } = await createClient(deps, { name: 'An instance', product: null });
  const answer = await fetch(`${portal.url}/oauth/token`, {
    method: 'POST',
    body: new URLSearchParams({
      ...{ grant_type: 'client_credentials', scope: 'manage-key' },
      ...{ client_id: clientId, client_secret: clientSecret },
    }),
  });
  ({ access_token: token } = (await answer.json()) as { access_token: string });
});
afterEach(async () => {
  await portal.stop();
  await desk.close();
});

type Life = ReturnType<typeof startLife>;

/** Returns a subscription that was bought on `day` and paid for one month. */
const boughtOn = (day: string): Life => startLife(cast).at(`${day} 09:14:00`).created().paid();

async function deliver(life: Life, order: readonly number[] = life.alerts.map((_, index) => index)) {
  for (const index of order) {
    const form = life.alerts[index];
    if (form) expect((await portal.alert({ alert_id: String(7_000 + index), ...form })).status).toBe(200);
  }
}

const licenceOf = async () => {
  const [licence] = await listLicences(deps, { userId: cast.userId ?? 0 });
  if (!licence) throw new Error('there is no licence');
  return licence;
};

/** Returns the response of /api/validate to the customer's key. */
async function ping(): Promise<{ status: number; next_check_at?: string; reason?: string }> {
  const { key } = await revealKey(deps, { licenceId: (await licenceOf()).id, userId: cast.userId ?? 0 });
  const answer = await fetch(`${portal.url}/api/validate`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    body: JSON.stringify({ licence_key: key }),
  });
  return { status: answer.status, ...((await answer.json()) as object) };
}

const openFlags = () =>
  test.db.query<{ kind: string; detail: string }>(
    'SELECT kind, detail FROM flags WHERE resolved_at IS NULL ORDER BY kind',
    { type: QueryTypes.SELECT },
  );
const differences = async () => (await rebuild(deps, { dryRun: true })).differences;

describe('A charge the operator moved to a later day at Paddle', () => {
  it('extends the licence to the new day when moved before the paid period ends (w83)', async () => {
    const life = boughtOn('2026-11-10')
      .at('2026-11-20 10:00:00')
      .updated({ nextBillOn: day('2027-01-08') });
    await deliver(life);
    expect(await ping()).toMatchObject({
      status: 200,
      next_check_at: '2027-01-09',
      valid_until: '2027-01-08',
    });
    expect(await licenceOf()).toMatchObject({ validUntil: '2027-01-08', renewsOn: '2027-01-08' });
  });

  it('keeps the licence valid past the day originally paid for (w84)', async () => {
    const life = boughtOn('2026-10-10')
      .at('2026-11-04 10:00:00')
      .updated({ nextBillOn: day('2026-12-19') });
    await deliver(life);
    expect(await ping()).toMatchObject({ status: 200, next_check_at: '2026-12-20' });
    expect(await licenceOf()).toMatchObject({ standing: 'good', worksThrough: '2026-12-26' });
    portal.setNow('2026-12-27T00:00:00Z');
    expect(await ping()).toMatchObject({ status: 410, reason: 'expired' });
  });

  it('gives the same licence for out-of-order and duplicate alerts', async () => {
    const life = boughtOn('2026-10-10')
      .at('2026-11-04 10:00:00')
      .updated({ nextBillOn: day('2026-12-19') });
    await deliver(life, [2, 1, 0]);
    await deliver(life, [1, 2, 0]);
    expect(await licenceOf()).toMatchObject({ validUntil: '2026-12-19', lastPaid: { minor: 900 } });
    expect(await differences()).toEqual([]);
  });

  it("isn't undone by reconciliation, which sees only the next bill date", async () => {
    const life = boughtOn('2026-10-10')
      .at('2026-11-04 10:00:00')
      .updated({ nextBillOn: day('2026-12-19') });
    await deliver(life);
    desk.sent(life.alerts.map((form, index) => ({ id: 7_000 + index, form })));
    desk.has(cast, [life.state]);
    const since = new Date('2026-09-01');
    expect(await reconcile(deps, { since })).toMatchObject({ findings: [], problems: [] });
    // The charge was moved again, but the alert about it was lost. Reconciliation finds the new day and no payment.
    life.state.nextBillOn = day('2026-12-24');
    desk.has(cast, [life.state]);
    const { findings } = await reconcile(deps, { since });
    expect(findings).toEqual([{ kind: 'subscription', stream: expect.any(String), what: 'nextBillOn' }]);
    expect(await ping()).toMatchObject({ status: 200, next_check_at: '2026-12-20' });
  });

  it('ends the licence when the preceding payment is refunded in full', async () => {
    const life = boughtOn('2026-11-10')
      .at('2026-11-20 10:00:00')
      .updated({ nextBillOn: day('2027-01-08') });
    life.at('2026-11-25 10:00:00').refunded(0, 'full');
    await deliver(life);
    expect(await ping()).toMatchObject({ status: 410, reason: 'refunded' });
  });

  it("doesn't extend the licence while a payment is overdue", async () => {
    const life = boughtOn('2026-10-10').at('2026-11-10 06:00:00').failed({ attempt: 1, retryOn: null });
    life.at('2026-11-11 06:00:00').updated({ status: 'active', nextBillOn: day('2026-12-10') });
    await deliver(life);
    expect(await ping()).toMatchObject({ status: 410, reason: 'expired' });
  });
});

describe('A charge moved by a whole period or more', () => {
  const moved = () =>
    boughtOn('2026-11-10')
      .at('2026-11-28 10:00:00')
      .updated({ nextBillOn: day('2027-01-10') });

  it('extends the licence and is flagged after three days without a payment', async () => {
    await deliver(moved());
    expect(await ping()).toMatchObject({ status: 200, next_check_at: '2027-01-11' });
    expect(await openFlags()).toEqual([]);
    expect(await differences()).toEqual([]);
    portal.setNow('2026-12-01T09:59:59Z');
    expect(await differences()).toEqual([]);
    portal.setNow('2026-12-01T10:00:01Z');
    await expect.poll(openFlags).toEqual([{ kind: 'charge_moved', detail: '2026-12-10 to 2027-01-10' }]);
    expect(await differences()).toEqual([]);
    expect(await ping()).toMatchObject({ status: 200, next_check_at: '2027-01-11' });
  });

  it('has its flag removed when the alert of an earlier payment arrives late', async () => {
    const life = moved()
      .at('2026-11-30 10:00:00')
      .paid({ through: day('2027-01-10') });
    await deliver(life, [0, 1, 2]);
    portal.setNow('2026-12-02T10:00:00Z');
    await expect.poll(openFlags).toHaveLength(1);
    await deliver(life, [3]);
    expect(await openFlags()).toEqual([]);
    expect(await differences()).toEqual([]);
  });
});

describe('A pause that ended with a later charge (w91)', () => {
  it("doesn't extend the licence without a payment and raises a flag", async () => {
    const life = boughtOn('2026-09-10')
      .at('2026-10-10 06:00:00')
      .updated({ status: 'paused', pausedFrom: day('2026-10-10'), nextBillOn: day('2026-11-10') })
      .at('2026-11-20 06:00:00')
      .updated({ status: 'active', nextBillOn: day('2026-12-20'), pausedFrom: null });
    await deliver(life);
    expect(await ping()).toMatchObject({ status: 410, reason: 'expired' });
    expect(await openFlags()).toEqual([{ kind: 'resumed_unpaid', detail: '2026-11-10 to 2026-12-20' }]);
  });
});

describe('A scheduled pause', () => {
  it('ends the licence the day after it starts, without grace, on the page and in /api/validate', async () => {
    const life = boughtOn('2026-11-12')
      .at('2026-11-20 12:00:00')
      .updated({ pausedFrom: day('2026-12-12'), pausedReason: 'voluntary' });
    await deliver(life);
    expect(await ping()).toMatchObject({ status: 200, next_check_at: '2026-12-13' });
    expect(await licenceOf()).toMatchObject({
      ...{ standing: 'ending', worksThrough: '2026-12-12', pausesOn: '2026-12-12', renewsOn: null },
    });
    portal.setNow('2026-12-13T00:00:00Z');
    expect(await ping()).toMatchObject({ status: 410, reason: 'paused' });
    expect(await licenceOf()).toMatchObject({ standing: 'ended', worksThrough: '2026-12-12' });
  });

  it.each([
    ['paused', '2026-12-12'],
    ['past due', '2026-12-16'],
  ])('adds no days when the subscription is cancelled while %s', async (state, worksThrough) => {
    const life = boughtOn('2026-11-12').at('2026-12-12 06:00:00');
    if (state === 'paused') life.updated({ status: 'paused', pausedFrom: day('2026-12-12') });
    else life.failed({ attempt: 1, retryOn: day('2026-12-15') });
    life.at('2026-12-16 06:00:00').cancelled(day('2027-01-12'));
    await deliver(life);
    portal.setNow('2026-12-16T12:00:00Z');
    expect(await licenceOf()).toMatchObject({ worksThrough });
    portal.setNow('2026-12-17T00:00:00Z');
    expect(await ping()).toMatchObject({ status: 410, reason: 'cancelled' });
  });
});
