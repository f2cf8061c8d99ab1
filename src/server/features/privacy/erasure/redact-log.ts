/** Redacts every event about a person. */
import { isDeepStrictEqual } from 'node:util';
import type { Deps } from '#server/deps.ts';
import type { LoggedEvent } from '#server/features/billing/event-log/events.ts';
import type { MatchCriteria } from './find-traces.ts';
import { redactEvent } from './redact-event.ts';
import { inBatches } from './traces.ts';

type BlankDeps = Pick<Deps, 'paddle' | 'transaction'>;

/**
 * Redacts the events in batches and returns the number of events changed, which is zero if all were already redacted.
 * Events of the streams in `keepsCustomerOf` keep the account number in their passthrough.
 */
export async function redactLog(
  { paddle, transaction }: BlankDeps,
  { events, former }: Pick<MatchCriteria, 'events' | 'former'>,
  keepsCustomerOf: ReadonlySet<string> = new Set(),
): Promise<number> {
  const changed = [
    ...events.map((event) => ({
      event,
      blank: redactEvent(paddle, event, { keepCustomer: keepsCustomerOf.has(event.stream ?? '') }),
    })),
    ...former.map((event) => ({
      event,
      blank: { ...event, payload: paddle.withoutFormerAddress(event.payload) } satisfies LoggedEvent,
    })),
  ].filter(({ event, blank }) => !isDeepStrictEqual(blank.payload, event.payload));
  for (const batch of inBatches(changed)) {
    await transaction(({ events: bound }) => bound.rewriteAll(batch.map(({ blank }) => blank)));
  }
  return changed.length;
}
