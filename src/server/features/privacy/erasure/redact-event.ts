/** What remains of a logged event when its person is taken out: enough to fold, and nothing that tells who it was. */

import { readEvent } from '#server/features/billing/event-log/read-event.ts';
import type { RedactableEvent, RedactOptions } from '#server/features/billing/event-log/redaction.ts';
import { isInternalType } from '#server/features/billing/fold/internal-events.ts';
import type { AlertReader } from '#server/platform/paddle/port.ts';

type Payload = Record<string, unknown>;

/** Ours hold an address or the address of a page in two findings, and whatever somebody wrote as the reason. */
const blanks: Payload = { reason: '', email: null, updateUrl: null, cancelUrl: null, receiptUrl: null };

const blankOwn = (payload: Payload): Payload => ({
  ...payload,
  ...Object.fromEntries(Object.entries(blanks).filter(([name]) => name in payload)),
});

/**
 * The event about nobody in particular. One that tells nothing without its person (an address that changed) is
 * `ignored` from then on, unless it was settled before. `keepCustomer`: the number of the account that its passthrough
 * names stays, for something has to be done about it.
 */
export function redactEvent<T extends RedactableEvent>(
  paddle: Pick<AlertReader, 'parseAlert' | 'redactAlert'>,
  event: T,
  { keepCustomer = false }: RedactOptions = {},
): T {
  const isOwn = isInternalType(event.type);
  const payload = isOwn ? blankOwn(event.payload) : paddle.redactAlert(event.payload, { keepCustomer });
  const isOpen = event.state !== 'applied' && event.state !== 'ignored' && event.state !== 'stored';
  const isEmpty = isOpen && readEvent(paddle, { type: event.type, payload }).status !== 'fact';
  return { ...event, payload, ...(isEmpty ? { state: 'ignored', error: null } : {}) };
}
