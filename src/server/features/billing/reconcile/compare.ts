/** Where Paddle's own view of a subscription and ours differ. Pure. */

import type { InternalEvent } from '#server/features/billing/fold/internal-events.ts';
import { isSamePayment } from '#server/features/billing/fold/payment-ledger.ts';
import type { ReceiptProjection } from '#server/features/billing/fold/projection.ts';
import type { Subscription } from '#server/features/billing/subscription.repository.ts';
import type { PaddlePayment, PaddleSubscription } from '#server/platform/paddle/port.ts';
import { type Frequency, monthsOf } from '#shared/catalogue/catalogue.ts';
import { addMonths, type CalendarDate, latestDay } from '#shared/dates.ts';

const isRenewing = ({ status }: PaddleSubscription) => status === 'active' || status === 'trialing';

/** The names of the fields that differ. What has ended here stays ended: Paddle never revives a subscription. */
export function driftOf(ours: Subscription | null, theirs: PaddleSubscription): string[] {
  if (!ours) return ['unknown here'];
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

/** What is written down of Paddle's view. */
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
 * Whether asking for all payments is worth it: Paddle was paid on a day of which no receipt of ours knows, or charges
 * next on a later day than the one until which we believe it paid.
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
 * The payments no receipt of ours tells of. The newest pays until Paddle charges next, or for one period of its plan
 * where nothing will be charged any more; an earlier one for its period, and until the next one at least.
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
  // An alert may tell no payment's id: its receipt stands for one payment of that day and amount.
  const unnumbered = receipts.filter(({ reference }) => !reference.startsWith('payment:'));
  return inOrder.flatMap((payment, index) => {
    const receipt = known.get(`payment:${payment.paymentId}`);
    // One that no alert told of has the amount that was found once: Paddle's word of today stands over it.
    if (receipt && (receipt.orderId !== null || receipt.amount.minor === payment.amount.minor)) return [];
    const told = unnumbered.findIndex((receipt) => isSamePayment(receipt, payment));
    if (told >= 0) {
      unnumbered.splice(told, 1);
      return [];
    }
    const following = inOrder[index + 1]?.paidOn ?? null;
    const period = frequency ? addMonths(payment.paidOn, monthsOf[frequency]) : payment.paidOn;
    const next = isRenewing(theirs) ? (theirs.nextPayment?.on ?? period) : period;
    // A charge for more seats comes in the middle of a period: it does not end what was paid before.
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
