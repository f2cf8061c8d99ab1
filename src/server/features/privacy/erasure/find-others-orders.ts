/**
 * Finds orders that belong to other people. During an erasure, events about such an order, such as a dispute, are kept
 * whatever address they contain.
 */
import type { LoggedEvent } from '#server/features/billing/event-log/events.ts';
import { isPurchase, orderStream } from '#server/features/billing/streams/stream-names.ts';
import { type ErasureTarget, eachNaming, type FindDeps, findOthers, inBatches } from './traces.ts';

/**
 * Returns those of the given orders that belong to other people. An order does so if it appears in a purchase that
 * another account owns or that names another existing account. The orders of the purchases in `kept` are always
 * included. Orders in the person's own subscriptions never are.
 */
export async function findOthersOrders(
  deps: FindDeps,
  { accountId, own, kept }: Pick<ErasureTarget, 'accountId' | 'own' | 'kept'>,
  asked: Iterable<string>,
): Promise<Set<string>> {
  const { identifiersOf } = deps.events;
  const found = new Set<string>();
  for (const batch of inBatches([...kept]))
    for (const event of (await deps.events.listReadable(batch)).events) {
      const { orderId } = identifiersOf(event);
      if (orderId !== null) found.add(orderId);
    }
  for (const orderId of new Set(asked)) {
    if (found.has(orderId)) continue;
    const told = new Map<string, LoggedEvent[]>([[orderStream(orderId), []]]);
    for await (const event of eachNaming(deps, { column: 'orderId', value: orderId })) {
      const { stream } = event;
      if (stream !== null && isPurchase(stream)) told.set(stream, [...(told.get(stream) ?? []), event]);
    }
    if ([...told.keys()].some((stream) => stream !== orderStream(orderId) && own.has(stream))) continue;
    const heads = await deps.streams.find([...told.keys()]);
    const others = await findOthers(deps, accountId, [...told.values()].flat());
    const isElses = ([stream, events]: [string, LoggedEvent[]]) => {
      const owner = heads.get(stream)?.userId ?? null;
      if (owner !== null) return owner !== accountId;
      return events.some((event) => others.has(identifiersOf(event).customerId ?? 0));
    };
    if ([...told].some(isElses)) found.add(orderId);
  }
  return found;
}
