/** What comes late about somebody who was erased never brings them back. */
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

/** Whoever decides about what was an erased person's knows it, and says why. */
const isDecision = ({ type, payload }: Pick<NewEvent, 'type' | 'payload'>) =>
  isInternalType(type) && payload.by !== 'reconciliation';

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
  /** The event without its person. */
  event: E;
  /** What it tells of that is to be remembered. */
  names: string[];
  foundLate: boolean;
}

/**
 * Which of some events are about people who were erased, each without the person: those about a subscription or an
 * order that was theirs, those whose passthrough names an account that was deleted here, and notices about an order of
 * theirs. Paddle's number of the buyer, which several people may share, keeps only addresses out that come with no
 * purchase. What an account of today owns is not touched, whomever its passthrough names; nor is what names an account
 * of today, though what came before of the same stream or order told only the address of somebody who was erased; nor
 * is what comes afterwards of that stream or order, whoever it names.
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
  // After the tombstones: until a deletion is over its account is there, and what it buys is its own.
  const accounts = await deps.accounts.findByIds([
    ...new Set(about.flatMap(({ mentioned }) => mentioned.customerId ?? [])),
  ]);
  const paid = await paidByOthers(deps, about, { marks, accounts });
  const gone = await findGone(deps, about, { marks, accounts });
  const forgotten = new Map<E, ErasedStreams<E>>();
  for (const one of about) {
    const { event, stream, mentioned } = one;
    // Whose passthrough it bears has paid for it, whoever was erased of those whose address was typed.
    const isOfToday = mentioned.customerId !== null && accounts.has(mentioned.customerId);
    const byStream = stream === null || isOfToday || paid.has(stream) ? undefined : marks.get(stream);
    const isNamed = gone.has(one);
    const isOnOrder = !one.isPurchase && !isOfToday && mentioned.orderId !== null;
    const order = orderStream(mentioned.orderId ?? '');
    const byOrder = isOnOrder && marks.has(order) && !paid.has(order);
    const byContact = contactOf(one).some((id) => contacts.has(id));
    if (!byStream && !isNamed && !byOrder && !byContact) continue;
    // What was theirs when they were erased had ended; anything else that names their account is still to be dealt with.
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

/** Paddle's number of the buyer, where an event is about nothing but the buyer. */
const contactOf = <E>({ stream, mentioned: { paddleUserId } }: About<E>): number[] =>
  paddleUserId !== null && (stream === null || isKind(stream, 'customer')) ? [paddleUserId] : [];

/**
 * Of streams and orders with a tombstone, those that an account of today has turned out to pay for: a passthrough that
 * came since names it. Their tombstones stand on nothing but an address that somebody typed.
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
      // Until a deletion is over its own account is there too, and what named it came before.
      return mark && at >= mark.erasedAt && ofToday.has(customerId) ? [name] : [];
    }),
    // What comes together with it.
    ...about.flatMap(({ stream, mentioned: { customerId, orderId } }) =>
      customerId !== null && accounts.has(customerId)
        ? [...(stream === null ? [] : [stream]), ...(orderId === null ? [] : [orderStream(orderId)])]
        : [],
    ),
  ]);
}

/** Those whose passthrough names an account that was deleted here, and that nobody owns today. */
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

/** What is new of theirs: an alert about it that comes later may not name the account. */
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
 * The events as they may be stored. The digest of an alert stays the one of the whole, so that it is recognised when
 * Paddle sends it again.
 */
export async function redactErased(deps: ForgetDeps, events: readonly NewEvent[]): Promise<NewEvent[]> {
  const forgotten = await findErased(deps, events);
  if (forgotten.size === 0) return [...events];
  await remember(deps, forgotten.values());
  return events.map((event) => forgotten.get(event)?.event ?? event);
}

/** What was known before keeps the tombstone it has. */
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
