/** Compares Paddle's view of a subscription with the portal's. Pure functions. */

import type { InternalEvent } from '#server/features/billing/fold/internal-events.ts';
import { isSamePayment } from '#server/features/billing/fold/payment-ledger.ts';
import type { ReceiptProjection } from '#server/features/billing/fold/projection.ts';
import type { Subscription } from '#server/features/billing/subscription.repository.ts';
import type { PaddlePayment, PaddleSubscription } from '#server/platform/paddle/port.ts';
import { type Frequency, monthsOf } from '#shared/catalogue/catalogue.ts';
import { addMonths, type CalendarDate, latestDay } from '#shared/dates.ts';

const isRenewing = ({ status }: PaddleSubscription) => status === 'active' || status === 'trialing';

/**
 * Returns the names of the fields that differ. A subscription that has ended here never differs, because Paddle doesn't
 * revive ended ones.
 */
export function driftOf(ours: Subscription | null, theirs: PaddleSubscription): string[] {
  if (!ours) return ['missing in the portal'];
  if (ours.status === 'deleted') return [];
  if (theirs.status === 'deleted') return ['status'];
  const differences = {
    status: ours.status !== theirs.status,
    plan: ours.paddlePlanId !== theirs.planId,
    quantity: ours.quantity !== theirs.quantity,
    pausedFrom: ours.pausedFrom !== theirs.pausedFrom,
    nextBillOn:
      isRenewing(theirs) && theirs.nextPayment !== null && ours.nextBillOn !== theirs.nextPayment.on,
  };
  return Object.entries(differences).flatMap(([name, differs]) => (differs ? [name] : []));
}

/** Converts Paddle's view of a subscription to an event for the log. */
export function foundSubscription(theirs: PaddleSubscription): InternalEvent {
  return {
    type: 'subscription_found',
    by: 'reconciliation',
    ref: theirs.ref,
    planId: theirs.planId,
    paddleUserId: theirs.paddleUserId,
    email: theirs.email,
    status: theirs.status,
    quantity: theirs.quantity,
    signedUpOn: theirs.signedUpOn,
    nextBillOn: isRenewing(theirs) ? (theirs.nextPayment?.on ?? null) : null,
    pausedFrom: theirs.pausedFrom,
    pausedReason: theirs.pausedReason,
    updateUrl: theirs.updateUrl,
    cancelUrl: theirs.cancelUrl,
  };
}

/**
 * Returns whether all payments should be fetched: Paddle's last payment has no receipt on that day, or Paddle charges
 * next on a later day than the licence is paid through.
 */
export function lacksPayment(
  theirs: PaddleSubscription,
  ours: { paidDays: readonly CalendarDate[]; validUntil: CalendarDate | null },
): boolean {
  const { lastPayment, nextPayment } = theirs;
  if (lastPayment === null) return false;
  const isBehind =
    isRenewing(theirs) &&
    nextPayment !== null &&
    ours.validUntil !== null &&
    ours.validUntil < nextPayment.on;
  return isBehind || !ours.paidDays.includes(lastPayment.on);
}

/**
 * Returns the payments without a receipt. The newest one pays through Paddle's next charge, or for one period of its
 * plan if there is no further charge. An earlier one pays for its own period, and at least through the following
 * payment.
 */
export function foundPayments(
  theirs: PaddleSubscription,
  payments: readonly PaddlePayment[],
  {
    receipts,
    frequency,
  }: {
    receipts: readonly Pick<ReceiptProjection, 'reference' | 'orderId' | 'amount' | 'paidAt'>[];
    frequency: Frequency | null;
  },
): Extract<InternalEvent, { type: 'payment_found' }>[] {
  const inOrder = [...payments].sort((a, b) => (a.paidOn < b.paidOn ? -1 : 1));
  const known = new Map(receipts.map((receipt) => [receipt.reference, receipt]));
  // Receipts from alerts without a payment ID. Each accounts for one payment with the same day and amount.
  const unnumbered = receipts.filter(({ reference }) => !reference.startsWith('payment:'));
  return inOrder.flatMap((payment, index) => {
    const receipt = known.get(`payment:${payment.paymentId}`);
    // A payment found by an earlier reconciliation is logged again if Paddle now reports a different amount.
    if (receipt && (receipt.orderId !== null || receipt.amount.minor === payment.amount.minor)) return [];
    const told = unnumbered.findIndex((receipt) => isSamePayment(receipt, payment));
    if (told >= 0) {
      unnumbered.splice(told, 1);
      return [];
    }
    const following = inOrder[index + 1]?.paidOn ?? null;
    const period = frequency ? addMonths(payment.paidOn, monthsOf[frequency]) : payment.paidOn;
    const next = isRenewing(theirs) ? (theirs.nextPayment?.on ?? period) : period;
    // A charge for additional seats comes mid-period and doesn't end the period already paid for.
    const ends = following === null || period > next ? next : period;
    const through = latestDay(following, ends) ?? ends;
    return [
      {
        type: 'payment_found',
        by: 'reconciliation',
        ref: theirs.ref,
        paymentId: payment.paymentId,
        planId: theirs.planId,
        amount: payment.amount,
        paidOn: payment.paidOn,
        paidThrough: through,
        quantity: theirs.quantity,
        receiptUrl: payment.receiptUrl,
      },
    ];
  });
}
