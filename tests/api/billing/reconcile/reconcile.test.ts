import { describe, expect, it, vi } from 'vitest';
import { castOf } from '#proofs/shop/cast.ts';
import { startLife } from '#proofs/shop/life.ts';
import { delivered } from '#proofs/shop/received-alerts.ts';
import type { Deps } from '#server/deps.ts';
import { rebuild } from '#server/features/billing/inbox/rebuild.ts';
import { storeEvents } from '#server/features/billing/inbox/store-events.ts';
import { toEvent } from '#server/features/billing/inbox/to-event.ts';
import { foundPayments, lacksPayment } from '#server/features/billing/reconcile/compare.ts';
import { historyReaches } from '#server/features/billing/reconcile/jobs.ts';
import { reconcile } from '#server/features/billing/reconcile/reconcile.ts';
import type { PaddleSubscription } from '#server/platform/paddle/port.ts';
import { classicRef } from '#server/platform/paddle/reference.ts';
import { CalendarDate } from '#shared/dates.ts';
import { wholeHistory } from '#tests/support/billing/paddle-lists.ts';
import { useReconciledShop } from './reconciled-shop.ts';

const shop = useReconciledShop();
const usd = (minor: number) => ({ minor, currency: 'USD' });

describe('Alerts that are stored but not applied yet', () => {
  it('are applied before the comparison and don’t count as differences', async () => {
    shop.twin.setFaults({ lose: 1 });
    shop.subscribe();
    await shop.twin.advanceDays(40);
    // Stores the alerts without applying them, as the intake does during a burst.
    const alerts = await wholeHistory(shop.deps.paddle, new Date(0));
    await storeEvents(
      shop.deps,
      alerts.map((alert) => toEvent(shop.deps, alert, 'paddle_alert').arrived),
    );
    expect(await shop.rows('SELECT id FROM licences')).toEqual([]);
    expect(await shop.ask()).toMatchObject({ findings: [], problems: [], subscriptions: 1 });
    expect(await shop.isGood()).toBe(true);
    expect(await shop.rows("SELECT id FROM billing_events WHERE source = 'reconciliation'")).toEqual([]);
  });
});

describe('Rows that an earlier release stored', () => {
  it('are made again before the comparison, and Paddle is asked about none of them', async () => {
    shop.subscribe();
    await shop.twin.advanceDays(40);
    await shop.ask();
    const charges = () => shop.rows('SELECT next_charge_minor, period_price_minor FROM subscriptions');
    const whole = await charges();
    await shop.test.db.query('UPDATE subscriptions SET next_charge_minor = NULL, period_price_minor = NULL');
    await shop.test.db.query('UPDATE event_streams SET folded_rules = 0');
    const subscriptions = vi.fn(shop.deps.paddle.subscriptions);
    const paddle = { ...shop.deps.paddle, subscriptions };
    expect(await reconcile({ ...shop.deps, paddle }, { since: new Date(0) })).toMatchObject({ found: 0 });
    expect(subscriptions).not.toHaveBeenCalled();
    expect(await charges()).toEqual(whole);
  });
});

