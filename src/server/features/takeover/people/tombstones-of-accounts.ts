/** Finds accounts that were erased here. */
import type { Deps } from '#server/deps.ts';
import { tombstoneOf } from '#server/features/billing/ownership/tombstone.ts';

/** Returns which of these numbers were accounts that have been erased. */
export async function tombstonesOfAccounts(
  { paddleCustomers }: Pick<Deps, 'paddleCustomers'>,
  ids: readonly number[],
): Promise<number[]> {
  const found = await paddleCustomers.tombstones(ids.map(tombstoneOf));
  return ids.filter((id) => found.has(tombstoneOf(id)));
}
