/** Finds every event that identifies a person. Uses only the indexed identifier columns and never searches payloads. */
import type { LoggedEvent } from '#server/features/billing/event-log/events.ts';
import { hashesOfAddress } from '#server/features/billing/event-log/identifiers.ts';
import { isPurchase, orderIdOf, orderStream } from '#server/features/billing/streams/stream-names.ts';
import { findOthersOrders } from './find-others-orders.ts';
import { type ErasureTarget, eachNaming, type FindDeps, findOthers, inBatches } from './traces.ts';

export interface MatchCriteria {
  /**
   * Purchases of the person that aren't in `own`: purchases that haven't been applied yet, and streams of their orders.
   */
  streams: Set<string>;
  /** IDs of all orders that appear in the person's purchases. */
  orders: Set<string>;
  /** Streams of other people's orders, even if they are also in `own`. They are left unchanged. */
  others: Set<string>;
  /** All events to redact. */
  events: LoggedEvent[];
  /**
   * Events about other people that contain the person's address as the buyer's previous one. Only that field is
   * redacted.
   */
  former: LoggedEvent[];
  /** IDs of the person's events that can't be redacted because they couldn't be parsed. */
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
  // Refunds, disputes and high-risk cases name the order of the payment, but not always the customer. They are found by
  // the streams of the orders.
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

/** Returns functions that decide which streams and notices without a known owner belong to the person. */
function judgeOf(
  deps: FindDeps,
  { accountId, address, own, kept }: ErasureTarget,
  { hashes, othersOrders }: { hashes: readonly Buffer[]; othersOrders: ReadonlySet<string> },
) {
  const { identifiersOf } = deps.events;
  const theirs = new Set(hashes.map(hexOf));
  let otherAccounts: ReadonlySet<number> = new Set();

  /** Returns true if a stream may belong to the person, because it has no owner and contains no other address. */
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

  /**
   * Returns those of the purchases without an owner, or not applied yet, that belong to the person. That is so if an
   * event of the purchase names the person's account. It is also so if the purchase contains only the person's
   * addresses and none of its events names another existing account.
   */
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
    /** Loads the other accounts that these events name. Call this before `isTheirs`. */
    async learn(events: readonly LoggedEvent[]): Promise<void> {
      otherAccounts = await findOthers(deps, accountId, events);
    },
    /** Returns those of the streams of the person's orders that have no other owner or address. */
    ownOrders: async (streams: readonly string[]): Promise<Set<string>> => new Set(await openAmong(streams)),
    /**
     * Returns true if a notice is about the person. It is if it names the person's account or one of the person's
     * orders. It also is if it contains the person's address and names neither another account nor another customer's
     * order.
     */
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
