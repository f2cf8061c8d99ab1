/** Redacts a logged event: what remains can be folded and does not identify a person. */

import { readEvent } from '#server/features/billing/event-log/read-event.ts';
import type { RedactableEvent, RedactOptions } from '#server/features/billing/event-log/redaction.ts';
import { isInternalType } from '#server/features/billing/fold/internal-events.ts';
import type { AlertReader } from '#server/platform/paddle/port.ts';

type Payload = Record<string, unknown>;

/** Fields of our own events that can contain personal data, with the values that replace them. */
const blanks: Payload = { reason: '', email: null, updateUrl: null, cancelUrl: null, receiptUrl: null };

const blankOwn = (payload: Payload): Payload => ({
  ...payload,
  ...Object.fromEntries(Object.entries(blanks).filter(([name]) => name in payload)),
});

/**
 * The event without personal data. An event that means nothing without them (a changed address) becomes `ignored`,
 * unless its outcome is recorded already. `keepCustomer` keeps the account number of its passthrough, where something
 * remains to be done about that account.
 */
export function redactEvent<T extends RedactableEvent>(
  paddle: Pick<AlertReader, 'redactAlert' | 'toFacts'>,
  event: T,
  { keepCustomer = false }: RedactOptions = {},
): T {
  const isOwn = isInternalType(event.type);
  const payload = isOwn ? blankOwn(event.payload) : paddle.redactAlert(event.payload, { keepCustomer });
  const isOpen = event.state !== 'applied' && event.state !== 'ignored' && event.state !== 'stored';
  const isEmpty = isOpen && readEvent(paddle, { type: event.type, payload }).status !== 'facts';
  return { ...event, payload, ...(isEmpty ? { state: 'ignored', error: null } : {}) };
}
