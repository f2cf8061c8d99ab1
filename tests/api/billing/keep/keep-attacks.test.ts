/**
 * Tests that nobody gains by a link that continues an ended subscription: purchases that don't match their intent are
 * ordinary ones, and deliveries in any order, twice, late or interrupted by a crash make no difference.
 */
import { beforeEach, describe, expect, it } from 'vitest';
import { updateFigures } from '#server/features/administration/figures/update-figures.ts';
import { revokeLicence } from '#server/features/billing/decisions/revoke-licence.ts';
import { applyTogether } from '#server/features/billing/inbox/apply-together.ts';
import { replay } from '#server/features/billing/inbox/replay.ts';
import { storeEvents } from '#server/features/billing/inbox/store-events.ts';
import { sweep } from '#server/features/billing/inbox/sweep.ts';
import { toEvent } from '#server/features/billing/inbox/to-event.ts';
import { recordEvent } from '#server/features/billing/projections/record-event.ts';
import { reconcile } from '#server/features/billing/reconcile/reconcile.ts';
import { writePassthrough } from '#server/platform/paddle/passthrough.ts';
import { classicRef } from '#server/platform/paddle/reference.ts';
import { minuteMs } from '#shared/durations.ts';
import { day } from '#tests/rules/billing/fold/subscription-facts.ts';
import { createdAlert, paymentAlert } from '#tests/support/billing/alerts.ts';
import { someOf } from '#tests/support/cases/some-of.ts';
import { interrupted } from '#tests/support/database/interrupted.ts';
import { other, useKeepShop, yearly } from './keep-shop.ts';

const shop = useKeepShop();

const paidUntil = '2026-12-31';
/** What the customer's licence looks like if it didn't move. */
const unmoved = { id: 0, status: 'cancelled', valid_until_at: paidUntil };
let key: string;

beforeEach(async () => {
  key = await shop.key();
  await shop.goTo('2026-06-09');
  await shop.cancel();
  await shop.goTo('2026-06-10');
  unmoved.id = shop.licence.id;
});

/** Confirms the preview and returns the intent and the link. */
async function intended() {
  const started = await shop.start();
  if (started.status !== 'link') throw new Error('no link');
  return { intent: started.changeId, url: started.url };
}

/** Buys with a link that a stranger made, with the seller's own terms. */
async function buyWith(fields: {
  intent: string;
  customerId?: number;
  planId?: number;
  quantity?: number;
  trialDays?: number;
}) {
  const { intent, customerId = shop.userId, planId = yearly.id, quantity = 1, trialDays = 204 } = fields;
  const { answer } = await shop.callPaddle('/product/generate_pay_link', {
    ...{ product_id: planId, quantity, customer_email: 'nora@example.test', customer_country: 'US' },
    ...(trialDays > 0 ? { trial_days: trialDays, 'prices[0]': 'USD:0.00' } : {}),
    passthrough: writePassthrough(customerId, { keep: intent }),
  });
  return shop.pay(answer.response.url);
}

async function expectRefused(why: string, licences: object[] = []) {
  expect(await shop.flags()).toContainEqual(
    expect.objectContaining({
      stream: `subscription:${shop.latest().id}`,
      kind: 'keep_refused',
      detail: why,
    }),
  );
  expect(await shop.stored()).toMatchObject([unmoved, ...licences]);
  expect(await shop.key()).toBe(key);
  expect(await shop.differences()).toEqual([]);
}

