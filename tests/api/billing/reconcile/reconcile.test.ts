/**
 * Reconciliation finds and repairs differences between Paddle and the portal. No licence ends because Paddle can't be
 * reached.
 */
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { pino } from 'pino';
import { QueryTypes } from 'sequelize';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { castOf } from '#proofs/shop/cast.ts';
import { startLife } from '#proofs/shop/life.ts';
import { type Portal, startPortal } from '#proofs/shop/portal.ts';
import { delivered } from '#proofs/shop/received-alerts.ts';
import { buildDeps } from '#server/build-deps.ts';
import type { Deps } from '#server/deps.ts';
import { rebuild } from '#server/features/billing/inbox/rebuild.ts';
import { storeEvents } from '#server/features/billing/inbox/store-events.ts';
import { toEvent } from '#server/features/billing/inbox/to-event.ts';
import { foundPayments, lacksPayment } from '#server/features/billing/reconcile/compare.ts';
import { historyReaches, jobs, nextNight, runJobs } from '#server/features/billing/reconcile/jobs.ts';
import { reconcile } from '#server/features/billing/reconcile/reconcile.ts';
import { checkLicence } from '#server/features/licences/licence-validity.ts';
import { classicPaddle } from '#server/platform/paddle/classic/adapter.ts';
import type { PaddleSubscription } from '#server/platform/paddle/port.ts';
import { classicRef } from '#server/platform/paddle/reference.ts';
import { CalendarDate, dayOf } from '#shared/dates.ts';
import { newPrivateKey } from '#tests/api/paddle-twin/support.ts';
import { passthroughOf } from '#tests/support/billing/alerts.ts';
import { wholeHistory } from '#tests/support/billing/paddle-lists.ts';
import { seedPlansOnSale } from '#tests/support/billing/plans-on-sale.ts';
import { addCustomer } from '#tests/support/database/add-customer.ts';
import { useDatabase } from '#tests/support/database/database.ts';
import { type PaddleTwin, startTwin } from '#twin/start-twin.ts';

const test = useDatabase();
const vendor = { id: 4_711, authCode: 'f00dcafe0123456789abcdef' };
const catalogue = [
  { id: 24_749, name: 'Monica monthly', interval: 'month', usdCents: 900, perSeat: false },
  { id: 24_751, name: 'OfficeLife monthly', interval: 'month', usdCents: 400, perSeat: true },
] as const;
const privateKey = newPrivateKey();

let twin: PaddleTwin;
let portal: Portal;
let deps: Deps;
let userId: number;

const rows = <T extends object>(sql: string) => test.db.query<T>(sql, { type: QueryTypes.SELECT });

beforeEach(async () => {
  twin = await startTwin({
    ...{ port: 0, webhookUrl: null, catalogue, vendor, privateKey, seed: 7, clockStands: true },
    startAt: new Date('2026-01-12T09:14:00Z'),
  });
  portal = await startPortal({
    databaseUrl: test.url,
    now: twin.now,
    settings: {
      PADDLE_VENDOR_ID: String(vendor.id),
      PADDLE_VENDOR_AUTH_CODE: vendor.authCode,
      PADDLE_PUBLIC_KEY: twin.publicKey,
      PADDLE_VENDORS_URL: twin.vendorsUrl,
      PADDLE_CHECKOUT_URL: twin.checkoutUrl,
    },
  });
  deps = whatAProcessHas();
  await seedPlansOnSale(test.db);
  userId = await addCustomer(test.db, { email: 'nora@example.test' });
  twin.setWebhookUrl(`${portal.url}/paddle/webhook`);
});
afterEach(async () => {
  await twin.stop();
  await portal.stop();
});

/** Never aborted, as in a process that isn't being stopped. */
const going = new AbortController().signal;
const original = globalThis.fetch;

/** Builds dependencies as in production, except for shorter delays before requests to Paddle are retried. */
function whatAProcessHas(): Deps {
  const { config } = portal;
  const log = pino({ level: 'silent' });
  return {
    ...buildDeps({ config, db: test.db, log, clock: { now: twin.now } }),
    paddle: classicPaddle({ ...config.paddle, log, now: twin.now, retryDelayMs: 5 }),
  };
}

