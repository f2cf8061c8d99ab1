/** What a licence shows of the subscription that pays for it. Billing supplies it; the wiring hands it in. */
import type { CalendarDate } from '#shared/dates.ts';
import type { PauseReason } from '#shared/licences/licences.ts';

export interface SubscriptionOfLicence {
  /** The next charge; null when Paddle has none planned. */
  nextBillOn: CalendarDate | null;
  /** The next attempt to collect a failed payment; null when Paddle plans none. */
  nextRetryOn: CalendarDate | null;
  pausedReason: PauseReason | null;
  /** Paddle's page on which the card is changed. */
  cardPage: string | null;
  /** Paddle's page on which the subscription is cancelled. */
  cancelPage: string | null;
  /** It runs beside an earlier subscription for the same product, and an administrator has not resolved that yet. */
  isDuplicate: boolean;
}

/** For a licence without a subscription: a grant, or a one-off payment. */
export const noSubscription: SubscriptionOfLicence = {
  nextBillOn: null,
  nextRetryOn: null,
  pausedReason: null,
  cardPage: null,
  cancelPage: null,
  isDuplicate: false,
};

export interface SubscriptionsOfLicences {
  /** By stream; streams that have neither a subscription nor a flag are left out. */
  listByStreams(streams: readonly string[]): Promise<ReadonlyMap<string, SubscriptionOfLicence>>;
}
