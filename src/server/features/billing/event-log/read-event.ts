/**
 * Interprets logged events: translates alerts into facts, and parses the portal's own events, which already are facts.
 */

import { isInternalType, readInternalEvent } from '#server/features/billing/fold/internal-events.ts';
import type { BillingEvent, TimedEvent } from '#server/features/billing/fold/projection.ts';
import type { AlertMeaning, AlertReader } from '#server/platform/paddle/port.ts';
import type { PaddleProduct } from '#server/platform/paddle/reference.ts';
import type { LoggedEvent } from './events.ts';
import type { Settlement } from './settle-events.repository.ts';

export type EventMeaning =
  | Exclude<AlertMeaning, { status: 'facts' }>
  | { status: 'facts'; facts: readonly BillingEvent[] };

/** All alerts in the log come from this Paddle product. */
export const productOfAlerts: PaddleProduct = 'classic';

/** Interprets an event. Never throws; an event that can't be parsed is `malformed`. */
export function readEvent(
  paddle: Pick<AlertReader, 'toFacts'>,
  { type, payload }: Pick<LoggedEvent, 'type' | 'payload'>,
): EventMeaning {
  if (!isInternalType(type)) return paddle.toFacts(productOfAlerts, payload);
  const own = readInternalEvent(type, payload);
  return own.success
    ? { status: 'facts', facts: [own.data] }
    : { status: 'malformed', problem: own.error.issues.map((issue) => issue.path.join('.')).join(', ') };
}

/** Returns the facts of an event with their time; none if the event has no facts. */
export const datedFacts = (
  { occurredAt }: Pick<LoggedEvent, 'occurredAt'>,
  meaning: EventMeaning,
): TimedEvent[] => (meaning.status === 'facts' ? meaning.facts.map((fact) => ({ occurredAt, fact })) : []);

/** Returns the outcome of an event that can't be folded, because it is malformed or doesn't describe a purchase. */
export function outcomeOfUnread(meaning: EventMeaning): Omit<Settlement, 'id'> {
  if (meaning.status === 'malformed') return { state: 'failed', error: meaning.problem };
  return { state: meaning.status === 'ignored' ? 'ignored' : 'stored' };
}