describe('A purchase that doesn’t match its intent', () => {
  it('that was never stored is an ordinary one', async () => {
    await buyWith({ intent: 'f'.repeat(32) });
    await expectRefused('unknown_intent');
  });

  it('of another customer is an ordinary one, and leaves the intent to its owner', async () => {
    const { intent, url } = await intended();
    const { id: customerId } = await shop.clientOf('eve@example.test');
    await buyWith({ intent, customerId });
    await expectRefused('other_owner');
    await shop.pay(url);
    expect(await shop.stored()).toMatchObject([{ status: 'active', valid_until_at: paidUntil }]);
    expect(await shop.key()).toBe(key);
  });

  const otherTerms: [string, Omit<Parameters<typeof buyWith>[0], 'intent'>][] = [
    ['other_plan', { planId: other.id }],
    ['too_many_days', { trialDays: 205 }],
    ['other_quantity', { quantity: 9 }],
    ['too_many_days', { trialDays: 1_000 }],
  ];
  it.each(someOf(otherTerms, 2))(
    '%s: is an ordinary one, without a licence for its free days',
    async (why, fields) => {
      const { intent } = await intended();
      await buyWith({ intent, ...fields });
      await expectRefused(why);
    },
  );

  it('is an ordinary one with its licence if it was charged', async () => {
    const { intent } = await intended();
    await buyWith({ intent, trialDays: 0 });
    await expectRefused('unexpected_status', [{ status: 'active', valid_until_at: '2027-06-10' }]);
  });

  it('is an ordinary one a day late', async () => {
    const { intent } = await intended();
    await shop.goTo('2026-06-11');
    await buyWith({ intent, trialDays: 203 });
    await expectRefused('link_expired');
  });

  it('is an ordinary one if the licence has been revoked since', async () => {
    const { url } = await intended();
    await revokeLicence(shop.deps, { licenceId: shop.licence.id, by: 'command line', reason: 'abuse' });
    await shop.pay(url);
    unmoved.status = 'revoked';
    await expectRefused('licence_revoked');
    unmoved.status = 'cancelled';
  });

  it('is an ordinary one if a payment is disputed', async () => {
    const { url } = await intended();
    const [payment] = shop.twin.truth().subscriptions[0]?.payments ?? [];
    shop.twin.dispute(payment?.orderId ?? '');
    await shop.twin.drain();
    await shop.pay(url);
    await expectRefused('dispute_open');
  });
});

// The local Paddle's links can be paid once, so the second purchase uses a link with the same terms.
describe('An intent used twice', () => {
  it('moves the licence once; the second purchase gets a licence with its first payment', async () => {
    const { intent, url } = await intended();
    await shop.pay(url);
    await buyWith({ intent });
    const second = `subscription:${shop.latest().id}`;
    const kept = { id: shop.licence.id, status: 'active', valid_until_at: paidUntil };
    expect(await shop.flags()).toMatchObject([
      { stream: second, kind: 'keep_refused', detail: 'intent_used' },
    ]);
    expect(await shop.stored()).toMatchObject([kept]);
    await shop.goTo('2027-01-01');
    expect(await shop.stored()).toMatchObject([
      { id: shop.licence.id, valid_until_at: '2027-12-31' },
      { stream: second, status: 'active', valid_until_at: '2027-12-31' },
    ]);
    expect(await shop.key()).toBe(key);
    expect(await shop.differences()).toEqual([]);
  });

  it('moves the licence once if both alerts are applied at the same time', async () => {
    const { intent, url } = await intended();
    shop.twin.setFaults({ hold: true });
    await shop.pay(url);
    await buyWith({ intent });
    shop.twin.setFaults({ hold: false });
    await shop.twin.drain();
    await expect.poll(async () => (await shop.refs()).length).toBe(3);
    const current = (await shop.refs()).filter(({ current: isCurrent }) => isCurrent);
    expect(current.map(({ stream }) => stream).sort()).toHaveLength(2);
    expect(await shop.flags()).toMatchObject([{ kind: 'keep_refused' }]);
    expect(await shop.stored()).toMatchObject([{ status: 'active', valid_until_at: paidUntil }]);
    expect(await shop.changes()).toEqual([{ state: 'confirmed', refusal: null }]);
  });

  it('refuses the older of two links once the licence has moved', async () => {
    const first = await intended();
    await shop.goTo('2026-06-11');
    const second = await intended();
    expect(second.intent).not.toBe(first.intent);
    await shop.pay(second.url);
    await buyWith({ intent: first.intent, trialDays: 203 });
    expect(await shop.flags()).toMatchObject([{ kind: 'keep_refused', detail: 'link_expired' }]);
    expect(await shop.stored()).toMatchObject([{ status: 'active', valid_until_at: paidUntil }]);
  });
});

/** The alerts of a purchase with the link, as Paddle would send them, with a payment of 0. */
function alertsOf(intent: string) {
  const common = {
    ...{ subscription_id: '990001', subscription_plan_id: String(yearly.id), status: 'trialing' },
    ...{ passthrough: writePassthrough(shop.userId, { keep: intent }), email: 'nora@example.test' },
    ...{ next_bill_date: paidUntil, event_time: '2026-06-10 10:00:00', unit_price: '90.00' },
  };
  const created = { ...createdAlert(common), alert_id: '7000001' };
  const money = { sale_gross: '0.00', payment_tax: '0.00', balance_gross: '0.00', payment_method: 'free' };
  const order = { order_id: '4711-990001', subscription_payment_id: '990001' };
  const paid = { ...paymentAlert({ ...common, ...money, ...order }), alert_id: '7000002' };
  const updated = {
    ...created,
    ...{ alert_name: 'subscription_updated', alert_id: '7000003', old_status: 'trialing' },
    ...{ old_next_bill_date: paidUntil, old_subscription_plan_id: String(yearly.id) },
    ...{ event_time: '2026-06-10 10:00:01', update_url: 'https://checkout.example.test/new' },
  };
  return { created, paid, updated };
}

