/** Turns an alert into an event of the log. */
import type { Deps } from '#server/deps.ts';
import type { EventSource, EventState, NewEvent } from '#server/features/billing/event-log/events.ts';
import { orderStream, streamOf, subscriptionStream } from '#server/features/billing/fold/stream-ids.ts';
import type { Alert, AlertMeaning } from '#server/platform/paddle/port.ts';

const stateOf = {
  fact: 'pending',
  ignored: 'ignored',
  unknown: 'stored',
  malformed: 'failed',
} as const satisfies Record<AlertMeaning['status'], EventState>;

/**
 * Longer than a burst takes to be applied (0019): until then an alert is with the process that stored it, and no
 * sweeper of any process takes it up. Should that process die, they do after this.
 */
const leaseMs = 20_000;

/** Best-guess stream of a malformed alert, so that it shows up when that stream is inspected. */
function likelyStream({ subscriptionId, orderId }: Alert): string | null {
  if (subscriptionId !== null) return subscriptionStream(subscriptionId);
  return orderId === null ? null : orderStream(orderId);
}

/** The payload stays as received; only the state depends on whether it can be translated. */
export function toEvent(
  deps: Pick<Deps, 'paddle' | 'now'>,
  alert: Alert,
  source: EventSource,
): { event: NewEvent; meaning: AlertMeaning } {
  const meaning = deps.paddle.parseAlert(alert.payload);
  const receivedAt = deps.now();
  const event: NewEvent = {
    source,
    type: alert.name,
    stream: meaning.status === 'fact' ? streamOf(meaning.fact) : likelyStream(alert),
    payload: alert.payload,
    occurredAt: alert.occurredAt ?? receivedAt,
    receivedAt,
    nextAttemptAt: new Date(receivedAt.getTime() + leaseMs),
    alertId: alert.alertId,
    digest: alert.digest,
    state: stateOf[meaning.status],
    error: meaning.status === 'malformed' ? meaning.problem : null,
  };
  return { event, meaning };
}
