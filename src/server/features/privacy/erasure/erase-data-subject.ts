/** Erases a person's data from everything that billing stores, except the data required for accounting. */

import type { BoundDeps, Deps } from '#server/deps.ts';
import { hashesOfAddress } from '#server/features/billing/event-log/identifiers.ts';
import { applyInBatches } from '#server/features/billing/inbox/apply-together.ts';
import { tombstoneOf, tombstoneOfAddress } from '#server/features/billing/ownership/tombstone.ts';
import { applyInside } from '#server/features/billing/projections/apply-streams.ts';
import { buyerOf, isKind } from '#server/features/billing/streams/stream-names.ts';
import type { Subscription } from '#server/features/billing/subscription.repository.ts';
import { encryptKey } from '#server/features/licences/keys/stored-key.ts';
import { messageOf } from '#server/platform/observability/message-of.ts';
import type { AccountView } from '#shared/accounts/accounts.ts';
import { AppError } from '#shared/errors.ts';
import { comparableAddress } from '#shared/identity/email-address.ts';
import { discardSignInRows } from './discard-sign-in-rows.ts';
import { findPerson, gather, type Person, type Whom } from './find-person.ts';
import { redactLog } from './redact-log.ts';
import { inBatches } from './traces.ts';

type Also = (bound: BoundDeps, account: AccountView) => Promise<void>;

type EraseBuyer = Whom & {
  /** Why the person is erased. The reason is stored with the tombstones, so e-mail addresses are removed from it. */
  reason: string;
  /** Additional work in the transaction that removes the account. It receives the account as read under the lock. */
  also?: Also;
};

type ErasedBuyer =
  /** No account has that ID, or nothing is known about that address. */
  | { status: 'unknown' }
  /** Nothing was erased, because Paddle would keep charging the person for these subscriptions. */
  | { status: 'still_charged'; subscriptions: ChargedSubscription[] }
  /** Nothing was erased, because the portal would have no administrator left who can sign in. */
  | { status: 'last_administrator' }
  | {
      status: 'erased';
      accountId: number | null;
      /** Paddle user IDs that only this person used. Address updates that arrive later for these IDs aren't stored. */
      paddleUserIds: number[];
      events: number;
      /** Streams that other customers bought with the address. They are left unchanged. */
      kept: string[];
      /**
       * IDs of events about the person that couldn't be parsed and therefore weren't redacted. An operator must look
       * into them.
       */
      unreadable: number[];
      /** Streams that couldn't be refolded without their owner, with the reason. The sweep retries them. */
      unfolded: { stream: string; problem: string }[];
    };

/** A subscription that Paddle would keep charging for. */
export type ChargedSubscription = Pick<Subscription, 'stream' | 'ref'>;

type EraseDeps = Pick<
  Deps,
  | 'accounts'
  | 'auditLog'
  | 'events'
  | 'flags'
  | 'keyVault'
  | 'log'
  | 'now'
  | 'paddle'
  | 'paddleCustomers'
  | 'streams'
  | 'subscriptions'
  | 'transaction'
>;

type Erased = Extract<ErasedBuyer, { status: 'erased' }>;

/** Maximum number of attempts. An attempt fails if the account's address or purchases change during it. */
const maxMoves = 5;

/**
 * Erases a buyer in three steps. First adds tombstones, so that alerts that arrive during the erasure are redacted.
 * Then redacts the log in batches. Finally removes the account and refolds its streams without an owner. Safe to
 * repeat, including after a crash at any point.
 *
 * Paid licences keep working with the same keys until they end, and receipts stay for the tax authorities. Nothing is
 * erased while a subscription is still being charged: the caller must first cancel it at Paddle and reconcile it. Data
 * that arrives during the erasure is looked for again afterward, the last time in the transaction that removes the
 * account. If the account is found by its address, it is identified by its ID from then on, so that a change of address
 * can't redirect the erasure to another account.
 */
export async function eraseDataSubject(
  deps: EraseDeps,
  { reason, also, ...asked }: EraseBuyer,
): Promise<ErasedBuyer> {
  let whom: Whom = asked;
  for (let moves = 0; moves < maxMoves; moves += 1) {
    const person = await findPerson(deps, whom);
    if (!person) return { status: 'unknown' };
    const { account } = person;
    if (account && isAdministrator(account)) {
      const isLast = await deps.transaction((bound) => isLastAdministrator(bound, account));
      if (isLast) return { status: 'last_administrator' };
    }
    const subscriptions = await stillCharged(deps, [...person.streams]);
    if (subscriptions.length > 0) return { status: 'still_charged', subscriptions };
    const erased = await erase(deps, person, reason, also);
    if (erased) return erased;
    if (person.account) whom = { accountId: person.account.id };
  }
  throw new AppError('service_unavailable', 'the address or the purchases of the account keep changing');
}

