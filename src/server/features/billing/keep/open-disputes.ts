/** Finds out whether a payment of a licence is disputed. */
import type { Deps } from '#server/deps.ts';
import { orderStream } from '#server/features/billing/streams/stream-names.ts';

/** Returns whether a dispute about one of the receipts is open. It is until a person has resolved its flag. */
export async function hasOpenDispute(
  deps: Pick<Deps, 'flags'>,
  receipts: readonly { orderId: string | null }[],
): Promise<boolean> {
  const orders = receipts.flatMap(({ orderId }) => (orderId === null ? [] : [orderStream(orderId)]));
  const flags = await deps.flags.listByStreams(orders);
  return flags.some(({ kind, resolvedAt }) => kind === 'dispute' && resolvedAt === null);
}
