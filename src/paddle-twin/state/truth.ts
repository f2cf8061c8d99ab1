/** Paddle's view of subscriptions and payments, for comparison with the seller's. */
import type { CalendarDate } from '#shared/dates.ts';
import type { Money } from '#twin/catalogue/money.ts';

export type SubscriptionStatus = 'trialing' | 'active' | 'past_due' | 'paused' | 'deleted';
export type RefundKind = 'full' | 'partial' | 'vat';
export type DisputeState = 'none' | 'open' | 'closed';

/** A completed refund. Requests still under review aren't included, because no alert has reported them. */
export interface TrueRefund {
  kind: RefundKind;
  amount: Money;
  at: Date;
}

export interface TruePayment {
  /** `subscription_payment_id`; null for one-off payments. */
  id: number | null;
  orderId: string;
  checkoutId: string;
  productId: number;
  quantity: number;
  /** The amount paid, including tax. */
  amount: Money;
  tax: Money;
  paidAt: Date;
  /** The last day that the payment covers, which is the `next_bill_date` of its alert; null for one-off payments. */
  paidThrough: CalendarDate | null;
  receiptUrl: string;
  /** `full` once everything has been refunded. `vat` refunds don't count as partial or full. */
  refunded: 'no' | 'partial' | 'full';
  refunds: readonly TrueRefund[];
  dispute: DisputeState;
}

export interface TrueSubscription {
  id: number;
  userId: number;
  email: string;
  passthrough: string;
  planId: number;
  status: SubscriptionStatus;
  quantity: number;
  signedUpAt: Date;
  /** The next bill date. While past due, the date of the next attempt; null while paused or deleted. */
  nextBillDate: CalendarDate | null;
  /** The last day covered by a payment or the trial, regardless of refunds. */
  paidThrough: CalendarDate;
  /** Paddle's `cancellation_effective_date`; null unless the subscription is deleted. */
  cancelledOn: CalendarDate | null;
  /** The first day of a pause, set as soon as the pause is announced. The status changes only on this day. */
  pausedFrom: CalendarDate | null;
  pausedReason: 'delinquent' | 'voluntary' | null;
  /** What changes carried over to the next payment, in minor units; negative for a credit. */
  carriedMinor: number;
  /** Settled payments, oldest first. */
  payments: readonly TruePayment[];
}

export interface Truth {
  now: Date;
  subscriptions: readonly TrueSubscription[];
  /** One-off payments, oldest first. */
  oneOffs: readonly (TruePayment & { userId: number; email: string; passthrough: string })[];
}