/**
 * Makes one attempt. Returns null if, during the attempt, the account was deleted or changed its address, or turned out
 * to own more than was found.
 */
async function erase(
  deps: EraseDeps,
  person: Person,
  reason: string,
  also: Also | undefined,
): Promise<Erased | null> {
  const { account, address } = person;
  const because = withoutAddresses(reason);
  await bury(deps, person, because);
  const unreadable = new Set(person.unreadable);
  let events = await redactLog(deps, person);
  let unfolded = await letGo(deps, { ...person, streams: everythingOf(person) }, { account, also, because });
  if (!unfolded) return null;
  // Finds the events that were stored during the steps above. Once the account is removed, nothing else connects them
  // to the person.
  const late = await gather(deps, { account, address });
  const isNews = (stream: string) => !person.streams.has(stream);
  const news = new Set([...late.streams].filter(isNews));
  if (late.events.length + late.former.length > 0) {
    const named = new Set(
      late.events.flatMap((event) => {
        const { stream } = event;
        const isNamed = account !== null && deps.events.identifiersOf(event).customerId === account.id;
        return stream !== null && isNews(stream) && isNamed ? [stream] : [];
      }),
    );
    const changed = await redactLog(deps, late, named);
    for (const id of late.unreadable) unreadable.add(id);
    if (changed + news.size > 0) {
      events += changed;
      const early = [...late.streams].filter((stream) => !named.has(stream));
      await deps.paddleCustomers.bury([...named], { at: deps.now(), because, foundLate: true });
      await deps.paddleCustomers.bury(early, { at: deps.now(), because });
      const streams = new Set([...everythingOf(person), ...everythingOf(late)]);
      const rest = await letGo(deps, { ...late, streams }, { account: null, because });
      unfolded = rest ?? unfolded;
    }
  }
  return {
    status: 'erased',
    accountId: account?.id ?? null,
    paddleUserIds: [...person.paddleUserIds],
    events,
    kept: [...person.kept],
    unreadable: [...unreadable],
    unfolded,
  };
}

const isAdministrator = ({ administratorRole }: AccountView): boolean =>
  administratorRole === 'administrator';

/** Returns whether no other administrator would be left who can sign in. */
const isLastAdministrator = async (
  { administrators }: Pick<BoundDeps, 'administrators'>,
  account: AccountView,
): Promise<boolean> => isAdministrator(account) && !(await administrators.isAnotherLeft(account.id));

/**
 * Returns the subscriptions that are still running. A subscription that Paddle doesn't know is no longer charged and is
 * left out.
 */
async function stillCharged(
  deps: Pick<Deps, 'subscriptions' | 'flags'>,
  streams: readonly string[],
): Promise<ChargedSubscription[]> {
  const running = [...(await deps.subscriptions.listByStreams(streams)).values()].filter(
    ({ status }) => status !== 'deleted',
  );
  const flags = await deps.flags.listByStreams(running.map(({ stream }) => stream));
  const missing = new Set(
    flags
      .filter(({ kind, resolvedAt }) => kind === 'missing_at_paddle' && resolvedAt === null)
      .map(({ stream }) => stream),
  );
  return running.filter(({ stream }) => !missing.has(stream)).map(({ stream, ref }) => ({ stream, ref }));
}

/**
 * Adds tombstones for the person's streams and Paddle user IDs, and removes stored contact addresses. If some events
 * from earlier releases still lack identifiers, also adds tombstones for the hashed address, so that `fillIdentifiers`
 * can redact those events.
 */
async function bury(deps: EraseDeps, person: Person, because: string): Promise<void> {
  const { paddleCustomers, keyVault } = deps;
  const at = deps.now();
  for (const batch of inBatches([...person.streams])) await paddleCustomers.bury(batch, { at, because });
  const noticed = person.events.flatMap(({ stream }) =>
    stream !== null && isPersonal(stream) ? [stream] : [],
  );
  await paddleCustomers.bury([...new Set(noticed)], { at, because });
  await paddleCustomers.erase([...person.paddleUserIds], at, because);
  if (person.address === null) return;
  // With an account, this is done when the account is removed.
  if (person.account === null) {
    const { address } = person;
    await deps.transaction((bound) => discardSignInRows(bound, { userId: null, address }));
  }
  await paddleCustomers.forgetContacts(await contactsOf(deps, person, person.address));
  if (await deps.events.hasUnidentified())
    await paddleCustomers.bury(hashesOfAddress(keyVault, person.address).map(tombstoneOfAddress), { at });
}