function arrivedOf(alert: Record<string, string>) {
  const reading = shop.deps.paddle.readAlert(Buffer.from(shop.sign(alert)));
  if (reading.status !== 'proven') throw new Error(reading.reason);
  return toEvent(shop.deps, reading.alert, 'paddle_alert').arrived;
}

async function expectKept(receipts = 2) {
  expect(await shop.stored()).toMatchObject([
    { id: shop.licence.id, status: 'active', valid_until_at: paidUntil, ends_on: null },
  ]);
  expect(await shop.key()).toBe(key);
  expect(await shop.flags()).toEqual([]);
  const events = await shop.rows<{ state: string; stream: string }>(
    'SELECT DISTINCT state, stream FROM billing_events ORDER BY stream',
  );
  const streams = events.map(({ stream }) => stream).filter((stream) => stream.startsWith('subscription:'));
  expect(new Set(streams).size).toBe(1);
  expect(await shop.rows('SELECT id FROM receipts')).toHaveLength(receipts);
  // The purchase's own stream has neither events nor an owner.
  const owned = "SELECT stream FROM event_streams WHERE stream LIKE 'subscription:%' AND user_id IS NOT NULL";
  expect(await shop.rows(owned)).toHaveLength(1);
  expect(await shop.differences()).toEqual([]);
}

describe('The alerts of a purchase', () => {
  const orders = [
    ['created', 'paid', 'updated'],
    ['created', 'updated', 'paid'],
    ['paid', 'created', 'updated'],
    ['paid', 'updated', 'created'],
    ['updated', 'created', 'paid'],
    ['updated', 'paid', 'created'],
  ] as const;
  it.each(
    someOf(
      orders.map((order) => [order] as const),
      2,
    ),
  )('end in the same state in the order %j, also when they are repeated', async (order) => {
    const { intent } = await intended();
    const alerts = alertsOf(intent);
    for (const name of order) expect((await shop.send(alerts[name])).status).toBe(200);
    for (const name of order) await shop.send({ ...alerts[name], alert_id: `8${alerts[name].alert_id}` });
    await expectKept();
  });

  it('end in the same state when they arrive together', async () => {
    const { intent } = await intended();
    const { created, paid, updated } = alertsOf(intent);
    await Promise.all([shop.send(updated), shop.send(paid), shop.send(created), shop.send(created)]);
    await expect
      .poll(
        () =>
          shop.rows(
            "SELECT id FROM billing_events WHERE state <> 'applied' AND stream LIKE 'subscription:%'",
          ),
        { timeout: 30_000 },
      )
      .toEqual([]);
    await expectKept();
  });

  it('can be replayed', async () => {
    const { created, paid } = alertsOf((await intended()).intent);
    await shop.send(created);
    await shop.send(paid);
    const events = await shop.rows<{ id: number }>(
      "SELECT id FROM billing_events WHERE stream LIKE 'subscription:%'",
    );
    await replay(
      shop.deps,
      events.map(({ id }) => id),
    );
    await expectKept();
  });

  it('are applied by a sweep if the process dies after storing them', async () => {
    const { intent } = await intended();
    await storeEvents(shop.deps, [arrivedOf(alertsOf(intent).created)]);
    const later = { ...shop.deps, now: () => new Date(shop.twin.now().getTime() + minuteMs) };
    await sweep(later);
    await expectKept(1);
  });

  it('follow their subscription if a process stores one in the old stream after the move', async () => {
    const { created, updated } = alertsOf((await intended()).intent);
    await shop.send(created);
    // The process had looked the stream up before the subscription moved.
    const stream = 'subscription:990001';
    await shop.deps.events.appendAll([{ ...arrivedOf(updated).event, stream }]);
    await updateFigures(shop.deps);
    const outcomes = await applyTogether(shop.deps, [stream]);
    expect(outcomes.get(stream)).toMatchObject({ applied: { status: 'applied' } });
    expect(await shop.deps.streams.countUnfigured(9), 'both streams are figured again').toBe(2);
    await expectKept(1);
  });
});