const subscribe = (planId = 24_749) =>
  twin.subscribe({ planId, email: 'nora@example.test', passthrough: passthroughOf(userId) });

const ask = (dryRun = false) =>
  reconcile(deps, { since: new Date(twin.now().getTime() - historyReaches), dryRun });

async function isGood(): Promise<boolean> {
  const [licence] = await deps.licences.listForUser(userId);
  return licence !== undefined && checkLicence(licence, dayOf(twin.now()), deps.settings).status === 'good';
}

/** Reads the columns of licences and receipts that customers can see. */
const projections = async () => ({
  licences: await rows(
    'SELECT stream, status, subscription_state, quantity, valid_until_at, ends_on, paused_from FROM licences ORDER BY stream',
  ),
  receipts: await rows('SELECT order_id, amount_minor, tax_minor, paid_at FROM receipts ORDER BY reference'),
});

describe('alerts that have come and are not applied yet', () => {
  it('are no drift: they are applied first, whatever process took them in', async () => {
    twin.setFaults({ lose: 1 });
    subscribe();
    await twin.advanceDays(40);
    // Stores the alerts without applying them, as the intake does during a burst.
    const alerts = await wholeHistory(deps.paddle, new Date(0));
    await storeEvents(
      deps,
      alerts.map((alert) => toEvent(deps, alert, 'paddle_alert').arrived),
    );
    expect(await rows('SELECT id FROM licences')).toEqual([]);
    expect(await ask()).toMatchObject({ findings: [], problems: [], subscriptions: 1 });
    expect(await isGood()).toBe(true);
    expect(await rows("SELECT id FROM billing_events WHERE source = 'reconciliation'")).toEqual([]);
  });
});

describe('alerts that were lost', () => {
  it('are taken in from Paddle’s history, and the rows end as if nothing had been lost', async () => {
    twin.setFaults({ lose: 1 });
    const id = subscribe(24_751);
    await twin.advanceDays(40);
    twin.setQuantity(id, 12, { billImmediately: true });
    twin.setFaults({ lose: 0 });
    await twin.advanceDays(1);
    expect(await rows('SELECT id FROM licences')).toEqual([]);

    const before = await ask(true);
    expect(before.findings.length).toBeGreaterThan(3);
    expect(await rows('SELECT id FROM billing_events')).toEqual([]);

    await ask();
    const [paddle] = twin.truth().subscriptions;
    expect(await rows('SELECT status, quantity FROM licences')).toEqual([{ status: 'active', quantity: 12 }]);
    expect(await rows('SELECT order_id FROM receipts ORDER BY paid_at, reference')).toEqual(
      paddle?.payments.map(({ orderId }) => ({ order_id: orderId })),
    );
    expect(await rows("SELECT id FROM billing_events WHERE type = 'subscription_found'")).toEqual([]);
    expect(await ask(true)).toMatchObject({ findings: [], problems: [] });
    expect(await rebuild(deps, { dryRun: true })).toMatchObject({ differences: [] });
  });

  it('are taken in but for the one that cannot be stored, and it is said which', async () => {
    twin.setFaults({ lose: 1 });
    subscribe();
    await twin.advanceDays(1);
    const sorry = new Error('Data too long');
    const choosy: Deps = {
      ...deps,
      inbox: {
        ...deps.inbox,
        ingest: (alert, source) =>
          alert.name === 'subscription_payment_succeeded'
            ? Promise.reject(sorry)
            : deps.inbox.ingest(alert, source),
      },
    };
    const since = new Date(twin.now().getTime() - historyReaches);
    const { problems, findings } = await reconcile(choosy, { since });
    expect(problems).toEqual([
      expect.stringMatching(/^The alert subscription_payment_succeeded \d+ could not be stored$/),
    ]);
    expect(findings.map(({ kind }) => kind)).toContain('alert');
    expect(await isGood()).toBe(true);
    expect((await ask()).problems).toEqual([]);
  });

  it('and come after all change nothing any more', async () => {
    twin.setFaults({ hold: true });
    subscribe();
    await ask();
    const found = await projections();
    expect(found.licences).toHaveLength(1);
    twin.setFaults({ hold: false });
    await twin.drain();
    expect(await projections()).toEqual(found);
  });
});

