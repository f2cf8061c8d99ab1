/** Schemas for the history of a licence: what happened to it, why, and what happens next. */
import { z } from 'zod';
import { Frequency } from '#shared/catalogue/catalogue.ts';
import { CalendarDate } from '#shared/dates.ts';
import { LicenceEnd } from '#shared/licences/licences.ts';
import { Money } from '#shared/money.ts';

/**
 * Who caused an event. `customer`: the owner, in the portal. `operator`: the operator of the portal. `paddle`: Paddle
 * reported it, and it wasn't asked for in the portal. It may have been made on Paddle's pages or by Paddle itself.
 */
const Cause = z.enum(['customer', 'operator', 'paddle']);
export type Cause = z.infer<typeof Cause>;

/** Null if the portal no longer has the plan. */
const NamedPlan = z.object({ planName: z.string(), frequency: Frequency }).nullable();
export type NamedPlan = z.infer<typeof NamedPlan>;

const event = <Kind extends string, Shape extends z.ZodRawShape>(kind: Kind, shape: Shape) =>
  z.object({ kind: z.literal(kind), on: CalendarDate, ...shape });

export const HistoryEntry = z.discriminatedUnion('kind', [
  /** `amount` is null for a trial, and while no alert has reported the payment. */
  event('bought', {
    plan: NamedPlan,
    quantity: z.int(),
    amount: Money.nullable(),
    trialThrough: CalendarDate.nullable(),
  }),
  event('granted', { plan: NamedPlan, quantity: z.int(), through: CalendarDate }),
  /** The licence was taken over from another portal, with what had happened to it there. */
  event('imported', {}),
  /** The purchase was assigned to the account of its owner. */
  event('assigned', {}),
  /** The payment after a trial. */
  event('first_payment', { amount: Money, through: CalendarDate }),
  event('renewed', { amount: Money, through: CalendarDate }),
  /** A payment that didn't extend the licence. */
  event('paid', { amount: Money }),
  event('payment_failed', { amount: Money.nullable(), retryOn: CalendarDate.nullable() }),
  event('refunded', { amount: Money, what: z.enum(['full', 'partial', 'vat']) }),
  event('disputed', { amount: Money }),
  event('dispute_closed', { amount: Money }),
  /** `amount` is what was charged for the change; null if nothing was. */
  event('seats_changed', { by: Cause, from: z.int(), to: z.int(), amount: Money.nullable() }),
  event('plan_changed', { by: Cause, from: NamedPlan, to: NamedPlan, amount: Money.nullable() }),
  /** `through` is the last day on which the licence works. */
  event('cancelled', { by: Cause, through: CalendarDate }),
  /** A cancelled subscription was continued before its paid days were over. */
  event('kept', {}),
  /** An ended subscription was continued, with a payment. */
  event('came_back', {}),
  event('pause_planned', { by: Cause, from: CalendarDate }),
  event('pause_withdrawn', { by: Cause }),
  /** `isUnpaid`: Paddle paused the subscription because too many charges failed. */
  event('paused', { by: Cause, isUnpaid: z.boolean() }),
  event('resumed', { by: Cause }),
  /** The operator moved the next payment to a later day. */
  event('charge_moved', { to: CalendarDate }),
  /** `on` is the last day on which the licence worked. */
  event('ended', { why: LicenceEnd }),
  /** `oldKeysUntil`: when the old keys were to stop; null if they stopped at once. */
  event('key_reissued', { by: Cause, oldKeysUntil: z.date().nullable() }),
  /** The customer got a key with the present details of the licence. The old ones kept working. */
  event('key_updated', {}),
  event('extended', { through: CalendarDate }),
  event('revoked', {}),
  event('reinstated', {}),
]);
export type HistoryEntry = z.infer<typeof HistoryEntry>;

/** What happens next unless something changes, soonest first. */
const NextStep = z.discriminatedUnion('kind', [
  /**
   * `amount` is 0 if nothing is charged, and null if it is unknown. `isLaterUnknown`: nothing is charged, but the
   * amount of the first payment after that is unknown.
   */
  event('renews', { amount: Money.nullable(), isLaterUnknown: z.boolean() }),
  /** The credit that covers the renewals before is used up. The amount is calculated. */
  event('charged_again', { amount: Money }),
  /** The trial ends, and the first payment is due. */
  event('first_payment', {}),
  /** Paddle tries again to charge a payment that failed. */
  event('retry', { amount: Money.nullable() }),
  /** Last day on which the licence works if the payment isn't made. */
  event('stops_unpaid', {}),
  event('pauses', {}),
  /** Last day on which the licence works. */
  event('ends', {}),
]);
export type NextStep = z.infer<typeof NextStep>;

/** Maximum number of entries that are returned. */
export const maxHistoryEntries = 200;

export const LicenceHistory = z.object({
  /** The latest entries, newest first. */
  entries: z.array(HistoryEntry).max(maxHistoryEntries),
  /** Number of older entries that were left out. */
  olderCount: z.int(),
  next: z.array(NextStep),
});
export type LicenceHistory = z.infer<typeof LicenceHistory>;
