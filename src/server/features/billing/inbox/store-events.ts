/** Stores incoming events, each in the stream of the object it is about. */
import type { BoundDeps, Deps } from '#server/deps.ts';
import type { Appended } from '#server/features/billing/event-log/event.repository.ts';
import type { NewEvent } from '#server/features/billing/event-log/events.ts';
import { findStreams } from '#server/features/billing/streams/find-streams.ts';
import { streamOpenedBy } from '#server/features/billing/streams/stream-names.ts';
import { type PaddleRef, refKey } from '#server/platform/paddle/reference.ts';

/** An event whose stream hasn't been determined yet. */
export interface Arrived {
  event: Omit<NewEvent, 'stream'>;
  /** The Paddle object that the event is about; null if it can't be determined. */
  about: PaddleRef | null;
}

export interface Stored {
  appended: Appended;
  stream: string | null;
}

type StoreDeps = Pick<Deps, 'events' | 'redaction' | 'subscriptionRefs' | 'transaction'>;

const refsOf = (arrived: readonly Arrived[]): PaddleRef[] => arrived.flatMap(({ about }) => about ?? []);

/**
 * Appends events to the log in their order. The streams of known subscriptions are found with a single lookup, however
 * many events there are. The first event of a subscription is stored in the same transaction as its reference, so that
 * no other process can open a second stream for the subscription.
 */
export async function storeEvents(deps: StoreDeps, arrived: readonly Arrived[]): Promise<Stored[]> {
  const refs = refsOf(arrived);
  const found = await findStreams(deps, refs);
  const opening = new Map(
    refs.flatMap((ref) =>
      ref.kind === 'subscription' && !found.known(ref) ? [[refKey(ref), ref] as const] : [],
    ),
  );
  if (opening.size === 0) return append(deps, arrived, found.streamOf);
  return deps.transaction((bound) => storeInside(bound, arrived, [...opening.values()], found.streamOf));
}

async function storeInside(
  bound: BoundDeps,
  arrived: readonly Arrived[],
  opening: readonly PaddleRef[],
  streamOf: (ref: PaddleRef) => string,
): Promise<Stored[]> {
  const areOpened = await bound.subscriptionRefs.open(
    opening.map((ref) => ({ ref, stream: streamOpenedBy(ref) })),
  );
  // If not all streams could be opened, another process opened one of them first and may since have linked its
  // subscription to another stream.
  const streams = areOpened ? streamOf : (await findStreams(bound, refsOf(arrived))).streamOf;
  return append(bound, arrived, streams);
}

async function append(
  deps: Pick<Deps, 'events' | 'redaction'>,
  arrived: readonly Arrived[],
  streamOf: (ref: PaddleRef) => string,
): Promise<Stored[]> {
  const events = arrived.map(
    ({ event, about }): NewEvent => ({ ...event, stream: about && streamOf(about) }),
  );
  const appended = await deps.events.appendAll(await deps.redaction.redactErased(events));
  return events.map(({ stream }, index) => ({ appended: appended[index] ?? 'appended', stream }));
}
