/** Redacts a logged event so that it no longer identifies a person but can still be folded. */

import { readEvent } from '#server/features/billing/event-log/read-event.ts';
import type { RedactableEvent, RedactOptions } from '#server/features/billing/event-log/redaction.ts';
import { isInternalType } from '#server/features/billing/fold/internal-events.ts';
import type { AlertReader } from '#server/platform/paddle/port.ts';

type Payload = Record<string, unknown>;

/** Fields of the portal's own events that may contain personal data, with the values that replace them. */
const redactedFields: Payload = {
  reason: '',
  email: null,
  updateUrl: null,
  cancelUrl: null,
  receiptUrl: null,
  billableId: null,
};

/** Replaces the fields at any depth: an imported purchase contains its receipts. */
function redactOwn(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(redactOwn);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, inner]) => [
      name,
      name in redactedFields ? redactedFields[name] : redactOwn(inner),
    ]),
  );
}

/**
 * Returns the event without personal data. An event that is meaningless without that data, such as a changed address,
 * becomes `ignored` unless its outcome is already recorded. `keepCustomer` keeps the account number in the passthrough,
 * for accounts that still require action.
 */
export function redactEvent<T extends RedactableEvent>(
  paddle: Pick<AlertReader, 'redactAlert' | 'toFacts'>,
  event: T,
  { keepCustomer = false }: RedactOptions = {},
): T {
  const isOwn = isInternalType(event.type);
  const payload = isOwn
    ? (redactOwn(event.payload) as Payload)
    : paddle.redactAlert(event.payload, { keepCustomer });
  const isOpen = event.state !== 'applied' && event.state !== 'ignored' && event.state !== 'stored';
  const isEmpty = isOpen && readEvent(paddle, { type: event.type, payload }).status !== 'facts';
  return { ...event, payload, ...(isEmpty ? { state: 'ignored', error: null } : {}) };
}
