/** The roles that Paddle plays for the portal, in the portal's own terms. Its field names stay inside the adapters. */
import type { VatDetails } from '#shared/billing/billing.ts';
import type { CalendarDate } from '#shared/dates.ts';
import type { Money } from '#shared/money.ts';
import type { Asking } from './asking.ts';
import type { PaddleFact, PauseReason, SubscriptionStatus } from './facts.ts';
import type { PlanDirectory } from './plan-directory.ts';
import type { PaddleProduct, PaddleRef } from './reference.ts';

/** An alert with a verified signature, or one from Paddle's alert history. It may still be malformed. */
export interface Alert {
  /** Paddle's `alert_id`; null when absent or unusable. */
  alertId: string | null;
  /** Paddle's `alert_name`, or `fulfilment` for the fulfilment webhook, which has no name. */
  name: string;
  /**
   * SHA-256 of the sorted payload without `alert_id` and `p_signature`. An alert that Paddle sends again under another
   * ID has the same digest.
   */
  digest: Buffer;
  /** Every field as received, `p_signature` included. */
  payload: Readonly<Record<string, unknown>>;
  /** `event_time`; null when absent or unusable. */
  occurredAt: Date | null;
  /**
   * The subscription that the alert refers to or, if there is none, the order. Null if the alert names neither. Also
   * set for a malformed alert.
   */
  about: PaddleRef | null;
}

/** `refused`: the body is unsigned, signed with another key, or altered. The reason is for the log. */
export type AlertReading = { status: 'proven'; alert: Alert } | { status: 'refused'; reason: string };

/**
 * The meaning of a stored payload. `facts`: what happened; all facts belong to the same stream. `ignored`: a known
 * alert that deliberately has no effect on licences. `unknown`: an undocumented alert. `malformed`: an alert that can't
 * be read.
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
  /** The URL to which Paddle redirects the buyer afterwards. Paddle replaces `{checkout_hash}` in it. */
  returnUrl: string;
  customerId: number;
  /** The customer asked for another licence in addition to an active one. */
  another?: boolean;
  customerEmail: string;
  customerCountry: string | null;
  customerPostcode: string | null;
  coupon: string | null;
  vat: VatDetails | null;
  /**
   * Identifies the stored company and VAT number of `vat`: 32 hexadecimal digits. Returned in the facts of the
   * purchase, because Paddle doesn't report company and VAT number.
   */
  billingDetailsId?: string;
  /** For a customer who continues an ended subscription. */
  keep?: KeptTime;
}

/**
 * Makes a pay link continue an earlier subscription. If that subscription's paid time isn't over, the link can charge
 * nothing until it is.
 */
