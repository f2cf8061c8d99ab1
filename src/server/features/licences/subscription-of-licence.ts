/**
 * Defines the subscription data that is shown with a licence. Billing implements the lookup and the wiring injects it,
 * because licences may not import billing.
 */
import type { CalendarDate } from '#shared/dates.ts';
import type { PauseReason } from '#shared/licences/licences.ts';

export interface SubscriptionOfLicence {
  /** Date of the next charge; null if Paddle has none scheduled. */
  nextBillOn: CalendarDate | null;
  /** Date of the next attempt to collect a failed payment; null if Paddle has none scheduled. */
  nextRetryOn: CalendarDate | null;
  pausedReason: PauseReason | null;
  /** URL of Paddle's page for changing the payment method. */
  cardPage: string | null;
  /** URL of Paddle's page for cancelling the subscription. */
  cancelPage: string | null;
  /**
   * True if the customer already had another subscription for the same product and no administrator has resolved the
   * flag yet.
   */
  isDuplicate: boolean;
}

/** Used for licences without a subscription: grants and one-off payments. */
export const noSubscription: SubscriptionOfLicence = {
  nextBillOn: null,
  nextRetryOn: null,
  pausedReason: null,
  cardPage: null,
  cancelPage: null,
  isDuplicate: false,
};

export interface SubscriptionsOfLicences {
  /**
   * Returns subscription data by stream. Streams with neither a subscription nor a flag are missing from the result.
   */
  listByStreams(streams: readonly string[]): Promise<ReadonlyMap<string, SubscriptionOfLicence>>;
}
