/**
 * The roles that Paddle plays for the portal, in the portal's own terms. Paddle's field names stay inside the adapters.
 */
import type { VatDetails } from '#shared/billing/billing.ts';
import type { CalendarDate } from '#shared/dates.ts';
import type { Money } from '#shared/money.ts';
import type { PaddleFact, PauseReason, SubscriptionStatus } from './facts.ts';
import type { PaddleProduct, PaddleRef } from './reference.ts';

/** An alert with a verified signature, or one from Paddle's alert history. It may still be malformed. */
export interface Alert {
  /** Paddle's `alert_id`; null when absent or unusable. */
  alertId: string | null;
  /** Paddle's `alert_name`; `fulfilment` for the nameless fulfilment webhook. */
  name: string;
  /**
   * SHA-256 of the sorted payload without `alert_id` and `p_signature`. A retry under another ID has the same digest.
   */
  digest: Buffer;
  /** Every field as received, `p_signature` included. */
  payload: Readonly<Record<string, unknown>>;
  /** `event_time`; null when absent or unusable. */
  occurredAt: Date | null;
  /** The subscription, or else the order, that the alert refers to, even if the alert is malformed. */
  about: PaddleRef | null;
}

/** `refused`: unsigned, signed with another key, or altered. The reason is for the log. */
export type AlertReading = { status: 'proven'; alert: Alert } | { status: 'refused'; reason: string };

/**
 * The meaning of a stored payload. `facts` all belong to one stream. `ignored`: known, but deliberately without effect
 * on licences. `unknown`: an undocumented alert. `malformed`: can't be read.
 */
export type AlertMeaning =
  | { status: 'facts'; facts: readonly PaddleFact[] }
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
  /** Where Paddle redirects the buyer afterwards; Paddle fills in `{checkout_hash}`. */
  returnUrl: string;
  customerId: number;
  /** The customer asked for another licence in addition to an active one. */
  another?: boolean;
  customerEmail: string;
  customerCountry: string | null;
  customerPostcode: string | null;
  coupon: string | null;
  vat: VatDetails | null;
  /** Free days for a customer who continues an ended subscription that is still paid for. */
  keep?: KeptTime;
}

/** A pay link that charges nothing until the paid days of an earlier subscription are used up. */
export interface KeptTime {
  /** Days until the first payment. */
  freeDays: number;
  /** Identifies what the customer asked for: 32 hexadecimal digits. Returned in the facts of the purchase. */
  intent: string;
  /** The last day on which the link can be paid, in UTC. */
  expiresOn: CalendarDate;
}

/** The current state of a subscription at Paddle (`subscription/users`). */
export interface PaddleSubscription {
  ref: PaddleRef;
  planId: number;
  paddleUserId: number;
  email: string | null;
  status: SubscriptionStatus;
  quantity: number;
  signedUpOn: CalendarDate;
  /** Null if paused or ended. While past due, the date is that of the next retry. */
  nextPayment: DatedAmount | null;
  lastPayment: DatedAmount | null;
  pausedFrom: CalendarDate | null;
  pausedReason: PauseReason | null;
  updateUrl: string | null;
  cancelUrl: string | null;
}

export interface DatedAmount {
  amount: Money;
  on: CalendarDate;
}

/** A wanted change of a subscription. Null keeps the current value; at least one must be set. */
export interface SubscriptionChange {
  planId: number | null;
  quantity: number | null;
}

export interface ChangeTerms {
  /** Counts the old and the new price only for the days that are left of the paid period. */
  prorate: boolean;
  /** Charges the difference today instead of with the next payment. */
  billNow: boolean;
  /** Keeps amounts that the operator added to the payments of this subscription. */
  keepModifiers: boolean;
}

/** What a change costs. */
export interface ChangePreview {
  /** Charged today, tax included. Zero only if Paddle charges nothing today. */
  today: Money;
  /** Null if nothing more will be charged. */
  next: DatedAmount | null;
  /** `calculated`: by the portal from Paddle's prices and the next payment, so it may differ from the charge. */
  source: 'paddle' | 'calculated';
}

/** Paddle's answer to a change. Receipts, seats and dates still come from its alerts. */
export interface ChangedSubscription {
  planId: number;
  nextPayment: DatedAmount | null;
}

/** What renewals are charged to. */
export type PaymentMethod =
  | {
      kind: 'card';
      /** In lower case with underscores, such as `visa`, `mastercard` or `american_express`; `unknown` if not given. */
      brand: string;
      lastFour: string;
      /** `month` is 1 to 12; the card is valid through it. Null if Paddle doesn't say. */
      expires: { year: number; month: number } | null;
    }
  | { kind: 'paypal' };

/** A settled payment of a subscription (`subscription/payments`), which includes neither its order nor its tax. */
export interface PaddlePayment {
  paymentId: number;
  /** The subscription. */
  ref: PaddleRef;
  amount: Money;
  paidOn: CalendarDate;
  receiptUrl: string | null;
}

