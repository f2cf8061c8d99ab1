/**
 * Redacts events about erased people that arrive after the erasure, so that a late alert doesn't bring back a person's
 * data.
 */
import type { Deps } from '#server/deps.ts';
import type { NewEvent } from '#server/features/billing/event-log/events.ts';
import { readEvent } from '#server/features/billing/event-log/read-event.ts';
import { isInternalType } from '#server/features/billing/fold/internal-events.ts';
import type { BillingEvent } from '#server/features/billing/fold/projection.ts';
import type { Tombstone } from '#server/features/billing/ownership/paddle-customer.repository.ts';
import { tombstoneOf } from '#server/features/billing/ownership/tombstone.ts';
import { isKind, isPurchase, orderStream } from '#server/features/billing/streams/stream-names.ts';
import type { Mentioned } from '#server/platform/paddle/port.ts';
import { redactEvent } from './redact-event.ts';

type ForgetDeps = Pick<Deps, 'accounts' | 'events' | 'now' | 'paddle' | 'paddleCustomers' | 'streams'>;

/**
 * Returns true for decisions. A decision made after an erasure is deliberate, so the decision and its reason are kept.
 * Findings of reconciliation and of an import are redacted like
 * alerts.
 */
const isDecision = ({ type, payload }: Pick<NewEvent, 'type' | 'payload'>) =>
  isInternalType(type) && payload.by !== 'reconciliation' && payload.by !== 'import';

interface About<E> {
  event: E;
  stream: string | null;
  isPurchase: boolean;
  mentioned: Mentioned;
}

const nobody: Mentioned = {
  paddleUserId: null,
  customerId: null,
  orderId: null,
  email: null,
  formerEmail: null,
};

export interface ErasedStreams<E> {
  /** The redacted event. */
  event: E;
  /** Streams and orders that need tombstones. */
  names: string[];
  foundLate: boolean;
}

/**
 * Finds the events about erased people and redacts them:
 * - events of a subscription or order with a tombstone
 * - events whose passthrough names a deleted account, unless their stream has an owner now
 * - notices about an order with a tombstone
 * - address updates for an erased Paddle user ID; several people may share such an ID, so it doesn't affect purchases
 *
 * Events whose passthrough names an existing account are never redacted, nor are later events of the same stream or
 * order. In those cases the tombstone may exist only because an earlier alert contained an erased person's address.
 */
export async function findErased<E extends Pick<NewEvent, 'type' | 'payload' | 'stream' | 'state'>>(
  deps: ForgetDeps,
  events: readonly E[],
): Promise<Map<E, ErasedStreams<E>>> {
  const about = events
    .filter((event) => !isDecision(event))
    .map(
      (event): About<E> => ({
        event,
        stream: event.stream,
        isPurchase: event.stream !== null && isPurchase(event.stream),
        mentioned: isInternalType(event.type) ? nobody : deps.paddle.identifiersOf(event.payload),
      }),
    );
  const marks = await deps.paddleCustomers.tombstones([...new Set(about.flatMap(namesOf))]);
  const contacts = await deps.paddleCustomers.erasedAmong([...new Set(about.flatMap(contactOf))]);
  if (marks.size + contacts.size === 0) return new Map();
  // Accounts are loaded after the tombstones. While a deletion is in progress, the account still exists and owns its
  // purchases.
  const accounts = await deps.accounts.findByIds([
    ...new Set(about.flatMap(({ mentioned }) => mentioned.customerId ?? [])),
  ]);
  const paid = await paidByOthers(deps, about, { marks, accounts });
  const gone = await findGone(deps, about, { marks, accounts });
  const forgotten = new Map<E, ErasedStreams<E>>();
  for (const one of about) {
    const { event, stream, mentioned } = one;
    // The account in the passthrough made the purchase, even if an erased person's address was entered at checkout.
    const isOfToday = mentioned.customerId !== null && accounts.has(mentioned.customerId);
    const byStream = stream === null || isOfToday || paid.has(stream) ? undefined : marks.get(stream);
    const isNamed = gone.has(one);
    const isOnOrder = !one.isPurchase && !isOfToday && mentioned.orderId !== null;
    const order = orderStream(mentioned.orderId ?? '');
    const byOrder = isOnOrder && marks.has(order) && !paid.has(order);
    const byContact = contactOf(one).some((id) => contacts.has(id));
    if (!byStream && !isNamed && !byOrder && !byContact) continue;
    // Purchases known at the time of the erasure had already ended, so they need no action. Any other purchase for the
    // deleted account does, so its account number is kept.
    const foundLate = isNamed && one.isPurchase && byStream?.foundLate !== false;
    const isRemembered = byStream !== undefined || isNamed || byOrder;
    forgotten.set(event, {
      event: redactEvent(deps.paddle, event, { keepCustomer: foundLate }),
      names: isRemembered ? toldBy(deps, one) : [],
      foundLate,
    });
  }
  return forgotten;
}

