/** Folds streams and compares the results with the tables. Writes nothing. */

import type { BoundDeps } from '#server/deps.ts';
import type { LoggedEvent } from '#server/features/billing/event-log/events.ts';
import { datedFacts, type EventMeaning, readEvent } from '#server/features/billing/event-log/read-event.ts';
import type { Owner, StreamHead } from '#server/features/billing/event-log/stream.repository.ts';
import type { Flag } from '#server/features/billing/flag.repository.ts';
import { foldStream } from '#server/features/billing/fold/fold-stream.ts';
import type { InternalEvent } from '#server/features/billing/fold/internal-events.ts';
import type { PartPayment } from '#server/features/billing/fold/part-payments.ts';
import {
  foldContext,
  type Projection,
  raisedBy,
  type TimedEvent,
} from '#server/features/billing/fold/projection.ts';
import type { PaddleContact } from '#server/features/billing/ownership/paddle-customer.repository.ts';
import { type OwnerResolution, resolveOwners } from '#server/features/billing/ownership/resolve-owner.ts';
import type { Receipt } from '#server/features/billing/receipts/receipt.repository.ts';
import { streamOpenedBy } from '#server/features/billing/streams/stream-names.ts';
import type { SubscriptionRef } from '#server/features/billing/streams/subscription-ref.repository.ts';
import type { Subscription } from '#server/features/billing/subscription.repository.ts';
import {
  type Entitlement,
  type EntitlementChanges,
  entitlementChanges,
} from '#server/features/licences/apply-entitlements.ts';
import type { Licence } from '#server/features/licences/licence.repository.ts';
import { type PaddleRef, refKey } from '#server/platform/paddle/reference.ts';
import type { Plan } from '#shared/catalogue/catalogue.ts';

type AccountMissing = Extract<InternalEvent, { type: 'account_missing' }>;

/** A stream with its events and the result of the fold. */
export interface FoldedStream {
  stream: string;
  head: StreamHead | null;
  owner: Owner;
  /** Address of the owner's account; null if the stream has no owner. */
  ownerEmail: string | null;
  events: readonly { event: LoggedEvent; meaning: EventMeaning }[];
  projection: Projection;
  discovered: OwnerResolution['discovered'];
  /**
   * When the stream must be folded again even without new events, because a flag will be raised then; null if never.
   */
  refoldAt: Date | null;
  /**
   * An event to log because the stream's account doesn't exist; null if the account exists or the log already has the
   * event.
   */
  missing: AccountMissing | null;
  /** Whether the purchase has no owner because its account had already been deleted here. */
  isOfErased: boolean;
  /** Whether the purchase belonged to a person who was erased after it had ended. */
  isForgotten: boolean;
  /** Paddle's ID of a plan that the catalogue lacks, so that the licence can't move to it; null if there is none. */
  unknownPlanId: number | null;
}

/** References that aren't stored yet, and references whose stored rows differ. */
interface ChangedRefs {
  added: SubscriptionRef[];
  changed: SubscriptionRef[];
  /**
   * References that have moved to another stream while a process stored further events in the stream that they had
   * opened. The events have to follow.
   */
  misplaced: { ref: PaddleRef; from: string; to: string }[];
}

/** The rows to write and to remove so that the tables match the fold. */
export interface ProjectionDiff {
  folded: FoldedStream[];
  subscriptions: Subscription[];
  receipts: Receipt[];
  removedReceipts: Receipt[];
  flags: Flag[];
  removedFlags: Flag[];
  contacts: PaddleContact[];
  references: ChangedRefs;
  licences: EntitlementChanges;
  /** The stored rows, by stream. */
  before: { subscriptions: ReadonlyMap<string, Subscription>; licences: ReadonlyMap<string, Licence> };
}

/** The owner of a stream whose buyer is unknown. */
export const noOwner: Owner = { userId: null, ownedBy: null, paddleUserId: null, buyerEmail: null };

