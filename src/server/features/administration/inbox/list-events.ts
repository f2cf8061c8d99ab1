/** Lists the events of the log for administrators. */
import type { Deps } from '#server/deps.ts';
import { streamsOfCustomer } from '#server/features/administration/settling/flags-of-customer.ts';
import { type OwnerDeps, ownersOf } from '#server/features/administration/settling/owners.ts';
import { findStreams } from '#server/features/billing/streams/find-streams.ts';
import { keysetPage } from '#server/platform/lists/keyset-page.ts';
import { classicRef } from '#server/platform/paddle/reference.ts';
import {
  type EventFilter,
  type EventPage,
  type EventProblem,
  type EventQuestion,
  eventsPerPage,
  type ListedEvent,
} from '#shared/administration/inbox/inbox.ts';
import type { EventRow, EventSelection } from './listed-event.repository.ts';

type ListDeps = OwnerDeps & Pick<Deps, 'listedEvents' | 'subscriptionRefs'>;

async function selectionOf(
  deps: ListDeps,
  { findings, customerId, subscription, ...exact }: EventFilter,
): Promise<EventSelection> {
  if (findings) return { isFinding: true };
  const ref = subscription === undefined ? null : classicRef('subscription', subscription);
  return {
    ...exact,
    ...(customerId === undefined
      ? {}
      : { customer: { id: customerId, streams: await streamsOfCustomer(deps, customerId) } }),
    ...(ref ? { streams: [(await findStreams(deps, [ref])).streamOf(ref)] } : {}),
  };
}

/** Says why an event was not applied, as far as its row tells. An event that is malformed is never tried again. */
function problemOf({
  state,
  error,
  nextAttemptAt,
}: Pick<EventRow, 'state' | 'error' | 'nextAttemptAt'>): EventProblem | null {
  if (state === 'waiting') return { kind: 'waiting' };
  if (state !== 'failed') return null;
  const [, paddlePlanId] = /^no plan has Paddle's id (\d{1,16}):/.exec(error ?? '') ?? [];
  if (paddlePlanId !== undefined) return { kind: 'unknown_plan', paddlePlanId };
  return { kind: nextAttemptAt === null ? 'malformed' : 'other' };
}

/** Adds to rows what administrators see of them. */
export async function withOwners(deps: OwnerDeps, rows: readonly EventRow[]): Promise<ListedEvent[]> {
  const ownerOf = await ownersOf(
    deps,
    rows.flatMap(({ stream }) => stream ?? []),
  );
  return rows.map((row) => {
    const { id, source, type, state, stream, receivedAt, nextAttemptAt } = row;
    return {
      ...{ id, source, type, state, receivedAt, ...ownerOf(stream) },
      ...{ problem: problemOf(row), nextAttemptAt: state === 'applied' ? null : nextAttemptAt },
    };
  });
}

/** Returns a page of the selected events, newest first. */
export async function listEvents(
  deps: ListDeps,
  { after, before, ...filter }: EventQuestion,
): Promise<EventPage> {
  const selection = await selectionOf(deps, filter);
  const { rows, newer, older } = await keysetPage(
    { after, before, perPage: eventsPerPage },
    (place, limit) => deps.listedEvents.list(selection, { ...place, limit }),
    ({ id, receivedAt }) => ({ id, at: receivedAt }),
  );
  return { events: await withOwners(deps, rows), newer, older };
}
