/**
 * Defines facts, which Paddle's alerts are translated into. Folds read only facts; only the translator knows the fields
 * of an alert. A fact's `ref` identifies its subject and determines its stream.
 */
import type { CalendarDate } from '#shared/dates.ts';
import type { Money } from '#shared/money.ts';
import type { PaddleRef } from './reference.ts';

export type SubscriptionStatus = 'trialing' | 'active' | 'past_due' | 'paused' | 'deleted';

/** Information about the buyer in an alert. `billableId` comes from a passthrough that the portal wrote. */
export interface BuyerHints {
  billableId: number | null;
  paddleUserId: number | null;
  email: string | null;
  /** The customer asked for another licence in addition to an active one. */
  wantsAnother?: true;
  /** The intent (`KeptTime.intent`) of a pay link that was created to continue an ended subscription. */
  keepIntent?: string;
  /** `PayLinkRequest.billingDetailsId` of a pay link for a company. */
  billingDetailsId?: string;
}

export interface SubscriptionCreated {
  type: 'subscription_created';
  ref: PaddleRef;
  planId: number;
  status: SubscriptionStatus;
  quantity: number;
  nextBillOn: CalendarDate;
  updateUrl: string | null;
  cancelUrl: string | null;
  buyer: BuyerHints;
}

export interface SubscriptionUpdated {
  type: 'subscription_updated';
  ref: PaddleRef;
  /** The new plan. */
  planId: number;
  oldPlanId: number | null;
  status: SubscriptionStatus;
  /** The previous status. Used to order updates within the same second. */
  oldStatus: SubscriptionStatus | null;
  /** Null if the plan has no seats. The quantity is then unchanged. */
  quantity: number | null;
  oldQuantity: number | null;
  /**
   * The date of the next charge. While the subscription is past due, the date of the next retry, which says nothing
   * about the paid period.
   */
  nextBillOn: CalendarDate | null;
  /** The previous date of the next charge; null if the alert doesn't contain it. */
  oldNextBillOn: CalendarDate | null;
  /** The day on which an announced pause begins; null if none is announced. */
  pausedFrom: CalendarDate | null;
  pausedReason: PauseReason | null;
  updateUrl: string | null;
  cancelUrl: string | null;
  buyer: BuyerHints;
}

export type PauseReason = 'delinquent' | 'voluntary';

export interface PaymentSucceeded {
  type: 'subscription_payment_succeeded';
  ref: PaddleRef;
  /** `subscription_payment_id`, the id of the payment in `subscription/payments`. */
  paymentId: number | null;
  planId: number;
  status: SubscriptionStatus;
  quantity: number;
  nextBillOn: CalendarDate;
  orderId: string;
  checkoutId: string | null;
  amount: Money;
  tax: Money | null;
  /** What Paddle will charge on `nextBillOn`; null if the alert doesn't contain it. */
  nextCharge: Money | null;
  /** Where the buyer paid, which determines currency and tax; null if the alert doesn't say, or has been redacted. */
  country: string | null;
  receiptUrl: string | null;
  buyer: BuyerHints;
}

export interface PaymentFailed {
  type: 'subscription_payment_failed';
  ref: PaddleRef;
  paymentId: number | null;
  planId: number;
  status: SubscriptionStatus;
  orderId: string | null;
  amount: Money | null;
  /** The number of the attempt: 1 for the first. Counting restarts at 1 if the operator resets the attempts. */
  attempt: number;
  /** Null if Paddle won't retry. */
  nextRetryOn: CalendarDate | null;
  updateUrl: string | null;
  cancelUrl: string | null;
  buyer: BuyerHints;
}

/** `vat`: only the tax is refunded, which doesn't affect the licence. */
export type RefundKind = 'full' | 'partial' | 'vat';

export interface PaymentRefunded {
  type: 'subscription_payment_refunded';
  ref: PaddleRef;
  paymentId: number | null;
  orderId: string;
  kind: RefundKind;
  /** The refunded amount, tax included. */
  amount: Money;
  reason: string | null;
  buyer: BuyerHints;
}

export interface SubscriptionCancelled {
  type: 'subscription_cancelled';
  ref: PaddleRef;
  planId: number;
  quantity: number;
  effectiveOn: CalendarDate;
  buyer: BuyerHints;
}

/** A one-off payment for a product. */
export interface OneOffPaid {
  type: 'payment_succeeded';
  /** The order that was paid. */
  ref: PaddleRef;
  productId: number;
  quantity: number;
  checkoutId: string | null;
  amount: Money;
  tax: Money | null;
  receiptUrl: string | null;
  buyer: BuyerHints;
}

export interface OneOffRefunded {
  type: 'payment_refunded';
  /** The order that was refunded. */
  ref: PaddleRef;
  kind: RefundKind;
  amount: Money;
  reason: string | null;
  buyer: BuyerHints;
}

/** A chargeback by the buyer's bank. `closed` does not say who won. */
export interface Dispute {
  type: 'payment_dispute_created' | 'payment_dispute_closed';
  /** The disputed order. */
  ref: PaddleRef;
  amount: Money;
  buyer: BuyerHints;
}

/** A transaction that Paddle suspects of fraud. */
export interface RiskCase {
  type: 'high_risk_transaction_created' | 'high_risk_transaction_updated';
  ref: PaddleRef;
  verdict: 'pending' | 'accepted' | 'rejected';
  orderId: string | null;
  productId: number | null;
  /** The risk as a percentage; null if Paddle doesn't report it. */
  score: number | null;
  buyer: BuyerHints;
}

/** A change of the buyer's e-mail address at Paddle. Never affects an entitlement. */
export interface ContactChanged {
  type: 'new_audience_member' | 'update_audience_member';
  /** The buyer whose address changed. */
  ref: PaddleRef;
  email: string;
}

/** An invoice paid outside any checkout. An administrator has to decide what it pays for. */
export interface InvoicePaid {
  type: 'invoice_paid' | 'invoice_paid_v2';
  ref: PaddleRef;
  buyer: BuyerHints;
}

/** A fact about a subscription. */
export type SubscriptionFact =
  | SubscriptionCreated
  | SubscriptionUpdated
  | PaymentSucceeded
  | PaymentFailed
  | PaymentRefunded
  | SubscriptionCancelled;

/** A fact from any alert. */
export type PaddleFact =
  | SubscriptionFact
  | OneOffPaid
  | OneOffRefunded
  | Dispute
  | RiskCase
  | ContactChanged
  | InvoicePaid;
