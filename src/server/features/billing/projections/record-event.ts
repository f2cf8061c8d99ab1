/** Logs a decision or a finding and applies it in the same transaction. */
import type { BoundDeps, Deps } from '#server/deps.ts';
import type { EventSource } from '#server/features/billing/event-log/events.ts';
import type { InternalEvent } from '#server/features/billing/fold/internal-events.ts';
import { type Applied, applyInside } from './apply-streams.ts';
import { type EventsToLog, logEvents } from './log-events.ts';

export interface RecordEvent {
  stream: string;
  source: EventSource;
  event: InternalEvent;
  /** When the decision or finding was made; defaults to now. */
  at?: Date;
  /** Further writes in the same transaction, after the event has been applied. */
  also?: (bound: BoundDeps) => Promise<void>;
}

/**
 * Logs and applies one event and returns the outcome of its stream. The transaction is retried after a conflict, so
 * `also` may only touch the database.
 */
export async function recordEvent(
  deps: Pick<Deps, 'transaction'>,
  { stream, source, event, at, also }: RecordEvent,
): Promise<Applied> {
  return deps.transaction(async (bound) => {
    const outcomes = await recordEvents(bound, { source, at, events: [{ stream, event }] });
    await also?.(bound);
    return (
      outcomes.get(stream) ?? { status: 'applied', licence: 'unchanged', isBack: false, hasEnded: false }
    );
  });
}

/** Logs and applies several events in the caller's transaction. Returns the outcome of each stream. */
export async function recordEvents(bound: BoundDeps, toLog: EventsToLog): Promise<Map<string, Applied>> {
  const { events } = toLog;
  if (events.length === 0) return new Map();
  await logEvents(bound, toLog);
  // The streams are sorted, so that two transactions that apply the same streams can't deadlock.
  return applyInside(bound, [...new Set(events.map(({ stream }) => stream))].sort());
}
