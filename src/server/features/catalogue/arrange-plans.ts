/** Puts the plans of a product in the order in which pages list them. */
import type { BoundDeps } from '#server/deps.ts';
import type { Product } from '#shared/catalogue/catalogue.ts';

/**
 * Stores the whole order at once. Returns false if the plans on sale are no longer those that the caller has seen, in
 * the order in which the caller has seen them.
 */
export async function arrangePlans(
  { plans }: Pick<BoundDeps, 'plans'>,
  { product, seen, wanted }: { product: Product; seen: readonly number[]; wanted: readonly number[] },
): Promise<boolean> {
  const current = await plans.lockOrder(product);
  const isAsSeen = current.length === seen.length && current.every((id, index) => id === seen[index]);
  const isSameSet = wanted.length === current.length && new Set(wanted).size === current.length;
  if (!isAsSeen || !isSameSet || !wanted.every((id) => current.includes(id))) return false;
  await plans.setOrder(wanted);
  return true;
}
