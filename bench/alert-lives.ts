/** Generates subscription histories for the intake benchmark, with alerts as large as Paddle's. */
import { randomBytes, randomInt } from 'node:crypto';
import { dayMs, hourMs } from '#shared/durations.ts';

export type AlertFields = Record<string, string>;

/** The only plan in the benchmark: monthly, $9.00. Its price and period don't affect the measurements. */
export const paddlePlanId = 24_749;

let alerts = 1_000_000;
let payments = 10_000_000;

const timeText = (at: Date): string => at.toISOString().slice(0, 19).replace('T', ' ');
const dayText = (at: Date): string => at.toISOString().slice(0, 10);

/** Builds a URL about as long as the page URLs in Paddle's real alerts. */
const pageUrl = (what: string, subscription: number, token: string): string =>
  `https://subscription-management.paddle.example/subscription/${subscription}/hash/${token}/${what}?user=${token}`;

export interface Life {
  readonly subscription: number;
  created: () => AlertFields;
  paid: () => AlertFields;
  updated: () => AlertFields;
  failed: () => AlertFields;
  refunded: () => AlertFields;
  cancelled: () => AlertFields;
}

/**
 * Creates a subscription that started at `begunAt`. Each renewal payment advances the subscription's clock by about a
 * month, and every other alert advances it by an hour.
 */
export function beginLife(subscription: number, customerId: number, begunAt: Date): Life {
  const at = new Date(begunAt);
  const token = randomBytes(64).toString('hex');
  let instalments = 0;
  let attempts = 0;
  let last = { order: '', payment: '' };
  const nextBill = () => {
    const next = new Date(begunAt);
    next.setUTCDate(Math.min(28, next.getUTCDate()));
    next.setUTCMonth(next.getUTCMonth() + Math.max(1, instalments));
    return next;
  };
  const common = (name: string, changes: AlertFields): AlertFields => {
    at.setTime(at.getTime() + hourMs);
    alerts += 1;
    return {
      alert_id: String(alerts),
      alert_name: name,
      checkout_id: `${subscription}-chre${token.slice(0, 13)}-${token.slice(13, 23)}`,
      currency: 'USD',
      email: `buyer-${customerId}@example.test`,
      event_time: timeText(at),
      linked_subscriptions: '',
      marketing_consent: '0',
      passthrough: JSON.stringify({
        subscription_name: 'main',
        billable_id: customerId,
        billable_type: 'App\\Models\\User',
      }),
      quantity: '1',
      status: 'active',
      subscription_id: String(subscription),
      subscription_plan_id: String(paddlePlanId),
      unit_price: '9.00',
      user_id: String(subscription + 7),
      ...changes,
    };
  };
  const pages = () => ({
    cancel_url: pageUrl('cancel', subscription, token),
    update_url: pageUrl('update', subscription, token),
  });
  return {
    subscription,
    created: () =>
      common('subscription_created', { ...pages(), next_bill_date: dayText(nextBill()), source: '' }),
    paid() {
      instalments += 1;
      attempts = 0;
      payments += 1;
      if (instalments > 1) at.setTime(Math.max(at.getTime(), nextBill().getTime() - 31 * dayMs));
      last = { order: `${subscription}-${payments}`, payment: String(payments) };
      return common('subscription_payment_succeeded', {
        balance_currency: 'USD',
        balance_earnings: '8.05',
        balance_fee: '0.95',
        balance_gross: '9.00',
        balance_tax: '0.00',
        country: 'US',
        coupon: '',
        customer_name: 'Nora Lindqvist',
        earnings: '8.05',
        fee: '0.95',
        initial_payment: instalments === 1 ? '1' : '0',
        instalments: String(instalments),
        next_bill_date: dayText(nextBill()),
        next_payment_amount: '9.00',
        order_id: last.order,
        payment_method: 'card',
        payment_tax: '0.00',
        plan_name: 'Monica, paid by the month',
        receipt_url: `https://my.paddle.example/receipt/${last.order}/${token.slice(0, 32)}`,
        sale_gross: '9.00',
        subscription_payment_id: last.payment,
      });
    },
    updated: () =>
      common('subscription_updated', {
        ...pages(),
        new_price: '9.00',
        new_quantity: '1',
        new_unit_price: '9.00',
        next_bill_date: dayText(nextBill()),
        old_next_bill_date: dayText(nextBill()),
        old_price: '9.00',
        old_quantity: '1',
        old_status: 'active',
        old_subscription_plan_id: String(paddlePlanId),
        old_unit_price: '9.00',
      }),
    failed() {
      attempts += 1;
      return common('subscription_payment_failed', {
        ...pages(),
        amount: '9.00',
        attempt_number: String(attempts),
        instalments: String(instalments + 1),
        next_retry_date: dayText(new Date(at.getTime() + 4 * dayMs)),
        order_id: `${subscription}-next`,
        status: 'past_due',
        subscription_payment_id: String(payments + subscription),
      });
    },
    refunded: () =>
      common('subscription_payment_refunded', {
        amount: '9.00',
        balance_currency: 'USD',
        balance_earnings_decrease: '8.05',
        balance_fee_refund: '0.95',
        balance_gross_refund: '9.00',
        balance_tax_refund: '0.00',
        earnings_decrease: '8.05',
        fee_refund: '0.95',
        gross_refund: '9.00',
        initial_payment: '0',
        instalments: String(instalments),
        order_id: last.order,
        refund_reason: 'The customer asked for it',
        refund_type: 'full',
        subscription_payment_id: last.payment,
        tax_refund: '0.00',
      }),
    cancelled: () =>
      common('subscription_cancelled', {
        cancellation_effective_date: dayText(nextBill()),
        status: 'deleted',
      }),
  };
}