export interface KeptTime {
  /** Days until the first payment; 0 if the customer pays at once. */
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
  /** Null if the subscription is paused or has ended. While it is past due, the date is that of the next retry. */
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

/** The new plan and quantity of a subscription. Null leaves the current value; at least one must be set. */
export interface SubscriptionChange {
  planId: number | null;
  quantity: number | null;
}

export interface ChangeTerms {
  /** Charges and credits only the remaining days of the paid period, instead of whole periods. */
  prorate: boolean;
  /** Charges the difference today instead of with the next payment. */
  billNow: boolean;
  /** Keeps amounts that the operator added to the payments of this subscription. */
  keepModifiers: boolean;
}

/** The cost of a change. */
export interface ChangePreview {
  /** Charged today, tax included. Zero only if Paddle charges nothing today. */
  today: Money;
  /** The next payment; null if there won't be one. */
  next: DatedAmount | null;
  /**
   * The price of a period after the change once no credit is left, calculated from Paddle's prices, with tax and
   * lasting discounts; null if it is unknown.
   */
  price: Money | null;
  /** The first charge above 0, as calculated, if a credit covers `next`. Null if none does or if it is unknown. */
  firstCharge: DatedAmount | null;
  /**
   * Source of the amounts. With `calculated`, the portal calculated them from Paddle's prices and the next payment, so
   * the actual charge may differ.
   */
  source: 'paddle' | 'calculated';
  /** The next payment if nothing is changed; null if there won't be one, or if Paddle doesn't report it. */
  unchanged: DatedAmount | null;
  /** Whether a discount on every payment ends with the change, such as a recurring coupon. */
  endsDiscount: boolean;
  /** Whether an amount that is too low to charge today is added to the next payment. */
  isCarriedOver: boolean;
  /** Whether unused time that has been paid for is credited, against today's charge or the next payment. */
  isCredited: boolean;
  /** Whether what is left of a credit for an earlier change lowers today's charge or the next payment. */
  usesEarlierCredit: boolean;
}

/** Paddle's response to a change. Receipts, seats and dates are only known from the alerts that follow. */
export interface ChangedSubscription {
  planId: number;
  nextPayment: DatedAmount | null;
}

/** The payment method that renewals are charged to. */
export type PaymentMethod =
  | {
      kind: 'card';
      /** In lower case with underscores, such as `visa`, `mastercard` or `american_express`; `unknown` if not given. */
      brand: string;
      lastFour: string;
      /** The last month in which the card is valid; `month` is 1 to 12. Null if Paddle doesn't report it. */
      expires: { year: number; month: number } | null;
    }
  | { kind: 'paypal' };

/** A settled payment of a subscription (`subscription/payments`). Paddle reports neither its order nor its tax. */
export interface PaddlePayment {
  paymentId: number;
  /** The subscription that was paid for. */
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
  /** The customer named in the passthrough; null unless the portal wrote it. */
  customerId: number | null;
  orderId: string | null;
  email: string | null;
  /** The previous address, if the alert reports a change. */
  formerEmail: string | null;
}

/** Prices of plans at Paddle. */
export interface PriceBook {
  /** Returns the prices of the requested plans. Leaves out plans that aren't published at Paddle. */
  prices(question: PriceQuestion): Promise<PlanPrice[]>;
}

export interface Checkout {
  /** Returns a one-time URL where the customer pays. */
  createPayLink(request: PayLinkRequest): Promise<string>;
}

/**
 * Capabilities of the Paddle product behind a subscription. Use-cases and pages read here whatever depends on the
 * product.
 */
export interface PaddleCapabilities {
  /** When a cancellation takes effect at Paddle: immediately (`once`), or at the end of the paid period. */
  cancelsAt: 'once' | 'periodEnd';
  /** Whether a cancellation can be undone before it takes effect. */
  canUndoCancel: boolean;
  /** Whether a subscription can be paused from its next payment on, and resumed. */
  canPause: boolean;
  /**
   * Whether Paddle always provides a preview of its own. If not, the portal may have to calculate it
   * (`ChangePreview.source`).
   */
  canPreviewExactly: boolean;
  /**
   * How a change to a plan with another interval is billed. `bills_now`: it must be billed immediately, and begins a
   * new period. `may_wait`: it may be billed later.
   */
  intervalChange: 'bills_now' | 'may_wait';
  /** Whether a recurring coupon ends when the plan or the quantity changes. */
  dropsRecurringCoupon: boolean;
  /** Amounts up to this limit aren't charged, but added to the next payment. Null if there is no such limit. */
  smallestCharge: Money | null;
}

/** A subscription and the URLs from its alerts. A URL is null if the Paddle product doesn't send it. */
export interface StoredPages {
  ref: PaddleRef;
  updateUrl: string | null;
  cancelUrl: string | null;
}

/** URLs of Paddle's pages for one subscription. A URL is null if there is no such page. */
export interface SubscriptionPages {
  /** The page for changing the card. */
  cardPage: string | null;
  /** The page for cancelling the subscription. */
  cancelPage: string | null;
}

/** Provides the URLs of Paddle's pages, which pages and e-mails use instead of stored ones. Makes no network calls. */
export interface PaddlePages {
  pagesOf(stored: StoredPages): SubscriptionPages;
  /** Returns the receipt page of a payment; null if there is none. */
  receiptPage(stored: { receiptUrl: string | null }): string | null;
}

/** Where a customer buys, which determines their prices. */
export interface BuyerPlace {
  /**
   * Where the subscription's last payment was made; absent or null if it is unknown. Paddle lets buyers choose their
   * country, so it may differ from the customer's, and it determines the currency and the tax of all payments.
   */
  paymentCountry?: string | null;
  /** The customer's country; null if it is unknown. */
  country: string | null;
  /**
   * The country to try if the others are unknown or have another currency. Its prices are used only if the customer's
   * payments equal them.
   */
  fallbackCountry?: string;
}

/** Actions on one subscription or payment of a customer. */
export interface PaddleCustomerPort {
  capabilities(paddleProduct: PaddleProduct): PaddleCapabilities;
  /**
   * Cancels the subscription at Paddle, without refunding payments. Idempotent: succeeds if the subscription has
   * already ended or Paddle doesn't know it. Throws a `PaddleRefusal` with reason `invoice_in_progress` while Paddle is
   * processing an invoice.
   */
  cancelSubscription(ref: PaddleRef): Promise<void>;
  /**
   * Returns what a change would cost, without making it. `buyer` determines where prices are looked up. Throws a
   * `PaddleRefusal` if Paddle would refuse the change. Throws `PaddleUnavailable` if the cost can't be determined.
   */
  previewChange(
    ref: PaddleRef,
    change: SubscriptionChange,
    terms: ChangeTerms,
    buyer: BuyerPlace,
  ): Promise<ChangePreview>;
  /**
   * Changes the plan or the number of seats. If Paddle refuses, throws a `PaddleRefusal` whose reason is the rule that
   * was broken. If this throws `PaddleUnavailable`, the change may have been made, so compare with
   * `PaddleHistory.subscriptions` before trying again.
   */
  changeSubscription(
    ref: PaddleRef,
    change: SubscriptionChange,
    terms: ChangeTerms,
  ): Promise<ChangedSubscription>;
  /**
   * Returns what `resumeSubscription` would charge, without resuming. The amount for a paused subscription is always
   * calculated. Throws the same errors as `previewChange`.
   */
  previewResume(ref: PaddleRef, buyer: BuyerPlace): Promise<ChangePreview>;
  /** Pauses the subscription from its next payment on. Throws the same errors as `changeSubscription`. */
  pauseSubscription(ref: PaddleRef): Promise<ChangedSubscription>;
  /**
   * Cancels an announced pause, or resumes a paused subscription. A paused subscription is charged immediately and
   * begins a new period; if the charge fails, throws a `PaddleRefusal` with reason `card_declined`. Throws the same
   * errors as `changeSubscription`.
   */
  resumeSubscription(ref: PaddleRef): Promise<ChangedSubscription>;
  /**
   * Returns the payment method that renewals are charged to. Returns null if Paddle doesn't know the subscription or
   * doesn't report the method.
   */
  cardOnFile(ref: PaddleRef): Promise<PaymentMethod | null>;
  /**
   * Requests a refund of `amount`, or of the whole payment if it is null. Paddle reviews the request and reports the
   * result in an alert. Returns Paddle's number of the request; null if it reports none. If this throws
   * `PaddleUnavailable`, the request may have been made, so it must not be repeated.
   */
  refundPayment(request: { orderId: string; amount: Money | null; reason: string }): Promise<string | null>;
}

/** Paddle's stored data, for reconciliation. Requests are retried several times before they fail. */
export interface PaddleHistory {
  /**
   * Returns the subscription with this reference. The list is empty only if Paddle responds that it doesn't know the
   * subscription, with error 119 or an empty list.
   */
  subscriptions(question: { ref: PaddleRef } & Asking): Promise<PaddleSubscription[]>;
  /**
   * Yields all subscriptions, whatever their state. Requests the next page once the previous one has been consumed. A
   * subscription may appear twice. It may also be missing, because its row was unreadable (counted in the log) or moved
   * between pages. Query it individually before concluding that it doesn't exist.
   */
  everySubscription(): AsyncIterable<PaddleSubscription[]>;
  /**
   * Returns the settled recurring payments of a subscription, oldest first. The list is empty if Paddle doesn't know
   * the subscription.
   */
  payments(ref: PaddleRef, asking?: Asking): Promise<PaddlePayment[]>;
  /**
   * Yields the alerts that Paddle created after `since` or in the second before, whether delivered or not, in windows
   * of one day, oldest first. Paddle's history goes back 90 days. Its alerts have no signature. If an alert was also
   * delivered, `alertId` or `digest` is the same. An alert may appear twice.
   */
  alertHistory(since: Date): AsyncIterable<AlertBatch>;
}

/** Reads alerts and redacts personal data. Never throws, and makes no network calls. */
export interface AlertReader {
  /** Verifies the signature of a raw form body, and refuses the body if it is invalid. */
  readAlert(rawBody: Buffer): AlertReading;
  /**
   * Translates a stored payload into facts. `paddleProduct` says which product sent it. All facts that are folded come
   * from this method.
   */
  toFacts(paddleProduct: PaddleProduct, payload: Readonly<Record<string, unknown>>): AlertMeaning;
  /** Returns the names (`Alert.name`) of the alerts, of any Paddle product, that may report a fact of this type. */
  alertsOf(fact: PaddleFact['type']): readonly string[];
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

/** Everything that the portal uses Paddle for. Network calls throw only `PaddleUnavailable` or `PaddleRefusal`. */
export interface PaddlePort
  extends PriceBook,
    PlanDirectory,
    Checkout,
    PaddlePages,
    PaddleCustomerPort,
    PaddleHistory,
    AlertReader {}
