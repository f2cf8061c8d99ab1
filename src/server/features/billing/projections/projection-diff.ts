/** Folds streams anew and says what has to be written so that the tables hold the result. Writes nothing. */

import type { BoundDeps } from '#server/deps.ts';
import type { LoggedEvent } from '#server/features/billing/event-log/events.ts';
import { type EventMeaning, readEvent } from '#server/features/billing/event-log/read-event.ts';
import type { Owner, StreamHead } from '#server/features/billing/event-log/stream.repository.ts';
import type { Flag } from '#server/features/billing/flag.repository.ts';
import { type FoldContext, foldStream } from '#server/features/billing/fold/fold-stream.ts';
import type { InternalEvent } from '#server/features/billing/fold/internal-events.ts';
import { type Projection, raisedBy, type TimedEvent } from '#server/features/billing/fold/projection.ts';
import type { PaddleContact } from '#server/features/billing/ownership/paddle-customer.repository.ts';
import { type OwnerResolution, resolveOwners } from '#server/features/billing/ownership/resolve-owner.ts';
import type { Receipt } from '#server/features/billing/receipts/receipt.repository.ts';
import type { Subscription } from '#server/features/billing/subscription.repository.ts';
import {
  type Entitlement,
  type EntitlementChanges,
  entitlementChanges,
} from '#server/features/licences/apply-entitlements.ts';
import type { Plan } from '#shared/catalogue/catalogue.ts';

type AccountMissing = Extract<InternalEvent, { type: 'account_missing' }>;

/** One stream as its events have it now. */
export interface FoldedStream {
  stream: string;
  head: StreamHead | null;
  owner: Owner;
  /** The address of its customer's account; null while it is nobody's. */
  ownerEmail: string | null;
  events: readonly { event: LoggedEvent; meaning: EventMeaning }[];
  projection: Projection;
  discovered: OwnerResolution['discovered'];
  /** When it is to be folded again though nothing comes: a flag will be raised then. Null when never. */
  refoldAt: Date | null;
  /** That its account is not here, where the log does not say so yet. */
  missing: AccountMissing | null;
  /** It was bought for an account that had been deleted here, and nobody owns it. */
  isOfErased: boolean;
  /** It was an erased person's, and had ended when they were erased. */
  isForgotten: boolean;
  /** Paddle's id of a plan that is not ours: a licence cannot follow it there. */
  unknownPlanId: number | null;
}

/** What differs from the tables. Where nothing does, every list is empty. */
export interface ProjectionDiff {
  folded: FoldedStream[];
  subscriptions: Subscription[];
  receipts: Receipt[];
  removedReceipts: Receipt[];
  flags: Flag[];
  removedFlags: Flag[];
  contacts: PaddleContact[];
  licences: EntitlementChanges;
}

const datedFact = (event: LoggedEvent, meaning: EventMeaning): TimedEvent[] =>
  meaning.status === 'fact' ? [{ occurredAt: event.occurredAt, fact: meaning.fact }] : [];

async function foldAll(
  deps: BoundDeps,
  streams: readonly string[],
  plans: ReadonlyMap<number, Plan>,
): Promise<{ folded: FoldedStream[]; storedFlags: Flag[] }> {
  const heads = await deps.streams.find(streams);
  const storedFlags = await deps.flags.listByStreams(streams);
  const raisedAt = new Map(storedFlags.map((flag) => [rowKey(flag), flag.raisedAt.getTime()]));
  const logged = await deps.events.listByStreams(streams);
  const context: FoldContext = { frequencyOf: (id) => plans.get(id)?.frequency ?? null };
  const now = deps.now();
  const foldNow = (stream: string, facts: readonly TimedEvent[]) => {
    const projection = foldStream(stream, facts, context);
    const { raised, nextAt } = raisedBy(
      now,
      projection,
      (flag) => raisedAt.get(rowKey({ ...flag, stream })) === flag.raisedAt.getTime(),
    );
    return { projection: { ...projection, flags: raised }, refoldAt: nextAt };
  };
  const read = streams.map((stream) => {
    const events = (logged.get(stream) ?? []).map((event) => ({
      event,
      meaning: readEvent(deps.paddle, event),
    }));
    const facts = events.flatMap(({ event, meaning }) => datedFact(event, meaning));
    return { stream, events, facts, ...foldNow(stream, facts) };
  });
  const belongings = await resolveOwners(
    deps,
    read.map(({ stream, projection: { buyer, claim } }) => ({ stream, buyer, claim })),
  );
  const folded = read.map(({ facts, ...one }): FoldedStream => {
    const belonging = belongings.get(one.stream);
    const missing = missingIn(one.projection, facts, belonging);
    const known = missing ? foldNow(one.stream, [...facts, { occurredAt: now, fact: missing }]) : one;
    const planId = known.projection.entitlement?.paddlePlanId;
    return {
      ...one,
      ...known,
      missing,
      isOfErased: belonging?.missing?.isErased === true,
      isForgotten: belonging?.isForgotten === true,
      head: heads.get(one.stream) ?? null,
      owner: belonging?.owner ?? { userId: null, ownedBy: null, paddleUserId: null, buyerEmail: null },
      ownerEmail: belonging?.account?.email ?? null,
      discovered: belonging?.discovered ?? null,
      unknownPlanId: planId !== undefined && !plans.has(planId) ? planId : null,
    };
  });
  return { folded, storedFlags };
}

