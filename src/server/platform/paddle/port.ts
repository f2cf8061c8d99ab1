/** What the portal asks of Paddle and learns from it, in our own words. Paddle's field names stop behind it. */
import type { VatDetails } from '#shared/billing.ts';
import type { CalendarDate } from '#shared/dates.ts';
import type { Money } from '#shared/money.ts';

export type SubscriptionStatus = 'trialing' | 'active' | 'past_due' | 'paused' | 'deleted';

/** Who the buyer is, as far as an alert tells. `billableId` comes from our passthrough. */
export interface BuyerHints {
  billableId: number | null;
  paddleUserId: number | null;
  email: string | null;
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

export interface PaymentSucceeded {
  type: 'subscription_payment_succeeded';
  subscriptionId: number;
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

export interface SubscriptionCancelled {
  type: 'subscription_cancelled';
  subscriptionId: number;
  planId: number;
  quantity: number;
  effectiveOn: CalendarDate;
  buyer: BuyerHints;
}

export type BillingFact = SubscriptionCreated | PaymentSucceeded | SubscriptionCancelled;

/** A proven alert, before anybody has asked whether it makes sense. */
export interface Alert {
  /** Paddle's `alert_id`; null when absent or unusable. */
  alertId: string | null;
  /** Paddle's `alert_name`; `fulfilment` for the nameless fulfilment webhook. */
  name: string;
  /** SHA-256 of the sorted payload without `alert_id` and `p_signature`: equal for a retry under another id. */
  digest: Buffer;
  /** Every field as received, `p_signature` included. */
  payload: Record<string, unknown>;
  /** `event_time`; null when absent or unusable. */
  occurredAt: Date | null;
  subscriptionId: number | null;
}

/** `refused`: unsigned, signed by another key, or altered. The reason is for the log. */
export type AlertReading = { status: 'proven'; alert: Alert } | { status: 'refused'; reason: string };

/** What a stored payload means. `unhandled`: no rule of ours reads this alert (yet). `senseless`: it cannot be read. */
export type AlertMeaning =
  | { status: 'fact'; fact: BillingFact }
  | { status: 'unhandled' }
  | { status: 'senseless'; problem: string };

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
  customerEmail: string;
  customerCountry: string | null;
  customerPostcode: string | null;
  coupon: string | null;
  vat: VatDetails | null;
}

/** Every call throws `PaddleUnavailable` or `PaddleRefusal`, never anything else. */
export interface PaddlePort {
  /** Prices of the published plans among those asked; unpublished ones are left out. */
  prices(question: PriceQuestion): Promise<PlanPrice[]>;
  /** A one-time address where the customer pays. */
  createPayLink(request: PayLinkRequest): Promise<string>;
  /** Proves a raw form body. Never throws: what cannot be proven is refused. */
  readAlert(rawBody: Buffer): AlertReading;
  /** Understands a stored payload. Never throws. */
  understandAlert(payload: Record<string, unknown>): AlertMeaning;
}

/** Paddle did not answer, or not in a way that can be read. Asking later may help. */
export class PaddleUnavailable extends Error {
  constructor(message: string, options?: { cause?: unknown }) {
    super(message, options);
    this.name = 'PaddleUnavailable';
  }
}

/** Paddle answered `success: false`. `paddleCode` is its number (PADDLE.md A4). */
export class PaddleRefusal extends Error {
  readonly paddleCode: number;
  constructor(paddleCode: number, message: string) {
    super(message);
    this.name = 'PaddleRefusal';
    this.paddleCode = paddleCode;
  }
}