/** A batch of the alert history. */
export interface AlertBatch {
  /** Oldest first. */
  alerts: Alert[];
  /** All alerts up to this instant have been returned; null while more alerts of the same day may follow. */
  readThrough: Date | null;
}

/** The identifiers in a payload, whatever kind of alert it is. */
export interface Mentioned {
  /** Paddle's id of the buyer. */
  paddleUserId: number | null;
  /** The account named by a passthrough that the portal wrote. */
  customerId: number | null;
  orderId: string | null;
  email: string | null;
  /** The previous address, if the alert reports a change. */
  formerEmail: string | null;
}

/** Prices of plans at Paddle. */
export interface PriceBook {
  /** Returns prices of the requested plans that are published at Paddle; others are left out. */
  prices(question: PriceQuestion): Promise<PlanPrice[]>;
}

export interface Checkout {
  /** Returns a one-time URL where the customer pays. */
  createPayLink(request: PayLinkRequest): Promise<string>;
}

/** Capabilities of the Paddle product behind a subscription. Use-cases check these rather than the product. */
export interface PaddleCapabilities {
  /** When a cancellation takes effect at Paddle: immediately (`once`), or at the end of the paid period. */
  cancelsAt: 'once' | 'periodEnd';
  /** Whether a cancellation can be undone before it takes effect. */
  canUndoCancel: boolean;
  /** Whether a subscription can be paused at its next payment, and resumed. */
  canPause: boolean;
  /** Whether Paddle always calculates previews itself. Otherwise the portal may have to (`ChangePreview.source`). */
  canPreviewExactly: boolean;
  /** A change to a plan with another interval must be billed now and begins a new period, or may wait. */
  intervalChange: 'bills_now' | 'may_wait';
  /** Whether a change of plan or quantity ends a coupon that reduces every payment. */
  dropsRecurringCoupon: boolean;
  /** Amounts up to this are added to the next payment instead of charged; null if there is no such limit. */
  smallestCharge: Money | null;
}

/** A subscription, with the URLs of Paddle's pages from its alerts; null if its product sends none. */
export interface StoredPages {
  ref: PaddleRef;
  updateUrl: string | null;
  cancelUrl: string | null;
}

/** URLs of Paddle's pages for one subscription; null if there is no such page. */
export interface SubscriptionPages {
  /** The page for changing the card. */
  cardPage: string | null;
  /** The page for cancelling the subscription. */
  cancelPage: string | null;
}

/** URLs of Paddle's pages. Pages and e-mails use this role instead of reading stored URLs. Makes no network calls. */
export interface PaddlePages {
  pagesOf(stored: StoredPages): SubscriptionPages;
  /** Returns the receipt page of a payment; null if there is none. */
  receiptPage(stored: { receiptUrl: string | null }): string | null;
}

/** Actions on one subscription or payment of a customer. */
export interface PaddleCustomerPort {
  capabilities(paddleProduct: PaddleProduct): PaddleCapabilities;
  /**
   * Cancels the subscription at Paddle; payments aren't refunded. Succeeds if it has already ended or Paddle doesn't
   * know it. Throws a `PaddleRefusal` with reason `invoice_in_progress` while an invoice is being processed.
   * Idempotent.
   */
  cancelSubscription(ref: PaddleRef): Promise<void>;
  /**
   * Returns what a change would cost, without making it. `country` is the customer's, for Paddle's price list. Throws a
   * `PaddleRefusal` if Paddle would refuse the change, and `PaddleUnavailable` if the cost can't be determined.
   */
  previewChange(
    ref: PaddleRef,
    change: SubscriptionChange,
    terms: ChangeTerms,
    buyer: { country: string | null },
  ): Promise<ChangePreview>;
  /**
   * Changes the plan or the number of seats. Throws a `PaddleRefusal` whose reason is the broken rule. If this throws
   * `PaddleUnavailable`, the change may have been made: compare with `PaddleHistory.subscriptions` before repeating it.
   */
  changeSubscription(
    ref: PaddleRef,
    change: SubscriptionChange,
    terms: ChangeTerms,
  ): Promise<ChangedSubscription>;
  /** Pauses the subscription at its next payment. Errors are those of `changeSubscription`. */
  pauseSubscription(ref: PaddleRef): Promise<ChangedSubscription>;
  /**
   * Withdraws an announced pause. A subscription that is already paused is charged at once and begins a new period
   * (`card_declined` if that fails). Errors are those of `changeSubscription`.
   */
  resumeSubscription(ref: PaddleRef): Promise<ChangedSubscription>;
  /** Returns what renewals are charged to; null if Paddle doesn't know the subscription or doesn't say. */
  cardOnFile(ref: PaddleRef): Promise<PaymentMethod | null>;
  /**
   * Requests a refund of a payment, in full or of `amount`. Paddle reviews the request and reports the result in an
   * alert. If this throws `PaddleUnavailable`, the request may have been made: check before repeating it.
   */
  refundPayment(request: { orderId: string; amount: Money | null; reason: string }): Promise<void>;
}