/**
 * Generates the first `length` alerts of a subscription (at least two): its creation, its first payment, and then
 * mostly renewal payments.
 */
export function pastOf(life: Life, length: number): AlertFields[] {
  const past = [life.created(), life.paid()];
  while (past.length < length) {
    const chance = randomInt(10);
    if (chance === 0) past.push(life.updated());
    else if (chance === 1) past.push(life.failed());
    else past.push(life.paid());
  }
  return past;
}

/**
 * Generates about `count` alerts, in the order in which to send them. 40% are first purchases (each a creation followed
 * by its payment), 40% are renewals of existing subscriptions, 10% are updates, and 10% are failed payments, refunds
 * and cancellations. Subscriptions that get cancelled are removed from `inProgress`.
 */
export function mixOf(count: number, inProgress: Life[], beginNew: () => Life): AlertFields[] {
  const share = (part: number) => Math.round(count * part);
  const living = () => {
    const life = inProgress[randomInt(inProgress.length)];
    if (!life) throw new Error('every life has ended');
    return life;
  };
  const trouble = ['failed', 'refunded', 'cancelled'] as const;
  // The list is shuffled before any alert is generated, so that the alerts of each subscription stay in chronological
  // order.
  const drawn: ((() => AlertFields) | Life)[] = [
    ...Array.from({ length: share(0.2) }, beginNew),
    ...Array.from({ length: share(0.4) }, (_, index) => () => {
      const life = inProgress[index % inProgress.length] ?? living();
      return life.paid();
    }),
    ...Array.from({ length: share(0.1) }, () => () => living().updated()),
    ...Array.from({ length: share(0.1) }, (_, index) => () => {
      const life = living();
      const what = trouble[index % trouble.length] ?? 'failed';
      if (what === 'cancelled') inProgress.splice(inProgress.indexOf(life), 1);
      return life[what]();
    }),
  ];
  return shuffled(drawn).flatMap((each) => ('created' in each ? [each.created(), each.paid()] : [each()]));
}

function shuffled<T>(list: readonly T[]): T[] {
  return list
    .map((each) => ({ each, place: randomInt(2 ** 32) }))
    .sort((left, right) => left.place - right.place)
    .map(({ each }) => each);
}
