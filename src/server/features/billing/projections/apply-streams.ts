/** Updates subscriptions, licences, receipts and flags to match the event log. */
import { isDeepStrictEqual } from 'node:util';
import type { BoundDeps, Deps } from '#server/deps.ts';
import { settleByAlerts } from '#server/features/billing/changes/settle-changes.ts';
import { nextAttempt } from '#server/features/billing/event-log/next-attempt.ts';
import { outcomeOfUnread } from '#server/features/billing/event-log/read-event.ts';
import type { Settlement } from '#server/features/billing/event-log/settle-events.repository.ts';
import type { Owner } from '#server/features/billing/event-log/stream.repository.ts';
import { missingAccountFlag } from '#server/features/billing/fold/fold-decisions.ts';
import { settleRefundsByAlerts } from '#server/features/billing/refunds/settle-refunds.ts';
import { writeEntitlements } from '#server/features/licences/apply-entitlements.ts';
import type { SoldKeys } from '#server/features/licences/issue-licence.ts';
import { dayOf } from '#shared/dates.ts';
import { dayMs } from '#shared/durations.ts';
import type { LicenceStatus } from '#shared/licences/licences.ts';
import { announceNews } from './announce-news.ts';
import { decideKeeps, leave } from './decide-keeps.ts';
import { diffProjections, type FoldedStream, type ProjectionDiff } from './projection-diff.ts';

export type Applied =
  | {
      status: 'applied';
      licence: 'issued' | 'changed' | 'unchanged';
      /** Whether the licence renews again after it was overdue, paused or cancelled. */
      isBack: boolean;
      /** Whether the stream's subscription has ended. */
      hasEnded: boolean;
    }
  | { status: 'waiting'; reason: string }
  | { status: 'failed'; reason: string };

/**
 * Folds the streams and writes the results in one transaction. Safe to repeat and to run in several processes at once.
 * Events that can't be applied are marked with the reason and retried later. Throws if the database fails, in which
 * case nothing is written.
 */
export function applyStreams(
  deps: Pick<Deps, 'transaction'>,
  streams: readonly string[],
): Promise<Map<string, Applied>> {
  // The streams are sorted, so that two transactions that apply the same streams can't deadlock.
  const sorted = [...new Set(streams)].sort();
  return deps.transaction((bound) => applyInside(bound, sorted));
}

/**
 * Does the same as `applyStreams`, but in the caller's transaction. Callers must sort `streams` to avoid deadlocks. New
 * licences get the keys in `sold`, if another portal had sold them.
 */
export async function applyInside(
  deps: BoundDeps,
  streams: readonly string[],
  sold?: SoldKeys,
): Promise<Map<string, Applied>> {
  const { writes, moved } = await foldPlaced(deps, streams);
  await takeHeads(deps, writes.folded);
  await identifyRead(deps, writes.folded);
  await write(deps, writes, sold);
  await settleByAlerts(
    deps,
    new Map(
      writes.folded.flatMap(({ stream, projection: { subscription } }) =>
        subscription ? [[stream, subscription]] : [],
      ),
    ),
  );
  await settleRefundsByAlerts(
    deps,
    writes.folded.flatMap(({ events }) =>
      events.flatMap(({ meaning }) => (meaning.status === 'facts' ? meaning.facts : [])),
    ),
  );
  await deps.streams.refoldAt(
    writes.folded.flatMap(({ stream, refoldAt: at }) => (at === null ? [] : [{ stream, at }])),
  );
  const outcomes = new Map(writes.folded.map((folded) => [folded.stream, outcomeOf(folded, writes)]));
  await announceNews(deps, writes, await settle(deps, writes.folded, outcomes));
  for (const [from, to] of moved) {
    const outcome = outcomes.get(to);
    if (outcome) outcomes.set(from, outcome);
  }
  return outcomes;
}

/**
 * Folds the streams. If a stream contains a purchase that continues another licence, decides first whether its events
 * move to the stream of that licence, which is then folded instead.
 */