async function foldAll(
  deps: BoundDeps,
  streams: readonly string[],
  plans: ReadonlyMap<number, Plan>,
): Promise<{ folded: FoldedStream[]; storedFlags: Flag[]; storedRefs: SubscriptionRef[] }> {
  const heads = await deps.streams.findWithRefs(streams);
  const storedFlags = await deps.flags.listByStreams(streams);
  const raisedAt = new Map(storedFlags.map((flag) => [rowKey(flag), flag.raisedAt.getTime()]));
  const logged = await deps.events.listByStreams(streams);
  const context = foldContext(plans.values());
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
    const facts = events.flatMap(({ event, meaning }) => datedFacts(event, meaning));
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
      head: heads.get(one.stream)?.head ?? null,
      owner: belonging?.owner ?? noOwner,
      ownerEmail: belonging?.account?.email ?? null,
      discovered: belonging?.discovered ?? null,
      unknownPlanId: planId !== undefined && !plans.has(planId) ? planId : null,
    };
  });
  return { folded, storedFlags, storedRefs: [...heads.values()].flatMap(({ refs }) => refs) };
}

/**
 * Returns the references that are missing or stored differently. If a stream has no head yet, its references were
 * stored with its first event and are looked up separately. Throws if a reference was linked to two streams.
 */
async function changedRefs(
  deps: Pick<BoundDeps, 'subscriptionRefs'>,
  folded: readonly FoldedStream[],
  storedRefs: readonly SubscriptionRef[],
): Promise<ChangedRefs> {
  const wanted = folded.flatMap(({ stream, projection: { references } }) =>
    references.map((reference): SubscriptionRef => ({ stream, ...reference })),
  );
  const stored = new Map(storedRefs.map((row) => [refKey(row.ref), row]));
  const unseen = wanted.filter(({ ref }) => !stored.has(refKey(ref)));
  if (unseen.length > 0) {
    const found = await deps.subscriptionRefs.find(unseen.map(({ ref }) => ref));
    for (const row of found) stored.set(refKey(row.ref), row);
  }
  const result: ChangedRefs = { added: [], changed: [], misplaced: [] };
  for (const row of wanted) {
    const { stream, ref } = row;
    const known = stored.get(refKey(ref));
    if (!known) result.added.push(row);
    else if (known.stream === stream) {
      if (!isSameRow(known, row)) result.changed.push(row);
    } else if (stream === streamOpenedBy(ref)) {
      result.misplaced.push({ ref, from: stream, to: known.stream });
    } else throw new Error(`subscription ${ref.id} of ${stream} belongs to ${known.stream}`);
  }
  return result;
}

/**
 * Returns the event to log if the stream's account doesn't exist. Returns null if the account exists, nothing was
 * bought or the log already has the event.
 */
function missingIn(
  { subscription, receipts }: Projection,
  facts: readonly TimedEvent[],
  belonging: OwnerResolution | undefined,
): AccountMissing | null {
  const missing = belonging?.missing;
  if (!missing || (subscription === null && receipts.length === 0)) return null;
  // An import has said already that the account was deleted in another portal.
  if (facts.some(({ fact }) => fact.type === 'subscription_imported' && fact.isOrphan)) return null;
  const isKnown = facts.some(
    ({ fact }) => fact.type === 'account_missing' && fact.isErased === missing.isErased,
  );
  return isKnown ? null : { type: 'account_missing', by: 'system', ...missing };
}

function subscriptionOf({ stream, projection, owner }: FoldedStream): Subscription[] {
  return projection.subscription ? [{ ...projection.subscription, stream, userId: owner.userId }] : [];
}

function storedPart(
  part: PartPayment | null,
  idOf: (paddlePlanId: number) => number | null,
): Receipt['part'] {
  if (part?.kind !== 'plan') return part;
  return { kind: 'plan', fromPlanId: idOf(part.fromPaddlePlanId), days: part.days };
}

