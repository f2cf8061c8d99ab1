/**
 * Holds the state of a subscription's stream between events. Payments, decisions and flags belong to the stream.
 * Status, plan and seats belong to each Paddle subscription that has paid for it, one of which is the current one.
 */
import { type Decisions, noDecisions } from '#server/features/billing/fold/fold-decisions.ts';
import type { LinkedSubscription } from '#server/features/billing/fold/internal-events.ts';
import type { MovedCharge } from '#server/features/billing/fold/moved-charges.ts';
import { emptyLedger, type PaymentLedger } from '#server/features/billing/fold/payment-ledger.ts';
import type { BuyerHints } from '#server/platform/paddle/facts.ts';
import { isSameRef, type PaddleRef, refKey } from '#server/platform/paddle/reference.ts';
import type { CalendarDate } from '#shared/dates.ts';
import { type Beginning, beginLife, type SubscriptionLife } from './subscription-life.ts';

/** A Paddle subscription that belongs to the stream. */
export interface Reference {
  ref: PaddleRef;
  /** When it was linked to the stream; null for the stream's first reference. */
  linkedAt: Date | null;
  /** When it was replaced; null if it hasn't been. */
  supersededAt: Date | null;
  /** Last day paid for under the previous reference; null if there is none. A trial up to that day doesn't count. */
  paidBeforeThrough: CalendarDate | null;
  /**
   * Whether it was bought to continue an ended subscription. Its trial and payments of 0 for that trial then give no
   * days, even if the licence didn't move to it.
   */
  isKept: boolean;
  /** State of the subscription; null until its beginning is known. */
  life: SubscriptionLife | null;
}

export interface StreamState {
  stream: string;
  references: Map<string, Reference>;
  /** Keys of the references that were bought to continue an ended subscription. */
  kept: ReadonlySet<string>;
  /** Every reference that has been the current one, in order. The last one is current now. */
  succession: PaddleRef[];
  buyer: BuyerHints;
  ledger: PaymentLedger;
  moves: MovedCharge[];
  decisions: Decisions;
  lastEvent: string;
}

const unknownBuyer: BuyerHints = { billableId: null, paddleUserId: null, email: null };

export const beginStream = (stream: string, kept: ReadonlySet<string>): StreamState => ({
  stream,
  kept,
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

/** Returns the state of a reference, adding it if it is new. */
export function referenceOf(state: StreamState, ref: PaddleRef): Reference {
  const key = refKey(ref);
  const known = state.references.get(key);
  if (known) return known;
  const reference = {
    ...{ ref, linkedAt: null, supersededAt: null, paidBeforeThrough: null, life: null },
    isKept: state.kept.has(key),
  };
  state.references.set(key, reference);
  return reference;
}

/** Records the beginning of a reference. The first creation sets the stream's buyer; later ones update it. */
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

/** Makes a reference the current one and marks the previous one as superseded. */
export function link(state: StreamState, fact: LinkedSubscription, at: Date): void {
  const current = state.succession.at(-1);
  if (current && isSameRef(current, fact.ref)) return;
  // `referenceOf` adds the reference if no earlier event mentioned it.
  if (current) referenceOf(state, current).supersededAt = at;
  const next = referenceOf(state, fact.ref);
  next.linkedAt = at;
  next.supersededAt = null;
  next.paidBeforeThrough = fact.paidThrough;
  state.succession.push(fact.ref);
  state.lastEvent = fact.type;
}

/**
 * Returns the current reference and its state. If its beginning isn't known yet, returns an earlier reference. Returns
 * null if no reference has a known beginning.
 */
export function currentLife(state: StreamState): { reference: Reference; life: SubscriptionLife } | null {
  for (const ref of state.succession.toReversed()) {
    const reference = state.references.get(refKey(ref));
    if (reference?.life) return { reference, life: reference.life };
  }
  // None of the references that have been current has a known beginning, so one that hasn't been linked yet is used.
  for (const reference of state.references.values())
    if (reference.life) return { reference, life: reference.life };
  return null;
}

export function isCurrent({ succession }: StreamState, { ref }: Reference): boolean {
  const current = succession.at(-1);
  return current !== undefined && isSameRef(current, ref);
}