async function foldPlaced(
  deps: BoundDeps,
  streams: readonly string[],
): Promise<{ writes: ProjectionDiff; moved: ReadonlyMap<string, string> }> {
  const writes = await diffProjections(deps, streams);
  const moved = new Map<string, string>();
  const headOf = new Map(writes.folded.map(({ stream, head }) => [stream, head]));
  for (const { from, to } of writes.references.misplaced) {
    await deps.events.moveStream({ from, to });
    await leave(deps, from, headOf.get(from) ?? null);
    moved.set(from, to);
  }
  const decided = await decideKeeps(
    deps,
    writes.folded.filter(({ stream }) => !moved.has(stream)),
  );
  for (const [from, to] of decided.moved) moved.set(from, to);
  if (moved.size === 0 && decided.refused.length === 0) return { writes, moved };
  const placed = [...new Set(streams.map((stream) => moved.get(stream) ?? stream))].sort();
  return { writes: await diffProjections(deps, placed), moved };
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

/**
 * Increments the versions of the streams. If two transactions have read the same version, the second one fails here and
 * is retried.
 */
async function takeHeads(deps: BoundDeps, folded: readonly FoldedStream[]): Promise<void> {
  await deps.streams.advance(folded.flatMap(({ head }) => (head ? [head] : [])));
  await deps.streams.add(folded.flatMap(({ stream, head, owner }) => (head ? [] : [{ ...owner, stream }])));
  const moved = folded.filter(({ head, owner }) => !isOwnerOf(head, owner));
  await deps.streams.setOwners(moved.flatMap(({ head, owner }) => (head ? [{ ...head, ...owner }] : [])));
}

/** Adds identifiers to the events just read, if an earlier release stored them without any. */
async function identifyRead(deps: BoundDeps, folded: readonly FoldedStream[]): Promise<void> {
  const unidentified = folded.flatMap(({ events }) =>
    events.flatMap(({ event }) => (event.identifiedWith === null ? [event] : [])),
  );
  await deps.events.writeIdentifiers(unidentified);
}

async function write(deps: BoundDeps, writes: ProjectionDiff, sold: SoldKeys | undefined): Promise<void> {
  const now = deps.now();
  await deps.subscriptionRefs.add(writes.references.added);
  await deps.subscriptionRefs.update(writes.references.changed);
  await deps.subscriptions.save(writes.subscriptions);
  await deps.receipts.remove(writes.removedReceipts);
  await deps.receipts.save(writes.receipts);
  await deps.billingDetails.markUsed(
    writes.receipts.flatMap(({ billingDetailsId }) => billingDetailsId ?? []),
  );
  await deps.flags.remove(writes.removedFlags);
  await deps.flags.save(writes.flags);
  await deps.paddleCustomers.saveContacts(writes.contacts);
  await writeEntitlements(deps, writes.licences, sold);
  await deps.customerFacts.refresh(customersListedAnew(writes));
  const discoveries = writes.folded.flatMap(({ stream, discovered }) =>
    discovered ? [{ stream, ...discovered }] : [],
  );
  // The discovered owner is logged as an event, because a rebuild might no longer find the same owner by address.
  await deps.events.appendAll(
    discoveries.map(({ stream, userId, how }) => ({
      source: 'system',
      type: 'licence_claimed',
      stream,
      payload: { by: 'system', userId, how },
      occurredAt: now,
      receivedAt: now,
      state: 'applied',
    })),
  );
  await dealWithMissing(deps, writes.folded);
  await redactLateEvents(deps, writes.folded);
}

/** Returns the customers whom the list of customers shows otherwise: with another licence, plan or status. */
function customersListedAnew({ licences, before }: Pick<ProjectionDiff, 'licences' | 'before'>): number[] {
  const changed = licences.changed.flatMap((state) => {
    const old = before.licences.get(state.stream);
    const isSame =
      old?.userId === state.userId && old.plan.id === state.planId && old.status === state.status;
    return isSame ? [] : [old?.userId ?? null, state.userId];
  });
  const all = [...changed, ...licences.issued.map(({ state }) => state.userId)];
  return [...new Set(all)].filter((id) => id !== null).sort((a, b) => a - b);
}

/**
 * Redacts events that were stored during an erasure and still contain personal data, and schedules their streams for
 * refolding.
 */
async function redactLateEvents(deps: BoundDeps, folded: readonly FoldedStream[]): Promise<void> {
  const named = folded.flatMap(({ stream, events, isOfErased, isForgotten }) => {
    if (!isOfErased && !isForgotten) return [];
    const redacted = events
      .map(({ event }) => ({ event, copy: deps.redaction.redactEvent(event, { keepCustomer: isOfErased }) }))
      .flatMap(({ event, copy }) => (isDeepStrictEqual(copy.payload, event.payload) ? [] : [copy]));
    return redacted.length === 0 ? [] : [{ stream, redacted, isOfErased }];
  });
  if (named.length === 0) return;
  const at = deps.now();
  await deps.events.rewriteAll(named.flatMap(({ redacted }) => redacted));
  for (const foundLate of [true, false]) {
    const streams = named.flatMap(({ stream, isOfErased }) => (isOfErased === foundLate ? [stream] : []));
    await deps.paddleCustomers.bury(streams, { at, foundLate });
  }
  await deps.streams.makeDue(
    named.map(({ stream }) => stream),
    at,
  );
}

/**
 * Logs each purchase whose passthrough names an account that doesn't exist, and e-mails the operator. If the account
 * was deleted here, the subscription is also cancelled at Paddle; if the account never existed, it isn't.
 */
async function dealWithMissing(deps: BoundDeps, folded: readonly FoldedStream[]): Promise<void> {
  const now = deps.now();
  const news = folded.flatMap(({ stream, missing }) => (missing ? [{ stream, fact: missing }] : []));
  await deps.events.appendAll(
    news.map(({ stream, fact: { type, ...payload } }) => ({
      ...({ source: 'system', type, stream, payload, state: 'applied' } as const),
      ...{ occurredAt: now, receivedAt: now },
    })),
  );
  await deps.outbox.add(
    news.map(({ stream, fact: { isErased } }) => {
      const flag = missingAccountFlag(stream, isErased);
      // An import can contain thousands of unknown accounts, so the operator gets at most one e-mail a day about
      // unknown accounts.
      return isErased
        ? { idempotencyKey: flag, template: 'paid-after-deletion' as const, ids: { flag }, at: now }
        : {
            idempotencyKey: `unknown_account:${dayOf(now)}`,
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
    running.map(({ stream }) => stream),
    { at: now, saidBefore: new Date(now.getTime() - dayMs) },
  );
}

function outcomeOf({ stream, projection, unknownPlanId }: FoldedStream, writes: ProjectionDiff): Applied {
  if (projection.waitsFor !== null) return { status: 'waiting', reason: projection.waitsFor };
  if (unknownPlanId !== null && projection.subscription) {
    const reason = `no plan has Paddle's id ${unknownPlanId}: add it with plan:add, and the alert will be applied automatically`;
    return { status: 'failed', reason };
  }
  const isIn = (states: readonly { stream: string }[]) => states.some((state) => state.stream === stream);
  const hasEnded = projection.subscription?.status === 'deleted';
  if (isIn(writes.licences.issued.map(({ state }) => state))) {
    return { status: 'applied', licence: 'issued', isBack: false, hasEnded };
  }
  const isRenewing = (status: LicenceStatus | undefined) => status === 'active' || status === 'trialing';
  const before = writes.before.licences.get(stream)?.status;
  const after = writes.licences.changed.find((state) => state.stream === stream)?.status;
  return {
    ...{ status: 'applied', licence: after === undefined ? 'unchanged' : 'changed', hasEnded },
    isBack: isRenewing(after) && !isRenewing(before),
  };
}

/** Records the outcomes of the events that weren't already applied. Returns the IDs of those that are applied now. */
async function settle(
  deps: BoundDeps,
  folded: readonly FoldedStream[],
  outcomes: ReadonlyMap<string, Applied>,
): Promise<ReadonlySet<number>> {
  const at = deps.now();
  const applied: number[] = [];
  const others: Settlement[] = [];
  for (const { stream, events } of folded) {
    const outcome = outcomes.get(stream);
    for (const { event, meaning } of events) {
      if (meaning.status !== 'facts') {
        if (event.state === 'pending') others.push({ id: event.id, ...outcomeOfUnread(meaning) });
      } else if (event.state === 'applied') {
        // An applied event is skipped, because its outcome is already recorded.
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
  return new Set(applied);
}