describe('Lost alerts', () => {
  it('are recovered from Paddle’s history, with the same rows as if none had been lost', async () => {
    shop.twin.setFaults({ lose: 1 });
    const id = shop.subscribe(24_751);
    await shop.twin.advanceDays(40);
    shop.twin.setQuantity(id, 12, { billImmediately: true });
    shop.twin.setFaults({ lose: 0 });
    await shop.twin.advanceDays(1);
    expect(await shop.rows('SELECT id FROM licences')).toEqual([]);

    const before = await shop.ask(true);
    expect(before.findings.length).toBeGreaterThan(3);
    expect(await shop.rows('SELECT id FROM billing_events')).toEqual([]);

    await shop.ask();
    const [paddle] = shop.twin.truth().subscriptions;
    expect(await shop.rows('SELECT status, quantity FROM licences')).toEqual([
      { status: 'active', quantity: 12 },
    ]);
    expect(await shop.rows('SELECT order_id FROM receipts ORDER BY paid_at, reference')).toEqual(
      paddle?.payments.map(({ orderId }) => ({ order_id: orderId })),
    );
    expect(await shop.rows("SELECT id FROM billing_events WHERE type = 'subscription_found'")).toEqual([]);
    expect(await shop.ask(true)).toMatchObject({ findings: [], problems: [] });
    expect(await rebuild(shop.deps, { dryRun: true })).toMatchObject({ differences: [] });
  });

  it('are recovered except for one that can’t be stored, which is reported', async () => {
    shop.twin.setFaults({ lose: 1 });
    shop.subscribe();
    await shop.twin.advanceDays(1);
    const sorry = new Error('Data too long');
    const choosy: Deps = {
      ...shop.deps,
      inbox: {
        ...shop.deps.inbox,
        ingest: (alert, source) =>
          alert.name === 'subscription_payment_succeeded'
            ? Promise.reject(sorry)
            : shop.deps.inbox.ingest(alert, source),
      },
    };
    const since = new Date(shop.twin.now().getTime() - historyReaches);
    const { problems, findings } = await reconcile(choosy, { since });
    expect(problems).toEqual([
      expect.stringMatching(/^The alert subscription_payment_succeeded \d+ could not be stored$/),
    ]);
    expect(findings.map(({ kind }) => kind)).toContain('alert');
    expect(await shop.isGood()).toBe(true);
    expect((await shop.ask()).problems).toEqual([]);
  });

  it('that arrive after their recovery change nothing', async () => {
    shop.twin.setFaults({ hold: true });
    shop.subscribe();
    await shop.ask();
    const found = await shop.projections();
    expect(found.licences).toHaveLength(1);
    shop.twin.setFaults({ hold: false });
    await shop.twin.drain();
    expect(await shop.projections()).toEqual(found);
  });
});

describe('The amount of the next charge', () => {
  const known = () => shop.rows('SELECT next_charge_minor AS minor FROM subscriptions');

  it('is found after a change at Paddle that charged nothing, and isn’t reported as a difference', async () => {
    const id = shop.subscribe(24_751);
    shop.twin.setQuantity(id, 5, { billImmediately: true });
    await shop.twin.advanceDays(2);
    shop.twin.setQuantity(id, 2);
    await shop.twin.drain();
    expect(await known()).toEqual([{ minor: null }]);

    expect(await shop.ask()).toMatchObject({ findings: [], problems: [] });
    const [charge] = await known();
    expect(charge).toEqual({ minor: expect.any(Number) });
    const found = () => shop.rows("SELECT id FROM billing_events WHERE type = 'next_charge_found'");
    expect(await found()).toHaveLength(1);

    await shop.ask();
    expect(await found()).toHaveLength(1);
    await shop.twin.advanceDays(31);
    expect(await shop.rows('SELECT amount_minor AS minor FROM receipts ORDER BY id DESC LIMIT 1')).toEqual([
      charge,
    ]);
  });
});

describe('A renewal of 0, because a modifier covers the price', () => {
  it('renews the licence like any other, also when its alert is lost', async () => {
    const id = shop.subscribe(24_751);
    shop.twin.addModifier(id, { minor: -400, currency: 'USD' });
    await shop.twin.advanceDays(32);
    const renewals = () =>
      shop.rows<{ amount_minor: number }>('SELECT amount_minor FROM receipts ORDER BY paid_at, reference');
    expect(await renewals()).toEqual([{ amount_minor: 400 }, { amount_minor: 0 }]);
    expect(await shop.isGood()).toBe(true);
    expect(await shop.ask()).toMatchObject({ findings: [], problems: [] });

    // What a change costs is still known, although the next payment is 0.
    const preview = await shop.deps.paddle.previewChange(
      classicRef('subscription', id),
      { planId: null, quantity: 3 },
      { prorate: true, billNow: true, keepModifiers: true },
      { country: 'US' },
    );
    expect(preview).toMatchObject({ next: { amount: usd(800) }, unchanged: { amount: usd(0) } });
    expect(preview.today.minor).toBeGreaterThan(0);

    shop.twin.setFaults({ lose: 1 });
    await shop.twin.advanceDays(32);
    shop.twin.setFaults({ lose: 0 });
    await shop.ask();
    expect(await shop.isGood()).toBe(true);
    expect(await renewals()).toEqual([{ amount_minor: 400 }, { amount_minor: 0 }, { amount_minor: 0 }]);
    expect(await shop.ask(true)).toMatchObject({ findings: [], problems: [] });
    expect(await rebuild(shop.deps, { dryRun: true })).toMatchObject({ differences: [] });
  });
});

