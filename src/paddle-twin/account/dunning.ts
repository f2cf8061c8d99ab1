/** What the twin does when a renewal cannot be charged, by default: the one place that says when it tries again. */

/** The account's settings for failed renewals. */
export interface Dunning {
  /** Days from one attempt to the next. */
  retryAfterDays: readonly number[];
  /** What follows the last failed attempt: the subscription is paused (as `delinquent`) or cancelled. */
  lastly: 'pause' | 'cancel';
}

/** Paddle Classic's default: three more attempts in 15 days, then a pause. */
export const defaultDunning: Dunning = { retryAfterDays: [3, 5, 7], lastly: 'pause' };
