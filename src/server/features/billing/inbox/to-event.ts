/** Converts an alert to an event for the log. */
import type { Deps } from '#server/deps.ts';
import type { EventSource, EventState } from '#server/features/billing/event-log/events.ts';
import { productOfAlerts } from '#server/features/billing/event-log/read-event.ts';
import { refOf } from '#server/features/billing/fold/projection.ts';
import type { Alert, AlertMeaning } from '#server/platform/paddle/port.ts';
import type { Arrived } from './store-events.ts';

const stateOf = {
  facts: 'pending',
  ignored: 'ignored',
  unknown: 'stored',
  malformed: 'failed',
} as const satisfies Record<AlertMeaning['status'], EventState>;

/**
 * Milliseconds for which no sweep picks up a new alert, because the process that stored it will apply it. This is
 * longer than it takes to apply a burst (docs/decisions/0019). If that process dies, a sweep applies the alert
 * afterward.
 */
const leaseMs = 20_000;

/**
 * Converts the alert. Its payload stays as received; only the event's state depends on whether the alert can be
 * translated. A malformed alert is assigned to the stream of the object it names, so that it is found when that stream
 * is inspected.
 */
export function toEvent(
  deps: Pick<Deps, 'paddle' | 'now'>,
  alert: Alert,
  source: EventSource,
): { arrived: Arrived; meaning: AlertMeaning } {
  const meaning = deps.paddle.toFacts(productOfAlerts, alert.payload);
  const receivedAt = deps.now();
  const event: Arrived['event'] = {
    source,
    type: alert.name,
    payload: alert.payload,
    occurredAt: alert.occurredAt ?? receivedAt,
    receivedAt,
    nextAttemptAt: new Date(receivedAt.getTime() + leaseMs),
    alertId: alert.alertId,
    digest: alert.digest,
    state: stateOf[meaning.status],
    error: meaning.status === 'malformed' ? meaning.problem : null,
  };
  return {
    arrived: { event, about: meaning.status === 'facts' ? refOf(meaning.facts) : alert.about },
    meaning,
  };
}