function receiptsOf(
  { stream, projection, owner }: FoldedStream,
  plans: ReadonlyMap<number, Plan>,
): Receipt[] {
  // The receipt is copied field by field: on streams with many receipts, object rest would take longer than the fold
  // itself.
  const idOf = (paddlePlanId: number | null) =>
    paddlePlanId === null ? null : (plans.get(paddlePlanId)?.id ?? null);
  return projection.receipts.map((receipt) => ({
    reference: receipt.reference,
    stream,
    orderId: receipt.orderId,
    userId: owner.userId,
    planId: idOf(receipt.paddlePlanId),
    checkoutId: receipt.checkoutId,
    amount: receipt.amount,
    tax: receipt.tax,
    quantity: receipt.quantity,
    receiptUrl: receipt.receiptUrl,
    paidAt: receipt.paidAt,
    refund: receipt.refund,
    part: storedPart(receipt.part, idOf),
    billingDetailsId: receipt.billingDetailsId,
  }));
}

const flagsOf = ({ stream, projection }: FoldedStream): Flag[] =>
  projection.flags.map((flag) => ({ ...flag, stream }));

/** A faster `isDeepStrictEqual` for rows that contain only primitives, dates and amounts. */
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

/**
 * Returns a key for a row. The key includes the stream, because references are unique only within a stream: two streams
 * may refer to the same order.
 */
export const rowKey = ({ stream, reference }: { stream: string; reference: string | null }): string =>
  `${stream} ${reference}`;

/** Returns the wanted rows that are missing or different in the table. */
function changedRows<T extends { stream: string; reference: string }>(
  wanted: readonly T[],
  stored: readonly T[],
): T[] {
  const known = new Map(stored.map((row) => [rowKey(row), row]));
  return wanted.filter((row) => !isSameRow(known.get(rowKey(row)), row));
}

/**
 * Reads and folds the streams and compares the results with the tables. If a renewal names a plan that the catalogue
 * lacks, the paid period still counts and the licence keeps its current plan.
 */
export async function diffProjections(deps: BoundDeps, streams: readonly string[]): Promise<ProjectionDiff> {
  const plans = new Map((await deps.plans.list()).map((plan) => [plan.paddlePlanId, plan]));
  const { folded, storedFlags, storedRefs } = await foldAll(deps, streams, plans);
  const storedSubscriptions = await deps.subscriptions.listByStreams(streams);
  const storedReceipts = await deps.receipts.listByStreams(streams);
  const storedLicences = await deps.licences.listByStreams(streams);
  const told = folded.flatMap(({ projection: { contact } }) => (contact ? [contact] : []));
  const storedContacts = await deps.paddleCustomers.contacts(told.map((contact) => contact.paddleUserId));
  const erased = await deps.paddleCustomers.erasedAmong(told.map((contact) => contact.paddleUserId));

  const entitlements = folded.flatMap(({ stream, projection, owner, ownerEmail }): Entitlement[] => {
    const { entitlement, buyer } = projection;
    if (!entitlement || (projection.isWithheld && !storedLicences.has(stream))) return [];
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
    // If an order's receipt now has a different reference, its row is updated rather than removed.
    removedReceipts: storedReceipts.filter(
      (row) => !keys.has(rowKey(row)) && !(row.orderId && orders.has(orderKey(row))),
    ),
    flags: changedRows(flags, storedFlags),
    removedFlags: storedFlags.filter((row) => !keys.has(rowKey(row))),
    contacts: told.filter(
      (contact) =>
        !erased.has(contact.paddleUserId) && !isSameRow(storedContacts.get(contact.paddleUserId), contact),
    ),
    references: await changedRefs(deps, folded, storedRefs),
    licences: entitlementChanges(entitlements, storedLicences),
    before: { subscriptions: storedSubscriptions, licences: storedLicences },
  };
}
