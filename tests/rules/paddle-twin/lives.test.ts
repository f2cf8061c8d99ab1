/**
 * Tests random subscription histories in the twin. All alerts must have Paddle's format, and the portal must derive the
 * twin's own state from them.
 */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { foldStream } from '#server/features/billing/fold/fold-stream.ts';
import type { TimedEvent } from '#server/features/billing/fold/projection.ts';
import { parseAlert } from '#server/platform/paddle/classic/alerts.ts';
import { someRuns } from '#tests/support/cases/some-of.ts';
import { plans, type QuietTwin, quietTwin, type TwinAlert } from './support.ts';

const everyAlert = ['alert_id', 'alert_name', 'event_time'];
const buyer = ['checkout_id', 'email', 'marketing_consent', 'passthrough'];
const identity = [...buyer, 'status', 'subscription_id', 'subscription_plan_id', 'user_id', 'currency'];
const common = [...identity, 'quantity', 'unit_price'];
const earnings = [
  'sale_gross',
  'payment_tax',
  'fee',
  'earnings',
  'balance_currency',
  'balance_gross',
  'balance_tax',
  'balance_fee',
  'balance_earnings',
];
const refund = [
  ...[
    'order_id',
    'amount',
    'gross_refund',
    'tax_refund',
    'fee_refund',
    'earnings_decrease',
    'currency',
    'quantity',
  ],
  ...['refund_type', 'refund_reason', 'balance_currency', 'balance_gross_refund', 'balance_tax_refund'],
  ...['balance_fee_refund', 'balance_earnings_decrease'],
];
const pages = ['cancel_url', 'update_url'];
const sale = ['order_id', 'country', 'coupon', 'customer_name', 'payment_method', 'receipt_url'];
const dispute = [
  ...buyer,
  'order_id',
  'amount',
  'currency',
  'fee_usd',
  'status',
  'balance_amount',
  'balance_currency',
  'balance_fee',
];
const risk = [
  'case_id',
  'customer_email_address',
  'customer_user_id',
  'product_id',
  'risk_score',
  'created_at',
  'status',
  'checkout_id',
  'passthrough',
  'marketing_consent',
];

/** The fields that docs/paddle-classic.md ("Alerts") lists for each alert. Those in the second list are optional. */
const documented: Record<string, readonly [always: readonly string[], sometimes?: readonly string[]]> = {
  subscription_created: [[...common, ...pages, 'next_bill_date', 'source', 'linked_subscriptions']],
  subscription_updated: [
    [
      ...identity,
      ...pages,
      'linked_subscriptions',
      'next_bill_date',
      'old_next_bill_date',
      'old_price',
      'old_quantity',
      'old_status',
      'old_subscription_plan_id',
      'old_unit_price',
    ],
    ['new_price', 'new_quantity', 'new_unit_price', 'paused_at', 'paused_from', 'paused_reason'],
  ],
  subscription_cancelled: [[...common, 'cancellation_effective_date']],
  subscription_payment_succeeded: [
    [
      ...common,
      ...earnings,
      ...sale,
      'initial_payment',
      'instalments',
      'next_bill_date',
      'next_payment_amount',
      'plan_name',
      'subscription_payment_id',
    ],
  ],
  subscription_payment_failed: [
    [
      ...common,
      ...pages,
      'amount',
      'attempt_number',
      'instalments',
      'next_retry_date',
      'order_id',
      'subscription_payment_id',
    ],
  ],
  subscription_payment_refunded: [
    [...common, ...refund, 'initial_payment', 'instalments', 'subscription_payment_id'],
  ],
  payment_succeeded: [
    [
      ...buyer,
      ...earnings,
      ...sale,
      'currency',
      'ip',
      'product_id',
      'product_name',
      'quantity',
      'used_price_override',
    ],
  ],
  payment_refunded: [[...buyer, ...refund]],
  payment_dispute_created: [dispute],
  payment_dispute_closed: [dispute],
  high_risk_transaction_created: [risk],
  high_risk_transaction_updated: [[...risk, 'order_id']],
  new_audience_member: [
    ['user_id', 'email', 'marketing_consent', 'products', 'source', 'subscribed', 'created_at'],
  ],
  update_audience_member: [
    [
      'user_id',
      'old_customer_email',
      'new_customer_email',
      'old_marketing_consent',
      'new_marketing_consent',
      'products',
      'source',
      'updated_at',
    ],
  ],
  transfer_created: [['payout_id', 'amount', 'currency', 'status']],
  transfer_paid: [['payout_id', 'amount', 'currency', 'status']],
};

const chance = fc.nat({ max: 999 });
const deed = fc.oneof(
  fc.record({ do: fc.constant('pass' as const), days: fc.integer({ min: 1, max: 45 }) }),
  fc.record({
    do: fc.constantFrom('fail' as const, 'card' as const, 'swap' as const, 'seats' as const),
    pick: chance,
  }),
  fc.record({
    do: fc.constantFrom('pause' as const, 'resume' as const, 'cancel' as const, 'refund' as const),
    pick: chance,
  }),
  fc.record({
    do: fc.constantFrom('dispute' as const, 'suspect' as const, 'email' as const, 'once' as const),
    pick: chance,
  }),
);
type Deed = typeof deed extends fc.Arbitrary<infer T> ? T : never;

