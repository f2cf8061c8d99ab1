/** Logs the portal's own events. */
import type { BoundDeps } from '#server/deps.ts';
import type { EventSource, NewEvent } from '#server/features/billing/event-log/events.ts';
import { type InternalEvent, toPayload } from '#server/features/billing/fold/internal-events.ts';

export interface EventsToLog {
  source: EventSource;
  events: readonly { stream: string; event: InternalEvent }[];
  /** When the decisions or findings were made; defaults to now. */
  at?: Date | undefined;
}

/** Logs the events without applying them. What would identify an erased person is left out. */
export async function logEvents(
  deps: Pick<BoundDeps, 'events' | 'now' | 'redaction'>,
  { source, events, at }: EventsToLog,
): Promise<void> {
  const now = deps.now();
  const logged = events.map(({ stream, event }): NewEvent => {
    const when = { occurredAt: at ?? now, receivedAt: now };
    return { source, type: event.type, stream, payload: toPayload(event), ...when, state: 'pending' };
  });
  await deps.events.appendAll(await deps.redaction.redactErased(logged));
}
