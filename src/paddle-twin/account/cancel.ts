/** Cancels subscriptions. At Paddle they end immediately; for the customer they end after the last paid day. */
import { cancelledFields } from '#twin/alerts/subscription-alerts.ts';
import { done, type Outcome, refused } from '#twin/refusals.ts';
import type { TwinSubscription } from '#twin/state/state.ts';
import type { Account } from './account.ts';

export function endSubscription(account: Account, subscription: TwinSubscription): void {
  subscription.status = 'deleted';
  subscription.endsOn = subscription.paidThrough;
  subscription.nextBillDate = null;
  subscription.pausedAt = null;
  subscription.pausedFrom = null;
  subscription.pausedReason = null;
  account.tell('subscription_cancelled', subscription, cancelledFields(subscription));
}

/** Cancels a subscription. Refuses (119) if it has already ended. */
export function cancelSubscription(account: Account, subscription: TwinSubscription): Outcome {
  if (subscription.status === 'deleted') return refused(119);
  endSubscription(account, subscription);
  return done;
}
