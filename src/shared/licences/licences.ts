/** What both sides say about a licence. */
import { z } from 'zod';
import { Frequency, Product } from '#shared/catalogue/catalogue.ts';
import { CalendarDate } from '#shared/dates.ts';
import { Money } from '#shared/money.ts';

/** `granted` is complimentary, `one_off` was paid once: both end on their day and have nothing to renew. */
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

/** Whether Paddle has not closed its subscription: it may go on, and paying for another one would be paying twice. */
export const isOpenAtPaddle = ({ status }: { status: LicenceStatus }): boolean =>
  status === 'trialing' || status === 'active' || status === 'past_due' || status === 'paused';

/** What a person needs to know first. `grace`: works, but the renewal is overdue. `ending`: works, and nothing renews it. */
export const LicencePhase = z.enum(['good', 'grace', 'ending', 'ended']);
export type LicencePhase = z.infer<typeof LicencePhase>;

/** `delinquent`: the card failed too often. `voluntary`: somebody asked for it. */
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
  /** The last day the licence works, as things stand, grace included; inclusive, UTC. */
  worksThrough: CalendarDate,
  /** The last day that is paid and not given back. */
  validUntil: CalendarDate,
  /** The day Paddle charges next; null when nothing renews. */
  renewsOn: CalendarDate.nullable(),
  /** After a failed payment: the day Paddle tries the card again; null when none failed, or it has given up. */
  nextRetryOn: CalendarDate.nullable(),
  /** The day on which a subscription that goes on is to be paused, as far as is known; null when no pause is planned. */
  pausesOn: CalendarDate.nullable(),
  /** Why the subscription is paused, or will be; null when it is not, or nobody said. */
  pausedReason: PauseReason.nullable(),
  /** What the last payment was, for the whole licence; null when nobody paid (trial, granted). */
  lastPaid: Money.nullable(),
  /** The first day of the paid period that `validUntil` ends; null when not known. */
  periodStart: CalendarDate.nullable(),
  startedOn: CalendarDate,
  /** Paddle's pages for the card and for cancelling, as long as its subscription goes on there; null when Paddle named none. */
  cardPage: z.url().nullable(),
  cancelPage: z.url().nullable(),
  /** The customer pays for another licence of this product as well, and never said that they want two. */
  isSecond: z.boolean(),
  /** First and last characters of the key, enough to recognise it. */
  keyHint: z.object({ start: z.string(), end: z.string() }).nullable(),
});
export type LicenceView = z.infer<typeof LicenceView>;
