/** Finds out whether a subscription that only Paddle knows may have been bought to continue a licence. */
import type { Deps } from '#server/deps.ts';
import type { PaddleSubscription } from '#server/platform/paddle/port.ts';
import { addDays, dayOf, startOfDay } from '#shared/dates.ts';
import { intentOf } from './keep-intent.ts';

/** Days after which Paddle no longer sends an alert that has failed (docs/paddle-classic.md, D2). */
const alertsArriveWithinDays = 3;

/**
 * Returns whether the alert of a purchase that continues a licence may still be on its way. Only this alert says which
 * licence continues: without it, the subscription would get a licence of its own. The link of an intent can only be
 * paid on the day on which it was made.
 */
export async function mayContinueLicence(
  { subscriptionChanges, now }: Pick<Deps, 'now' | 'subscriptionChanges'>,
  { planId, signedUpOn }: Pick<PaddleSubscription, 'planId' | 'signedUpOn'>,
): Promise<boolean> {
  if (dayOf(now()) > addDays(signedUpOn, alertsArriveWithinDays)) return false;
  const stored = await subscriptionChanges.listKeeps({
    from: startOfDay(signedUpOn),
    before: startOfDay(addDays(signedUpOn, 1)),
  });
  return stored.some((change) => {
    const intent = intentOf(change);
    return intent?.state === 'open' && intent.paddlePlanId === planId;
  });
}
