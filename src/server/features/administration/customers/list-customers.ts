/** Lists customers for administrators, newest accounts first. */
import type { Deps } from '#server/deps.ts';
import type {
  CustomerPlace,
  CustomerPosition,
} from '#server/features/accounts/customer-index/customer-fact.repository.ts';
import {
  type CustomerFilter,
  type CustomerPage,
  type CustomerSelection,
  customersPerPage,
  type ListedCustomer,
} from '#shared/administration/customers.ts';
import { readTimeCursor, writeTimeCursor } from '#shared/lists/time-cursor.ts';

type ListDeps = Pick<Deps, 'customerFacts' | 'listedCustomers' | 'plans'>;

function positionOf(cursor: string): CustomerPosition {
  const { at, id } = readTimeCursor(cursor);
  return { since: at, userId: id };
}

const cursorOf = ({ since, userId }: CustomerPosition): string => writeTimeCursor({ at: since, id: userId });

/** Returns up to `limit` selected customers from a place on. A plan of another product selects nobody. */
async function positionsAt(
  deps: ListDeps,
  { since, product, ...selection }: CustomerSelection,
  place: CustomerPlace,
  limit: number,
): Promise<CustomerPosition[]> {
  const { plan } = selection;
  if (plan !== undefined && product !== undefined) {
    const plans = await deps.plans.list();
    if (!plans.some((each) => each.id === plan && each.product === product)) return [];
  }
  return deps.customerFacts.page(
    {
      ...selection,
      ...(plan === undefined ? { product } : {}),
      since: since === undefined ? undefined : new Date(`${since}T00:00:00Z`),
    },
    place,
    limit,
  );
}

/** Returns a page of the selected customers. */
export async function listCustomers(
  deps: ListDeps,
  { after, before, ...selection }: CustomerFilter,
): Promise<CustomerPage> {
  const perPage = customersPerPage;
  if (after === undefined && before !== undefined) {
    const newer = await positionsAt(deps, selection, { before: positionOf(before) }, perPage + 1);
    // If fewer than a page are newer, the first page is shown, so that it is always a full one.
    if (newer.length > perPage) {
      const shown = newer.slice(1);
      return pageOf(deps, shown, { hasNewer: true, hasOlder: true });
    }
  }
  const place = after === undefined ? null : { after: positionOf(after) };
  const found = await positionsAt(deps, selection, place, perPage + 1);
  const shown = found.slice(0, perPage);
  const [first] = shown;
  const newer = place === null || !first ? [] : await positionsAt(deps, selection, { before: first }, 1);
  return pageOf(deps, shown, { hasNewer: newer.length > 0, hasOlder: found.length > perPage });
}

async function pageOf(
  { listedCustomers }: Pick<Deps, 'listedCustomers'>,
  shown: readonly CustomerPosition[],
  { hasNewer, hasOlder }: { hasNewer: boolean; hasOlder: boolean },
): Promise<CustomerPage> {
  const [first, last] = [shown.at(0), shown.at(-1)];
  return {
    customers: await listedCustomers.listByIds(shown.map(({ userId }) => userId)),
    newer: hasNewer && first ? cursorOf(first) : null,
    older: hasOlder && last ? cursorOf(last) : null,
  };
}

/** Number of customers read at a time, so that a list of any length needs little memory. */
const batchSize = 500;

/** Yields all selected customers in batches, newest accounts first. */
export async function* customerBatches(
  deps: ListDeps,
  selection: CustomerSelection,
): AsyncGenerator<ListedCustomer[]> {
  for (let place: CustomerPlace = null; ; ) {
    const positions: CustomerPosition[] = await positionsAt(deps, selection, place, batchSize);
    yield deps.listedCustomers.listByIds(positions.map(({ userId }) => userId));
    const last = positions.at(-1);
    if (!last || positions.length < batchSize) return;
    place = { after: last };
  }
}
