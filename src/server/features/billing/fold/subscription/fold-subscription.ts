/** Yields the steps of a subscription's stream, in order. */

import { groupBySecond } from '#server/features/billing/fold/event-order.ts';
import { decide } from '#server/features/billing/fold/fold-decisions.ts';
import { addImportedReceipts } from '#server/features/billing/fold/payment-ledger.ts';
import type { BillingEvent, FoldContext, TimedEvent } from '#server/features/billing/fold/projection.ts';
import type { Step } from '#server/features/billing/fold/step.ts';
import type { SubscriptionFact } from '#server/platform/paddle/facts.ts';
import { type PaddleRef, refKey } from '#server/platform/paddle/reference.ts';
import { addReport, afterUnreportedPayment } from './next-charge.ts';
import { type DatedUpdate, isUpdate, orderUpdates } from './order-updates.ts';
import { projectSubscription } from './project-subscription.ts';
import { pay, stepAlert, stepFound, stepPast } from './step-alert.ts';
import { stepImported } from './step-imported.ts';
import { begin, beginStream, link, type Reference, referenceOf, type StreamState } from './stream-state.ts';
import { type Beginning, type SubscriptionLife, snapshotOf } from './subscription-life.ts';

const isOfSubscription = (fact: BillingEvent): fact is SubscriptionFact =>
  fact.type.startsWith('subscription_') && 'buyer' in fact;

/** Returns the Paddle subscription that a fact is about; null if it isn't about one. */
const subscriptionIn = (fact: BillingEvent): PaddleRef | null =>
  'ref' in fact && fact.ref.kind === 'subscription' ? fact.ref : null;

const isLiving = (reference: Reference): reference is Reference & { life: SubscriptionLife } =>
  reference.life !== null && reference.supersededAt === null;

function step(state: StreamState, { fact, occurredAt: at }: TimedEvent): void {
  if (isOfSubscription(fact)) {
    const reference = referenceOf(state, fact.ref);
    if (isLiving(reference)) stepAlert(state, reference, fact, at);
    else stepPast(state, reference, fact, at);
    return;
  }
  switch (fact.type) {
    case 'subscription_found': {
      const reference = referenceOf(state, fact.ref);
      if (isLiving(reference)) stepFound(state, reference, fact, at);
      return;
    }
    case 'subscription_imported': {
      const reference = referenceOf(state, fact.ref);
      if (isLiving(reference)) stepImported(state, reference, fact, at);
      else addImportedReceipts(state.ledger, fact.receipts);
      return;
    }
    case 'payment_found': {
      const reference = referenceOf(state, fact.ref);
      pay(state, reference, fact, at);
      if (reference.life) reference.life.charges = afterUnreportedPayment(reference.life.charges);
      return;
    }
    case 'next_charge_found': {
      const reference = referenceOf(state, fact.ref);
      if (isLiving(reference)) {
        const { life } = reference;
        life.charges = addReport(life.charges, { at, fact });
      }
      return;
    }
    case 'subscription_linked':
      link(state, fact, at);
      return;
    case 'subscription_missing':
      // If a superseded subscription is missing at Paddle, that is no problem and isn't flagged.
      if (referenceOf(state, fact.ref).supersededAt === null) decide(state.decisions, fact, at, state.stream);
      return;
    default:
      // Decisions apply to every kind of stream. All other events belong to different streams and are ignored.
      if ('by' in fact && decide(state.decisions, fact, at, state.stream)) state.lastEvent = fact.type;
  }
}

/**
 * Returns the event with which each reference began, by the reference's key. This is its creation or, if there is none,
 * its first import, or else the first time reconciliation found it.
 */
function beginningsOf(ordered: readonly TimedEvent[]): Map<string, Beginning> {
  const beginnings = new Map<string, Beginning>();
  for (const type of ['subscription_created', 'subscription_imported', 'subscription_found'] as const)
    for (const { fact, occurredAt } of ordered) {
      if (fact.type !== type) continue;
      const key = refKey(fact.ref);
      if (!beginnings.has(key)) beginnings.set(key, { fact, occurredAt });
    }
  return beginnings;
}

