/** Takes a person out of everything that billing keeps, and leaves what the books need. */

import type { BoundDeps, Deps } from '#server/deps.ts';
import { hashesOfAddress } from '#server/features/billing/event-log/identifiers.ts';
import { applyTogether } from '#server/features/billing/inbox/apply-together.ts';
import { tombstoneOf, tombstoneOfAddress } from '#server/features/billing/ownership/tombstone.ts';
import { applyInside } from '#server/features/billing/projections/apply-streams.ts';
import { buyerOf, isKind } from '#server/features/billing/streams/stream-names.ts';
import type { Subscription } from '#server/features/billing/subscription.repository.ts';
import { encryptKey } from '#server/features/licences/keys/stored-key.ts';
import type { AccountView } from '#shared/accounts/accounts.ts';
import { AppError } from '#shared/errors.ts';
import { comparableAddress } from '#shared/identity/email-address.ts';
import { findPerson, gather, type Person, type Whom } from './find-person.ts';
import { redactLog } from './redact-log.ts';
import { inBatches } from './traces.ts';

type Also = (bound: BoundDeps, account: AccountView) => Promise<void>;

type EraseBuyer = Whom & {
  /** Why, for whoever asks later; addresses in it are left out. */
  reason: string;
  /** More that belongs to it, in the transaction that removes the account, which is as it was in that moment. */
  also?: Also;
};

type ErasedBuyer =
  /** No account with that id; nobody with that address. */
  | { status: 'unknown' }
  /** Paddle would go on charging the person for these subscriptions: nothing was done. */
  | { status: 'still_charged'; subscriptions: ChargedSubscription[] }
  | {
      status: 'erased';
      accountId: number | null;
      /** Paddle's numbers that were theirs alone: an address that comes with nothing but one of them is kept out. */
      paddleUserIds: number[];
      events: number;
      /** Bought with that address by customers who are somebody else: left as they are. */
      kept: string[];
      /** Events about them that cannot be read: a person has to look. */
      unreadable: number[];
      /** What could not be folded without them yet, each with the reason: tried again by itself. */
      unfolded: { stream: string; problem: string }[];
    };

/** A subscription that Paddle would go on charging for. */
export type ChargedSubscription = Pick<Subscription, 'stream' | 'ref'>;

type EraseDeps = Pick<
  Deps,
  | 'accounts'
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

/** How often in a row somebody may have changed their address, or bought something, in between. */
const maxMoves = 5;

/**
 * Erases a buyer: tombstones of what was theirs first, so that what comes meanwhile about it is blanked; then the log,
 * in batches; at last the account with its tombstone, licences, receipts and subscriptions, which lose their person in
 * one transaction. May be repeated after a crash at any point, and when it is over. What is paid stays paid: licences go
 * on to their end with the same keys, receipts stay for the tax office. Refused while a subscription of theirs runs:
 * whoever calls ends those at Paddle before, and lets the portal hear of it. What comes in between is looked at again,
 * last of all in the transaction that removes the account. Once an account was found it is that account, whatever
 * becomes of its address: it goes with the address it has in the end, or not at all.
 */
export async function eraseDataSubject(
  deps: EraseDeps,
  { reason, also, ...asked }: EraseBuyer,
): Promise<ErasedBuyer> {
  let whom: Whom = asked;
  for (let moves = 0; moves < maxMoves; moves += 1) {
    const person = await findPerson(deps, whom);
    if (!person) return { status: 'unknown' };
    const subscriptions = await stillCharged(deps, [...person.streams]);
    if (subscriptions.length > 0) return { status: 'still_charged', subscriptions };
    const erased = await erase(deps, person, reason, also);
    if (erased) return erased;
    if (person.account) whom = { accountId: person.account.id };
  }
  throw new AppError(
    'service_unavailable',
    'the address of the account, or what it owns, changes all the time',
  );
}

/** Null when the account is gone by now, has another address than this, or owns more than was found. */
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
  // What was being stored in that moment is there by now, and nothing else knows that it was theirs.
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

/** The subscriptions that run; one that Paddle itself does not know is charged for no more. */
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

/** Everything that was theirs, and the addresses at Paddle; and what is still to be found in an earlier release's events. */
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
  await paddleCustomers.forgetContacts(await contactsOf(deps, person, person.address));
  if (await deps.events.hasUnidentified())
    await paddleCustomers.bury(hashesOfAddress(keyVault, person.address).map(tombstoneOfAddress), { at });
}

/** Also what only tells of them: it is folded without them as well. */
const everythingOf = ({ streams, events }: Person): Set<string> =>
  new Set([...streams, ...events.flatMap(({ stream }) => stream ?? [])]);

/** A case or an invoice is about one payment; the notices about a buyer's address may be about several people's. */
const isPersonal = (stream: string): boolean => isKind(stream, 'case') || isKind(stream, 'invoice');

/** Paddle's numbers under which the address is known here. */
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

/** Whoever's they are: the reason is kept for good. */
const withoutAddresses = (text: string): string => text.replaceAll(/[^\s<>"(),;:@]+@[^\s<>"(),;:@]+/g, '…');

/** A key in clear carries its buyer's address. What is stored of it is emptied; its hash stays, and the key works. */
async function wipeKeys(bound: BoundDeps, streams: readonly string[]): Promise<void> {
  const licences = (await bound.licences.listByStreams(streams)).values();
  await bound.licenceKeys.emptyAll(
    [...licences].map(({ id }) => ({ licenceId: id, stored: encryptKey(bound.keyVault, id, '') })),
  );
}

/**
 * The account goes, and with it whose everything was. Last of all, for by it the person is found when a crash makes
 * this begin again; what is still to be folded then is due, and the sweeper's. Answers what could not be folded; null
 * when the account has changed or gone or owns more by now, and then it is not touched.
 */
async function letGo(
  deps: EraseDeps,
  { streams, followed, address }: Pick<Person, 'streams' | 'followed' | 'address'>,
  { account, also, because }: { account: AccountView | null; also?: Also | undefined; because: string },
): Promise<{ stream: string; problem: string }[] | null> {
  const known = [...(await deps.streams.find([...streams])).keys()];
  for (const batch of inBatches(known)) await deps.transaction((bound) => wipeKeys(bound, batch));
  // What only follows somebody else's purchase was theirs by its address alone: it loses its owner and stays as told.
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
        await bound.accounts.remove(account.id);
        await bound.paddleCustomers.bury([tombstoneOf(account.id)], { at: bound.now(), because });
        await also?.(bound, held);
      }
      if (foldInside) await applyInside(bound, names);
      return true;
    });
  if (batches.length === 1) {
    try {
      return (await remove(true)) ? [] : null;
    } catch (error) {
      // One of them that cannot be folded keeps neither the account nor the others.
      deps.log.warn({ err: error }, 'the purchases of an erased person are recomputed one by one');
    }
  }
  if (!(await remove(false))) return null;
  const unfolded: { stream: string; problem: string }[] = [];
  for (const batch of batches) {
    for (const [stream, outcome] of await applyTogether(deps, batch)) {
      if ('error' in outcome) unfolded.push({ stream, problem: messageOf(outcome.error) });
    }
  }
  return unfolded;
}

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