const namesOf = <E>({ stream, isPurchase, mentioned: { customerId, orderId } }: About<E>): string[] => [
  ...(stream === null ? [] : [stream]),
  ...(customerId === null ? [] : [tombstoneOf(customerId)]),
  ...(orderId === null || isPurchase ? [] : [orderStream(orderId)]),
];

/** Returns the Paddle user ID of an event that is only about the buyer and not about a purchase. */
const contactOf = <E>({ stream, mentioned: { paddleUserId } }: About<E>): number[] =>
  paddleUserId !== null && (stream === null || isKind(stream, 'customer')) ? [paddleUserId] : [];

/**
 * Returns the streams and orders that have a tombstone but were paid for by an existing account: a passthrough received
 * after the erasure names that account. Such a tombstone exists only because the erased person's address was entered at
 * checkout.
 */
async function paidByOthers<E>(
  deps: Pick<ForgetDeps, 'accounts' | 'events'>,
  about: readonly About<E>[],
  { marks, accounts }: { marks: ReadonlyMap<string, Tombstone>; accounts: ReadonlyMap<number, unknown> },
): Promise<ReadonlySet<string>> {
  const marked = (names: readonly string[]) => [...new Set(names.filter((name) => marks.has(name)))];
  const orderIds = [...new Set(about.flatMap(({ mentioned: { orderId } }) => orderId ?? []))];
  const named = await deps.events.listCustomersOf({
    streams: marked(about.flatMap(({ stream }) => stream ?? [])),
    orderIds: orderIds.filter((orderId) => marks.has(orderStream(orderId))),
  });
  const ofToday = await deps.accounts.findByIds([...new Set(named.map(({ customerId }) => customerId))]);
  return new Set([
    ...named.flatMap(({ customerId, at, ...what }) => {
      const name = 'stream' in what ? what.stream : orderStream(what.orderId);
      const mark = marks.get(name);
      // While an account's own deletion is in progress, the account still exists, but the events that name it are older
      // than the tombstone.
      return mark && at >= mark.erasedAt && ofToday.has(customerId) ? [name] : [];
    }),
    // The other events of the same batch are taken into account too.
    ...about.flatMap(({ stream, mentioned: { customerId, orderId } }) =>
      customerId !== null && accounts.has(customerId)
        ? [...(stream === null ? [] : [stream]), ...(orderId === null ? [] : [orderStream(orderId)])]
        : [],
    ),
  ]);
}

/** Returns the events whose passthrough names an account deleted here and whose stream has no owner now. */
async function findGone<E>(
  deps: ForgetDeps,
  about: readonly About<E>[],
  { marks, accounts }: { marks: ReadonlyMap<string, unknown>; accounts: ReadonlyMap<number, unknown> },
): Promise<Set<About<E>>> {
  const named = about.filter(
    ({ mentioned: { customerId } }) => customerId !== null && marks.has(tombstoneOf(customerId)),
  );
  if (named.length === 0) return new Set();
  const heads = await deps.streams.find(named.flatMap(({ stream }) => stream ?? []));
  return new Set(
    named.filter(
      ({ stream, mentioned: { customerId } }) =>
        !accounts.has(customerId ?? 0) && (heads.get(stream ?? '')?.userId ?? null) === null,
    ),
  );
}

function orderIn(facts: readonly BillingEvent[]): string | null {
  for (const fact of facts) {
    if ('orderId' in fact) return fact.orderId;
    if ('ref' in fact && fact.ref.kind === 'order') return fact.ref.id;
  }
  return null;
}

/**
 * Returns the stream and order that an event about an erased person names. They need tombstones, because later alerts
 * about them may not name the account.
 */
function toldBy<E extends Pick<NewEvent, 'type' | 'payload'>>(
  deps: Pick<Deps, 'paddle'>,
  { event, stream }: About<E>,
): string[] {
  const meaning = readEvent(deps.paddle, event);
  const order = meaning.status === 'facts' ? orderIn(meaning.facts) : null;
  return [
    ...(stream === null || isKind(stream, 'customer') ? [] : [stream]),
    ...(order === null ? [] : [orderStream(order)]),
  ];
}

/**
 * Redacts new events about erased people before they are stored. The digest of an alert's original payload is kept, so
 * that the alert is recognized if Paddle sends it again.
 */
export async function redactErased(deps: ForgetDeps, events: readonly NewEvent[]): Promise<NewEvent[]> {
  const forgotten = await findErased(deps, events);
  if (forgotten.size === 0) return [...events];
  await remember(deps, forgotten.values());
  return events.map((event) => forgotten.get(event)?.event ?? event);
}

/** Adds tombstones for the streams and orders that these events name. Existing tombstones stay unchanged. */
export async function remember<E>(
  { paddleCustomers, now }: Pick<Deps, 'paddleCustomers' | 'now'>,
  forgotten: Iterable<ErasedStreams<E>>,
): Promise<void> {
  const names = { early: new Set<string>(), late: new Set<string>() };
  for (const each of forgotten)
    for (const name of each.names) names[each.foundLate ? 'late' : 'early'].add(name);
  await paddleCustomers.bury([...names.early], { at: now() });
  await paddleCustomers.bury([...names.late], { at: now(), foundLate: true });
}
