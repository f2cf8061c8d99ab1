/**
 * Charges that the operator has moved to a later day at Paddle: the licence works until then, as if it were paid
 * (docs/contract.md, "What moves the paid day"). That such an update is a promise is inferred, so what gives away a whole period is flagged.
 */

import type { SubscriptionStatus, SubscriptionUpdated } from '#server/platform/paddle/facts.ts';
import { addMonths, type CalendarDate } from '#shared/dates.ts';
import { dayMs } from '#shared/durations.ts';

export interface MovedCharge {
  at: Date;
  paddlePlanId: number;
  /** The day of the next charge before, and now: later. */
  from: CalendarDate;
  through: CalendarDate;
  /** `moved`: it carries the licence to `through`. `resumed`: from a pause, which only a payment ends. */
  how: 'moved' | 'resumed';
}

/** What is known of the subscription before the update. */
interface Before {
  status: SubscriptionStatus;
  paddlePlanId: number;
  /** A charge has failed since the last payment. */
  hasFailed: boolean;
  /** A charge has failed in the very second of the update, whose order Paddle does not tell. */
  failsWithIt: boolean;
}

/** Null for an update that moves no charge, or where something is owed, a pause is planned or the plan changes. */
export function movedCharge(fact: SubscriptionUpdated, before: Before, at: Date): MovedCharge | null {
  const { nextBillOn: through, oldNextBillOn: from, planId } = fact;
  if (fact.status !== 'active' || fact.pausedFrom !== null) return null;
  if (!through || !from || through <= from) return null;
  if ((fact.oldPlanId ?? before.paddlePlanId) !== planId) return null;
  const oldStatus = fact.oldStatus ?? before.status;
  if (oldStatus === 'paused') return { at, paddlePlanId: planId, from, through, how: 'resumed' };
  // What the update itself says of the status before it outweighs what was pieced together from earlier seconds: a
  // failure and its recovery may share one second, and the alert of the recovery may be lost.
  const isSaidActive = fact.oldStatus === 'active' && !before.failsWithIt;
  const isOwed = !isSaidActive && (before.status === 'past_due' || before.hasFailed);
  if (oldStatus !== 'active' || before.status === 'paused' || isOwed) return null;
  return { at, paddlePlanId: planId, from, through, how: 'moved' };
}

/** A payment, as far as it has to do with moved charges. */
export interface PaidPeriod {
  paidAt: Date;
  paidThrough: CalendarDate | null;
  /** When it was given back in full; null while it was not. */
  backAt: Date | null;
}

const paymentFollowsWithinMs = 3 * dayMs;
/** Paddle tells of a payment and of what it changed within seconds; of one that was found, only the day is known. */
const paymentPrecedesWithinMs = dayMs;

const isAround = ({ paidAt }: PaidPeriod, { at }: MovedCharge): boolean => {
  const afterMs = paidAt.getTime() - at.getTime();
  return afterMs <= paymentFollowsWithinMs && afterMs >= -paymentPrecedesWithinMs;
};

/** When nothing can explain it any more. */
export const flaggedAt = ({ at }: MovedCharge): Date => new Date(at.getTime() + paymentFollowsWithinMs);

/**
 * Whether a person has to look at it: a whole period or more, or a pause that ended, and no payment for those days came
 * with it or within three days. `months`: the period of its plan; null where that is not ours.
 */
export function isUnpaidMove(
  move: MovedCharge,
  payments: readonly PaidPeriod[],
  months: number | null,
): boolean {
  if (move.how === 'moved' && move.through < addMonths(move.from, months ?? 1)) return false;
  return !payments.some(
    (payment) =>
      payment.paidThrough !== null && payment.paidThrough >= move.through && isAround(payment, move),
  );
}

/** A day up to which something else than a move was paid or promised, and when that was taken back. */
interface Base {
  through: CalendarDate;
  backAt: Date | null;
}

/**
 * The days to which moves carry the licence. What a payment brought about is the payment's own; and a move lengthens the
 * period on which it stands: when the payment of that period is given back in full afterwards, the move falls with it.
 */
export function keptMoves(
  moves: readonly MovedCharge[],
  payments: readonly PaidPeriod[],
  promised: readonly Base[],
): CalendarDate[] {
  const bases: Base[] = [
    ...promised,
    ...payments.flatMap(({ paidThrough, backAt }) =>
      paidThrough === null ? [] : [{ through: paidThrough, backAt }],
    ),
  ];
  const kept: CalendarDate[] = [];
  const inOrder = moves
    .filter(({ how }) => how === 'moved')
    .sort((a, b) => (a.from === b.from ? (a.through < b.through ? -1 : 1) : a.from < b.from ? -1 : 1));
  for (const move of inOrder) {
    const { from, through, at } = move;
    if (payments.some((payment) => payment.paidThrough === through && isAround(payment, move))) continue;
    const under = bases.filter((base) => base.through === from);
    const fallenAt = under.map(({ backAt }) => (backAt !== null && backAt > at ? backAt : null));
    const hasFallen = under.length > 0 && fallenAt.every((backAt) => backAt !== null);
    // What stands on a move that has fallen falls with it.
    bases.push({ through, backAt: hasFallen ? latest(fallenAt) : null });
    if (!hasFallen) kept.push(through);
  }
  return kept;
}

const latest = (instants: readonly (Date | null)[]): Date | null =>
  instants.reduce((last, at) => (at !== null && (last === null || at > last) ? at : last), null);
