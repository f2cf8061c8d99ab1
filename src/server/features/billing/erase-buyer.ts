/** Takes a person out of everything that billing keeps, and leaves what the books need. */
import type { AccountView } from '#shared/accounts.ts';
import { AppError } from '#shared/errors.ts';
import type { BoundDeps, Deps } from '../../deps.ts';
import { lockKey } from '../licences/stored-key.ts';
import { blankLog } from './blank-log.ts';
import { findPerson, type Person, type Whom } from './find-person.ts';
import { applyInside } from './inbox/apply-subjects.ts';
import { applyTogether } from './inbox/inbox.ts';
import { tombstoneOf } from './tombstone.ts';

type Also = (bound: BoundDeps, account: AccountView) => Promise<void>;

type EraseBuyer = Whom & {
  /** Why, for whoever asks later; the address in it is left out. */
  reason: string;
  /** More that belongs to it, in the transaction that removes the account, which is as it was in that moment. */
  also?: Also;
};

type ErasedBuyer =
  /** No account with that id; nobody with that address. */
  | { status: 'unknown' }
  /** Paddle would go on charging for these subscriptions of theirs: nothing was done. */
  | { status: 'still_charged'; subscriptions: number[] }
  | {
      status: 'erased';
      accountId: number | null;
      /** Paddle's numbers of the buyer: nothing about them is written down again. */
      paddleUserIds: number[];
      events: number;
      /** Bought with that address by customers who are somebody else: left as they are. */
      kept: string[];
      /** Events about them that cannot be read: a person has to look. */
      unreadable: number[];
      /** What could not be folded without them yet, each with the reason: tried again by itself. */
      unfolded: { subject: string; problem: string }[];
    };

type EraseDeps = Pick<
  Deps,
  | 'accounts'
  | 'events'
  | 'flags'
  | 'log'
  | 'now'
  | 'paddle'
  | 'paddleCustomers'
  | 'receipts'
  | 'subjects'
  | 'subscriptions'
  | 'transaction'
>;

type Erased = Extract<ErasedBuyer, { status: 'erased' }>;

/** Subjects in one transaction. */
const together = 100;

/** How often in a row somebody may have changed their address in between. */
const mostMoves = 5;

/** Ids are given out before what they are of is committed: an event this far back may appear later. */
const commitsLate = 1_000;

/**
 * Erases a buyer: the tombstones first, so that what comes meanwhile is blanked; then the log, in batches; at last the
 * account, licences, receipts and subscriptions, which lose their person in one transaction. May be repeated after a
 * crash at any point, and when it is over. What is paid stays paid: licences go on to their end with the same keys,
 * receipts stay for the tax office. Refused while a subscription of theirs runs, whichever address it was bought with:
 * whoever calls ends those at Paddle before, and lets the portal hear of it. Once an account was found it is that
 * account, whatever becomes of its address: it goes with the address it has in the end, or not at all.
 */
export async function eraseBuyer(
  deps: EraseDeps,
  { reason, also, ...asked }: EraseBuyer,
): Promise<ErasedBuyer> {
  let whom: Whom = asked;
  for (let moves = 0; moves < mostMoves; moves += 1) {
    const person = await findPerson(deps, whom);
    if (!person) return { status: 'unknown' };
    const subscriptions = await stillCharged(deps, [...person.subjects]);
    if (subscriptions.length > 0) return { status: 'still_charged', subscriptions };
    const erased = await erase(deps, person, reason, also);
    if (erased) return erased;
    if (person.account) whom = { accountId: person.account.id };
  }
  throw new AppError('service_unavailable', 'the address of the account changes all the time');
}

