/** Finds the amounts of renewals that failed and haven't been paid since. */
import type { Deps } from '#server/deps.ts';
import { datedFacts, readEvent } from '#server/features/billing/event-log/read-event.ts';
import type { Money } from '#shared/money.ts';
import type { Subscription } from './subscription.repository.ts';

/** Returns whether a payment of the subscription is overdue. A new card alone doesn't pay it. */
export const isOverdue = ({
  status,
  failedAttempts,
}: Pick<Subscription, 'status' | 'failedAttempts'>): boolean =>
  status === 'past_due' || (status !== 'deleted' && failedAttempts > 0);

/**
 * Returns the amount that Paddle last tried to charge, by stream. Reads the events only of subscriptions with an
 * overdue payment. Subscriptions whose amount Paddle didn't report are missing from the result.
 */
export async function overdueAmounts(
  deps: Pick<Deps, 'events' | 'paddle'>,
  subscriptions: readonly Subscription[],
): Promise<ReadonlyMap<string, Money>> {
  const streams = subscriptions.filter(isOverdue).map(({ stream }) => stream);
  if (streams.length === 0) return new Map();
  const logged = await deps.events.listByStreams(streams);
  const amounts = new Map<string, Money>();
  for (const [stream, events] of logged) {
    for (const { fact } of events.flatMap((event) => datedFacts(event, readEvent(deps.paddle, event))))
      if (fact.type === 'subscription_payment_failed' && fact.amount) amounts.set(stream, fact.amount);
  }
  return amounts;
}
