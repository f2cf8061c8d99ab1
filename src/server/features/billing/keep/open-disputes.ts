/** Finds out whether a payment of a licence is disputed. */
import type { BoundDeps, Deps } from '#server/deps.ts';
import { datedFacts, readEvent } from '#server/features/billing/event-log/read-event.ts';
import { foldStream } from '#server/features/billing/fold/fold-stream.ts';
import { foldContext } from '#server/features/billing/fold/projection.ts';
import { orderStream } from '#server/features/billing/streams/stream-names.ts';

type Orders = readonly { orderId: string | null }[];

export type DisputeDeps = Pick<Deps, 'events' | 'paddle' | 'plans'>;

const streamsOf = (receipts: Orders): string[] =>
  receipts.flatMap(({ orderId }) => (orderId === null ? [] : [orderStream(orderId)]));

/**
 * Returns whether a dispute about one of the receipts is open. It is until a person has resolved its flag. Folds the
 * log, so that an alert that is stored but not applied yet counts as well.
 */
export async function hasOpenDispute(deps: DisputeDeps, receipts: Orders): Promise<boolean> {
  const logged = await deps.events.listByStreams(streamsOf(receipts));
  if (logged.size === 0) return false;
  const context = foldContext(await deps.plans.list());
  return [...logged].some(([stream, events]) => {
    const facts = events.flatMap((event) => datedFacts(event, readEvent(deps.paddle, event)));
    const { flags } = foldStream(stream, facts, context);
    return flags.some(({ kind, resolvedAt }) => kind === 'dispute' && resolvedAt === null);
  });
}

/**
 * Like `hasOpenDispute`, in the transaction of a decision that a dispute forbids. The result still applies when the
 * transaction commits, because alerts about the orders wait until then. Throws `ConcurrencyConflictError` if an alert
 * about one of the orders has been applied since the transaction's first read.
 */
export async function holdDisputes(
  bound: DisputeDeps & Pick<BoundDeps, 'streams'>,
  receipts: Orders,
): Promise<boolean> {
  await bound.streams.hold(streamsOf(receipts));
  return hasOpenDispute(bound, receipts);
}
