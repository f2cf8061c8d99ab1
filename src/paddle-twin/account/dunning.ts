/** Default handling of failed renewals, and the only place that defines the retry schedule. */

/** The account's settings for failed renewals. */
export interface Dunning {
  /** Days between one failed attempt and the next. */
  retryAfterDays: readonly number[];
  /** Action after the last failed attempt: a pause (as `delinquent`) or a cancellation. */
  lastly: 'pause' | 'cancel';
}

/** Paddle Classic's default: three more attempts within 15 days, then a pause. */
export const defaultDunning: Dunning = { retryAfterDays: [3, 5, 7], lastly: 'pause' };
