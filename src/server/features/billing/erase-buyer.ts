/** Takes a person out of everything that billing keeps, and leaves what the books need. */
import { isDeepStrictEqual } from 'node:util';
import type { BoundDeps, Deps } from '../../deps.ts';
import { lockKey } from '../licences/stored-key.ts';
import type { LoggedEvent } from './event.repository.ts';
import { orderSubject } from './fold/subjects.ts';
import { applyInside } from './inbox/apply-subjects.ts';
import type { SubjectHead } from './subject.repository.ts';
import { blankEvent, paddleUserOf } from './without-person.ts';

interface EraseBuyer {
  /** The address of the account, or the one that something was bought with. In any case. */
  email: string;
  /** Why, for whoever asks later; the address in it is left out. */
  reason: string;
}

type ErasedBuyer =
  | { status: 'unknown_email' }
  | {
      status: 'erased';
      accountId: number | null;
      /** Paddle's numbers of the buyer: nothing about them is written down again. */
      paddleUserIds: number[];
      events: number;
      /** Bought with that address by customers who are somebody else: left as they are. */
      kept: string[];
    };

type EraseDeps = Pick<
  Deps,
  'accounts' | 'events' | 'now' | 'paddle' | 'paddleCustomers' | 'receipts' | 'subjects' | 'transaction'
>;

/** Events in one transaction, and rows of the log in one look. */
const together = 100;
const window = 500;

interface Person {
  email: string;
  accountId: number | null;
  paddleUserIds: Set<number>;
  subjects: Set<string>;
  kept: Set<string>;
}

/**
 * Erases a buyer: the tombstone first, so that what comes meanwhile is blanked; then the log, in batches; at last the
 * account, licences, receipts and subscriptions, which lose their person in one transaction. May be repeated after a
 * crash at any point, and when it is over. What is paid stays paid: licences go on to their end with the same keys,
 * receipts stay for the tax office. Whoever calls has ended the subscriptions at Paddle before.
 */
export async function eraseBuyer(deps: EraseDeps, { email, reason }: EraseBuyer): Promise<ErasedBuyer> {
  const person = await findPerson(deps, email.trim().toLowerCase());
  const { accountId, paddleUserIds, subjects } = person;
  if (accountId === null && paddleUserIds.size === 0 && subjects.size === 0)
    return { status: 'unknown_email' };
  await deps.paddleCustomers.erase([...paddleUserIds], deps.now(), withoutAddress(reason, person.email));
  let events = 0;
  let looked = 0;
  // Twice: an alert that was on its way when the tombstone was set may have been stored since.
  for (let round = 0; round < 2; round += 1) {
    const blanked = await blankLog(deps, person, looked);
    events += blanked.events;
    looked = blanked.lastId;
  }
  await letGo(deps, person);
  return { status: 'erased', accountId, paddleUserIds: [...paddleUserIds], events, kept: [...person.kept] };
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

/** Goes through the log once, from that id on: by subject, by Paddle's number, and by the address in any text. */
async function blankLog(
  deps: EraseDeps,
  person: Person,
  from: number,
): Promise<{ events: number; lastId: number }> {
  let events = 0;
  let lastId = from;
  for (;;) {
    const page = await deps.events.listMentioning({
      after: lastId,
      window,
      subjects: [...person.subjects],
      texts: [inJson(person.email), ...[...person.paddleUserIds].flatMap(textsOfBuyer)],
    });
    const theirs = await theirsAmong(deps, person, page.events);
    for (let start = 0; start < theirs.length; start += together) {
      const batch = theirs.slice(start, start + together);
      await deps.transaction(async (bound) => {
        for (const event of batch) await bound.events.rewrite(blankEvent(deps.paddle, event));
      });
    }
    events += theirs.length;
    for (const { subject } of theirs) if (subject !== null) person.subjects.add(subject);
    lastId = page.lastId;
    if (page.isEnd) return { events, lastId };
  }
}

/** As JSON writes it: quotes and backslashes are escaped there. */
const inJson = (text: string): string => JSON.stringify(text).slice(1, -1);

const withoutAddress = (text: string, address: string): string =>
  text.replaceAll(new RegExp(address.replaceAll(/[^\p{L}\p{N}]/gu, '\\$&'), 'gi'), '…');

const textsOfBuyer = (id: number): string[] => [`"user_id":"${id}"`, `"paddleUserId":${id}`];

/** Of events that mention the person, those that are about them and nobody else's. */
async function theirsAmong(
  deps: EraseDeps,
  { subjects, paddleUserIds, email, kept }: Person,
  events: readonly LoggedEvent[],
): Promise<LoggedEvent[]> {
  const heads = await deps.subjects.find(known(events.map(({ subject }) => subject)));
  const isBlank = (event: LoggedEvent) =>
    isDeepStrictEqual(blankEvent(deps.paddle, event).payload, event.payload);
  return events.filter((event) => {
    const { subject } = event;
    if (subject !== null && kept.has(subject)) return false;
    const isOfBuyer = paddleUserIds.has(paddleUserOf(deps.paddle, event) ?? 0);
    const isOfSubject = subject !== null && subjects.has(subject);
    const isUnowned = subject === null || (heads.get(subject)?.userId ?? null) === null;
    const names = JSON.stringify(event.payload).toLowerCase().includes(inJson(email));
    return (isOfBuyer || isOfSubject || (names && isUnowned)) && !isBlank(event);
  });
}

/** In batches, as many as one transaction folds. */
async function inBatches(
  deps: Pick<Deps, 'transaction'>,
  names: readonly string[],
  work: (bound: BoundDeps, batch: readonly string[]) => Promise<unknown>,
): Promise<void> {
  for (let start = 0; start < names.length; start += together) {
    await deps.transaction((bound) => work(bound, names.slice(start, start + together)));
  }
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
 * this begin again; what is still to be folded then is due, and the sweeper's.
 */
async function letGo(deps: EraseDeps, { accountId, subjects }: Person): Promise<void> {
  const names = [...(await deps.subjects.find([...subjects])).keys()].sort();
  await inBatches(deps, names, emptyKeys);
  await deps.transaction(async (bound) => {
    await bound.subjects.makeDue(names, bound.now());
    if (accountId !== null) await bound.accounts.remove(accountId);
    if (names.length <= together) await applyInside(bound, names);
  });
  if (names.length > together) await inBatches(deps, names, applyInside);
}
