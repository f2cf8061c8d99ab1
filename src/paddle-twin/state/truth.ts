/** What Paddle believes: for comparing with what the seller believes. */
import type { CalendarDate } from '#shared/dates.ts';
import type { Money } from '#twin/catalogue/money.ts';

export type SubscriptionStatus = 'trialing' | 'active' | 'past_due' | 'paused' | 'deleted';
export type RefundKind = 'full' | 'partial' | 'vat';
export type DisputeState = 'none' | 'open' | 'closed';

/** Money given back. One that is still being reviewed is not here: nobody has been told of it. */
export interface TrueRefund {
  kind: RefundKind;
  amount: Money;
  at: Date;
}

export interface TruePayment {
  /** `subscription_payment_id`; null for something paid once. */
  id: number | null;
  orderId: string;
  checkoutId: string;
  productId: number;
  quantity: number;
  /** Tax included. */
  amount: Money;
  tax: Money;
  paidAt: Date;
  /** `next_bill_date` of its alert: the last day that is paid with it. Null for something paid once. */
  paidThrough: CalendarDate | null;
  receiptUrl: string;
  /** `full` once everything has been given back; a `vat` refund counts as neither. */
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
  /** When it is billed next: a retry date while past due, null while paused or deleted. */
  nextBillDate: CalendarDate | null;
  /** The last day that a payment or the trial covers, refunds not counted. */
  paidThrough: CalendarDate;
  /** `cancellation_effective_date`; null unless deleted. */
  cancelledOn: CalendarDate | null;
  /** Set as soon as a pause is announced: the status stays until that day. */
  pausedFrom: CalendarDate | null;
  pausedReason: 'delinquent' | 'voluntary' | null;
  /** Settled ones, oldest first. */
  payments: readonly TruePayment[];
}

export interface Truth {
  now: Date;
  subscriptions: readonly TrueSubscription[];
  /** What was paid once, oldest first. */
  oneOffs: readonly (TruePayment & { userId: number; email: string; passthrough: string })[];
}
