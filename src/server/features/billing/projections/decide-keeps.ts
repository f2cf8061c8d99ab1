/**
 * Decides about purchases that were made to continue an ended subscription: either the licence moves to the new
 * subscription, or the purchase is an ordinary one and a person looks into it. Each purchase is decided about once, in
 * the transaction that first applies its creation. The decision is logged, so folding the log again gives the same.
 */
import type { BoundDeps } from '#server/deps.ts';
import { datedFacts } from '#server/features/billing/event-log/read-event.ts';
import type { StreamHead } from '#server/features/billing/event-log/stream.repository.ts';
import type { InternalEvent, KeepRefusal } from '#server/features/billing/fold/internal-events.ts';
import { intentOf } from '#server/features/billing/keep/keep-intent.ts';
import { type KeptLicence, refusesPurchase } from '#server/features/billing/keep/keep-rules.ts';
import { holdDisputes } from '#server/features/billing/keep/open-disputes.ts';
import { type UndecidedKeep, undecidedKeep } from '#server/features/billing/keep/undecided-keep.ts';
import { isKind } from '#server/features/billing/streams/stream-names.ts';
import type { CalendarDate } from '#shared/dates.ts';
import { logEvents } from './log-events.ts';
import { diffProjections, type FoldedStream, noOwner } from './projection-diff.ts';

export interface DecidedKeeps {
  /** The streams whose events now belong to another stream, with that stream. */
  moved: Map<string, string>;
  /** Streams to which a refusal was added. */
  refused: string[];
}

const factsOf = ({ events }: FoldedStream) =>
  events.flatMap(({ event, meaning }) => datedFacts(event, meaning));

/** Folds the stream of the licence to continue, and returns the state of the licence. */
async function licenceIn(deps: BoundDeps, stream: string): Promise<KeptLicence> {
  const { folded } = await diffProjections(deps, [stream]);
  const [one] = folded;
  const { subscription = null, entitlement = null, receipts = [] } = one?.projection ?? {};
  return {
    ownerId: one?.owner.userId ?? null,
    current: subscription && { ref: subscription.ref, status: subscription.status },
    isRevoked: entitlement?.status === 'revoked',
    hasOpenDispute: await holdDisputes(deps, receipts),
  };
}

const noLicence: KeptLicence = { ownerId: null, current: null, isRevoked: false, hasOpenDispute: false };

interface Move extends Pick<FoldedStream, 'head'> {
  from: string;
  to: string;
  paidThrough: CalendarDate | null;
}

/**
 * Leaves a stream without events or an owner, as all of its events have moved. Its figures are then calculated again.
 * Its head stays, so that another process that has read the events before they moved fails and starts over.
 */
export async function leave(deps: BoundDeps, stream: string, head: StreamHead | null): Promise<void> {
  if (!head) {
    await deps.streams.add([{ ...noOwner, stream }]);
    return;
  }
  await deps.streams.advance([head]);
  await deps.streams.setOwners([{ ...head, ...noOwner }]);
}

/** Moves the purchase's events to the licence's stream and records that its subscription pays for the licence. */
async function move(
  deps: BoundDeps,
  { ref, at }: UndecidedKeep,
  { from, head, to, paidThrough }: Move,
): Promise<void> {
  await deps.subscriptionRefs.move(ref, { from, to });
  await deps.events.moveStream({ from, to });
  await leave(deps, from, head);
  const event: InternalEvent = { type: 'subscription_linked', by: 'system', ref, paidThrough };
  await logEvents(deps, { source: 'system', events: [{ stream: to, event }], at });
}

async function decideOne(
  deps: BoundDeps,
  { stream, head }: Pick<FoldedStream, 'stream' | 'head'>,
  purchase: UndecidedKeep,
): Promise<{ to: string } | { why: KeepRefusal }> {
  const stored = await deps.subscriptionChanges.findByPublicId(purchase.intent);
  const intent = stored && intentOf(stored);
  const licence = stored && intent ? await licenceIn(deps, stored.stream) : noLicence;
  const hasLicence = (await deps.licences.listByStreams([stream])).has(stream);
  const why = refusesPurchase(intent, { ...purchase, hasLicence }, licence);
  if (why !== null || !stored || !intent) {
    const refusal = why ?? 'unknown_intent';
    const { ref, at } = purchase;
    const event: InternalEvent = {
      ...{ type: 'keep_refused', by: 'system', ref, intent: purchase.intent, why: refusal },
    };
    await logEvents(deps, { source: 'system', events: [{ stream, event }], at });
    return { why: refusal };
  }
  // Two purchases with the same link may be decided about at once. Only one of them uses the intent; the other starts
  // over and then finds it used.
  await deps.subscriptionChanges.confirmKeep(stored.id, deps.now());
  const { paidThrough, payment } = intent;
  const to = stored.stream;
  await move(deps, purchase, {
    from: stream,
    head,
    to,
    paidThrough: payment === 'later' ? paidThrough : null,
  });
  return { to };
}

/** Decides about the purchases among the streams, in the caller's transaction. */
export async function decideKeeps(deps: BoundDeps, folded: readonly FoldedStream[]): Promise<DecidedKeeps> {
  const decided: DecidedKeeps = { moved: new Map(), refused: [] };
  for (const one of folded) {
    const purchase = isKind(one.stream, 'subscription') ? undecidedKeep(factsOf(one)) : null;
    if (!purchase) continue;
    const outcome = await decideOne(deps, one, purchase);
    if ('to' in outcome) decided.moved.set(one.stream, outcome.to);
    else decided.refused.push(one.stream);
  }
  return decided;
}
