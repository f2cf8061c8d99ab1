/** Finds the people of the PHP portal whose addresses are one and the same to this portal. */
import type { SourceRepository } from '#server/features/takeover/source/source.repository.ts';
import { comparableAddress } from '#shared/identity/email-address.ts';

const together = 2_000;

/**
 * Returns the people who are imported without their address, because another one keeps it: the one with a running
 * subscription, else the one with the lower number. Calls `onIds` with the numbers of all people.
 */
export async function findCollisions(
  source: Pick<SourceRepository, 'addressesAfter' | 'payingAmong'>,
  onIds: (ids: readonly number[]) => Promise<void>,
): Promise<{ withoutAddress: Set<number>; highest: number }> {
  const first = new Map<string, number>();
  const shared = new Map<string, number[]>();
  let highest = 0;
  for (;;) {
    const page = await source.addressesAfter(highest, together);
    const last = page.at(-1);
    if (!last) break;
    highest = last.id;
    for (const { id, email } of page) {
      const address = comparableAddress(email);
      const earlier = first.get(address);
      if (earlier === undefined) first.set(address, id);
      else shared.set(address, [...(shared.get(address) ?? [earlier]), id]);
    }
    await onIds(page.map(({ id }) => id));
  }
  const withoutAddress = new Set<number>();
  for (const ids of shared.values()) {
    const paying = await source.payingAmong(ids);
    const keeper = ids.find((id) => paying.has(id)) ?? ids[0];
    for (const id of ids) if (id !== keeper) withoutAddress.add(id);
  }
  return { withoutAddress, highest };
}