describe('what is older than Paddle’s history', () => {
  it('ends with equal entitlement, and receipts without order and tax', async () => {
    twin.setFaults({ lose: 1 });
    subscribe();
    await twin.advanceDays(110);
    twin.setFaults({ lose: 0 });
    await ask();
    const [paddle] = twin.truth().subscriptions;
    expect(await isGood()).toBe(true);
    const [licence] = await rows<{ until: string; started: string }>(
      'SELECT CAST(valid_until_at AS CHAR) AS until, CAST(started_on AS CHAR) AS started FROM licences',
    );
    expect(licence).toEqual({ until: paddle?.paidThrough, started: '2026-01-12' });
    const receipts = await rows<{ order_id: string | null }>(
      'SELECT order_id FROM receipts ORDER BY paid_at',
    );
    expect(receipts).toHaveLength(paddle?.payments.length ?? 0);
    expect(receipts[0]?.order_id).toBeNull();
    expect(await ask(true)).toMatchObject({ findings: [] });
  });

  it('is found by its owner’s confirmed address, for no alert carries our passthrough', async () => {
    twin.setFaults({ lose: 1 });
    subscribe();
    await twin.advanceDays(110);
    await ask();
    expect(await rows('SELECT user_id FROM licences')).toEqual([{ user_id: userId }]);
  });

  it('keeps up with a cancellation of which only Paddle knows', async () => {
    const id = subscribe();
    await twin.drain();
    twin.setFaults({ lose: 1 });
    twin.cancel(id);
    await twin.advanceDays(100);
    await ask();
    expect(await rows('SELECT status FROM licences')).toEqual([{ status: 'cancelled' }]);
    expect(await isGood()).toBe(false);
  });
});

describe('a charge for more seats, of which no alert told', () => {
  const on = (text: string) => CalendarDate.parse(text);
  const money = { minor: 2_000, currency: 'USD' };
  const yearly: PaddleSubscription = {
    ...{
      ref: classicRef('subscription', 1),
      planId: 24_752,
      paddleUserId: 3,
      email: null,
      status: 'active',
      quantity: 5,
    },
    signedUpOn: on('2026-01-01'),
    nextPayment: { amount: money, on: on('2027-01-01') },
    lastPayment: { amount: money, on: on('2026-03-01') },
    ...{ pausedFrom: null, pausedReason: null, updateUrl: null, cancelUrl: null },
  };
  const payment = (paymentId: number, paidOn: string) => ({
    ...{ paymentId, ref: classicRef('subscription', 1), amount: money, receiptUrl: null },
    paidOn: on(paidOn),
  });

  it('does not end what was paid before it, even when it is given back', () => {
    const payments = [payment(2, '2026-03-01'), payment(1, '2026-01-01')];
    const found = foundPayments(yearly, payments, { receipts: [], frequency: 'Annual' });
    expect(found.map(({ paymentId, paidThrough }) => [paymentId, paidThrough])).toEqual([
      [1, '2027-01-01'],
      [2, '2027-01-01'],
    ]);
  });

  it('is not found again where a receipt without a payment’s id stands for it', () => {
    const payments = [payment(2, '2026-03-01'), payment(3, '2026-03-01'), payment(1, '2026-01-01')];
    const receipt = {
      ...{ reference: 'order:7-1', orderId: '7-1', amount: money },
      paidAt: new Date('2026-03-01T06:00:00Z'),
    };
    const found = (receipts: (typeof receipt)[]) =>
      foundPayments(yearly, payments, { receipts, frequency: 'Annual' }).map(({ paymentId }) => paymentId);
    expect(found([receipt])).toEqual([1, 3]);
    expect(found([receipt, { ...receipt, reference: 'payment:3' }])).toEqual([1]);
    expect(found([{ ...receipt, amount: { minor: 2_001, currency: 'USD' } }])).toEqual([1, 2, 3]);
  });

  it('is found again where the amount that was found once is not what Paddle says', () => {
    const payments = [payment(1, '2026-01-01')];
    const found = (receipt: { orderId: string | null; minor: number }) =>
      foundPayments(yearly, payments, {
        receipts: [
          {
            ...{ reference: 'payment:1', orderId: receipt.orderId, paidAt: new Date('2026-01-01') },
            amount: { ...money, minor: receipt.minor },
          },
        ],
        frequency: 'Annual',
      }).map(({ amount }) => amount.minor);
    expect(found({ orderId: null, minor: 20 })).toEqual([2_000]);
    expect(found({ orderId: null, minor: 2_000 })).toEqual([]);
    expect(found({ orderId: '7-1', minor: 20 })).toEqual([]);
  });

  it('is asked for when Paddle charges later than the day until which we believe it paid', () => {
    const paidDays = [on('2026-03-01')];
    expect(lacksPayment(yearly, { paidDays, validUntil: on('2027-01-01') })).toBe(false);
    expect(lacksPayment(yearly, { paidDays, validUntil: on('2026-03-01') })).toBe(true);
  });
});

