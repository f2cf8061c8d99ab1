/** Brings subscriptions, licences, receipts and flags in line with the event log. */
import { isDeepStrictEqual } from 'node:util';
import { dayOf } from '#shared/dates.ts';
import type { BoundDeps, Deps } from '#server/deps.ts';
import { writeEntitlements } from '#server/features/licences/apply-entitlements.ts';
import type { Settlement } from '#server/features/billing/event-log/settle-events.repository.ts';
import { missingAccountFlag } from '#server/features/billing/fold/decisions.ts';
import { announceFailedPayments } from '#server/features/billing/mails/announce-failed-payments.ts';
import type { Owner } from '#server/features/billing/event-log/stream.repository.ts';
import { blankEvent } from '#server/features/billing/erasure/redact-alert.ts';
import { nextAttempt } from './next-attempt.ts';
import { type FoldedSubject, planWrites, type Writes } from './projection-diff.ts';
import { outcomeOfUnread } from './read-event.ts';

export type Applied =
  | {
      status: 'applied';
      licence: 'issued' | 'changed' | 'unchanged';
      /** Its subscription renews no more. */
      hasEnded: boolean;
    }
  | { status: 'waiting'; reason: string }
  | { status: 'failed'; reason: string };

/**
 * Folds all events of the subjects and writes the result, in one transaction. May be repeated at any time and run
 * by several processes at once; the outcome is the same. What cannot be applied is marked in the log with its
 * reason and due again later. Throws when the database refuses; then nothing is written.
 */
export function applySubjects(
  deps: Pick<Deps, 'transaction'>,
  subjects: readonly string[],
): Promise<Map<string, Applied>> {
  // In one order, so that two who apply the same ones wait for each other instead of for ever.
  const sorted = [...new Set(subjects)].sort();
  return deps.transaction((bound) => applyInside(bound, sorted));
}

/** The same inside a transaction that is already open. */
export async function applyInside(
  deps: BoundDeps,
  subjects: readonly string[],
): Promise<Map<string, Applied>> {
  const writes = await planWrites(deps, subjects);
  await takeHeads(deps, writes.folded);
  await identifyRead(deps, writes.folded);
  await write(deps, writes);
  await deps.subjects.refoldAt(
    writes.folded.flatMap(({ subject, refoldAt: at }) => (at === null ? [] : [{ subject, at }])),
  );
  const outcomes = new Map(writes.folded.map((folded) => [folded.subject, outcomeOf(folded, writes)]));
  await settle(deps, writes.folded, outcomes);
  return outcomes;
}

function isOwnerOf(head: Owner | null, owner: Owner): boolean {
  return (
    head !== null &&
    head.userId === owner.userId &&
    head.ownedBy === owner.ownedBy &&
    head.paddleUserId === owner.paddleUserId &&
    head.buyerEmail === owner.buyerEmail
  );
}

/** Nobody else may write these subjects from here on: of two who read the same versions, the second starts again. */
async function takeHeads(deps: BoundDeps, folded: readonly FoldedSubject[]): Promise<void> {
  await deps.subjects.advance(folded.flatMap(({ head }) => (head ? [head] : [])));
  await deps.subjects.add(
    folded.flatMap(({ subject, head, owner }) => (head ? [] : [{ ...owner, subject }])),
  );
  const moved = folded.filter(({ head, owner }) => !isOwnerOf(head, owner));
  await deps.subjects.setOwners(moved.flatMap(({ head, owner }) => (head ? [{ ...head, ...owner }] : [])));
}

/** What an earlier release stored is found by its identifiers from now on, too. */
async function identifyRead(deps: BoundDeps, folded: readonly FoldedSubject[]): Promise<void> {
  const unidentified = folded.flatMap(({ events }) =>
    events.flatMap(({ event }) => (event.identifiedWith === null ? [event] : [])),
  );
  await deps.events.writeIdentifiers(unidentified);
}

async function write(deps: BoundDeps, writes: Writes): Promise<void> {
  const now = deps.now();
  await deps.subscriptions.save(writes.subscriptions);
  await deps.receipts.remove(writes.removedReceipts);
  await deps.receipts.save(writes.receipts);
  await deps.flags.remove(writes.removedFlags);
  await deps.flags.save(writes.flags);
  await deps.paddleCustomers.saveContacts(writes.contacts);
  await writeEntitlements(deps, writes.licences);
  const discoveries = writes.folded.flatMap(({ subject, discovered }) =>
    discovered ? [{ subject, ...discovered }] : [],
  );
  // Written down, for whoever rebuilds this state later cannot find it out again.
  await deps.events.appendAll(
    discoveries.map(({ subject, userId, how }) => ({
      source: 'system',
      type: 'licence_claimed',
      subject,
      payload: { by: 'system', userId, how },
      occurredAt: now,
      receivedAt: now,
      state: 'applied',
    })),
  );
  await dealWithMissing(deps, writes.folded);
  await blankWhatSlippedIn(deps, writes.folded);
}