const planIds = [plans.monthly, plans.yearly, plans.seats, plans.seatsYearly, plans.trial].map(
  ({ id }) => id,
);
const from = <T>(list: readonly T[], pick: number): T | undefined => list[pick % Math.max(1, list.length)];

function perform(twin: QuietTwin, id: number, act: Deed): void {
  if (act.do === 'pass') {
    twin.pass(act.days);
    return;
  }
  const { pick } = act;
  const truth = twin.truth();
  const payments = [...truth.subscriptions.flatMap((one) => one.payments), ...truth.oneOffs];
  const orderId = from(payments, pick)?.orderId ?? 'none';
  const terms = { billImmediately: pick % 2 === 0, prorate: pick % 3 !== 0 };
  const deeds = {
    fail: () => twin.failNextRenewals(id, pick % 6),
    card: () => twin.setCard(id, pick % 2 === 0),
    swap: () => twin.swapPlan(id, from(planIds, pick) ?? 0, terms),
    seats: () => twin.setQuantity(id, 1 + (pick % 7), terms),
    pause: () => twin.pause(id),
    resume: () => twin.resume(id),
    // Cancels only in a quarter of the cases, because a subscription that has ended sends few alerts.
    cancel: () => (pick % 4 === 0 ? twin.cancel(id) : undefined),
    refund: () =>
      twin.refund(orderId, from(['full', 'partial', 'vat'] as const, pick) ?? 'full', {
        minor: 100 + (pick % 500),
        currency: from(payments, pick)?.amount.currency ?? 'USD',
      }),
    dispute: () => (pick % 2 ? twin.dispute(orderId) : twin.closeDispute(orderId)),
    suspect: () =>
      orderId === 'none'
        ? undefined
        : twin.decideRisk(twin.riskCase(orderId), pick % 2 ? 'accepted' : 'rejected'),
    email: () => twin.changeEmail(truth.subscriptions[0]?.userId ?? 0, `buyer${pick}@example.com`),
    once: () => twin.buyOnce({ planId: plans.once.id, email: 'once@example.com', passthrough: '' }),
  };
  deeds[act.do]();
  twin.passSecond();
}

const life = fc.record({
  plan: fc.constantFrom(...planIds),
  country: fc.constantFrom('US', 'FR', 'JP'),
  quantity: fc.integer({ min: 1, max: 5 }),
  lastly: fc.constantFrom('pause' as const, 'cancel' as const),
  deeds: fc.array(deed, { maxLength: 30 }),
});

/**
 * The card fails until Paddle pauses the subscription, weeks after the paid period has ended. The subscription is
 * cancelled during that pause.
 */
const cancelledInAPauseForWantOfMoney: typeof life extends fc.Arbitrary<infer T> ? T : never = {
  ...{ plan: plans.monthly.id, country: 'US', quantity: 1, lastly: 'pause' },
  deeds: [
    { do: 'card', pick: 3 },
    { do: 'pass', days: 43 },
    { do: 'cancel', pick: 0 },
  ],
};

function live({
  plan,
  country,
  quantity,
  lastly,
  deeds,
}: typeof life extends fc.Arbitrary<infer T> ? T : never) {
  const twin = quietTwin({ dunning: { retryAfterDays: [3, 5, 7], lastly } });
  const perSeat = plan === plans.seats.id || plan === plans.seatsYearly.id;
  const id = twin.subscribe({
    planId: plan,
    quantity: perSeat ? quantity : 1,
    country,
    email: 'buyer@example.com',
    passthrough: '{"billable_id":7}',
  });
  twin.passSecond();
  for (const act of deeds) perform(twin, id, act);
  return { twin, id };
}

/**
 * Returns the first day of the pause during which the subscription was cancelled; null if it wasn't paused then. A
 * cancellation during a pause neither adds nor removes days (docs/contract.md, "When a licence is good"), whatever
 * effective date Paddle sends.
 */
function pausedWhenCancelled(alerts: readonly TwinAlert[]): string | null {
  const end = alerts.findIndex(({ name }) => name === 'subscription_cancelled');
  const last = ofSubscription(alerts.slice(0, Math.max(0, end))).findLast(
    ({ name }) => name === 'subscription_updated',
  );
  return last?.fields.status === 'paused' ? (last.fields.paused_from?.slice(0, 10) ?? null) : null;
}

const minor = (text: string | undefined): number => Number((text ?? '').replace('.', ''));
const ofSubscription = (alerts: readonly TwinAlert[]) =>
  alerts.filter(({ name }) => name.startsWith('subscription_'));

function expectDocumented({ name, fields }: TwinAlert): void {
  const [always, sometimes = []] = documented[name] ?? [[]];
  const names = Object.keys(fields);
  expect(names, name).toEqual(expect.arrayContaining([...everyAlert, ...always]));
  expect([...everyAlert, ...always, ...sometimes], name).toEqual(expect.arrayContaining(names));
}

