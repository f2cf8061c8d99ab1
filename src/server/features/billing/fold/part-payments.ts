/** Finds out what payments within a period were for, so that their receipts aren't named like a whole period. */
import type { SubscriptionUpdated } from '#server/platform/paddle/facts.ts';
import { type CalendarDate, dayOf, daysBetween } from '#shared/dates.ts';
import { dayMs, minuteMs } from '#shared/durations.ts';

/** What a payment was for that doesn't pay for a whole period of an unchanged plan. */
export type PartPayment =
  /** Seats added during a period, for the days that were left of it. */
  | { kind: 'seats'; seats: number; days: number }
  /** A switch from another plan. `days` is null if the switch began a new period. */
  | { kind: 'plan'; fromPaddlePlanId: number; days: number | null }
  /** A further payment for a period that was already paid, for an unknown reason. */
  | { kind: 'extra' };

/** A change of plan or quantity, as an alert reported it. Values that the alert left out are null. */
export interface TermsChange {
  at: Date;
  fromPlanId: number | null;
  planId: number;
  fromQuantity: number | null;
  quantity: number | null;
  /** The date of the next charge if the change left it as it was; otherwise null. */
  keepsUntil: CalendarDate | null;
}

export interface RecurringPayment {
  paddlePlanId: number | null;
  quantity: number;
  paidAt: Date;
  /** Null for payments that cover no day. */
  paidThrough: CalendarDate | null;
}

/** Returns the change of plan or quantity that an update reports; null if it reports none. */
export function termsChangeIn(fact: SubscriptionUpdated, at: Date): TermsChange | null {
  const { planId, oldPlanId, quantity, oldQuantity, nextBillOn, oldNextBillOn } = fact;
  const isOtherPlan = oldPlanId !== null && oldPlanId !== planId;
  const isOtherQuantity = quantity !== null && oldQuantity !== null && oldQuantity !== quantity;
  if (!isOtherPlan && !isOtherQuantity) return null;
  return {
    ...{ at, fromPlanId: oldPlanId, planId, fromQuantity: oldQuantity, quantity },
    keepsUntil: nextBillOn === oldNextBillOn ? nextBillOn : null,
  };
}

/** A payment follows the change that it is for by less than a day. Its alert may bear a slightly earlier time. */
const isInTime = ({ at }: TermsChange, { paidAt }: RecurringPayment): boolean => {
  const wait = paidAt.getTime() - at.getTime();
  return wait >= -minuteMs && wait < dayMs;
};

/** Returns the last change that led to the plan and quantity of the payment. */
const changeBefore = (changes: readonly TermsChange[], payment: RecurringPayment): TermsChange | undefined =>
  changes.findLast(
    (change) =>
      isInTime(change, payment) &&
      change.planId === payment.paddlePlanId &&
      (change.quantity === null || change.quantity === payment.quantity),
  );

/**
 * Returns what the payment was for; null if it paid for a whole period. `earlier` are the payments before it, oldest
 * first. If the alert about the change is missing, plan and quantity are compared with those of the previous payment.
 */
export function partPaymentOf(
  payment: RecurringPayment,
  { earlier, changes }: { earlier: readonly RecurringPayment[]; changes: readonly TermsChange[] },
): PartPayment | null {
  const { paidThrough, paddlePlanId } = payment;
  const last = earlier.at(-1);
  if (paidThrough === null || !last || last.paidThrough === null) return null;
  const change = changes.length === 0 ? undefined : changeBefore(changes, payment);
  const isWithinPeriod = paidThrough === last.paidThrough || paidThrough === change?.keepsUntil;
  const paidOn = dayOf(payment.paidAt);
  const fromPlanId = change?.fromPlanId ?? last.paddlePlanId;
  const isOtherPlan = fromPlanId !== null && fromPlanId !== paddlePlanId;
  const days = isWithinPeriod ? Math.max(0, daysBetween(paidOn, paidThrough)) : null;
  // A payment on the day on which the previous period ends is a renewal, even if the plan has changed since.
  if (isOtherPlan && (isWithinPeriod || paidOn < last.paidThrough))
    return { kind: 'plan', fromPaddlePlanId: fromPlanId, days };
  if (days === null) return null;
  const seats = payment.quantity - (change?.fromQuantity ?? last.quantity);
  return seats > 0 ? { kind: 'seats', seats, days } : { kind: 'extra' };
}
