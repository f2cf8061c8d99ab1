/** What the portal asks of Paddle and learns from it, in our own words. Paddle's field names stop behind it. */
import type { VatDetails } from '#shared/billing/billing.ts';
import type { CalendarDate } from '#shared/dates.ts';
import type { Money } from '#shared/money.ts';

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
  subscriptionId: number;
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
  subscriptionId: number;
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
  subscriptionId: number;
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
  subscriptionId: number;
  paymentId: number | null;
  planId: number;
  status: SubscriptionStatus;
  orderId: string | null;
  amount: Money | null;
  /** 1 for the first attempt; begins anew when the seller resets the attempts. */
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
  subscriptionId: number;
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
  subscriptionId: number;
  planId: number;
  quantity: number;
  effectiveOn: CalendarDate;
  buyer: BuyerHints;
}

/** A product that is paid once. */
export interface OneOffPaid {
  type: 'payment_succeeded';
  orderId: string;
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
  orderId: string;
  kind: RefundKind;
  amount: Money;
  reason: string | null;
  buyer: BuyerHints;
}

/** The buyer's bank takes the money back. `closed` does not say who won. */
export interface Dispute {
  type: 'payment_dispute_created' | 'payment_dispute_closed';
  orderId: string;
  amount: Money;
  buyer: BuyerHints;
}

/** Paddle suspects fraud. */
export interface RiskCase {
  type: 'high_risk_transaction_created' | 'high_risk_transaction_updated';
  caseId: number;
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
  paddleUserId: number;
  email: string;
}

