/** Finds the stream that something at Paddle belongs to. */
import type { Deps } from '#server/deps.ts';
import { type PaddleRef, refKey } from '#server/platform/paddle/reference.ts';
import { streamOpenedBy } from './stream-names.ts';
import type { SubscriptionRef } from './subscription-ref.repository.ts';

export interface FoundStreams {
  streamOf(ref: PaddleRef): string;
  /** What is stored of a subscription's reference; undefined for one that no stream has yet. */
  known(ref: PaddleRef): SubscriptionRef | undefined;
}

/**
 * The streams of some references, by one look-up however many they are. A subscription that no stream has yet is given
 * the one that its first event will open. Everything else at Paddle has the stream that is called like it.
 */
export async function findStreams(
  deps: Pick<Deps, 'subscriptionRefs'>,
  refs: readonly PaddleRef[],
): Promise<FoundStreams> {
  const subscriptions = refs.filter(({ kind }) => kind === 'subscription');
  const found = subscriptions.length === 0 ? [] : await deps.subscriptionRefs.find(subscriptions);
  const byKey = new Map(found.map((one) => [refKey(one.ref), one]));
  const known = (ref: PaddleRef) => byKey.get(refKey(ref));
  return { known, streamOf: (ref) => known(ref)?.stream ?? streamOpenedBy(ref) };
}
