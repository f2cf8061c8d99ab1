/** Pauses subscriptions from the next bill date, and resumes them. */
import { done, type Outcome, refused } from '#twin/refusals.ts';
import type { TwinSubscription } from '#twin/state/state.ts';
import type { Account } from './account.ts';
import { periodEnd } from './bill-dates.ts';
import { billOn } from './billing-run.ts';
import { afterPayment, amountDue, cardPays, settle, taxIn } from './charge.ts';

/** Announces a pause. The status doesn't change until the next bill date. */
export function pauseSubscription(account: Account, subscription: TwinSubscription): Outcome {
  if (subscription.status === 'deleted') return refused(119);
  if (subscription.pausedFrom !== null || subscription.nextBillDate === null) return done;
  const before = { ...subscription };
  subscription.pausedAt = account.clock.now();
  subscription.pausedFrom = subscription.nextBillDate;
  subscription.pausedReason = 'voluntary';
  account.tellUpdate(before, subscription);
  return done;
}

function endPause(subscription: TwinSubscription): void {
  subscription.pausedAt = null;
  subscription.pausedFrom = null;
  subscription.pausedReason = null;
}

/**
 * Starts a new cycle today and charges it immediately. Paddle reports this as paused → past due → active within one
 * second (docs/paddle-classic.md A21).
 */
function restart(account: Account, subscription: TwinSubscription): Outcome {
  if (!cardPays(subscription)) return refused(147);
  const paused = { ...subscription };
  const gross = amountDue(subscription);
  endPause(subscription);
  subscription.status = 'past_due';
  subscription.nextBillDate = account.today();
  account.tellUpdate(paused, subscription);

  const pastDue = { ...subscription };
  subscription.status = 'active';
  subscription.anchorDay = account.today();
  subscription.periods = 1;
  subscription.failedAttempts = 0;
  Object.assign(subscription, afterPayment(subscription));
  subscription.paidThrough = periodEnd(subscription);
  billOn(account, subscription, subscription.paidThrough);
  settle(account, subscription, { gross, tax: taxIn(gross, subscription) });
  account.tellUpdate(pastDue, subscription);
  return done;
}

/** Withdraws an announced pause or restarts a paused subscription. Succeeds if there is nothing to do. */
export function resumeSubscription(account: Account, subscription: TwinSubscription): Outcome {
  if (subscription.status === 'deleted') return refused(119);
  if (subscription.status === 'paused') return restart(account, subscription);
  if (subscription.pausedFrom === null) return done;
  const before = { ...subscription };
  endPause(subscription);
  account.tellUpdate(before, subscription);
  return done;
}
