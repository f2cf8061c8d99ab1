/** What a logged event means: an alert's facts, or one of our own events, which is a fact as it stands. */

import { isInternalType, readInternalEvent } from '#server/features/billing/fold/internal-events.ts';
import type { BillingEvent } from '#server/features/billing/fold/projection.ts';
import type { AlertMeaning, AlertReader } from '#server/platform/paddle/port.ts';
import type { PaddleProduct } from '#server/platform/paddle/reference.ts';
import type { LoggedEvent } from './events.ts';
import type { Settlement } from './settle-events.repository.ts';

export type EventMeaning =
  | Exclude<AlertMeaning, { status: 'facts' }>
  | { status: 'facts'; facts: readonly BillingEvent[] };

/** Every alert in the log is of this product. */
export const productOfAlerts: PaddleProduct = 'classic';

/** Never throws: an unparseable event is `malformed`. */
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

/** Returns the outcome for an event that can't be folded because it is malformed or doesn't describe a purchase. */
export function outcomeOfUnread(meaning: EventMeaning): Omit<Settlement, 'id'> {
  if (meaning.status === 'malformed') return { state: 'failed', error: meaning.problem };
  return { state: meaning.status === 'ignored' ? 'ignored' : 'stored' };
}
