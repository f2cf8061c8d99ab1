/** Defines the target of an erasure and the log queries that its steps share. */
import type { Deps } from '#server/deps.ts';
import type { LoggedEvent } from '#server/features/billing/event-log/events.ts';
import type { NamedBy } from '#server/features/billing/event-log/identified-events.repository.ts';

export interface ErasureTarget {
  accountId: number | null;
  address: string | null;
  /** Streams known to belong to the person. */
  own: ReadonlySet<string>;
  /** Streams known to belong to other people. They are never redacted. */
  kept: ReadonlySet<string>;
}

export type FindDeps = Pick<Deps, 'accounts' | 'events' | 'keyVault' | 'streams'>;

/** Number of events per page of the log, and of items per batch. */
const page = 500;
const together = 100;

export function inBatches<T>(items: readonly T[], size = together): T[][] {
  const batches: T[][] = [];
  for (let start = 0; start < items.length; start += size) batches.push(items.slice(start, start + size));
  return batches;
}

/** Iterates over all events with the given identifier, page by page. */
export async function* eachNaming(deps: Pick<Deps, 'events'>, by: NamedBy): AsyncGenerator<LoggedEvent> {
  for (let after: number | null = 0; after !== null; ) {
    const found: Awaited<ReturnType<Deps['events']['listNaming']>> = await deps.events.listNaming(by, {
      after,
      limit: page,
    });
    yield* found.events;
    after = found.next;
  }
}

/** Returns the existing accounts that the events' passthroughs name, other than `accountId`. */
export async function findOthers(
  deps: Pick<FindDeps, 'accounts' | 'events'>,
  accountId: number | null,
  events: readonly LoggedEvent[],
): Promise<Set<number>> {
  const ids = new Set(events.flatMap((event) => deps.events.identifiersOf(event).customerId ?? []));
  if (accountId !== null) ids.delete(accountId);
  return new Set((await deps.accounts.findByIds([...ids])).keys());
}
