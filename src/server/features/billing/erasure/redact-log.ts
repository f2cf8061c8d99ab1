/** Takes a person out of every event about them. */
import { isDeepStrictEqual } from 'node:util';
import type { Deps } from '#server/deps.ts';
import type { Traces } from './find-traces.ts';
import { inBatches } from './traces.ts';
import type { LoggedEvent } from '#server/features/billing/event-log/events.ts';
import { blankEvent } from './redact-alert.ts';

type BlankDeps = Pick<Deps, 'paddle' | 'transaction'>;

/**
 * How many events were changed: none when it is repeated. `keepsCustomerOf`: of these subjects the number of the account
 * that their passthrough names stays.
 */
export async function blankLog(
  { paddle, transaction }: BlankDeps,
  { events, former }: Pick<Traces, 'events' | 'former'>,
  keepsCustomerOf: ReadonlySet<string> = new Set(),
): Promise<number> {
  const changed = [
    ...events.map((event) => ({
      event,
      blank: blankEvent(paddle, event, { keepCustomer: keepsCustomerOf.has(event.subject ?? '') }),
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
