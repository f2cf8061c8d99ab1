/** What a logged event means: an alert's fact, or one of our own events. */

import { InternalEvent, isInternalType } from '#server/features/billing/fold/internal-events.ts';
import type { BillingEvent } from '#server/features/billing/fold/projection.ts';
import type { AlertMeaning, AlertReader } from '#server/platform/paddle/port.ts';
import type { LoggedEvent } from './events.ts';
import type { Settlement } from './settle-events.repository.ts';

export type EventMeaning = Exclude<AlertMeaning, { status: 'fact' }> | { status: 'fact'; fact: BillingEvent };

/** Never throws: what cannot be read is `malformed`. */
export function readEvent(
  paddle: Pick<AlertReader, 'parseAlert'>,
  { type, payload }: Pick<LoggedEvent, 'type' | 'payload'>,
): EventMeaning {
  if (!isInternalType(type)) return paddle.parseAlert(payload);
  const own = InternalEvent.safeParse({ ...payload, type });
  return own.success
    ? { status: 'fact', fact: own.data }
    : { status: 'malformed', problem: own.error.issues.map((issue) => issue.path.join('.')).join(', ') };
}

/** What becomes of an event that there is nothing to fold of: it cannot be read, or is about nothing that was bought. */
export function outcomeOfUnread(meaning: EventMeaning): Omit<Settlement, 'id'> {
  if (meaning.status === 'malformed') return { state: 'failed', error: meaning.problem };
  return { state: meaning.status === 'ignored' ? 'ignored' : 'stored' };
}
