/** Which orders are somebody else's: what follows them, by whatever address, is no trace of the person who is erased. */
import type { LoggedEvent } from '#server/features/billing/event-log/events.ts';
import { isPurchase, orderStream } from '#server/features/billing/streams/stream-names.ts';
import { type ErasureTarget, eachNaming, type FindDeps, findOthers, inBatches } from './traces.ts';

/**
 * Of some orders, those that are told of in what another account owns, or in what names another account of today and is
 * not this one's; and every order of the purchases that are kept. What one of their own subscriptions tells of is theirs.
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