/**
 * What was stored in the very moment of an erasure names the person still: it is blanked now, and folded again at the
 * next sweep.
 */
async function blankWhatSlippedIn(deps: BoundDeps, folded: readonly FoldedSubject[]): Promise<void> {
  const named = folded.flatMap(({ subject, events, isOfErased, isForgotten }) => {
    if (!isOfErased && !isForgotten) return [];
    const blanks = events
      .map(({ event }) => ({ event, blank: blankEvent(deps.paddle, event, { keepCustomer: isOfErased }) }))
      .flatMap(({ event, blank }) => (isDeepStrictEqual(blank.payload, event.payload) ? [] : [blank]));
    return blanks.length === 0 ? [] : [{ subject, blanks, isOfErased }];
  });
  if (named.length === 0) return;
  const at = deps.now();
  await deps.events.rewriteAll(named.flatMap(({ blanks }) => blanks));
  for (const foundLate of [true, false]) {
    const subjects = named.flatMap(({ subject, isOfErased }) => (isOfErased === foundLate ? [subject] : []));
    await deps.paddleCustomers.bury(subjects, { at, foundLate });
  }
  await deps.subjects.makeDue(
    named.map(({ subject }) => subject),
    at,
  );
}

const oneDay = 86_400_000;

/**
 * Purchases whose passthrough names an account that is not here: that is written down and told to the operator, once.
 * What names one that was deleted here is to be ended at Paddle; what names one that is merely unknown is not.
 */
async function dealWithMissing(deps: BoundDeps, folded: readonly FoldedSubject[]): Promise<void> {
  const now = deps.now();
  const news = folded.flatMap(({ subject, missing }) => (missing ? [{ subject, fact: missing }] : []));
  await deps.events.appendAll(
    news.map(({ subject, fact: { type, ...payload } }) => ({
      ...({ source: 'system', type, subject, payload, state: 'applied' } as const),
      ...{ occurredAt: now, receivedAt: now },
    })),
  );
  await deps.outbox.add(
    news.map(({ subject, fact: { isErased } }) => {
      const flag = missingAccountFlag(subject, isErased);
      // Unknown accounts may come by the thousand, out of somebody else's history: one mail a day says so.
      return isErased
        ? { fact: flag, template: 'paid-after-deletion' as const, ids: { flag }, at: now }
        : {
            fact: `unknown_account:${dayOf(now)}`,
            template: 'unknown-account' as const,
            ids: { flag },
            at: now,
          };
    }),
  );
  const running = folded.filter(
    ({ isOfErased, projection: { subscription } }) =>
      isOfErased && subscription && subscription.status !== 'deleted',
  );
  await deps.cancellations.add(
    running.map(({ subject }) => subject),
    { at: now, saidBefore: new Date(now.getTime() - oneDay) },
  );
}

function outcomeOf({ subject, projection, unknownPlanId }: FoldedSubject, writes: Writes): Applied {
  if (projection.waitsFor !== null) return { status: 'waiting', reason: projection.waitsFor };
  if (unknownPlanId !== null && projection.subscription) {
    const reason = `no plan has Paddle's id ${unknownPlanId}: add it with plan:add, the alert is then applied by itself`;
    return { status: 'failed', reason };
  }
  const isIn = (states: readonly { subject: string }[]) => states.some((state) => state.subject === subject);
  const hasEnded = projection.subscription?.status === 'deleted';
  if (isIn(writes.licences.issued.map(({ state }) => state))) {
    return { status: 'applied', licence: 'issued', hasEnded };
  }
  return { status: 'applied', licence: isIn(writes.licences.changed) ? 'changed' : 'unchanged', hasEnded };
}

/** What became of each event that was not settled yet. */
async function settle(
  deps: BoundDeps,
  folded: readonly FoldedSubject[],
  outcomes: ReadonlyMap<string, Applied>,
): Promise<void> {
  const at = deps.now();
  const applied: number[] = [];
  const others: Settlement[] = [];
  for (const { subject, events } of folded) {
    const outcome = outcomes.get(subject);
    for (const { event, meaning } of events) {
      if (meaning.status !== 'fact') {
        if (event.state === 'pending') others.push({ id: event.id, ...outcomeOfUnread(meaning) });
      } else if (event.state === 'applied') {
        // Settled before: it is folded again, and that is all.
      } else if (outcome?.status === 'applied') {
        applied.push(event.id);
      } else if (outcome) {
        const { status: state, reason: error } = outcome;
        others.push({ id: event.id, state, error, nextAttemptAt: nextAttempt(at, event.attempts) });
      }
    }
  }
  await deps.events.settleEach(others);
  await deps.events.settle(applied, { state: 'applied', at });
  await announceFailedPayments(deps, folded, new Set(applied));
}
