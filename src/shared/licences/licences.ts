/** Schemas for the licences a customer sees. */
import { z } from 'zod';
import { Frequency, Product } from '#shared/catalogue/catalogue.ts';
import { CalendarDate } from '#shared/dates.ts';
import { Money } from '#shared/money.ts';

/** `granted` is complimentary and `one_off` was paid once. Both end on a fixed day and never renew. */
export const LicenceStatus = z.enum([
  'trialing',
  'active',
  'past_due',
  'paused',
  'cancelled',
  'granted',
  'one_off',
  'refunded',
  'revoked',
]);
export type LicenceStatus = z.infer<typeof LicenceStatus>;

/**
 * Returns true if Paddle hasn't ended the subscription. It may still renew, so buying another licence would mean paying
 * twice.
 */
export const isOpenAtPaddle = ({ status }: { status: LicenceStatus }): boolean =>
  status === 'trialing' || status === 'active' || status === 'past_due' || status === 'paused';

/**
 * Overall state of a licence. `grace`: works, but the renewal is overdue. `ending`: works until a cancellation, pause
 * or refund takes effect.
 */
export const LicencePhase = z.enum(['good', 'grace', 'ending', 'ended']);
export type LicencePhase = z.infer<typeof LicencePhase>;

/** `delinquent`: the card failed too often. `voluntary`: paused on request. */
export const PauseReason = z.enum(['delinquent', 'voluntary']);
export type PauseReason = z.infer<typeof PauseReason>;

export const LicenceView = z.object({
  id: z.int(),
  product: Product,
  planName: z.string(),
  frequency: Frequency,
  quantity: z.int(),
  status: LicenceStatus,
  standing: LicencePhase,
  /** Last day on which the licence works, grace period included, unless something changes (inclusive, UTC). */
  worksThrough: CalendarDate,
  /** Last day that is paid for and not refunded. */
  validUntil: CalendarDate,
  /** Day of Paddle's next charge; null if nothing renews. */
  renewsOn: CalendarDate.nullable(),
  /** Day on which Paddle retries a failed payment; null if no payment failed or Paddle has stopped retrying. */
  nextRetryOn: CalendarDate.nullable(),
  /** Planned first day of a pause, for a subscription that is still running; null if no pause is planned. */
  pausesOn: CalendarDate.nullable(),
  /** Why the subscription is paused or will be; null if it isn't, or if the reason is unknown. */
  pausedReason: PauseReason.nullable(),
  /** Amount of the last payment, for the whole licence; null if nothing was paid (trial, granted). */
  lastPaid: Money.nullable(),
  /** First day of the paid period that ends on `validUntil`; null if unknown. */
  periodStart: CalendarDate.nullable(),
  startedOn: CalendarDate,
  /**
   * Paddle's pages for changing the card and for cancelling; null if Paddle sent none or no longer charges for the
   * subscription.
   */
  cardPage: z.url().nullable(),
  cancelPage: z.url().nullable(),
  /** Whether the customer pays for another licence of this product without having confirmed wanting two. */
  isSecond: z.boolean(),
  /** The first and last characters of the key, enough to recognize it. */
  keyHint: z.object({ start: z.string(), end: z.string() }).nullable(),
});
export type LicenceView = z.infer<typeof LicenceView>;