/** An invoice settled outside of any checkout: what it bought only a person can tell. */
export interface InvoicePaid {
  type: 'invoice_paid' | 'invoice_paid_v2';
  invoiceId: string;
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

/** A proven alert, before anybody has asked whether it makes sense. */
export interface Alert {
  /** Paddle's `alert_id`; null when absent or unusable. */
  alertId: string | null;
  /** Paddle's `alert_name`; `fulfilment` for the nameless fulfilment webhook. */
  name: string;
  /** SHA-256 of the sorted payload without `alert_id` and `p_signature`: equal for a retry under another id. */
  digest: Buffer;
  /** Every field as received, `p_signature` included. */
  payload: Readonly<Record<string, unknown>>;
  /** `event_time`; null when absent or unusable. */
  occurredAt: Date | null;
  subscriptionId: number | null;
  orderId: string | null;
}

/** `refused`: unsigned, signed by another key, or altered. The reason is for the log. */
export type AlertReading = { status: 'proven'; alert: Alert } | { status: 'refused'; reason: string };

/**
 * What a stored payload means. `ignored`: known, and of no concern to licences on purpose. `unknown`: an alert nobody
 * has told us of. `malformed`: it cannot be read.
 */
export type AlertMeaning =
  | { status: 'fact'; fact: PaddleFact }
  | { status: 'ignored'; why: string }
  | { status: 'unknown' }
  | { status: 'malformed'; problem: string };

export interface PriceQuestion {
  planIds: readonly number[];
  country: string;
}

export interface PlanPrice {
  planId: number;
  /** The recurring price of one unit, tax included. */
  gross: Money;
  tax: Money;
}

export interface PayLinkRequest {
  planId: number;
  quantity: number;
  /** Where Paddle sends the buyer afterwards; `{checkout_hash}` is filled in by Paddle. */
  returnUrl: string;
  customerId: number;
  /** The customer said that they want one more beside a licence that runs. */
  another?: boolean;
  customerEmail: string;
  customerCountry: string | null;
  customerPostcode: string | null;
  coupon: string | null;
  vat: VatDetails | null;
}

/** A subscription as Paddle has it now (`subscription/users`). */
export interface PaddleSubscription {
  subscriptionId: number;
  planId: number;
  paddleUserId: number;
  email: string | null;
  status: SubscriptionStatus;
  quantity: number;
  signedUpOn: CalendarDate;
  /** Null when paused or ended; a retry date while past due. */
  nextPayment: { amount: Money; on: CalendarDate } | null;
  lastPayment: { amount: Money; on: CalendarDate } | null;
  pausedFrom: CalendarDate | null;
  pausedReason: PauseReason | null;
  updateUrl: string | null;
  cancelUrl: string | null;
}

/** A settled payment of a subscription (`subscription/payments`): neither its order nor its tax is told. */
export interface PaddlePayment {
  paymentId: number;
  subscriptionId: number;
  amount: Money;
  paidOn: CalendarDate;
  receiptUrl: string | null;
}

/** A piece of the history of alerts. */
export interface AlertBatch {
  /** Oldest first. */
  alerts: Alert[];
  /** Everything up to this instant has been told; null in the middle of a day. */
  readThrough: Date | null;
}

/** What a payload names, whatever it means. */
export interface Mentioned {
  /** Paddle's number of the buyer. */
  paddleUserId: number | null;
  /** The account that a passthrough of ours names. */
  customerId: number | null;
  orderId: string | null;
  email: string | null;
  /** The address before, where a change of it is told. */
  formerEmail: string | null;
}

/**
 * Every call throws `PaddleUnavailable` or `PaddleRefusal`, never anything else. The lists (`subscriptions`,
 * `everySubscription`, `payments`, `alertHistory`) are asked for several times, patiently, before they give up; all else is asked for once.
 */
export interface PaddlePort {
  /** Prices of the published plans among those asked; unpublished ones are left out. */
  prices(question: PriceQuestion): Promise<PlanPrice[]>;
  /** A one-time address where the customer pays. */
  createPayLink(request: PayLinkRequest): Promise<string>;
  /**
   * The subscription with that number: none only when Paddle answers that it does not know it (by its error 119, or by
   * an empty list).
   */
  subscriptions(question: { subscriptionId: number }): Promise<PaddleSubscription[]>;
  /**
   * Every subscription in any state, some at a time: a page is asked for when the one before has been dealt with. A
   * subscription may come twice, and one may be lacking whose row cannot be read (counted in the log) or that moved
   * from page to page meanwhile: ask for it alone before concluding anything from its absence.
   */
  everySubscription(): AsyncIterable<PaddleSubscription[]>;
  /** The settled recurring payments of a subscription, oldest first; none when Paddle does not know it. */
  payments(subscriptionId: number): Promise<PaddlePayment[]>;
  /**
   * The alerts Paddle has made since then (a second earlier, too), delivered or not, as far as its history goes (90
   * days), some at a time, day by day, the oldest day first. Nothing proves them but that Paddle was asked. A delivered
   * one has the same `alertId` or the same `digest`; one may come twice.
   */
  alertHistory(since: Date): AsyncIterable<AlertBatch>;
  /**
   * Ends the subscription at Paddle at once; what is paid stays paid. One that has ended, or that Paddle does not
   * know, is no error. Refused with 146 while its invoice is being processed. Safe to repeat.
   */
  cancelSubscription(subscriptionId: number): Promise<void>;
  /**
   * Asks Paddle to give money back: all of it, or `amount`. Paddle reviews it and tells by an alert. When it throws
   * `PaddleUnavailable`, the request may have been made: look before repeating it.
   */
  refundPayment(request: { orderId: string; amount: Money | null; reason: string }): Promise<void>;
  /** Proves a raw form body. Never throws: what cannot be proven is refused. */
  readAlert(rawBody: Buffer): AlertReading;
  /** Understands a stored payload. Never throws. */
  parseAlert(payload: Readonly<Record<string, unknown>>): AlertMeaning;
  /** Whom a stored payload is about, as far as it tells. Never throws. */
  identifiersOf(payload: Readonly<Record<string, unknown>>): Mentioned;
  /**
   * The same payload about nobody in particular: ids, amounts and dates stay. `keepCustomer`: the number of the account
   * that its passthrough names stays as well.
   */
  redactAlert(
    payload: Readonly<Record<string, unknown>>,
    options?: { keepCustomer?: boolean },
  ): Record<string, unknown>;
  /** The same payload without the address that the buyer had before. */
  withoutFormerAddress(payload: Readonly<Record<string, unknown>>): Record<string, unknown>;
}

/**
 * Paddle did not answer, or not in a way that can be read, or failed inside (its code 120). Asking later may help. A
 * change that was asked for may have been made or not.
 */
export class PaddleUnavailable extends Error {
  /** How long Paddle wants to be left alone; null when it does not say. */
  readonly retryAfterMs: number | null;
  constructor(message: string, options: { cause?: unknown; retryAfterMs?: number | null } = {}) {
    super(message, 'cause' in options ? { cause: options.cause } : {});
    this.name = 'PaddleUnavailable';
    this.retryAfterMs = options.retryAfterMs ?? null;
  }
}

/** Codes of Paddle's refusals that mean something to us (docs/paddle-classic.md V2). */
export const unknownSubscription = 119;
/** The current invoice is being processed: nothing can be changed until it is. Later it can. */
export const invoiceInProgress = 146;

/** Paddle answered `success: false`. `paddleCode` is its number. */
export class PaddleRefusal extends Error {
  readonly paddleCode: number;
  constructor(paddleCode: number, message: string) {
    super(message);
    this.name = 'PaddleRefusal';
    this.paddleCode = paddleCode;
  }
}
