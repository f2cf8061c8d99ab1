/**
 * Defines the subscription data that is shown with a licence. Billing implements the lookup and the wiring injects it,
 * because licences may not import billing.
 */
import type { DatedAmount } from '#shared/dated-amount.ts';
import type { CalendarDate } from '#shared/dates.ts';
import type { PauseReason } from '#shared/licences/licences.ts';
import type { Money } from '#shared/money.ts';

export interface SubscriptionOfLicence {
  /** Date of the next charge; null if Paddle has none scheduled. */
  nextBillOn: CalendarDate | null;
  /** Amount of the next charge; null if it is unknown. */
  nextCharge: Money | null;
  /** What a period costs once no credit is left; null if it is unknown. */
  periodPrice: Money | null;
  /** The first charge above 0, about, if a credit covers the next one; otherwise null. */
  firstCharge: DatedAmount | null;
  /** Date of the next attempt to collect a failed payment; null if Paddle has none scheduled. */
  nextRetryOn: CalendarDate | null;
  /** A payment that failed and hasn't been made since; null if there is none. */
  overdue: {
    /** What Paddle last tried to charge; null if Paddle didn't report it. */
    amount: Money | null;
  } | null;
  pausedReason: PauseReason | null;
  /** URL of Paddle's page for changing the payment method. */
  cardPage: string | null;
  /** URL of Paddle's page for cancelling the subscription. */
  cancelPage: string | null;
  /**
   * True if the customer already had another subscription for the same product, Paddle may charge for both, and no
   * administrator has resolved the flag yet.
   */
  isDuplicate: boolean;
  /** True if another licence of the customer is the duplicate of this one. */
  isReplaced: boolean;
}

/** Used for licences without a subscription: grants and one-off payments. */
export const noSubscription: SubscriptionOfLicence = {
  nextBillOn: null,
  nextCharge: null,
  periodPrice: null,
  firstCharge: null,
  nextRetryOn: null,
  overdue: null,
  pausedReason: null,
  cardPage: null,
  cancelPage: null,
  isDuplicate: false,
  isReplaced: false,
};

export interface SubscriptionsOfLicences {
  /**
   * Returns subscription data by stream.
   */
  listByStreams(streams: readonly string[]): Promise<ReadonlyMap<string, SubscriptionOfLicence>>;
}
