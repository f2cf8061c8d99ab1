/** Tells what was paid, failed and refunded. */
import type { ReceiptProjection } from '#server/features/billing/fold/projection.ts';
import type { HistoryEntry } from '#shared/billing/history.ts';
import { dayOf } from '#shared/dates.ts';
import type { Money } from '#shared/money.ts';
import { type HistoryStep, sameActionMs, type Told } from './history-step.ts';

/** Entries to which a payment of the same action is added instead of being told by itself. */
const isPayable = (entry: HistoryEntry) =>
  entry.kind === 'bought' || entry.kind === 'plan_changed' || entry.kind === 'seats_changed';

/** Creates the function that adds an event's payments to `told`. Call it for each event, in order. */
export function createPaymentTeller(told: Told[]): (step: HistoryStep) => void {
  const knownReceipts = new Set<string>();
  const knownRefunds = new Set<string>();

  return (step) => {
    const { entry } = step;
    const { fact, at } = entry;
    const on = dayOf(at);
    for (const [reference, receipt] of Object.entries(entry.changes.receipts)) {
      if (knownReceipts.has(reference)) continue;
      knownReceipts.add(reference);
      // The timeline has the projection's receipts, by reference; a removed one is null.
      if (receipt !== null) tellPaid(told, step, receipt as ReceiptProjection);
    }
    switch (fact.type) {
      case 'subscription_payment_failed':
        told.push({
          at,
          entry: { kind: 'payment_failed', on, amount: fact.amount, retryOn: fact.nextRetryOn },
        });
        return;
      case 'subscription_payment_refunded':
      case 'payment_refunded': {
        // Paddle may report a refund twice, with slightly different alerts.
        const orderId = fact.type === 'payment_refunded' ? fact.ref.id : fact.orderId;
        const key = `${orderId} ${fact.kind} ${fact.amount.minor} ${on}`;
        if (knownRefunds.has(key)) return;
        knownRefunds.add(key);
        told.push({ at, entry: { kind: 'refunded', on, amount: fact.amount, what: fact.kind } });
        return;
      }
      case 'subscription_imported':
      case 'licence_imported':
        // A later import brings only what has changed, which is told as such.
        if (told.every(({ entry: { kind } }) => kind !== 'imported'))
          told.push({ at, entry: { kind: 'imported', on } });
        return;
      case 'subscription_updated':
        tellMove(told, step);
        return;
      default:
    }
  };
}

function tellPaid(
  told: Told[],
  { entry, before, after }: HistoryStep,
  { amount, paidAt }: ReceiptProjection,
): void {
  if (amount.minor === 0) return;
  const { at } = entry;
  const open = told.findLast(
    (one) =>
      isPayable(one.entry) &&
      Math.abs(one.at.getTime() - paidAt.getTime()) <= sameActionMs &&
      amountOf(one.entry) === null,
  );
  if (open && isPayable(open.entry)) {
    open.entry = { ...open.entry, amount };
    return;
  }
  const on = dayOf(paidAt);
  const [old, now] = [before.licence, after.licence];
  const moved = told.findLastIndex(
    (one) => one.entry.kind === 'charge_moved' && at.getTime() - one.at.getTime() <= sameActionMs,
  );
  // Paddle reported the next charge before the payment, so the move was the renewal.
  if (moved >= 0) told.splice(moved, 1);
  const isLonger = moved >= 0 || (old !== null && now !== null && now.validUntil > old.validUntil);
  if (!now || !isLonger) told.push({ at, entry: { kind: 'paid', on, amount } });
  else
    told.push({
      at,
      entry: {
        ...{ on, amount, through: now.validUntil },
        kind: old?.status === 'trialing' ? 'first_payment' : 'renewed',
      },
    });
}

const amountOf = (entry: HistoryEntry): Money | null => ('amount' in entry ? entry.amount : null);

/** Tells that the operator moved the next charge, which extends the licence. */
function tellMove(told: Told[], { entry, before, after }: HistoryStep): void {
  const [old, now] = [before.licence, after.licence];
  if (!old || !now || old.paddlePlanId !== now.paddlePlanId || now.validUntil <= old.validUntil) return;
  if (now.status !== 'active') return;
  const { at } = entry;
  told.push({ at, entry: { kind: 'charge_moved', on: dayOf(at), to: now.validUntil } });
}
