/** Refunds payments, immediately or after a review. The subscription itself continues unchanged. */

import { dayMs } from '#shared/durations.ts';
import { oneOffRefundFields, subscriptionRefundFields } from '#twin/alerts/order-alerts.ts';
import type { Money } from '#twin/catalogue/money.ts';
import { done, type Outcome, refused } from '#twin/refusals.ts';
import type { Order, RefundRequest } from '#twin/state/state.ts';
import type { Account } from './account.ts';

type Kind = Order['refunds'][number]['kind'];

/** Returns the amount that can still be refunded. */
export function refundable({ gross, refunds }: Order): Money {
  const given = refunds.reduce((sum, refund) => sum + refund.amount.minor, 0);
  return { minor: Math.max(0, gross.minor - given), currency: gross.currency };
}

function amountOf(order: Order, kind: Kind, asked: Money | null): Money | null {
  const left = refundable(order);
  const wanted = kind === 'vat' ? order.tax : (asked ?? (kind === 'full' ? left : null));
  const isPossible = wanted !== null && wanted.currency === left.currency && wanted.minor > 0;
  return isPossible && wanted.minor <= left.minor ? wanted : null;
}

/**
 * Refunds an amount immediately and reports the refund. VAT refunds stay VAT refunds. Any other refund is full if it
 * covers the entire remaining amount and partial if it doesn't, whichever was requested. Refuses impossible amounts
 * (129).
 */
export function giveBack(
  account: Account,
  order: Order,
  { kind, amount: asked, reason = '' }: { kind: Kind; amount: Money | null; reason?: string },
): Outcome {
  const amount = amountOf(order, kind, asked);
  if (!amount) return refused(129);
  const isAll = amount.minor === refundable(order).minor;
  const refund = {
    kind: kind === 'vat' ? kind : isAll ? ('full' as const) : ('partial' as const),
    amount,
    reason,
  };
  order.refunds.push({ kind: refund.kind, amount, at: account.clock.now() });
  const subscription = order.subscriptionId === null ? null : account.subscription(order.subscriptionId);
  if (subscription) {
    const fields = subscriptionRefundFields(subscription, order, refund);
    account.tell('subscription_payment_refunded', subscription, fields);
  } else {
    account.tell('payment_refunded', null, oneOffRefundFields(order, refund));
  }
  return done;
}

/** Schedules Paddle's review of a refund request. The review grants the refund if it is still possible at that time. */
export function planReview(account: Account, request: RefundRequest): void {
  account.agenda.add(request.reviewedAt, () => {
    const { state } = account;
    state.refundRequests = state.refundRequests.filter(({ id }) => id !== request.id);
    account.changed();
    const order = account.order(request.orderId);
    if (!order) return;
    const kind = request.amount === null ? 'full' : 'partial';
    giveBack(account, order, { kind, amount: request.amount, reason: request.reason });
  });
}

export type RefundAnswer = { status: 'asked'; requestId: number } | Exclude<Outcome, { status: 'done' }>;

/** Handles `payment/refund`: schedules Paddle's review of the request. The alert is sent after the review. */
export function askForRefund(
  account: Account,
  orderId: string,
  { amount, reason }: { amount: Money | null; reason: string },
): RefundAnswer {
  const order = account.order(orderId);
  const refusal = !order ? refused(110) : amountOf(order, 'full', amount) ? done : refused(129);
  if (refusal.status === 'refused') return refusal;
  const request: RefundRequest = {
    id: account.nextId(),
    orderId,
    amount,
    reason,
    reviewedAt: account.clock.now() + account.refundReviewDays * dayMs,
  };
  account.state.refundRequests.push(request);
  planReview(account, request);
  account.changed();
  return { status: 'asked', requestId: request.id };
}
