/** Keeps the index of customers in step with the accounts and licences: by which words and facts they are found. */
import type { Deps } from '#server/deps.ts';

type IndexDeps = Pick<Deps, 'searchWords' | 'customerFacts'>;

/** Brings the index up to date for these accounts. Returns how many of them were found out of date. */
export async function indexCustomers(deps: IndexDeps, userIds: readonly number[]): Promise<number> {
  // Sorted, so that two transactions that index the same customers can't deadlock.
  const ids = [...new Set(userIds)].sort((a, b) => a - b);
  const words = await deps.searchWords.refresh(ids);
  const facts = await deps.customerFacts.refresh(ids);
  return Math.max(words, facts);
}

const together = 500;

/** Indexes all accounts whose ID is greater than `after`. Calls `onPage` after each page, with the last ID. */
export async function indexAll(
  deps: IndexDeps & Pick<Deps, 'changedCustomers' | 'transaction'>,
  {
    after = 0,
    stopped,
    onPage,
  }: {
    after?: number;
    stopped?: AbortSignal;
    onPage?: (last: number, outdated: number) => Promise<void> | void;
  },
): Promise<void> {
  for (let last = after; ; ) {
    stopped?.throwIfAborted();
    const ids = await deps.changedCustomers.listAfter(last, together);
    last = ids.at(-1) ?? last;
    if (ids.length === 0) return;
    const outdated = await deps.transaction((bound) => indexCustomers(bound, ids));
    await onPage?.(last, outdated);
  }
}
