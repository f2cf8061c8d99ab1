/** Implements the `Redaction` interface, through which billing redacts events without depending on privacy. */
import type { Deps } from '#server/deps.ts';
import type { Redaction } from '#server/features/billing/event-log/redaction.ts';
import { fillIdentifiers } from './fill-identifiers.ts';
import { redactErased } from './redact-erased.ts';
import { redactEvent } from './redact-event.ts';

export function createRedaction(
  deps: Pick<Deps, 'accounts' | 'events' | 'keyVault' | 'now' | 'paddle' | 'paddleCustomers' | 'streams'>,
): Redaction {
  return {
    redactErased: (events) => redactErased(deps, events),
    redactEvent: (event, options) => redactEvent(deps.paddle, event, options),
    fillIdentifiers: (options) => fillIdentifiers(deps, options),
  };
}