it('A dispute that is applied while the purchase is being decided about leaves the licence where it is', async () => {
  const { intent } = await intended();
  await storeEvents(shop.deps, [arrivedOf(alertsOf(intent).created)]);
  const [payment] = shop.twin.truth().subscriptions[0]?.payments ?? [];
  const deciding = interrupted(shop.deps, {
    ...{ repository: 'subscriptionChanges', method: 'findByPublicId', when: 'before' },
    async meanwhile() {
      shop.twin.dispute(payment?.orderId ?? '');
      await shop.twin.drain();
    },
  });
  await applyTogether(deciding, ['subscription:990001']);
  expect(await shop.flags()).toMatchObject([
    { kind: 'dispute' },
    { kind: 'keep_refused', detail: 'dispute_open' },
  ]);
  expect(await shop.stored()).toMatchObject([unmoved]);
  expect(await shop.key()).toBe(key);
});

it('Reconciliation finds nothing to correct about a kept licence', async () => {
  await shop.pay((await intended()).url);
  const { findings, problems } = await reconcile(shop.deps, { since: new Date(0) });
  expect({ findings, problems }).toEqual({ findings: [], problems: [] });
  await expectKept(1);
});

describe('A purchase whose first alert is late', () => {
  /** Reconciles as if the alerts weren't in Paddle's history yet when that was read. */
  const reconciled = () => {
    const paddle: typeof shop.deps.paddle = {
      ...shop.deps.paddle,
      async *alertHistory() {
        yield { alerts: [], readThrough: shop.twin.now() };
      },
    };
    return reconcile({ ...shop.deps, paddle }, { since: shop.twin.now() });
  };

  it('is left to the alert by reconciliation, also after the link has expired', async () => {
    const { url } = await intended();
    shop.twin.setFaults({ hold: true });
    await shop.pay(url);
    const bought = `subscription:${shop.latest().id}`;
    for (const date of ['2026-06-10', '2026-06-11', '2026-06-13']) {
      await shop.goTo(date);
      await shop.deps.subscriptionChanges.expireKeeps(shop.twin.now());
      expect(await reconciled()).toMatchObject({ findings: [], problems: [] });
      expect(await shop.stored()).toMatchObject([unmoved]);
    }
    shop.twin.setFaults({ hold: false });
    await shop.twin.drain();
    expect(await shop.rows(`SELECT id FROM billing_events WHERE stream = '${bought}'`)).toEqual([]);
    await expectKept(1);
  });

  it('is an ordinary one once Paddle no longer sends the alert', async () => {
    const { url } = await intended();
    shop.twin.setFaults({ hold: true });
    await shop.pay(url);
    await shop.goTo('2026-06-14');
    expect(await reconciled()).toMatchObject({ findings: [{ kind: 'subscription' }], problems: [] });
    expect(await shop.stored()).toHaveLength(2);
  });

  it('does not keep other purchases waiting', async () => {
    await intended();
    shop.twin.setFaults({ hold: true });
    shop.twin.subscribe({
      ...{ planId: other.id, email: 'nora@example.test', passthrough: writePassthrough(shop.userId) },
    });
    expect((await reconciled()).findings).toMatchObject([
      { kind: 'payment' },
      { kind: 'subscription', stream: `subscription:${shop.latest().id}` },
    ]);
    expect(await shop.stored()).toHaveLength(2);
  });
});

it('A purchase that reconciliation found before its first alert has no licence that works for its free days', async () => {
  const { intent } = await intended();
  const { created } = alertsOf(intent);
  await recordEvent(shop.deps, {
    ...{ stream: 'subscription:990001', source: 'reconciliation' },
    event: {
      ...{ type: 'subscription_found', by: 'reconciliation', planId: yearly.id, paddleUserId: 5 },
      ...{ ref: classicRef('subscription', 990_001), email: 'nora@example.test', status: 'trialing' },
      ...{ quantity: 1, signedUpOn: day('2026-06-10'), nextBillOn: day(paidUntil), pausedFrom: null },
      ...{ pausedReason: null, updateUrl: null, cancelUrl: null },
    },
  });
  expect(await shop.stored()).toHaveLength(2);
  await shop.send(created);
  expect(await shop.flags()).toMatchObject([{ kind: 'keep_refused', detail: 'has_licence' }]);
  expect(await shop.stored()).toMatchObject([unmoved, { valid_until_at: '2026-06-09' }]);
});