/** Returns the person's streams and the streams of notices about the person, which must be refolded too. */
const everythingOf = ({ streams, events }: Person): Set<string> =>
  new Set([...streams, ...events.flatMap(({ stream }) => stream ?? [])]);

/**
 * Returns true for streams that get a tombstone because they concern a single payment: cases and invoices. A
 * `customer:` stream gets none, because several people may share a Paddle user ID.
 */
const isPersonal = (stream: string): boolean => isKind(stream, 'case') || isKind(stream, 'invoice');

/** Returns the Paddle user IDs stored with this contact address. */
async function contactsOf(
  deps: Pick<EraseDeps, 'paddleCustomers' | 'streams' | 'events'>,
  { events }: Pick<Person, 'events'>,
  address: string,
): Promise<number[]> {
  const numbers = new Set(events.flatMap(({ stream }) => buyerOf(stream ?? '') ?? []));
  const known = await deps.paddleCustomers.contacts([...numbers]);
  return [...known.values()]
    .filter(({ email }) => comparableAddress(email) === address)
    .map(({ paddleUserId }) => paddleUserId);
}

/**
 * Removes all e-mail addresses from the reason, not only the erased person's, because the reason is kept permanently.
 */
const withoutAddresses = (text: string): string => text.replaceAll(/[^\s<>"(),;:@]+@[^\s<>"(),;:@]+/g, '…');

/**
 * Overwrites the stored keys, which contain the buyer's address in encrypted form. The keys' hashes stay, so the keys
 * still work.
 */
async function wipeKeys(bound: BoundDeps, streams: readonly string[]): Promise<void> {
  const licences = (await bound.licences.listByStreams(streams)).values();
  await bound.licenceKeys.emptyAll(
    [...licences].map(({ id }) => ({ licenceId: id, stored: encryptKey(bound.keyVault, id, '') })),
  );
}

/**
 * Removes the account and refolds its streams without an owner. Returns the streams that couldn't be folded. Returns
 * null and keeps the account if it was deleted, changed its address, or owns more than was found. The account is
 * removed last, because a repeated erasure finds the person through it. If the process crashes after that, the sweep
 * refolds the remaining streams.
 */
async function letGo(
  deps: EraseDeps,
  { streams, followed, address }: Pick<Person, 'streams' | 'followed' | 'address'>,
  { account, also, because }: { account: AccountView | null; also?: Also | undefined; because: string },
): Promise<{ stream: string; problem: string }[] | null> {
  const known = [...(await deps.streams.find([...streams])).keys()];
  // Followed streams concern another customer's order and were assigned to the person only by the address. They lose
  // their owner, but their events aren't redacted.
  const names = [...new Set([...known, ...followed])].sort();
  const batches = inBatches(names);
  const remove = (foldInside: boolean): Promise<boolean> =>
    deps.transaction(async (bound) => {
      await bound.streams.makeDue(names, bound.now());
      if (account) {
        const held = await bound.accounts.lock(account.id);
        if (held?.email !== account.email) return false;
        const owned = await bound.streams.listByUser(account.id);
        const waiting = address === null ? [] : await bound.streams.listUnclaimed([address]);
        if ([...owned, ...waiting].some(({ stream }) => !streams.has(stream) && !followed.has(stream)))
          return false;
        if (await isLastAdministrator(bound, held))
          throw new AppError('last_administrator', 'the other administrators were removed meanwhile');
        await discardSignInRows(bound, { userId: account.id, address });
        await bound.accounts.remove(account.id);
        await bound.outbox.forgetRecipient(account.id);
        await bound.importedRows.forget(account.id);
        await bound.paddleCustomers.bury([tombstoneOf(account.id)], { at: bound.now(), because });
        await also?.(bound, held);
      }
      // Here and not earlier, because the person may ask for another key meanwhile. None can follow: each key is stored
      // with an event of its stream, and these streams are locked by now.
      await wipeKeys(bound, known);
      // Pings are only recorded for licences that have an owner, so none is added after the account has been removed.
      await bound.lastPings.removeByStreams(names);
      await bound.auditLog.redact({ userId: account?.id ?? null, streams: names, at: new Date() });
      if (foldInside) await applyInside(bound, names);
      return true;
    });
  if (batches.length === 1) {
    try {
      return (await remove(true)) ? [] : null;
    } catch (error) {
      // A stream that can't be folded must not prevent the account from being removed or the other streams from being
      // folded.
      deps.log.warn({ err: error }, 'the purchases of an erased person are recomputed one by one');
    }
  }
  if (!(await remove(false))) return null;
  const unfolded: { stream: string; problem: string }[] = [];
  for await (const [stream, outcome] of applyInBatches(deps, names))
    if ('error' in outcome) unfolded.push({ stream, problem: messageOf(outcome.error) });
  return unfolded;
}
