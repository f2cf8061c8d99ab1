/** Supplies the subscription data that licences display. */
import type { Deps } from '#server/deps.ts';
import {
  noSubscription,
  type SubscriptionOfLicence,
  type SubscriptionsOfLicences,
} from '#server/features/licences/subscription-of-licence.ts';

export function subscriptionsOfLicences(
  deps: Pick<Deps, 'flags' | 'paddlePages' | 'subscriptions'>,
): SubscriptionsOfLicences {
  return {
    async listByStreams(streams) {
      const subscriptions = await deps.subscriptions.listByStreams(streams);
      const duplicates = new Set(
        (await deps.flags.listByStreams(streams)).flatMap(({ kind, resolvedAt, stream }) =>
          kind === 'second_licence' && resolvedAt === null ? [stream] : [],
        ),
      );
      return new Map(
        streams.flatMap((stream): [string, SubscriptionOfLicence][] => {
          const subscription = subscriptions.get(stream);
          const isDuplicate = duplicates.has(stream);
          if (!subscription) return isDuplicate ? [[stream, { ...noSubscription, isDuplicate }]] : [];
          const { nextBillOn, nextRetryOn, pausedReason } = subscription;
          const pages = deps.paddlePages.pagesOf(subscription);
          return [[stream, { nextBillOn, nextRetryOn, pausedReason, ...pages, isDuplicate }]];
        }),
      );
    },
  };
}
