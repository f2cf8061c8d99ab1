/** The roles Paddle plays for the portal, in the portal's own words. Paddle's field names stay inside the adapters. */
import type { VatDetails } from '#shared/billing/billing.ts';
import type { CalendarDate } from '#shared/dates.ts';
import type { Money } from '#shared/money.ts';
import type { PaddleFact, PauseReason, SubscriptionStatus } from './facts.ts';
import type { PaddleProduct, PaddleRef } from './reference.ts';

/** An alert whose signature is proven; it may still be malformed. */
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
  /** What it names, whatever it means: its subscription, else its order. */
  about: PaddleRef | null;
}

/** `refused`: unsigned, signed by another key, or altered. The reason is for the log. */
export type AlertReading = { status: 'proven'; alert: Alert } | { status: 'refused'; reason: string };

/**
 * What a stored payload means, translated into facts that are all about one stream. `ignored`: known, and of no concern
 * to licences on purpose. `unknown`: an alert that is not documented. `malformed`: it cannot be read.
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
  ref: PaddleRef;
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
  /** Of the subscription. */
  ref: PaddleRef;
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

/** What we sell, at Paddle's prices. */
export interface PriceBook {
  /** Prices of the published plans among those asked for; unpublished plans are left out. */
  prices(question: PriceQuestion): Promise<PlanPrice[]>;
}

export interface Checkout {
  /** A one-time address where the customer pays. */
  createPayLink(request: PayLinkRequest): Promise<string>;
}

/** What the Paddle product behind a subscription can do. Use-cases ask this and never which product it is. */
export interface PaddleCapabilities {
  /** When a cancellation takes effect at Paddle: at once, or at the end of the paid period. */
  cancelsAt: 'once' | 'periodEnd';
  /** Whether a cancellation can be undone before it takes effect. */
  canUndoCancel: boolean;
}

/** A subscription, with the addresses of Paddle's pages that its alerts told; null where its product tells none. */
export interface StoredPages {
  ref: PaddleRef;
  updateUrl: string | null;
  cancelUrl: string | null;
}

/** Paddle's pages for one subscription; null where there is no such page. */
export interface SubscriptionPages {
  /** Where the customer changes the card. */
  cardPage: string | null;
  /** Where the customer cancels the subscription. */
  cancelPage: string | null;
}

/**
 * The addresses of Paddle's pages. Pages and e-mails ask this role instead of reading stored addresses. Asks nothing over
 * the network.
 */
export interface PaddlePages {
  pagesOf(stored: StoredPages): SubscriptionPages;
  /** The page with the receipt of a payment; null where there is none. */
  receiptPage(stored: { receiptUrl: string | null }): string | null;
}

/** Acts on one subscription or payment of a customer. */
export interface PaddleCustomerPort {
  capabilities(paddleProduct: PaddleProduct): PaddleCapabilities;
  /**
   * Ends the subscription at Paddle; what is paid stays paid. A subscription that has ended, or that Paddle does not
   * know, is not an error. Throws a `PaddleRefusal` with the reason `invoice_in_progress` while its invoice is being
   * processed. Safe to repeat.
   */
  cancelSubscription(ref: PaddleRef): Promise<void>;
  /**
   * Asks Paddle to refund a payment: all of it, or `amount`. Paddle reviews the request and reports the result in an
   * alert. When this throws `PaddleUnavailable`, the request may have been made: check before repeating it.
   */
  refundPayment(request: { orderId: string; amount: Money | null; reason: string }): Promise<void>;
}

/** What Paddle has stored, for reconciliation. Lists are retried several times before they fail. */
export interface PaddleHistory {
  /**
   * The subscription of that reference. Empty only when Paddle answers that it does not know it, by its error 119 or by
   * an empty list.
   */
  subscriptions(question: { ref: PaddleRef }): Promise<PaddleSubscription[]>;
  /**
   * Every subscription in any state, page by page: a page is requested once the previous one has been consumed. A
   * subscription may appear twice. One may be missing because its row cannot be read (counted in the log) or because it
   * moved between pages: ask for it alone before concluding anything from its absence.
   */
  everySubscription(): AsyncIterable<PaddleSubscription[]>;
  /** The settled recurring payments of a subscription, oldest first; empty when Paddle does not know it. */
  payments(ref: PaddleRef): Promise<PaddlePayment[]>;
  /**
   * The alerts Paddle has made since then (and in the second before), delivered or not, as far back as its history goes
   * (90 days), day by day, the oldest day first. They carry no signature. An alert that was also delivered has the same
   * `alertId` or the same `digest`; an alert may appear twice.
   */
  alertHistory(since: Date): AsyncIterable<AlertBatch>;
}

/** Reads alerts, and takes personal data out of them. Nothing here throws or asks anything over the network. */
export interface AlertReader {
  /** Verifies the signature of a raw form body; a body that cannot be verified is refused. */
  readAlert(rawBody: Buffer): AlertReading;
  /** Translates a stored payload of that product into facts: the one way from an alert to what is folded. */
  toFacts(paddleProduct: PaddleProduct, payload: Readonly<Record<string, unknown>>): AlertMeaning;
  /** The identifiers of a person that a stored payload contains. */
  identifiersOf(payload: Readonly<Record<string, unknown>>): Mentioned;
  /**
   * The same payload without personal data: ids, amounts and dates stay. `keepCustomer` keeps the account number of its
   * passthrough as well.
   */
  redactAlert(
    payload: Readonly<Record<string, unknown>>,
    options?: { keepCustomer?: boolean },
  ): Record<string, unknown>;
  /** The same payload without the buyer's former address. */
  withoutFormerAddress(payload: Readonly<Record<string, unknown>>): Record<string, unknown>;
}

/** All roles together. Calls over the network throw `PaddleUnavailable` or `PaddleRefusal`, and no other error. */
export interface PaddlePort
  extends PriceBook,
    Checkout,
    PaddlePages,
    PaddleCustomerPort,
    PaddleHistory,
    AlertReader {}

/**
 * Paddle did not answer, answered with something unreadable, or failed internally. Trying later may help. A requested
 * change may or may not have been made.
 */
export class PaddleUnavailable extends Error {
  /** How long Paddle asks to be left alone; null when it does not say. */
  readonly retryAfterMs: number | null;
  constructor(message: string, options: { cause?: unknown; retryAfterMs?: number | null } = {}) {
    super(message, 'cause' in options ? { cause: options.cause } : {});
    this.name = 'PaddleUnavailable';
    this.retryAfterMs = options.retryAfterMs ?? null;
  }
}

/**
 * Why Paddle refused a request, where a use-case treats it differently. `invoice_in_progress`: nothing can be changed
 * until the current invoice has been processed.
 */
export type RefusalReason =
  | 'unknown_subscription'
  | 'invoice_in_progress'
  | 'coupon_refused'
  | 'email_refused'
  | 'field_missing'
  | 'other';

/** Paddle understood the request and refused it. `paddleCode` is its own number for the reason, for the log. */
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
