/** Schemas for the licences a customer sees. */
import { z } from 'zod';
import { Frequency, Product } from '#shared/catalogue/catalogue.ts';
import { DatedAmount } from '#shared/dated-amount.ts';
import { CalendarDate } from '#shared/dates.ts';
import { Money } from '#shared/money.ts';
import { LicenceNotice } from './notices.ts';

/**
 * Status of a licence. `granted` means that it is complimentary, and `one_off` that it was paid for once. Both end on a
 * fixed day and are never renewed.
 */
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
 * Returns whether the subscription hasn't ended at Paddle. It may still renew, so a customer who buys another licence
 * would pay twice.
 */
export const isOpenAtPaddle = ({ status }: { status: LicenceStatus }): boolean =>
  status === 'trialing' || status === 'active' || status === 'past_due' || status === 'paused';

/**
 * Overall state of a licence. `grace`: it works, but the renewal payment is overdue. `ending`: it works until a
 * cancellation, pause or refund takes effect.
 */
export const LicencePhase = z.enum(['good', 'grace', 'ending', 'ended']);
export type LicencePhase = z.infer<typeof LicencePhase>;

/**
 * Why a subscription is paused. `delinquent`: too many charges to the card failed. `voluntary`: it was paused on
 * request.
 */
export const PauseReason = z.enum(['delinquent', 'voluntary']);
export type PauseReason = z.infer<typeof PauseReason>;

/** Why a licence has ended. The ping's 410 response contains this reason. */
export const LicenceEnd = z.enum(['expired', 'paused', 'cancelled', 'refunded', 'revoked']);
export type LicenceEnd = z.infer<typeof LicenceEnd>;

/**
 * What a key says about its licence where it's out of date: the frequency, the number of seats and the customer's
 * address at the time of issue. Null where the key is up to date.
 */
export const KeyDifferences = z.object({
  frequency: Frequency.nullable(),
  quantity: z.int().nullable(),
  email: z.string().nullable(),
});
export type KeyDifferences = z.infer<typeof KeyDifferences>;

/** The earlier keys of a licence that still work. What pages say about them follows from this alone. */
export const OldKeys = z.object({
  /** When each replaced key stops working. The next one to stop comes first. */
  stopping: z.array(z.date()),
  /**
   * Number of keys that the customer exchanged for an updated one since the last replacement. They have no end of their
   * own; the next replacement gives them one.
   */
  lasting: z.int(),
});
export type OldKeys = z.infer<typeof OldKeys>;

/** For a licence that has only its current key. */
export const noOldKeys: OldKeys = { stopping: [], lasting: 0 };

export const LicenceView = z.object({
  id: z.int(),
  product: Product,
  planName: z.string(),
  frequency: Frequency,
  quantity: z.int(),
  status: LicenceStatus,
  standing: LicencePhase,
  /** Last day (UTC) on which the licence works, including the grace period, unless something changes. */
  worksThrough: CalendarDate,
  /** Last day that is paid for and not refunded. */
  validUntil: CalendarDate,
  /** Day of Paddle's next charge; null if the licence won't renew. */
  renewsOn: CalendarDate.nullable(),
  /** First day of a planned pause, while the subscription is still running; null if no pause is planned. */
  pausesOn: CalendarDate.nullable(),
  /** Why the subscription is paused or will be paused. Null if neither is the case, or if the reason is unknown. */
  pausedReason: PauseReason.nullable(),
  /** The last payment, which may have paid for a part of a period; null if nothing was paid (trial, granted). */
  lastPaid: Money.nullable(),
  /** What a period costs with this plan and these seats once no credit is left; null if it is unknown. */
  price: Money.nullable(),
  /** What is charged on `renewsOn`, credits deducted: 0 if a credit covers it. Null if it is unknown. */
  nextCharge: Money.nullable(),
  /** The first charge above 0, about, if a credit covers the charge of `renewsOn`. Null if none does, or if unknown. */
  firstCharge: DatedAmount.nullable(),
  /** First day of the paid period that ends on `validUntil`; null if unknown. */
  periodStart: CalendarDate.nullable(),
  startedOn: CalendarDate,
  /**
   * Paddle's pages for changing the card and for cancelling; null if Paddle sent none or no longer charges for the
   * subscription.
   */
  cardPage: z.url().nullable(),
  cancelPage: z.url().nullable(),
  /** The most urgent first. */
  notices: z.array(LicenceNotice),
  /** The first and last characters of the key, enough to recognize it. */
  keyHint: z.object({ start: z.string(), end: z.string() }).nullable(),
  /** The last ping with a valid key; null if none has been recorded. Further ones within an hour aren't recorded. */
  lastPing: z
    .object({
      at: z.date(),
      /** The day on which the instance was told to check again; null if the licence had ended. */
      nextCheckOn: CalendarDate.nullable(),
      /** Why the licence had ended; null if it was good. */
      endReason: LicenceEnd.nullable(),
      /** Whether the licence works, but the instance hasn't asked when it should have, so the product may be locked. */
      isOverdue: z.boolean(),
    })
    .nullable(),
  /** ID of the current key, which changes when the customer gets another key. */
  keyId: z.int().nullable(),
  /** Null if the key is up to date, or if the licence has ended. The key works in any case. */
  keyDifferences: KeyDifferences.nullable(),
  oldKeys: OldKeys,
});
export type LicenceView = z.infer<typeof LicenceView>;

/**
 * Returns true if nothing was ever paid for a cancelled licence. It can't be continued, so the customer buys a plan.
 */
export const isCancelledTrial = ({ status, lastPaid }: Pick<LicenceView, 'status' | 'lastPaid'>): boolean =>
  status === 'cancelled' && lastPaid === null;
