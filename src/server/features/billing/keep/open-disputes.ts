/** Finds out whether a payment of a licence is disputed. */
import type { BoundDeps, Deps } from '#server/deps.ts';
import { orderStream } from '#server/features/billing/streams/stream-names.ts';

type Orders = readonly { orderId: string | null }[];

const streamsOf = (receipts: Orders): string[] =>
  receipts.flatMap(({ orderId }) => (orderId === null ? [] : [orderStream(orderId)]));

/** Returns whether a dispute about one of the receipts is open. It is until a person has resolved its flag. */
export async function hasOpenDispute(deps: Pick<Deps, 'flags'>, receipts: Orders): Promise<boolean> {
  const flags = await deps.flags.listByStreams(streamsOf(receipts));
  return flags.some(({ kind, resolvedAt }) => kind === 'dispute' && resolvedAt === null);
}

/**
 * Like `hasOpenDispute`, in the transaction of a decision that a dispute forbids. The result still applies when the
 * transaction commits, because alerts about the orders wait until then. Throws `ConcurrencyConflictError` if an alert
 * about one of the orders has been applied since the transaction's first read.
 */
export async function holdDisputes(
  bound: Pick<BoundDeps, 'flags' | 'streams'>,
  receipts: Orders,
): Promise<boolean> {
  await bound.streams.hold(streamsOf(receipts));
  return hasOpenDispute(bound, receipts);
}
