/** Takes a person out of everything that billing keeps, and leaves what the books need. */
import type { BoundDeps, Deps } from '../../deps.ts';
import { lockKey } from '../licences/stored-key.ts';
import { blankLog, type Traces } from './blank-log.ts';
import { orderSubject } from './fold/subjects.ts';
import { applyInside } from './inbox/apply-subjects.ts';
import { applyTogether } from './inbox/inbox.ts';
import type { SubjectHead } from './subject.repository.ts';
import { tombstoneOf } from './tombstone.ts';

interface EraseBuyer {
  /** The address of the account, or the one that something was bought with. In any case. */
  email: string;
  /** Why, for whoever asks later; the address in it is left out. */
  reason: string;
  /** More that belongs to it, in the transaction that removes the account; perhaps more than once. */
  also?: (bound: BoundDeps) => Promise<void>;
}

type ErasedBuyer =
  | { status: 'unknown_email' }
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

interface Person extends Traces {
  accountId: number | null;
  paddleUserIds: Set<number>;
  subjects: Set<string>;
  kept: Set<string>;
}

/** Subjects in one transaction. */
const together = 100;

/** Ids are given out before what they are of is committed: an event this far back may appear later. */
const commitsLate = 1_000;

/**
 * Erases a buyer: the tombstones first, so that what comes meanwhile is blanked; then the log, in batches; at last the
 * account, licences, receipts and subscriptions, which lose their person in one transaction. May be repeated after a
 * crash at any point, and when it is over. What is paid stays paid: licences go on to their end with the same keys,
 * receipts stay for the tax office. Refused while a subscription of theirs runs, whichever address it was bought with:
 * whoever calls ends those at Paddle before, and lets the portal hear of it.
 */
export async function eraseBuyer(deps: EraseDeps, { email, reason, also }: EraseBuyer): Promise<ErasedBuyer> {
  const person = await findPerson(deps, email.trim().toLowerCase());
  const { accountId, paddleUserIds, subjects, kept } = person;
  if (accountId === null && paddleUserIds.size === 0 && subjects.size === 0)
    return { status: 'unknown_email' };
  const subscriptions = await stillCharged(deps, [...subjects]);
  if (subscriptions.length > 0) return { status: 'still_charged', subscriptions };
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
  let unfolded = await letGo(deps, person, also);
  if ((await blank(onTheirWay)) > 0) unfolded = await letGo(deps, person, also);
  return {
    status: 'erased',
    accountId,
    paddleUserIds: [...paddleUserIds],
    events,
    kept: [...kept],
    unreadable: [...unreadable],
    unfolded,
  };
}

const known = <T>(items: readonly (T | null)[]): T[] => items.filter((item) => item !== null);

async function findPerson(deps: EraseDeps, email: string): Promise<Person> {
  const account = await deps.accounts.findByEmail(email);
  const accountId = account?.id ?? null;
  const isOthers = ({ userId }: SubjectHead) => userId !== null && userId !== accountId;
  const heads = [
    ...(accountId === null ? [] : await deps.subjects.listByUser(accountId)),
    ...(await deps.subjects.listByBuyerEmail(email)),
  ];
  const kept = new Set(heads.filter(isOthers).map(({ subject }) => subject));
  const buyers = new Set([
    ...known(heads.filter((head) => !isOthers(head)).map(({ paddleUserId }) => paddleUserId)),
    ...(await deps.paddleCustomers.listByEmail(email)),
  ]);
  const siblings = await deps.subjects.listByPaddleUsers([...buyers]);
  // A buyer at Paddle who pays for somebody else's account is more than this person.
  for (const head of siblings.filter(isOthers)) {
    kept.add(head.subject);
    if (head.paddleUserId !== null) buyers.delete(head.paddleUserId);
  }
  const own = [...heads, ...siblings].filter((head) => !isOthers(head)).map(({ subject }) => subject);
  const orders = known((await deps.receipts.listBySubjects(own)).map(({ orderId }) => orderId));
  return {
    email,
    accountId,
    paddleUserIds: buyers,
    subjects: new Set([...own, ...orders.map(orderSubject)]),
    kept,
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
const bury = (deps: EraseDeps, { accountId, subjects }: Person): Promise<void> =>
  deps.paddleCustomers.bury(
    [...subjects, ...(accountId === null ? [] : [tombstoneOf(accountId)])],
    deps.now(),
  );

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
 * this begin again; what is still to be folded then is due, and the sweeper's. Answers what could not be folded.
 */
async function letGo(
  deps: EraseDeps,
  { accountId, subjects }: Person,
  also: EraseBuyer['also'],
): Promise<{ subject: string; problem: string }[]> {
  const names = [...(await deps.subjects.find([...subjects])).keys()].sort();
  const batches = batchesOf(names);
  for (const batch of batches) await deps.transaction((bound) => emptyKeys(bound, batch));
  const remove = (foldInside: boolean) =>
    deps.transaction(async (bound) => {
      await bound.subjects.makeDue(names, bound.now());
      if (accountId !== null) await bound.accounts.remove(accountId);
      if (foldInside) await applyInside(bound, names);
      await also?.(bound);
    });
  if (batches.length === 1) {
    try {
      await remove(true);
      return [];
    } catch (error) {
      // One of them that cannot be folded keeps neither the account nor the others.
      deps.log.warn({ err: error }, 'what an erased person bought is folded one by one');
    }
  }
  await remove(false);
  const unfolded: { subject: string; problem: string }[] = [];
  for (const batch of batches) {
    for (const [subject, outcome] of await applyTogether(deps, batch)) {
      if ('error' in outcome) unfolded.push({ subject, problem: messageOf(outcome.error) });
    }
  }
  return unfolded;
}

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