describe('A random subscription history in the twin', () => {
  it('sends alerts with exactly the documented fields, which the portal parses', () => {
    fc.assert(
      fc.property(life, (wish) => {
        for (const alert of live(wish).twin.alerts) {
          expectDocumented(alert);
          const meaning = parseAlert(alert.fields);
          const expected = alert.name.startsWith('transfer_') ? 'ignored' : 'fact';
          expect(meaning, alert.name).toMatchObject({ status: expected });
        }
      }),
      { numRuns: someRuns(150) },
    );
  });

  it('starts with one creation, chains its updates and sends nothing after the end', () => {
    fc.assert(
      fc.property(life, (wish) => {
        const [created, ...later] = ofSubscription(live(wish).twin.alerts);
        expect(created?.name).toBe('subscription_created');
        let told = { status: created?.fields.status, plan: created?.fields.subscription_plan_id };
        for (const { name, fields } of later) {
          if (name === 'subscription_payment_refunded') continue;
          expect(told.status, `${name} after the end`).not.toBe('deleted');
          if (name === 'subscription_updated') {
            expect({ status: fields.old_status, plan: fields.old_subscription_plan_id }).toEqual(told);
            const isPausing = fields.paused_from !== undefined;
            expect(fields.status === 'paused' ? isPausing : true).toBe(true);
          }
          if (name === 'subscription_updated' || name === 'subscription_cancelled')
            told = { status: fields.status, plan: fields.subscription_plan_id };
        }
      }),
      { numRuns: someRuns(150) },
    );
  });

  it('numbers payment attempts from one and pauses or cancels after the fourth', () => {
    fc.assert(
      fc.property(life, (wish) => {
        const alerts = ofSubscription(live(wish).twin.alerts);
        let attempt = 0;
        for (const [index, { name, fields, at }] of alerts.entries()) {
          if (name === 'subscription_payment_succeeded' && fields.status === 'active') attempt = 0;
          if (name !== 'subscription_payment_failed') continue;
          attempt += 1;
          expect(fields.attempt_number).toBe(String(attempt));
          expect(fields.next_retry_date === '').toBe(attempt === 4);
          if (attempt < 4) continue;
          const next = alerts[index + 1];
          expect(next?.at).toEqual(at);
          expect(next?.fields.status).toBe(wish.lastly === 'pause' ? 'paused' : 'deleted');
          attempt = 0;
        }
      }),
      { numRuns: someRuns(150) },
    );
  });

  it('keeps sums consistent, order IDs unique and refunds within the payment', () => {
    fc.assert(
      fc.property(life, (wish) => {
        const { twin } = live(wish);
        const sales = twin.alerts.filter(({ name }) => name.endsWith('payment_succeeded'));
        for (const { fields } of sales) {
          const parts = minor(fields.payment_tax) + minor(fields.fee) + minor(fields.earnings);
          // All amounts in an alert have the same number of decimals. Without the decimal point, they can be compared
          // as integers.
          if (!fields.earnings?.startsWith('-')) expect(parts).toBe(minor(fields.sale_gross));
        }
        expect(new Set(sales.map(({ fields }) => fields.order_id)).size).toBe(sales.length);
        const { subscriptions, oneOffs } = twin.truth();
        for (const payment of [...subscriptions.flatMap(({ payments }) => payments), ...oneOffs]) {
          const given = payment.refunds.reduce((sum, { amount }) => sum + amount.minor, 0);
          expect(given).toBeLessThanOrEqual(payment.amount.minor);
        }
      }),
      { numRuns: someRuns(150) },
    );
  });

  it('is folded by the portal into the state of the twin', () => {
    fc.assert(
      fc.property(life, (wish) => {
        const { twin, id } = live(wish);
        const facts = ofSubscription(twin.alerts).map(({ fields, at }): TimedEvent => {
          const meaning = parseAlert(fields);
          if (meaning.status !== 'fact') throw new Error(`not understood: ${JSON.stringify(meaning)}`);
          return { fact: meaning.fact, occurredAt: new Date(Math.floor(at.getTime() / 1_000) * 1_000) };
        });
        const folded = foldStream(`subscription:${id}`, facts, { frequencyOf: () => 'Monthly' });
        const truth = twin.only();
        expect(folded.subscription).toMatchObject({
          status: truth.status,
          paddlePlanId: truth.planId,
          quantity: truth.quantity,
          paddleUserId: truth.userId,
          endsOn: pausedWhenCancelled(twin.alerts) ?? truth.cancelledOn,
          ...(truth.status !== 'deleted' && {
            pausedFrom: truth.pausedFrom,
            pausedReason: truth.pausedReason,
          }),
        });
        expect(
          folded.receipts.map(({ orderId, amount, refund: back }) => [
            orderId,
            amount,
            back?.kind === 'full',
          ]),
        ).toEqual(
          truth.payments.map(({ orderId, amount, refunded }) => [orderId, amount, refunded === 'full']),
        );
      }),
      { numRuns: someRuns(150), examples: [[cancelledInAPauseForWantOfMoney]] },
    );
  });
});
