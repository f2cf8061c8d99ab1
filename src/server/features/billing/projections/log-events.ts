/** Logs the portal's own events. */
import type { BoundDeps } from '#server/deps.ts';
import type { EventSource, NewEvent } from '#server/features/billing/event-log/events.ts';
import { type InternalEvent, toPayload } from '#server/features/billing/fold/internal-events.ts';

export interface EventsToLog {
  source: EventSource;
  events: readonly { stream: string; event: InternalEvent; at?: Date }[];
  /** When the decisions or findings were made, unless an event has a time of its own; defaults to now. */
  at?: Date | undefined;
}

/** Logs the events without applying them. What would identify an erased person is left out. */
export async function logEvents(
  deps: Pick<BoundDeps, 'events' | 'now' | 'redaction'>,
  { source, events, at }: EventsToLog,
): Promise<void> {
  const now = deps.now();
  const logged = events.map(({ stream, event, at: own }): NewEvent => {
    const when = { occurredAt: own ?? at ?? now, receivedAt: now };
    return { source, type: event.type, stream, payload: toPayload(event), ...when, state: 'pending' };
  });
  await deps.events.appendAll(await deps.redaction.redactErased(logged));
}