/**
 * Returns the reference that the stream began with, which is the first one that wasn't linked; null if none is known.
 */
function originOf(ordered: readonly TimedEvent[]): PaddleRef | null {
  const linked = new Set(
    ordered.flatMap(({ fact }) => (fact.type === 'subscription_linked' ? [refKey(fact.ref)] : [])),
  );
  for (const { fact } of ordered) {
    const ref = subscriptionIn(fact);
    if (ref && !linked.has(refKey(ref))) return ref;
  }
  return null;
}

/**
 * Returns the keys of the references that were bought with a pay link that continues an ended subscription. All alerts
 * of such a subscription report it, so it is known even if the creation alert was lost. The refusal reports it even
 * after the buyer's data has been erased.
 */
function keptAmong(ordered: readonly TimedEvent[]): Set<string> {
  return new Set(
    ordered.flatMap(({ fact }) => {
      const isKept =
        fact.type === 'keep_refused' || (isOfSubscription(fact) && fact.buyer.keepIntent !== undefined);
      return isKept ? [refKey(fact.ref)] : [];
    }),
  );
}

function byReference(updates: readonly DatedUpdate[]): Map<string, DatedUpdate[]> {
  const grouped = new Map<string, DatedUpdate[]>();
  for (const update of updates) {
    const key = refKey(update.fact.ref);
    grouped.set(key, [...(grouped.get(key) ?? []), update]);
  }
  return grouped;
}

/**
 * Yields the events in order. They are ordered one second at a time, because which updates are legal depends on the
 * state before them.
 */
function* inOrder(
  state: StreamState,
  groups: readonly TimedEvent[][],
  beginnings: ReadonlyMap<string, Beginning>,
): Generator<TimedEvent> {
  for (const group of groups) {
    for (const { fact } of group) {
      const ref = subscriptionIn(fact);
      const beginning = ref && beginnings.get(refKey(ref));
      if (ref && beginning && referenceOf(state, ref).life === null) begin(state, beginning);
    }
    const snapshots = () =>
      new Map([...state.references].flatMap(([key, { life }]) => (life ? [[key, snapshotOf(life)]] : [])));
    const atFirst = snapshots();
    const updates = byReference(group.filter(isUpdate));
    const others = group.filter((dated) => !isUpdate(dated));
    const isEnd = ({ fact }: TimedEvent) => fact.type === 'subscription_cancelled' || !isOfSubscription(fact);
    yield* others.filter((dated) => !isEnd(dated));
    for (const [key, own] of updates) {
      const [first, then] = [atFirst.get(key), snapshots().get(key)];
      yield* first && then ? orderUpdates({ atFirst: first, afterOthers: then }, own) : own;
    }
    yield* others.filter(isEnd);
  }
}

/**
 * Yields the steps of a subscription's stream. The state stays empty until a creation alert, or Paddle's own view of a
 * subscription, is known.
 */
export function* stepsOfSubscription(
  stream: string,
  facts: readonly TimedEvent[],
  context: FoldContext,
): Generator<Step> {
  const groups = groupBySecond(facts);
  const ordered = groups.flat();
  const beginnings = beginningsOf(ordered);
  const origin = originOf(ordered);
  const state = beginStream(stream, keptAmong(ordered));
  const project = () => projectSubscription(state, context);
  if (origin) state.succession.push(origin);
  const creation = origin ? beginnings.get(refKey(origin)) : undefined;
  let told: TimedEvent | undefined;
  if (creation) {
    begin(state, creation);
    told = ordered.find(({ fact }) => fact === creation.fact);
    yield { dated: creation, project };
  }
  for (const dated of inOrder(state, groups, beginnings)) {
    if (dated === told && dated.fact.type === 'subscription_created') continue;
    step(state, dated);
    yield { dated, project };
  }
}