/** Null when the account is gone by now, or has another address than this. */
async function erase(
  deps: EraseDeps,
  person: Person,
  reason: string,
  also: Also | undefined,
): Promise<Erased | null> {
  const { account, paddleUserIds, subjects, kept } = person;
  const before = await deps.events.newestId();
  await deps.paddleCustomers.erase([...paddleUserIds], deps.now(), withoutAddress(reason, person.email));
  await bury(deps, person);
  const unreadable = new Set<number>();
  let events = 0;
  const blank = async (after: number) => {
    const blanked = await blankLog(deps, person, after);
    events += blanked.events;
    for (const id of blanked.unreadable) unreadable.add(id);
    for (const subject of blanked.subjects) subjects.add(subject);
    await bury(deps, person);
    return blanked.events;
  };
  await blank(0);
  // Again, and at the end once more: what was on its way when the tombstones were set may have been stored since.
  const onTheirWay = Math.max(0, before - commitsLate);
  await blank(onTheirWay);
  let unfolded = await letGo(deps, person, { account, also });
  if (!unfolded) return null;
  if ((await blank(onTheirWay)) > 0) {
    unfolded = (await letGo(deps, person, { account: null })) ?? unfolded;
  }
  return {
    status: 'erased',
    accountId: account?.id ?? null,
    paddleUserIds: [...paddleUserIds],
    events,
    kept: [...kept],
    unreadable: [...unreadable],
    unfolded,
  };
}

/** Paddle's ids of the subscriptions that run; one that Paddle itself does not know is charged for no more. */
async function stillCharged(
  deps: Pick<Deps, 'subscriptions' | 'flags'>,
  subjects: readonly string[],
): Promise<number[]> {
  const running = [...(await deps.subscriptions.listBySubjects(subjects)).values()].filter(
    ({ status }) => status !== 'deleted',
  );
  const flags = await deps.flags.listBySubjects(running.map(({ subject }) => subject));
  const missing = new Set(
    flags
      .filter(({ kind, resolvedAt }) => kind === 'missing_at_paddle' && resolvedAt === null)
      .map(({ subject }) => subject),
  );
  return running
    .filter(({ subject }) => !missing.has(subject))
    .map(({ paddleSubscriptionId }) => paddleSubscriptionId);
}

/** What is theirs and has no number of the buyer at Paddle in its alerts: orders, and what names their account. */
const bury = (deps: EraseDeps, { account, subjects }: Person): Promise<void> =>
  deps.paddleCustomers.bury([...subjects, ...(account ? [tombstoneOf(account.id)] : [])], deps.now());

const withoutAddress = (text: string, address: string): string =>
  text.replaceAll(new RegExp(address.replaceAll(/[^\p{L}\p{N}]/gu, '\\$&'), 'gi'), '…');

function batchesOf(names: readonly string[]): string[][] {
  const batches: string[][] = [];
  for (let start = 0; start < names.length; start += together)
    batches.push(names.slice(start, start + together));
  return batches;
}

/** A key in clear carries its buyer's address. What is stored of it is emptied; its hash stays, and the key works. */
async function emptyKeys(bound: BoundDeps, subjects: readonly string[]): Promise<void> {
  for (const { id } of (await bound.licences.listBySubjects(subjects)).values()) {
    const { ciphertext, keyVersion } = lockKey(bound.keyVault, id, '');
    await bound.licenceKeys.empty(id, { ciphertext, keyVersion });
  }
}

/**
 * The account goes, and with it whose everything was. Last of all, for by it the person is found when a crash makes
 * this begin again; what is still to be folded then is due, and the sweeper's. Answers what could not be folded; null
 * when the account has changed or gone, and then it is not touched.
 */
async function letGo(
  deps: EraseDeps,
  { subjects }: Pick<Person, 'subjects'>,
  { account, also }: { account: AccountView | null; also?: Also | undefined },
): Promise<{ subject: string; problem: string }[] | null> {
  const names = [...(await deps.subjects.find([...subjects])).keys()].sort();
  const batches = batchesOf(names);
  for (const batch of batches) await deps.transaction((bound) => emptyKeys(bound, batch));
  const remove = (foldInside: boolean): Promise<boolean> =>
    deps.transaction(async (bound) => {
      await bound.subjects.makeDue(names, bound.now());
      if (account) {
        const held = await bound.accounts.lock(account.id);
        if (held?.email !== account.email) return false;
        await bound.accounts.remove(account.id);
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
      deps.log.warn({ err: error }, 'what an erased person bought is folded one by one');
    }
  }
  if (!(await remove(false))) return null;
  const unfolded: { subject: string; problem: string }[] = [];
  for (const batch of batches) {
    for (const [subject, outcome] of await applyTogether(deps, batch)) {
      if ('error' in outcome) unfolded.push({ subject, problem: messageOf(outcome.error) });
    }
  }
  return unfolded;
}

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