/** What is to be written down of an account that is not here; null when nothing was bought, or when it is known. */
function missingIn(
  { subscription, receipts }: Projection,
  facts: readonly TimedEvent[],
  belonging: OwnerResolution | undefined,
): AccountMissing | null {
  const missing = belonging?.missing;
  if (!missing || (subscription === null && receipts.length === 0)) return null;
  const isKnown = facts.some(
    ({ fact }) => fact.type === 'account_missing' && fact.isErased === missing.isErased,
  );
  return isKnown ? null : { type: 'account_missing', by: 'system', ...missing };
}

function subscriptionOf({ stream, projection, owner }: FoldedStream): Subscription[] {
  return projection.subscription ? [{ ...projection.subscription, stream, userId: owner.userId }] : [];
}

function receiptsOf(
  { stream, projection, owner }: FoldedStream,
  plans: ReadonlyMap<number, Plan>,
): Receipt[] {
  // Field by field: a long life has many, and copying what remains of an object costs more than folding it.
  return projection.receipts.map((receipt) => ({
    reference: receipt.reference,
    stream,
    orderId: receipt.orderId,
    userId: owner.userId,
    planId: receipt.paddlePlanId === null ? null : (plans.get(receipt.paddlePlanId)?.id ?? null),
    checkoutId: receipt.checkoutId,
    amount: receipt.amount,
    tax: receipt.tax,
    quantity: receipt.quantity,
    receiptUrl: receipt.receiptUrl,
    paidAt: receipt.paidAt,
    refund: receipt.refund,
  }));
}

const flagsOf = ({ stream, projection }: FoldedStream): Flag[] =>
  projection.flags.map((flag) => ({ ...flag, stream }));

/** As `isDeepStrictEqual`, which is slow, of rows: plain values, instants, amounts. */
function isSameRow<T extends object>(stored: T | undefined | null, wanted: T): boolean {
  if (!stored) return false;
  if (wanted instanceof Date) return stored instanceof Date && stored.getTime() === wanted.getTime();
  for (const name in wanted) {
    const old: unknown = stored[name];
    const value: unknown = wanted[name];
    if (old === value) continue;
    if (typeof old !== 'object' || typeof value !== 'object' || value === null) return false;
    if (!isSameRow(old, value)) return false;
  }
  return true;
}

/** A reference is one only within its stream: two may tell of one order. */
export const rowKey = ({ stream, reference }: { stream: string; reference: string | null }): string =>
  `${stream} ${reference}`;

/** What is wanted and not stored like that. */
function changedRows<T extends { stream: string; reference: string }>(
  wanted: readonly T[],
  stored: readonly T[],
): T[] {
  const known = new Map(stored.map((row) => [rowKey(row), row]));
  return wanted.filter((row) => !isSameRow(known.get(rowKey(row)), row));
}

/**
 * Reads, folds and compares. A paid renewal counts even where its plan is not ours yet: the licence goes on under
 * the plan it has.
 */
export async function diffProjections(deps: BoundDeps, streams: readonly string[]): Promise<ProjectionDiff> {
  const plans = new Map((await deps.plans.list()).map((plan) => [plan.paddlePlanId, plan]));
  const { folded, storedFlags } = await foldAll(deps, streams, plans);
  const storedSubscriptions = await deps.subscriptions.listByStreams(streams);
  const storedReceipts = await deps.receipts.listByStreams(streams);
  const storedLicences = await deps.licences.listByStreams(streams);
  const told = folded.flatMap(({ projection: { contact } }) => (contact ? [contact] : []));
  const storedContacts = await deps.paddleCustomers.contacts(told.map((contact) => contact.paddleUserId));
  const erased = await deps.paddleCustomers.erasedAmong(told.map((contact) => contact.paddleUserId));

  const entitlements = folded.flatMap(({ stream, projection, owner, ownerEmail }): Entitlement[] => {
    const { entitlement, buyer } = projection;
    if (!entitlement) return [];
    const { paddlePlanId, ...terms } = entitlement;
    const plan = plans.get(paddlePlanId) ?? storedLicences.get(stream)?.plan;
    const purchaserEmail = ownerEmail ?? buyer.email;
    return plan ? [{ ...terms, plan, stream, userId: owner.userId, purchaserEmail }] : [];
  });
  const receipts = folded.flatMap((one) => receiptsOf(one, plans));
  const flags = folded.flatMap(flagsOf);
  const orderKey = ({ stream, orderId }: Receipt) => rowKey({ stream, reference: orderId });
  const orders = new Set(receipts.map(orderKey));
  const keys = new Set([...receipts, ...flags].map(rowKey));
  return {
    folded,
    subscriptions: folded
      .flatMap(subscriptionOf)
      .filter((row) => !isSameRow(storedSubscriptions.get(row.stream), row)),
    receipts: changedRows(receipts, storedReceipts),
    // One whose order goes on under another reference is written over, not removed.
    removedReceipts: storedReceipts.filter(
      (row) => !keys.has(rowKey(row)) && !(row.orderId && orders.has(orderKey(row))),
    ),
    flags: changedRows(flags, storedFlags),
    removedFlags: storedFlags.filter((row) => !keys.has(rowKey(row))),
    contacts: told.filter(
      (contact) =>
        !erased.has(contact.paddleUserId) && !isSameRow(storedContacts.get(contact.paddleUserId), contact),
    ),
    licences: entitlementChanges(entitlements, storedLicences),
  };
}
