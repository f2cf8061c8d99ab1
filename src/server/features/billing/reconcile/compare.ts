/** Compares Paddle's view of a subscription with the portal's. All functions are pure. */

import { shownCharge } from '#server/features/billing/charge-at-paddle.ts';
import type { InternalEvent } from '#server/features/billing/fold/internal-events.ts';
import { isSamePayment } from '#server/features/billing/fold/payment-ledger.ts';
import type { ReceiptProjection } from '#server/features/billing/fold/projection.ts';
import type { Subscription } from '#server/features/billing/subscription.repository.ts';
import type { PaddlePayment, PaddleSubscription } from '#server/platform/paddle/port.ts';
import { type Frequency, monthsOf } from '#shared/catalogue/catalogue.ts';
import { addMonths, type CalendarDate, latestDay } from '#shared/dates.ts';
import { isSameMoney } from '#shared/money.ts';

const isRenewing = ({ status }: PaddleSubscription) => status === 'active' || status === 'trialing';

/** Returns true if the amount of the next charge is unknown here, as after a change at Paddle that charged nothing. */
export const lacksNextCharge = (ours: Subscription | null, theirs: PaddleSubscription): boolean =>
  ours !== null && ours.status !== 'deleted' && ours.nextCharge === null && shownCharge(theirs) !== null;

function isOtherCharge({ nextCharge }: Subscription, theirs: PaddleSubscription): boolean {
  const shown = shownCharge(theirs);
  return nextCharge !== null && shown !== null && !isSameMoney(nextCharge, shown);
}

/**
 * Returns the names of the fields that differ. For a subscription that has ended here, returns none, because Paddle
 * doesn't revive ended subscriptions.
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
    nextCharge: isOtherCharge(ours, theirs),
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
 * Returns true if all payments should be fetched. That is so if there is no receipt for the day of Paddle's last
 * payment, or if Paddle's next charge is later than the day through which the licence is paid.
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
 * Returns the payments without a receipt. The newest covers the time until Paddle's next charge or, if there is none,
 * one period of its plan. Each earlier one covers its own period, extended to the following payment if that came later.
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
  // Receipts from alerts without a payment ID. Each is matched to one payment with the same day and amount.
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
    // A charge for additional seats is made in the middle of a period and doesn't end the period already paid for.
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
