/**
 * What the events of a subscription's stream add up to so far. Payments, decisions and flags are the stream's; status,
 * plan and seats are those of each subscription at Paddle that has paid for it, and one of these is the current one.
 */
import { type Decisions, noDecisions } from '#server/features/billing/fold/fold-decisions.ts';
import type { LinkedSubscription } from '#server/features/billing/fold/internal-events.ts';
import type { MovedCharge } from '#server/features/billing/fold/moved-charges.ts';
import { emptyLedger, type PaymentLedger } from '#server/features/billing/fold/payment-ledger.ts';
import type { BuyerHints } from '#server/platform/paddle/facts.ts';
import { isSameRef, type PaddleRef, refKey } from '#server/platform/paddle/reference.ts';
import type { CalendarDate } from '#shared/dates.ts';
import { type Beginning, beginLife, type SubscriptionLife } from './subscription-life.ts';

/** A subscription at Paddle, by its reference. */
export interface Reference {
  ref: PaddleRef;
  /** When it was linked to the stream; null for the one that the stream began with. */
  linkedAt: Date | null;
  /** When another one took its place; null while none has. */
  supersededAt: Date | null;
  /** Its trial up to that day was paid under the reference before it; null where it was not. */
  paidBeforeThrough: CalendarDate | null;
  /** Null until its beginning is known. */
  life: SubscriptionLife | null;
}

export interface StreamState {
  stream: string;
  references: Map<string, Reference>;
  /** Each reference that has been the current one, in the order in which they were; the last one is. */
  succession: PaddleRef[];
  buyer: BuyerHints;
  ledger: PaymentLedger;
  moves: MovedCharge[];
  decisions: Decisions;
  lastEvent: string;
}

const unknownBuyer: BuyerHints = { billableId: null, paddleUserId: null, email: null };

export const beginStream = (stream: string): StreamState => ({
  stream,
  references: new Map(),
  succession: [],
  buyer: unknownBuyer,
  ledger: emptyLedger(),
  moves: [],
  decisions: noDecisions(),
  lastEvent: '',
});

export const mergeBuyer = (known: BuyerHints, told: BuyerHints): BuyerHints => ({
  billableId: told.billableId ?? known.billableId,
  paddleUserId: told.paddleUserId ?? known.paddleUserId,
  email: told.email ?? known.email,
});

/** The reference, noted when it is seen for the first time. */
export function referenceOf(state: StreamState, ref: PaddleRef): Reference {
  const key = refKey(ref);
  const known = state.references.get(key);
  if (known) return known;
  const reference = { ref, linkedAt: null, supersededAt: null, paidBeforeThrough: null, life: null };
  state.references.set(key, reference);
  return reference;
}

/** Begins the life of a reference; of the first one whose beginning is known the buyer is as it tells. */
export function begin(state: StreamState, beginning: Beginning): Reference {
  const reference = referenceOf(state, beginning.fact.ref);
  const { fact } = beginning;
  const isFirst = [...state.references.values()].every(({ life }) => life === null);
  reference.life = beginLife(beginning);
  if (fact.type === 'subscription_created')
    state.buyer = isFirst ? fact.buyer : mergeBuyer(state.buyer, fact.buyer);
  if (isFirst) state.lastEvent = fact.type;
  return reference;
}

/** Makes a reference the current one. The one before it is superseded from then on. */
export function link(state: StreamState, fact: LinkedSubscription, at: Date): void {
  const current = state.succession.at(-1);
  if (current && isSameRef(current, fact.ref)) return;
  // Nothing else may have come of it yet.
  if (current) referenceOf(state, current).supersededAt = at;
  const next = referenceOf(state, fact.ref);
  next.linkedAt = at;
  next.supersededAt = null;
  next.paidBeforeThrough = fact.paidThrough;
  state.succession.push(fact.ref);
  state.lastEvent = fact.type;
}

/** The current reference and its life; while its beginning is not known, the one before it. */
export function currentLife(state: StreamState): { reference: Reference; life: SubscriptionLife } | null {
  for (const ref of state.succession.toReversed()) {
    const reference = state.references.get(refKey(ref));
    if (reference?.life) return { reference, life: reference.life };
  }
  // Nothing but a reference that has yet to be linked is known.
  for (const reference of state.references.values())
    if (reference.life) return { reference, life: reference.life };
  return null;
}

export function isCurrent({ succession }: StreamState, { ref }: Reference): boolean {
  const current = succession.at(-1);
  return current !== undefined && isSameRef(current, ref);
}