describe('Purchases older than Paddle’s history', () => {
  it('get the same entitlement, and receipts without an order id', async () => {
    shop.twin.setFaults({ lose: 1 });
    shop.subscribe();
    await shop.twin.advanceDays(110);
    shop.twin.setFaults({ lose: 0 });
    await shop.ask();
    const [paddle] = shop.twin.truth().subscriptions;
    expect(await shop.isGood()).toBe(true);
    const [licence] = await shop.rows<{ until: string; started: string }>(
      'SELECT CAST(valid_until_at AS CHAR) AS until, CAST(started_on AS CHAR) AS started FROM licences',
    );
    expect(licence).toEqual({ until: paddle?.paidThrough, started: '2026-01-12' });
    const receipts = await shop.rows<{ order_id: string | null }>(
      'SELECT order_id FROM receipts ORDER BY paid_at',
    );
    expect(receipts).toHaveLength(paddle?.payments.length ?? 0);
    expect(receipts[0]?.order_id).toBeNull();
    expect(await shop.ask(true)).toMatchObject({ findings: [] });
  });

  it('are assigned by the buyer’s confirmed address', async () => {
    shop.twin.setFaults({ lose: 1 });
    shop.subscribe();
    await shop.twin.advanceDays(110);
    await shop.ask();
    expect(await shop.rows('SELECT user_id FROM licences')).toEqual([{ user_id: shop.userId }]);
  });

  it('are cancelled even when the cancellation exists only at Paddle', async () => {
    const id = shop.subscribe();
    await shop.twin.drain();
    shop.twin.setFaults({ lose: 1 });
    shop.twin.cancel(id);
    await shop.twin.advanceDays(100);
    await shop.ask();
    expect(await shop.rows('SELECT status FROM licences')).toEqual([{ status: 'cancelled' }]);
    expect(await shop.isGood()).toBe(false);
  });
});

describe('An unreported charge for more seats', () => {
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

  it('covers the same period as the payment before it', () => {
    const payments = [payment(2, '2026-03-01'), payment(1, '2026-01-01')];
    const found = foundPayments(yearly, payments, { receipts: [], frequency: 'Annual' });
    expect(found.map(({ paymentId, paidThrough }) => [paymentId, paidThrough])).toEqual([
      [1, '2027-01-01'],
      [2, '2027-01-01'],
    ]);
  });

  it('isn’t found again when a receipt without a payment id matches it', () => {
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

  it('is found again when the recorded amount differs from Paddle’s', () => {
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

  it('is looked up when Paddle’s next charge is later than the recorded validity', () => {
    const paidDays = [on('2026-03-01')];
    expect(lacksPayment(yearly, { paidDays, validUntil: on('2027-01-01') })).toBe(false);
    expect(lacksPayment(yearly, { paidDays, validUntil: on('2026-03-01') })).toBe(true);
  });
});

describe('Reconciliation', () => {
  it('changes nothing and reports problems while Paddle is unreachable', async () => {
    shop.subscribe();
    await shop.twin.drain();
    const before = await shop.projections();
    shop.twin.setFaults({ down: true });
    const result = await shop.ask();
    expect(result.findings).toEqual([]);
    expect(result.problems.length).toBeGreaterThan(0);
    expect(await shop.projections()).toEqual(before);
    expect(await shop.isGood()).toBe(true);
  });

  it('retries while Paddle limits its requests', async () => {
    shop.twin.setFaults({ hold: true });
    shop.subscribe();
    shop.twin.setFaults({ rateLimited: 1 });
    expect((await shop.ask()).problems).toEqual([]);
    expect(await shop.isGood()).toBe(true);
  });

  it('flags a subscription unknown to Paddle once and keeps its licence valid', async () => {
    const cast = castOf(1, shop.userId);
    const [created] = startLife(cast).created().alerts;
    if (!created) throw new Error('nothing happened');
    await shop.deps.inbox.ingest(delivered(created, 1));
    expect((await shop.ask()).findings).toMatchObject([{ kind: 'missing' }]);
    expect((await shop.ask()).findings).toEqual([]);
    expect(await shop.rows('SELECT kind, resolved_at FROM flags')).toEqual([
      { kind: 'missing_at_paddle', resolved_at: null },
    ]);
    expect(await shop.isGood()).toBe(true);
  });
});
