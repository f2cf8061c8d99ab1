/**
 * The facts that Paddle's alerts are translated into. Only facts are folded: the fields of an alert are known to its
 * translator alone. `ref` is what a fact is about; it decides the stream.
 */
import type { CalendarDate } from '#shared/dates.ts';
import type { Money } from '#shared/money.ts';
import type { PaddleRef } from './reference.ts';

export type SubscriptionStatus = 'trialing' | 'active' | 'past_due' | 'paused' | 'deleted';

/** Who the buyer is, as far as an alert tells. `billableId` comes from our passthrough. */
export interface BuyerHints {
  billableId: number | null;
  paddleUserId: number | null;
  email: string | null;
  /** Said when it was bought: it is one more beside a licence that runs. */
  wantsAnother?: true;
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
  /** The plan from now on. */
  planId: number;
  oldPlanId: number | null;
  status: SubscriptionStatus;
  /** Which status it was in before: decides the order of updates within one second. */
  oldStatus: SubscriptionStatus | null;
  /** Null where the plan has no quantities: it stays as it was. */
  quantity: number | null;
  oldQuantity: number | null;
  /** A retry date while past due: it does not tell how long is paid. */
  nextBillOn: CalendarDate | null;
  /** What it was before; null when not told. */
  oldNextBillOn: CalendarDate | null;
  /** A pause is announced before it begins; null when none is. */
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
  /** `subscription_payment_id`: what `subscription/payments` calls the payment. */
  paymentId: number | null;
  planId: number;
  status: SubscriptionStatus;
  quantity: number;
  nextBillOn: CalendarDate;
  orderId: string;
  checkoutId: string | null;
  amount: Money;
  tax: Money | null;
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
  /** 1 for the first attempt; starts again when the operator resets the attempts. */
  attempt: number;
  /** Null once Paddle will not try again. */
  nextRetryOn: CalendarDate | null;
  updateUrl: string | null;
  cancelUrl: string | null;
  buyer: BuyerHints;
}

/** `vat`: the tax is given back, bookkeeping only. */
export type RefundKind = 'full' | 'partial' | 'vat';

export interface PaymentRefunded {
  type: 'subscription_payment_refunded';
  ref: PaddleRef;
  paymentId: number | null;
  orderId: string;
  kind: RefundKind;
  /** What the buyer gets back, tax included. */
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

/** A product that is paid once. */
export interface OneOffPaid {
  type: 'payment_succeeded';
  /** Of the order. */
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
  /** Of the order. */
  ref: PaddleRef;
  kind: RefundKind;
  amount: Money;
  reason: string | null;
  buyer: BuyerHints;
}

/** The buyer's bank takes the money back. `closed` does not say who won. */
export interface Dispute {
  type: 'payment_dispute_created' | 'payment_dispute_closed';
  /** Of the order. */
  ref: PaddleRef;
  amount: Money;
  buyer: BuyerHints;
}

/** Paddle suspects fraud. */
export interface RiskCase {
  type: 'high_risk_transaction_created' | 'high_risk_transaction_updated';
  ref: PaddleRef;
  verdict: 'pending' | 'accepted' | 'rejected';
  orderId: string | null;
  productId: number | null;
  /** A percentage; null when Paddle tells none. */
  score: number | null;
  buyer: BuyerHints;
}

/** A buyer's e-mail address at Paddle. Never touches an entitlement. */
export interface ContactChanged {
  type: 'new_audience_member' | 'update_audience_member';
  /** Of the buyer. */
  ref: PaddleRef;
  email: string;
}

/** An invoice settled outside of any checkout: what it bought only a person can tell. */
export interface InvoicePaid {
  type: 'invoice_paid' | 'invoice_paid_v2';
  ref: PaddleRef;
  buyer: BuyerHints;
}

/** What happened to one subscription. */
export type SubscriptionFact =
  | SubscriptionCreated
  | SubscriptionUpdated
  | PaymentSucceeded
  | PaymentFailed
  | PaymentRefunded
  | SubscriptionCancelled;

/** What an alert tells. */
export type PaddleFact =
  | SubscriptionFact
  | OneOffPaid
  | OneOffRefunded
  | Dispute
  | RiskCase
  | ContactChanged
  | InvoicePaid;
