/** Applies logged events again, after the cause of their failure has been fixed. */
import type { Deps } from '#server/deps.ts';
import {
  type EventMeaning,
  outcomeOfUnread,
  readEvent,
} from '#server/features/billing/event-log/read-event.ts';
import { refOf } from '#server/features/billing/fold/projection.ts';
import { findStreams } from '#server/features/billing/streams/find-streams.ts';
import { messageOf } from '#server/platform/observability/message-of.ts';
import { type ApplyOutcome, applyInBatches } from './apply-together.ts';

export type Replayed =
  | { id: number; status: 'applied' }
  | { id: number; status: 'waiting' | 'failed' | 'malformed'; reason: string }
  | { id: number; status: 'ignored' | 'unknown_alert' | 'no_such_event' };

const ofUnread = (id: number, meaning: Exclude<EventMeaning, { status: 'facts' }>): Replayed =>
  meaning.status === 'malformed'
    ? { id, status: 'malformed', reason: meaning.problem }
    : { id, status: meaning.status === 'ignored' ? 'ignored' : 'unknown_alert' };

function ofApplied(id: number, outcome: ApplyOutcome | undefined): Replayed {
  if (outcome === undefined) throw new Error(`event ${id} was not applied`);
  if ('error' in outcome) return { id, status: 'failed', reason: messageOf(outcome.error) };
  const { applied } = outcome;
  return applied.status === 'applied'
    ? { id, status: 'applied' }
    : { id, status: applied.status, reason: applied.reason };
}

/**
 * Replays the events and returns what became of each, in the same order. The streams are folded a batch at a time; one
 * that can't be folded doesn't keep the others from being applied. Safe to repeat.
 */
export async function replay(
  deps: Pick<Deps, 'events' | 'paddle' | 'subscriptionRefs' | 'transaction' | 'now' | 'log'>,
  ids: readonly number[],
): Promise<Replayed[]> {
  const events = await deps.events.findReadable(ids);
  const read = [...events].flatMap(([id, event]) =>
    event ? [{ id, stream: event.stream, meaning: readEvent(deps.paddle, event) }] : [],
  );
  const unread = new Map<number, Replayed>();
  const told: { id: number; stream: string | null; ref: ReturnType<typeof refOf> }[] = [];
  for (const { id, stream, meaning } of read) {
    if (meaning.status === 'facts') told.push({ id, stream, ref: refOf(meaning.facts) });
    else unread.set(id, ofUnread(id, meaning));
  }
  await deps.events.settleEach(
    read.flatMap(({ id, meaning }) =>
      meaning.status === 'facts' ? [] : [{ id, ...outcomeOfUnread(meaning) }],
    ),
  );
  const { streamOf } = await findStreams(
    deps,
    told.flatMap(({ ref }) => ref ?? []),
  );
  const placed = new Map(
    told.map(({ id, stream, ref }) => {
      const belongsTo = ref ? streamOf(ref) : stream;
      if (belongsTo === null) throw new Error(`event ${id} has no stream`);
      return [id, belongsTo];
    }),
  );
  await deps.events.assignStreams(
    told.flatMap(({ id, stream }) => {
      const belongsTo = placed.get(id);
      return belongsTo === undefined || belongsTo === stream ? [] : [{ id, stream: belongsTo }];
    }),
  );
  const outcomes = new Map<string, ApplyOutcome>();
  for await (const [stream, outcome] of applyInBatches(deps, [...new Set(placed.values())])) {
    if ('error' in outcome)
      deps.log.error({ err: outcome.error, stream }, 'replayed events could not be applied');
    outcomes.set(stream, outcome);
  }
  return ids.map((id) => {
    if (events.get(id) === null) return { id, status: 'malformed', reason: 'its payload cannot be read' };
    const stream = placed.get(id);
    if (stream !== undefined) return ofApplied(id, outcomes.get(stream));
    return unread.get(id) ?? { id, status: 'no_such_event' };
  });
}
