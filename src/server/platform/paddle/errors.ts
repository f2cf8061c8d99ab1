/** How calls to Paddle fail: Paddle can be unavailable, or refuse the request. */
/**
 * Paddle didn't respond, sent an unreadable response, or failed internally. A later attempt may succeed. If a change
 * was requested, it may or may not have been made.
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
 * Reasons for a refusal that use-cases handle differently:
 *
 * - `unknown_subscription`: Paddle doesn't know the subscription, or it has ended
 * - `invoice_in_progress`: nothing can be changed until the current invoice has been processed
 * - `trialing`, `past_due`, `paused`: a subscription with this status can't be changed in this way
 * - `must_bill_now`: a change of the interval has to be billed immediately
 * - `interval_refused`: the new plan's interval can't be combined with the subscription's interval
 * - `per_seat_to_single`: a subscription with seats can't change to a plan without seats
 * - `plan_without_seats`: the plan has no seats, so their number can't be changed
 * - `price_too_low`: Paddle doesn't sell at this price
 * - `card_declined`: the charge failed, and nothing has changed
 * - `currency_refused`: the currency of a subscription can't be changed
 * - `unknown_plan`: the plan or product isn't sold
 * - `expiry_refused`: the last day of the pay link isn't accepted
 * - `coupon_refused`, `email_refused`: the coupon or e-mail address of a pay link isn't accepted
 * - `field_missing`: a required field is missing
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
