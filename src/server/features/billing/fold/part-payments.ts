/** Finds out what payments within a period were for, so that their receipts aren't named like a whole period. */
import type { SubscriptionUpdated } from '#server/platform/paddle/facts.ts';
import { type CalendarDate, dayOf, daysBetween } from '#shared/dates.ts';
import { dayMs, minuteMs } from '#shared/durations.ts';
import type { Money } from '#shared/money.ts';

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
  /** Whether the change moved the next charge, which means that a new period began with it. */
  beginsPeriod: boolean;
}

export interface RecurringPayment {
  paddlePlanId: number | null;
  amount: Money;
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
    beginsPeriod: nextBillOn !== null && oldNextBillOn !== null && nextBillOn !== oldNextBillOn,
  };
}

/** A payment follows the change that it is for by less than a day. Its alert may bear a slightly earlier time. */
const isInTime = ({ at }: TermsChange, { paidAt }: RecurringPayment): boolean => {
  const wait = paidAt.getTime() - at.getTime();
  return wait >= -minuteMs && wait < dayMs;
};

/** Returns the index of the last change that led to the plan and quantity of the payment; -1 if there is none. */
const indexOfChange = (changes: readonly TermsChange[], payment: RecurringPayment): number =>
  changes.findLastIndex(
    (change) =>
      isInTime(change, payment) &&
      change.planId === payment.paddlePlanId &&
      (change.quantity === null || change.quantity === payment.quantity),
  );

/**
 * Returns the change that the payment is for, and the changes between the previous payment and that change (or the
 * payment itself). These charged nothing, so there is no payment for them.
 */
function changesOf(
  payment: RecurringPayment,
  last: RecurringPayment,
  changes: readonly TermsChange[],
): { own: TermsChange | undefined; unpaid: readonly TermsChange[] } {
  const index = indexOfChange(changes, payment);
  const afterLast = changes.slice(indexOfChange(changes, last) + 1, index === -1 ? undefined : index);
  const from = last.paidAt.getTime() - minuteMs;
  const to = payment.paidAt.getTime() + minuteMs;
  const unpaid = afterLast.filter(({ at }) => at.getTime() >= from && at.getTime() <= to);
  return { own: changes[index], unpaid };
}

/**
 * Returns what the payment was for; null if it paid for a whole period. `earlier` are the payments before it, oldest
 * first. It is compared with the terms before it, which are those of the previous payment or of a later change that
 * charged nothing. If the alert about its own change is missing, a payment above 0 still shows the change; one of 0
 * doesn't, because a change that charges nothing causes no payment: it is a renewal that a credit covers.
 */
export function partPaymentOf(
  payment: RecurringPayment,
  { earlier, changes }: { earlier: readonly RecurringPayment[]; changes: readonly TermsChange[] },
): PartPayment | null {
  const { paidThrough, paddlePlanId } = payment;
  const last = earlier.at(-1);
  if (paidThrough === null || !last || last.paidThrough === null) return null;
  const { own, unpaid } = changesOf(payment, last, changes);
  const before = unpaid.at(-1);
  // A change that begins a new period cuts off the period of the previous payment.
  const isCutOff = unpaid.some(({ beginsPeriod, planId }) => beginsPeriod && planId !== last.paddlePlanId);
  const isWithinPeriod = (paidThrough === last.paidThrough && !isCutOff) || paidThrough === own?.keepsUntil;
  const paidOn = dayOf(payment.paidAt);
  const fromPlanId = own?.fromPlanId ?? before?.planId ?? last.paddlePlanId;
  const isOtherPlan = fromPlanId !== null && fromPlanId !== paddlePlanId;
  const mayBeChange = own !== undefined || payment.amount.minor > 0;
  const days = isWithinPeriod ? Math.max(0, daysBetween(paidOn, paidThrough)) : null;
  // A payment on the day on which the previous period ends is a renewal, even if the plan has changed since.
  if (isOtherPlan && mayBeChange && (isWithinPeriod || paidOn < last.paidThrough))
    return { kind: 'plan', fromPaddlePlanId: fromPlanId, days };
  if (days === null) return null;
  const seats = payment.quantity - (own?.fromQuantity ?? before?.quantity ?? last.quantity);
  return seats > 0 ? { kind: 'seats', seats, days } : { kind: 'extra' };
}
