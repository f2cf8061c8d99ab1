/** Finds every event that tells who somebody was, by what is written down beside it: never by reading what it says. */
import type { LoggedEvent } from '#server/features/billing/event-log/events.ts';
import { hashesOfAddress } from '#server/features/billing/event-log/identifiers.ts';
import { isPurchase, orderIdOf, orderStream } from '#server/features/billing/streams/stream-names.ts';
import { findOthersOrders } from './find-others-orders.ts';
import { type ErasureTarget, eachNaming, type FindDeps, findOthers, inBatches } from './traces.ts';

export interface MatchCriteria {
  /** Purchases that are theirs beside `own`: what waits to be applied, and what is told of their orders. */
  streams: Set<string>;
  /** Every order that is told of in their purchases. */
  orders: Set<string>;
  /** Streams of `own` and others that follow an order of somebody else: left as they are. */
  others: Set<string>;
  /** All events about the person. */
  events: LoggedEvent[];
  /** Events about somebody else that tell the address as the one before. */
  former: LoggedEvent[];
  /** Events of theirs that cannot be read, and so not be blanked: their ids. */
  unreadable: number[];
}

const hexOf = (hash: Buffer | null): string => hash?.toString('hex') ?? '';

export async function findMatchCriteria(deps: FindDeps, sought: ErasureTarget): Promise<MatchCriteria> {
  const { accountId, address } = sought;
  const { identifiersOf } = deps.events;
  const events = new Map<number, LoggedEvent>();
  const unreadable = new Set<number>();
  const orders = new Set<string>();
  const readStreams = async (streams: Iterable<string>) => {
    for (const batch of inBatches([...streams])) {
      const read = await deps.events.listReadable(batch);
      for (const id of read.unreadable) unreadable.add(id);
      for (const event of read.events) {
        events.set(event.id, event);
        const { orderId } = identifiersOf(event);
        if (orderId !== null) orders.add(orderId);
      }
    }
    for (const stream of streams) {
      const orderId = orderIdOf(stream);
      if (orderId !== null) orders.add(orderId);
    }
  };
  const hashes = address === null ? [] : hashesOfAddress(deps.keyVault, address);
  const named = new Map<number, LoggedEvent>();
  for (const by of [
    ...(accountId === null ? [] : [{ column: 'customerId', value: accountId } as const]),
    ...hashes.flatMap((value) => [
      { column: 'addressHash', value } as const,
      { column: 'formerAddressHash', value } as const,
    ]),
  ])
    for await (const event of eachNaming(deps, by)) named.set(event.id, event);

  const noticed = [...named.values()].flatMap((event) => identifiersOf(event).orderId ?? []);
  const othersOrders = await findOthersOrders(deps, sought, [
    ...[...sought.own].flatMap((stream) => orderIdOf(stream) ?? []),
    ...noticed,
  ]);
  const others = new Set([...othersOrders].map(orderStream));
  const own = new Set([...sought.own].filter((stream) => !others.has(stream)));
  await readStreams(own);

  const kept = new Set([...sought.kept, ...others]);
  const judge = judgeOf(deps, { accountId, address, own, kept }, { hashes, othersOrders });
  const streams = await judge.streams([...named.values()].flatMap(({ stream }) => stream ?? []));
  await readStreams(streams);
  // What follows a payment (a refund, a dispute, a suspicion) names its order, and perhaps nobody.
  const following = [...orders].map(orderStream).filter((stream) => !own.has(stream) && !streams.has(stream));
  const followed = await judge.ownOrders(following);
  await readStreams(followed);
  for (const stream of followed) streams.add(stream);
  for (const value of [...orders])
    for await (const event of eachNaming(deps, { column: 'orderId', value })) named.set(event.id, event);

  await judge.learn([...named.values()]);
  const former: LoggedEvent[] = [];
  for (const event of named.values()) {
    if (events.has(event.id) || (event.stream !== null && isPurchase(event.stream))) continue;
    if (judge.isTheirs(event, orders)) events.set(event.id, event);
    else if (judge.wasTheirs(event)) former.push(event);
  }
  return { streams, orders, others, events: [...events.values()], former, unreadable: [...unreadable] };
}

/** Decides about what is nobody's purchase, or not known to be anybody's yet. */
function judgeOf(
  deps: FindDeps,
  { accountId, address, own, kept }: ErasureTarget,
  { hashes, othersOrders }: { hashes: readonly Buffer[]; othersOrders: ReadonlySet<string> },
) {
  const { identifiersOf } = deps.events;
  const theirs = new Set(hashes.map(hexOf));
  let otherAccounts: ReadonlySet<number> = new Set();

  /** Nobody's by its head: as far as that tells, it may be theirs. */
  const isOpen = (head: { userId: number | null; buyerEmail: string | null } | undefined): boolean =>
    head === undefined || (head.userId === null && (head.buyerEmail === null || head.buyerEmail === address));

  async function openAmong(streams: readonly string[]): Promise<string[]> {
    const open: string[] = [];
    for (const batch of inBatches([...new Set(streams)])) {
      const heads = await deps.streams.find(batch);
      open.push(...batch.filter((stream) => !kept.has(stream) && isOpen(heads.get(stream))));
    }
    return open;
  }

  /** What has not been applied, or waits: theirs if it names their account, or their address and no other. */
  async function streams(streams: readonly string[]): Promise<Set<string>> {
    const found = new Set<string>();
    const asked = streams.filter((stream) => isPurchase(stream) && !own.has(stream));
    for (const batch of inBatches(await openAmong(asked))) {
      const { events } = await deps.events.listReadable(batch);
      const otherCustomers = await findOthers(deps, accountId, events);
      for (const stream of batch) {
        const told = events.filter((event) => event.stream === stream).map(identifiersOf);
        const customers = told.flatMap(({ customerId }) => customerId ?? []);
        const addresses = told.flatMap(({ addressHash }) => (addressHash ? [hexOf(addressHash)] : []));
        const isNamed = accountId !== null && customers.includes(accountId);
        const isElses = customers.some((id) => otherCustomers.has(id));
        const isPaid = addresses.length > 0 && addresses.every((hash) => theirs.has(hash));
        if (isNamed || (!isElses && isPaid)) found.add(stream);
      }
    }
    return found;
  }

  return {
    streams,
    /** Which accounts of other people some events name. */
    async learn(events: readonly LoggedEvent[]): Promise<void> {
      otherAccounts = await findOthers(deps, accountId, events);
    },
    /** Of streams named after orders of theirs, those that are nobody else's purchase. */
    ownOrders: async (streams: readonly string[]): Promise<Set<string>> => new Set(await openAmong(streams)),
    /** A notice: about their account, an order of theirs, or their address and nobody else's order. */
    isTheirs(event: LoggedEvent, orders: ReadonlySet<string>): boolean {
      const { customerId, orderId, addressHash } = identifiersOf(event);
      if (accountId !== null && customerId === accountId) return true;
      if (customerId !== null && otherAccounts.has(customerId)) return false;
      if (orderId !== null && othersOrders.has(orderId)) return false;
      if (orderId !== null && orders.has(orderId)) return true;
      return addressHash !== null && hashes.some((hash) => hash.equals(addressHash));
    },
    wasTheirs: (event: LoggedEvent): boolean => {
      const { formerAddressHash } = identifiersOf(event);
      return formerAddressHash !== null && theirs.has(hexOf(formerAddressHash));
    },
  };
}
