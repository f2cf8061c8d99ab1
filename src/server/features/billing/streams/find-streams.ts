/** Finds the stream that a Paddle object belongs to. */
import type { Deps } from '#server/deps.ts';
import { type PaddleRef, refKey } from '#server/platform/paddle/reference.ts';
import { streamOpenedBy } from './stream-names.ts';
import type { SubscriptionRef } from './subscription-ref.repository.ts';

export interface FoundStreams {
  streamOf(ref: PaddleRef): string;
  /** Returns the stored row of a subscription's reference; undefined if the subscription belongs to no stream yet. */
  known(ref: PaddleRef): SubscriptionRef | undefined;
}

/**
 * Finds the streams of several references with a single lookup. If a subscription belongs to no stream yet, its stream
 * is the one that its first event will open. Every other Paddle object belongs to the stream named after it.
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
