/** Fields of the alerts of a subscription, as Paddle Classic writes them. */
import type { CalendarDate } from '#shared/dates.ts';
import { type Money, multiply, toDecimal } from '#twin/catalogue/money.ts';
import type { Order, TwinSubscription } from '#twin/state/state.ts';
import {
  commonFields,
  earningFields,
  type Fields,
  identityFields,
  type PageUrls,
  pageFields,
  timeText,
} from './common-fields.ts';

export function createdFields(subscription: TwinSubscription, urls: PageUrls): Fields {
  return {
    ...commonFields(subscription),
    ...pageFields(urls),
    linked_subscriptions: '',
    next_bill_date: subscription.nextBillDate ?? '',
    source: '',
  };
}

/** The previous values that an update alert reports. */
export type Before = Pick<
  TwinSubscription,
  'status' | 'planId' | 'quantity' | 'unitPrice' | 'nextBillDate' | 'paidThrough'
>;

/** While no charge is planned, Paddle appears to repeat the last bill date it reported. */
const billDate = ({ nextBillDate, paidThrough }: Before): CalendarDate => nextBillDate ?? paidThrough;

/**
 * Returns the fields of an update alert. It has no `quantity` field; `new_quantity` is included only for plans sold by
 * quantity.
 */
export function updatedFields(before: Before, subscription: TwinSubscription, urls: PageUrls): Fields {
  const { unitPrice, quantity, pausedAt, pausedFrom, pausedReason } = subscription;
  return {
    ...identityFields(subscription),
    ...pageFields(urls),
    linked_subscriptions: '',
    next_bill_date: billDate(subscription),
    old_next_bill_date: billDate(before),
    old_price: toDecimal(multiply(before.unitPrice, before.quantity)),
    old_quantity: String(before.quantity),
    old_status: before.status,
    old_subscription_plan_id: String(before.planId),
    old_unit_price: toDecimal(before.unitPrice),
    ...(subscription.perSeat && {
      new_price: toDecimal(multiply(unitPrice, quantity)),
      new_quantity: String(quantity),
      new_unit_price: toDecimal(unitPrice),
    }),
    ...(pausedAt !== null &&
      pausedFrom !== null && {
        paused_at: timeText(pausedAt),
        paused_from: `${pausedFrom} 00:00:00`,
        paused_reason: pausedReason ?? 'voluntary',
      }),
  };
}

export interface PaymentDetails {
  order: Order;
  coupon: string;
  nextPayment: Money;
  receiptUrl: string;
}

export function paymentFields(subscription: TwinSubscription, payment: PaymentDetails): Fields {
  const { order } = payment;
  return {
    ...commonFields(subscription),
    ...earningFields(order),
    checkout_id: order.checkoutId,
    country: subscription.country,
    coupon: payment.coupon,
    customer_name: subscription.customerName,
    initial_payment: order.instalment === 1 ? '1' : '0',
    instalments: String(order.instalment),
    next_bill_date: subscription.nextBillDate ?? '',
    next_payment_amount: toDecimal(payment.nextPayment),
    order_id: order.orderId,
    payment_method: order.gross.minor === 0 ? 'free' : subscription.paysBy,
    plan_name: order.planName,
    receipt_url: payment.receiptUrl,
    subscription_payment_id: String(order.paymentId),
  };
}

export interface FailureDetails {
  amount: Money;
  /** The day of the next attempt; null if there won't be another. */
  nextRetry: CalendarDate | null;
}

export function failedFields(
  subscription: TwinSubscription,
  { amount, nextRetry }: FailureDetails,
  urls: PageUrls,
): Fields {
  return {
    ...commonFields(subscription),
    ...pageFields(urls),
    amount: toDecimal(amount),
    attempt_number: String(subscription.failedAttempts),
    instalments: String(subscription.payments + 1),
    next_retry_date: nextRetry ?? '',
    order_id: subscription.upcoming.orderId,
    status: 'past_due',
    subscription_payment_id: String(subscription.upcoming.paymentId),
  };
}

export function cancelledFields(subscription: TwinSubscription): Fields {
  return { ...commonFields(subscription), cancellation_effective_date: subscription.endsOn ?? '' };
}
