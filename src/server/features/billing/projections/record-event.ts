/** Writes down a decision or a finding, and applies it: both or neither. */
import type { BoundDeps, Deps } from '#server/deps.ts';
import type { EventSource, NewEvent } from '#server/features/billing/event-log/events.ts';
import type { InternalEvent } from '#server/features/billing/fold/internal-events.ts';
import { type Applied, applyInside } from './apply-streams.ts';

export interface RecordEvent {
  stream: string;
  source: EventSource;
  event: InternalEvent;
  /** When it was decided, or was so; now when left out. */
  at?: Date;
  /** More that belongs to it, in the same transaction, after the event is applied. */
  also?: (bound: BoundDeps) => Promise<void>;
}

/** What became of the stream. Run again when it loses a race, so `also` may only touch the database. */
export async function recordEvent(
  deps: Pick<Deps, 'transaction'>,
  { stream, source, event, at, also }: RecordEvent,
): Promise<Applied> {
  return deps.transaction(async (bound) => {
    const outcomes = await recordEvents(bound, { source, at, events: [{ stream, event }] });
    await also?.(bound);
    return outcomes.get(stream) ?? { status: 'applied', licence: 'unchanged', hasEnded: false };
  });
}

/** Several at once, in a transaction that is already open. What became of each stream. */
export async function recordEvents(
  bound: BoundDeps,
  {
    source,
    events,
    at,
  }: {
    source: EventSource;
    events: readonly Pick<RecordEvent, 'stream' | 'event'>[];
    at?: Date | undefined;
  },
): Promise<Map<string, Applied>> {
  if (events.length === 0) return new Map();
  const now = bound.now();
  const logged = events.map(({ stream, event: { type, ...payload } }): NewEvent => {
    const when = { occurredAt: at ?? now, receivedAt: now };
    return { source, type, stream, payload, ...when, state: 'pending' };
  });
  await bound.events.appendAll(await bound.redaction.redactErased(logged));
  // In one order, so that two who apply the same ones wait for each other instead of for ever.
  return applyInside(bound, [...new Set(events.map(({ stream }) => stream))].sort());
}
