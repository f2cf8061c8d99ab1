/** Finds whose the streams of the log are: the customer, the licence and the subscription at Paddle. */
import type { Deps } from '#server/deps.ts';
import { orderIdOf } from '#server/features/billing/streams/stream-names.ts';

export type OwnerDeps = Pick<Deps, 'accounts' | 'licences' | 'receipts' | 'streams'>;

export interface OwnerOfStream {
  customer: { id: number; name: string } | null;
  licenceId: number | null;
  subscriptionId: string | null;
}

const nobody: OwnerOfStream = { customer: null, licenceId: null, subscriptionId: null };

/**
 * Returns a function that returns the owner of each of the streams. The stream of an order belongs to whoever owns the
 * purchase that the order paid for. Runs a fixed number of queries.
 */
export async function ownersOf(
  deps: OwnerDeps,
  streams: readonly string[],
): Promise<(stream: string | null) => OwnerOfStream> {
  const distinct = [...new Set(streams)];
  const paidFor = await deps.receipts.purchasesOfOrders(
    distinct.flatMap((stream) => orderIdOf(stream) ?? []),
  );
  const purchaseOf = (stream: string): string => paidFor.get(orderIdOf(stream) ?? '')?.stream ?? stream;
  const purchases = [...new Set(distinct.map(purchaseOf))];
  const heads = await deps.streams.findWithRefs(purchases);
  const licences = await deps.licences.listByStreams(purchases);
  const accounts = await deps.accounts.findByIds([
    ...new Set([...heads.values()].flatMap(({ head }) => head.userId ?? [])),
  ]);
  return (stream) => {
    if (stream === null) return nobody;
    const purchase = purchaseOf(stream);
    const found = heads.get(purchase);
    const account = accounts.get(found?.head.userId ?? 0);
    return {
      customer: account ? { id: account.id, name: account.name } : null,
      licenceId: licences.get(purchase)?.id ?? null,
      subscriptionId: found?.refs.find(({ supersededAt }) => supersededAt === null)?.ref.id ?? null,
    };
  };
}
