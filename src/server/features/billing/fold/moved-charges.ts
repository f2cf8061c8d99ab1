/**
 * Handles charges that an operator has moved to a later date at Paddle. The licence works until that date as if it were
 * paid (docs/contract.md, "What moves the paid day"). Paddle doesn't document that an update with a later date means a
 * moved charge, so a move by a whole period or more without a payment is flagged.
 */

import type { SubscriptionStatus, SubscriptionUpdated } from '#server/platform/paddle/facts.ts';
import { addMonths, type CalendarDate } from '#shared/dates.ts';
import { dayMs } from '#shared/durations.ts';

export interface MovedCharge {
  at: Date;
  paddlePlanId: number;
  /** Date of the next charge before the move. `through` is its date after the move. */
  from: CalendarDate;
  through: CalendarDate;
  /**
   * `moved` extends the licence to `through`. `resumed` means that a pause ended with the same update; after a pause,
   * only a payment extends the licence.
   */
  how: 'moved' | 'resumed';
}

/** State of the subscription before the update. */
interface Before {
  status: SubscriptionStatus;
  paddlePlanId: number;
  /** Whether a charge has failed since the last payment was made. */
  hasFailed: boolean;
  /** Whether a charge failed in the same second as the update. Paddle doesn't report which came first. */
  failsWithIt: boolean;
}

/**
 * Returns the moved charge. Returns null if the update doesn't move a charge, or if a payment is owed, a pause is
 * scheduled or the plan changes.
 */
export function movedCharge(fact: SubscriptionUpdated, before: Before, at: Date): MovedCharge | null {
  const { nextBillOn: through, oldNextBillOn: from, planId } = fact;
  if (fact.status !== 'active' || fact.pausedFrom !== null) return null;
  if (!through || !from || through <= from) return null;
  if ((fact.oldPlanId ?? before.paddlePlanId) !== planId) return null;
  const oldStatus = fact.oldStatus ?? before.status;
  if (oldStatus === 'paused') return { at, paddlePlanId: planId, from, through, how: 'resumed' };
  // The old status in the update itself is more reliable than the state folded from earlier seconds. A failure and its
  // recovery may happen within one second, and the recovery's alert may be lost.
  const isSaidActive = fact.oldStatus === 'active' && !before.failsWithIt;
  const isOwed = !isSaidActive && (before.status === 'past_due' || before.hasFailed);
  if (oldStatus !== 'active' || before.status === 'paused' || isOwed) return null;
  return { at, paddlePlanId: planId, from, through, how: 'moved' };
}

/** The parts of a payment that matter for moved charges. */
export interface PaidPeriod {
  paidAt: Date;
  paidThrough: CalendarDate | null;
  /** When the payment was fully refunded; null if it wasn't. */
  backAt: Date | null;
}

const paymentFollowsWithinMs = 3 * dayMs;
/**
 * Maximum time by which a payment may precede the update that it causes. Paddle reports both within seconds, but a
 * payment found by reconciliation has only a date.
 */
const paymentPrecedesWithinMs = dayMs;

const isAround = ({ paidAt }: PaidPeriod, { at }: MovedCharge): boolean => {
  const afterMs = paidAt.getTime() - at.getTime();
  return afterMs <= paymentFollowsWithinMs && afterMs >= -paymentPrecedesWithinMs;
};

/** Returns the time at which the move is flagged. From then on, it is too late for a payment to explain it. */
export const flaggedAt = ({ at }: MovedCharge): Date => new Date(at.getTime() + paymentFollowsWithinMs);

/**
 * Returns true if an operator must look at the move. That is so if it covers a whole period or more, or ended a pause,
 * and no payment for those days came with it or within three days. `months` is the billing period of the plan; null,
 * for an unknown plan, counts as one month.
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

/** The end of a period that a move can extend, and when that period was lost to a refund; null if it wasn't. */
interface Base {
  through: CalendarDate;
  backAt: Date | null;
}

/**
 * Returns the days to which moves extend the licence. A move caused by a payment is skipped, because the payment covers
 * those days. Any other move extends the period before it. It is lost if the payment for that period is fully refunded
 * afterward.
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
    // A move that extends a lost move is lost too.
    bases.push({ through, backAt: hasFallen ? latest(fallenAt) : null });
    if (!hasFallen) kept.push(through);
  }
  return kept;
}

const latest = (instants: readonly (Date | null)[]): Date | null =>
  instants.reduce((last, at) => (at !== null && (last === null || at > last) ? at : last), null);
