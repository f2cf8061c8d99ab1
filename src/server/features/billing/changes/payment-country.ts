/** Finds out where a subscription is paid, which determines the currency and the tax of its payments. */
import type { Deps } from '#server/deps.ts';
import { datedFacts, readEvent } from '#server/features/billing/event-log/read-event.ts';
import type { Subscription } from '#server/features/billing/subscription.repository.ts';
import { isSameRef } from '#server/platform/paddle/reference.ts';

/**
 * Returns the country of the subscription's last payment whose alert names one; null if none does. Paddle lets buyers
 * choose their country when they pay, so it may differ from the one in the account.
 */
export async function countryOfPayments(
  { events, paddle }: Pick<Deps, 'events' | 'paddle'>,
  { stream, ref }: Pick<Subscription, 'ref' | 'stream'>,
): Promise<string | null> {
  const types = paddle.alertsOf('subscription_payment_succeeded');
  const payments = await events.listByStreamsOfTypes(types, [stream]);
  for (const event of payments.toReversed()) {
    for (const { fact } of datedFacts(event, readEvent(paddle, event))) {
      const isPayment = fact.type === 'subscription_payment_succeeded' && isSameRef(fact.ref, ref);
      if (isPayment && fact.country !== null) return fact.country;
    }
  }
  return null;
}