/** Paddle's stored data, for reconciliation. Requests are retried several times before they fail. */
export interface PaddleHistory {
  /**
   * Returns the subscription with this reference. Empty only if Paddle responds that it doesn't know it, with error 119
   * or an empty list.
   */
  subscriptions(question: { ref: PaddleRef }): Promise<PaddleSubscription[]>;
  /**
   * Yields all subscriptions in any state, requesting each page once the previous one has been consumed. A subscription
   * may appear twice. One may be missing because its row is unreadable (counted in the log) or moved between pages:
   * query it individually before concluding that it doesn't exist.
   */
  everySubscription(): AsyncIterable<PaddleSubscription[]>;
  /** Returns the settled recurring payments of a subscription, oldest first; empty if Paddle doesn't know it. */
  payments(ref: PaddleRef): Promise<PaddlePayment[]>;
  /**
   * Yields the alerts that Paddle created after `since` (and in the second before), delivered or not, day by day,
   * oldest day first. Paddle's history goes back 90 days. The alerts carry no signature. An alert that was also
   * delivered has the same `alertId` or the same `digest`. An alert may appear twice.
   */
  alertHistory(since: Date): AsyncIterable<AlertBatch>;
}

/** Reads alerts and redacts personal data. Never throws, and makes no network calls. */
export interface AlertReader {
  /** Verifies the signature of a raw form body, and refuses the body if it is invalid. */
  readAlert(rawBody: Buffer): AlertReading;
  /** Translates a stored payload of the given product into facts. All facts that are folded come from here. */
  toFacts(paddleProduct: PaddleProduct, payload: Readonly<Record<string, unknown>>): AlertMeaning;
  /** Returns the personal identifiers in a stored payload. */
  identifiersOf(payload: Readonly<Record<string, unknown>>): Mentioned;
  /**
   * Returns the payload without personal data, keeping ids, amounts and dates. `keepCustomer` also keeps the account id
   * in its passthrough.
   */
  redactAlert(
    payload: Readonly<Record<string, unknown>>,
    options?: { keepCustomer?: boolean },
  ): Record<string, unknown>;
  /** Returns the payload without the buyer's previous address. */
  withoutFormerAddress(payload: Readonly<Record<string, unknown>>): Record<string, unknown>;
}

/** All roles together. Network calls throw only `PaddleUnavailable` or `PaddleRefusal`. */
export interface PaddlePort
  extends PriceBook,
    Checkout,
    PaddlePages,
    PaddleCustomerPort,
    PaddleHistory,
    AlertReader {}

/**
 * Paddle did not respond, sent an unreadable response, or failed internally. Retrying later may help. A requested
 * change may or may not have been made.
 */
export class PaddleUnavailable extends Error {
  /** Milliseconds to wait according to Paddle's `Retry-After`; null if it sent none. */
  readonly retryAfterMs: number | null;
  constructor(message: string, options: { cause?: unknown; retryAfterMs?: number | null } = {}) {
    super(message, 'cause' in options ? { cause: options.cause } : {});
    this.name = 'PaddleUnavailable';
    this.retryAfterMs = options.retryAfterMs ?? null;
  }
}

/**
 * Reasons for a refusal that a use-case treats differently:
 *
 * - `unknown_subscription`: Paddle doesn't know it, or it has ended
 * - `invoice_in_progress`: nothing can be changed until the current invoice has been processed
 * - `trialing`, `past_due`, `paused`: the status of the subscription allows no such change
 * - `must_bill_now`: a change of the interval has to be billed now
 * - `interval_refused`: the plan's interval can't be combined with the subscription's
 * - `per_seat_to_single`: a plan with seats can't be changed to one without
 * - `plan_without_seats`: the plan has no seats, so their number can't be changed
 * - `price_too_low`: Paddle doesn't sell at this price
 * - `card_declined`: the charge failed, and nothing has changed
 * - `currency_refused`: the currency of a subscription can't be changed
 * - `unknown_plan`: the plan or product isn't sold
 * - `expiry_refused`: the last day of a pay link isn't accepted
 * - `coupon_refused`, `email_refused`, `field_missing`: an entry of a pay link
 */
export type RefusalReason =
  | 'unknown_subscription'
  | 'invoice_in_progress'
  | 'trialing'
  | 'past_due'
  | 'paused'
  | 'must_bill_now'
  | 'interval_refused'
  | 'per_seat_to_single'
  | 'plan_without_seats'
  | 'price_too_low'
  | 'card_declined'
  | 'currency_refused'
  | 'unknown_plan'
  | 'expiry_refused'
  | 'coupon_refused'
  | 'email_refused'
  | 'field_missing'
  | 'other';

/** Paddle understood the request and refused it. `paddleCode` is Paddle's error code, for the log. */
export class PaddleRefusal extends Error {
  readonly paddleCode: number;
  readonly reason: RefusalReason;
  constructor(paddleCode: number, message: string, reason: RefusalReason = 'other') {
    super(message);
    this.name = 'PaddleRefusal';
    this.paddleCode = paddleCode;
    this.reason = reason;
  }
}