describe('Paddle', () => {
  it('out of reach changes nothing, and it is said what could not be asked', async () => {
    subscribe();
    await twin.drain();
    const before = await projections();
    twin.setFaults({ down: true });
    const result = await ask();
    expect(result.findings).toEqual([]);
    expect(result.problems.length).toBeGreaterThan(0);
    expect(await projections()).toEqual(before);
    expect(await isGood()).toBe(true);
  });

  it('that limits calls is asked again, until it answers', async () => {
    twin.setFaults({ hold: true });
    subscribe();
    twin.setFaults({ rateLimited: 1 });
    expect((await ask()).problems).toEqual([]);
    expect(await isGood()).toBe(true);
  });

  it('that does not know a subscription raises a flag, once, and the licence goes on', async () => {
    const cast = castOf(1, userId);
    const [created] = startLife(cast).created().alerts;
    if (!created) throw new Error('nothing happened');
    await deps.inbox.ingest(delivered(created, 1));
    expect((await ask()).findings).toMatchObject([{ kind: 'missing' }]);
    expect((await ask()).findings).toEqual([]);
    expect(await rows('SELECT kind, resolved_at FROM flags')).toEqual([
      { kind: 'missing_at_paddle', resolved_at: null },
    ]);
    expect(await isGood()).toBe(true);
  });
});

describe('where it was', () => {
  const asked = (spy: { mock: { calls: unknown[][] } }) =>
    spy.mock.calls.filter(([url]) => String(url).endsWith('/alert/webhooks')).length;
  const runJob = (name: string, stopped = going) =>
    jobs.find((job) => job.name === name)?.run(deps, stopped) ?? Promise.reject(new Error(name));

  it('is remembered: the first night reads 90 days, the next one what is new and two days more', async () => {
    const spy = vi.spyOn(globalThis, 'fetch');
    await runJob('reconcile');
    expect(asked(spy)).toBe(91);
    spy.mockClear();
    await twin.advanceDays(1);
    await runJob('reconcile');
    expect(asked(spy)).toBe(4);
    spy.mockRestore();
  });

  it('survives the process: another one goes on behind the last day that was stored', async () => {
    twin.setFaults({ lose: 1 });
    subscribe();
    await twin.advanceDays(40);
    twin.setFaults({ lose: 0 });
    const stopping = new AbortController();
    const spy = vi.spyOn(globalThis, 'fetch').mockImplementation(async (...given) => {
      // Stops the job during the 60th of its 91 requests, after the day of the purchase and before the day of its
      // renewal.
      if (asked(spy) === 60) stopping.abort();
      return original(...given);
    });
    await expect(runJob('reconcile', stopping.signal)).rejects.toMatchObject({ name: 'AbortError' });
    const first = asked(spy);
    expect(first).toBeLessThan(70);
    deps = whatAProcessHas();
    spy.mockClear();
    await runJob('reconcile');
    expect(asked(spy)).toBeLessThan(91 - first + 5);
    spy.mockRestore();
    expect(await isGood()).toBe(true);
    // A full reconciliation finds nothing more, as if the job had never been interrupted.
    const ended = await projections();
    expect(ended.receipts.length).toBeGreaterThan(0);
    expect(await ask()).toMatchObject({ found: 0, problems: [] });
    expect(await projections()).toEqual(ended);
  });
});

