/**
 * Determines what a licence must be, given the truth at Paddle. It is based only on docs/contract.md ("When a licence
 * is good") and shares no code with the fold or with checkLicence.
 */
import { addDays, addMonths, type CalendarDate, dayOf } from '#shared/dates.ts';
import type { TruePayment, TrueSubscription } from '#twin/state/truth.ts';

export interface TrueLicence {
  status: string;
  planId: number;
  quantity: number;
  validUntil: CalendarDate;
  /** The last day on which the licence works, including grace. */
  worksThrough: CalendarDate;
}

export interface TrueReceipt {
  orderId: string;
  amountMinor: number;
  taxMinor: number;
  currency: string;
  quantity: number;
  receiptUrl: string;
  paidAt: string;
  refundKind: 'full' | 'partial' | 'vat' | null;
  refundedMinor: number | null;
}

const later = (a: CalendarDate, b: CalendarDate | null): CalendarDate => (b !== null && b > a ? b : a);
const lastOf = (days: readonly (CalendarDate | null)[]): CalendarDate | null =>
  days.reduce((last, day) => (last === null || (day !== null && day > last) ? day : last), null);

/**
 * Returns the licence that the subscription must have. `trialDays` is the length of the trial of the plan on which the
 * subscription was bought.
 */
export function trueLicence(
  subscription: TrueSubscription,
  { trialDays, graceDays }: { trialDays: number; graceDays: number },
): TrueLicence {
  const signedUpOn = dayOf(subscription.signedUpAt);
  const trialThrough = trialDays > 0 ? addDays(signedUpOn, trialDays) : null;
  const isKept = ({ refunded }: TruePayment) => refunded !== 'full';
  const kept = lastOf([
    trialThrough,
    ...subscription.payments.filter(isKept).map(({ paidThrough }) => paidThrough),
  ]);
  const refundedThrough = lastOf(
    subscription.payments.filter((payment) => !isKept(payment)).map(({ paidThrough }) => paidThrough),
  );
  const validUntil = kept ?? addDays(signedUpOn, -1);
  const common = { planId: subscription.planId, quantity: subscription.quantity, validUntil };
  if (refundedThrough !== null && (kept === null || refundedThrough > kept)) {
    return { ...common, status: 'refunded', worksThrough: validUntil };
  }
  switch (subscription.status) {
    case 'deleted':
      return { ...common, status: 'cancelled', worksThrough: later(validUntil, subscription.cancelledOn) };
    case 'paused':
      return { ...common, status: 'paused', worksThrough: later(validUntil, subscription.pausedFrom) };
    default:
      return { ...common, status: subscription.status, worksThrough: addDays(validUntil, graceDays) };
  }
}

/**
 * Returns the licence that a one-off purchase must have. `months` is the length of its plan's period, which is how long
 * the licence lasts.
 */
export function trueOneOff(payment: TruePayment, months: number): TrueLicence {
  const paidOn = dayOf(payment.paidAt);
  const isBack = payment.refunded === 'full';
  const validUntil = isBack ? addDays(paidOn, -1) : addMonths(paidOn, months);
  return {
    status: isBack ? 'refunded' : 'one_off',
    planId: payment.productId,
    quantity: payment.quantity,
    validUntil,
    worksThrough: validUntil,
  };
}

export function trueReceipt(payment: TruePayment): TrueReceipt {
  const { refunds } = payment;
  const sum = refunds.reduce((total, { amount }) => total + amount.minor, 0);
  const kind =
    payment.refunded === 'full'
      ? 'full'
      : refunds.every((refund) => refund.kind === 'vat')
        ? 'vat'
        : 'partial';
  return {
    orderId: payment.orderId,
    amountMinor: payment.amount.minor,
    taxMinor: payment.tax.minor,
    currency: payment.amount.currency,
    quantity: payment.quantity,
    receiptUrl: payment.receiptUrl,
    paidAt: new Date(Math.floor(payment.paidAt.getTime() / 1_000) * 1_000).toISOString(),
    refundKind: refunds.length > 0 ? kind : null,
    refundedMinor: refunds.length > 0 ? sum : null,
  };
}
