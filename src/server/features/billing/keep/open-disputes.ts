/** Finds out whether a payment of a licence is disputed. */
import type { BoundDeps } from '#server/deps.ts';
import { type FoldLoggedDeps, foldLogged } from '#server/features/billing/event-log/fold-logged.ts';
import type { FoldContext } from '#server/features/billing/fold/projection.ts';
import { orderStream } from '#server/features/billing/streams/stream-names.ts';

type Orders = readonly { orderId: string | null }[];

const streamsOf = (receipts: Orders): string[] =>
  receipts.flatMap(({ orderId }) => (orderId === null ? [] : [orderStream(orderId)]));

/**
 * Returns whether a dispute about one of the receipts is open. It is until a person has resolved its flag. Folds the
 * log, so that an alert that is stored but not applied yet counts as well.
 */
export async function hasOpenDispute(
  deps: FoldLoggedDeps,
  receipts: Orders,
  known?: FoldContext,
): Promise<boolean> {
  const projections = await foldLogged(deps, streamsOf(receipts), known);
  return [...projections.values()].some(({ flags }) =>
    flags.some(({ kind, resolvedAt }) => kind === 'dispute' && resolvedAt === null),
  );
}

/**
 * Like `hasOpenDispute`, in the transaction of a decision that a dispute forbids. The result still applies when the
 * transaction commits, because alerts about the orders wait until then. Throws `ConcurrencyConflictError` if an alert
 * about one of the orders has been applied since the transaction's first read.
 */
export async function holdDisputes(
  bound: FoldLoggedDeps & Pick<BoundDeps, 'streams'>,
  receipts: Orders,
): Promise<boolean> {
  await bound.streams.hold(streamsOf(receipts));
  return hasOpenDispute(bound, receipts);
}
