/** Finds the amounts of renewals that failed and haven't been paid since. */
import type { Deps } from '#server/deps.ts';
import { datedFacts, readEvent } from '#server/features/billing/event-log/read-event.ts';
import { isSameRef } from '#server/platform/paddle/reference.ts';
import type { Money } from '#shared/money.ts';
import type { Subscription } from './subscription.repository.ts';

/** Returns whether a payment of the subscription is overdue. Another card alone doesn't pay it. */
export const isOverdue = ({
  status,
  failedAttempts,
}: Pick<Subscription, 'status' | 'failedAttempts'>): boolean =>
  status === 'past_due' || (status !== 'deleted' && failedAttempts > 0);

/**
 * Returns the amount that Paddle last tried to charge, by stream. Reads only the reports of failed payments, and only
 * those of subscriptions with an overdue payment. Subscriptions whose amount Paddle didn't report are missing from the
 * result.
 */
export async function overdueAmounts(
  deps: Pick<Deps, 'events' | 'paddle'>,
  subscriptions: readonly Subscription[],
): Promise<ReadonlyMap<string, Money>> {
  const overdue = new Map(subscriptions.filter(isOverdue).map((each) => [each.stream, each]));
  const types = deps.paddle.alertsOf('subscription_payment_failed');
  const failed = await deps.events.listByStreamsOfTypes(types, [...overdue.keys()]);
  const amounts = new Map<string, Money>();
  for (const event of failed) {
    const subscription = event.stream === null ? undefined : overdue.get(event.stream);
    for (const { fact } of datedFacts(event, readEvent(deps.paddle, event))) {
      if (!subscription || fact.type !== 'subscription_payment_failed' || !fact.amount) continue;
      if (isSameRef(fact.ref, subscription.ref)) amounts.set(subscription.stream, fact.amount);
    }
  }
  return amounts;
}