describe('a shop of any size', () => {
  setFlagsFromString('--expose-gc');
  const collectGarbage = runInNewContext('gc') as () => void;

  /** Hands out objects and counts how many of them are still referenced. */
  function heldPieces() {
    const pieces: WeakRef<object>[] = [];
    return {
      async count(): Promise<number> {
        // WeakRef targets stay alive until the end of the turn in which they were last dereferenced.
        await new Promise(setImmediate);
        collectGarbage();
        return pieces.filter((ref) => ref.deref() !== undefined).length;
      },
      handOut<T extends object>(piece: T): T {
        pieces.push(new WeakRef(piece));
        return piece;
      },
    };
  }

  it('is never held in memory: a piece is let go before the next but one', async () => {
    const { count, handOut } = heldPieces();
    const held: number[] = [];
    const fake: Deps = {
      ...deps,
      paddle: {
        ...deps.paddle,
        async *alertHistory() {
          for (let n = 0; n < 100; n += 1) yield handOut({ alerts: [], readThrough: new Date(n) });
          held.push(await count());
        },
        async *everySubscription() {
          for (let n = 0; n < 100; n += 1) yield handOut([]);
          held.push(await count());
        },
      },
    };
    expect(await reconcile(fake, { since: new Date(0) })).toMatchObject({ found: 0, problems: [] });
    expect(held).toHaveLength(2);
    expect(Math.max(...held)).toBeLessThanOrEqual(3);
  });
});

describe('by itself', () => {
  it('the portal takes in lost alerts and asks about what waits, one process at a time', async () => {
    twin.setFaults({ lose: 1 });
    subscribe();
    twin.setFaults({ lose: 0 });
    await twin.advanceDays(1);
    await Promise.all([runJobs(deps, going), runJobs(whatAProcessHas(), going)]);
    expect(await isGood()).toBe(true);
    expect(await rows("SELECT name FROM jobs WHERE due_at > '2026-01-13 09:14:00' ORDER BY name")).toEqual([
      { name: 'lost_alerts' },
      { name: 'ownership' },
      { name: 'reconcile' },
    ]);
  });

  it('a renewal whose subscription nobody told us of is resolved by asking', async () => {
    twin.setFaults({ lose: 1 });
    subscribe();
    await twin.advanceDays(100);
    twin.setFaults({ lose: 0 });
    await twin.advanceDays(25);
    const [waiting] = await rows<{ state: string }>(
      "SELECT state FROM billing_events WHERE source = 'paddle_alert'",
    );
    expect(waiting?.state).toBe('waiting');
    await runJobs(deps, going);
    expect(await isGood()).toBe(true);
    expect(await rows("SELECT id FROM billing_events WHERE state = 'waiting'")).toEqual([]);
  });

  it('the look every quarter of an hour asks for Paddle’s alerts by one question', async () => {
    const asked = vi.spyOn(globalThis, 'fetch');
    await jobs.find(({ name }) => name === 'lost_alerts')?.run(deps, going);
    const urls = asked.mock.calls.map(([url]) => String(url));
    asked.mockRestore();
    expect(urls.filter((url) => url.endsWith('/alert/webhooks'))).toHaveLength(1);
  });

  it('the night’s look comes before midnight UTC', () => {
    expect(nextNight(new Date('2026-01-12T09:00:00Z'))).toEqual(new Date('2026-01-12T23:15:00Z'));
    expect(nextNight(new Date('2026-01-12T23:15:00Z'))).toEqual(new Date('2026-01-13T23:15:00Z'));
  });
});
