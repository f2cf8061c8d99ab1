/** Supplies the subscription data that licences display. */
import type { Deps } from '#server/deps.ts';
import {
  noSubscription,
  type SubscriptionOfLicence,
  type SubscriptionsOfLicences,
} from '#server/features/licences/subscription-of-licence.ts';
import { dayOf } from '#shared/dates.ts';
import { isRunning } from './checkout/running-licence.ts';
import { isUnansweredDuplicate } from './duplicate-subscriptions/unanswered-flag.ts';
import type { Flag } from './flag.repository.ts';
import { isOverdue, overdueAmounts } from './overdue-payments.ts';
import type { Subscription } from './subscription.repository.ts';

type SupplierDeps = Pick<
  Deps,
  'events' | 'flags' | 'licences' | 'now' | 'paddle' | 'paddlePages' | 'settings' | 'subscriptions'
>;

/** A licence that was bought twice: the flag is on the stream of the later one and names the earlier one. */
type Pair = Pick<Flag, 'stream' | 'detail'>;

/**
 * Returns the pairs of licences for one product that Paddle may both charge for. Once one of the two has been
 * cancelled, or the customer has said that they want both, they have nothing left to do, even if the operator hasn't
 * resolved the flag yet.
 */
async function duplicatePairs(
  deps: SupplierDeps,
  streams: readonly string[],
  subscriptions: ReadonlyMap<string, Subscription>,
): Promise<Pair[]> {
  const flagged = (await deps.flags.listByStreams(streams)).filter(isUnansweredDuplicate);
  if (flagged.length === 0) return [];
  const licences = await deps.licences.listByStreams(
    flagged.flatMap(({ stream, detail }) => [stream, detail]),
  );
  const today = dayOf(deps.now());
  const goesOn = (stream: string): boolean => {
    const licence = licences.get(stream);
    const nextBillOn = subscriptions.get(stream)?.nextBillOn ?? null;
    return licence !== undefined && isRunning({ ...licence, nextBillOn }, today, deps.settings);
  };
  return flagged.filter(({ stream, detail }) => goesOn(stream) && goesOn(detail));
}

export function subscriptionsOfLicences(deps: SupplierDeps): SubscriptionsOfLicences {
  return {
    async listByStreams(streams) {
      const subscriptions = await deps.subscriptions.listByStreams(streams);
      const pairs = await duplicatePairs(deps, streams, subscriptions);
      const amounts = await overdueAmounts(deps, [...subscriptions.values()]);
      return new Map(
        streams.flatMap((stream): [string, SubscriptionOfLicence][] => {
          const subscription = subscriptions.get(stream);
          const duplicates = {
            isDuplicate: pairs.some((pair) => pair.stream === stream),
            isReplaced: pairs.some((pair) => pair.detail === stream),
          };
          if (!subscription) return [[stream, { ...noSubscription, ...duplicates }]];
          const { nextBillOn, nextCharge, periodPrice, firstCharge, nextRetryOn, pausedReason } =
            subscription;
          const charges = { nextBillOn, nextCharge, periodPrice, firstCharge };
          const overdue = isOverdue(subscription) ? { amount: amounts.get(stream) ?? null } : null;
          const pages = deps.paddlePages.pagesOf(subscription);
          return [[stream, { ...charges, nextRetryOn, overdue, pausedReason, ...pages, ...duplicates }]];
        }),
      );
    },
  };
}
