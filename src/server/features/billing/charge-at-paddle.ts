/** Reads from Paddle's view of a subscription what it will charge next. */
import type { FoundCharge } from '#server/features/billing/fold/internal-events.ts';
import type { PaddleSubscription } from '#server/platform/paddle/port.ts';
import type { Money } from '#shared/money.ts';

/**
 * The amount of the next charge; null where none is shown, because the subscription is on a trial, past due or paused.
 */
export const shownCharge = ({ status, nextPayment }: PaddleSubscription): Money | null =>
  status === 'active' && nextPayment !== null ? nextPayment.amount : null;

/** Converts Paddle's next payment to an event for the log; null if no amount is shown for it. */
export function foundCharge(theirs: PaddleSubscription, by: 'reconciliation' | 'system'): FoundCharge | null {
  const { ref, planId, quantity, nextPayment } = theirs;
  const amount = shownCharge(theirs);
  if (!nextPayment || !amount) return null;
  return {
    ...({ type: 'next_charge_found', by, ref, planId, quantity } as const),
    ...{ amount, on: nextPayment.on, price: null, firstCharge: null },
  };
}
