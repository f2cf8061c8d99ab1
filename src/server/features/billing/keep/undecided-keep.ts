/** Finds a purchase that was made to continue an ended subscription and hasn't been decided about. */
import type { TimedEvent } from '#server/features/billing/fold/projection.ts';
import type { SubscriptionStatus } from '#server/platform/paddle/facts.ts';
import { isSameRef, type PaddleRef } from '#server/platform/paddle/reference.ts';
import { type CalendarDate, dayOf } from '#shared/dates.ts';

export interface UndecidedKeep {
  ref: PaddleRef;
  intent: string;
  customerId: number | null;
  /** When the subscription was bought, as far as known. The licence moves at this time. */
  at: Date;
  boughtOn: CalendarDate;
  paddlePlanId: number;
  quantity: number;
  status: SubscriptionStatus;
  nextBillOn: CalendarDate | null;
}

const byTime = (a: TimedEvent, b: TimedEvent) => a.occurredAt.getTime() - b.occurredAt.getTime();

/** Returns the first fact of a stream that carries an intent; null if none does. */
function intentIn(facts: readonly TimedEvent[]) {
  const carrying = facts.flatMap(({ occurredAt, fact }) => {
    if (!('buyer' in fact) || fact.buyer.keepIntent === undefined || fact.ref.kind !== 'subscription')
      return [];
    const { billableId: customerId, keepIntent: intent } = fact.buyer;
    return [{ occurredAt, fact, ref: fact.ref, intent, customerId }];
  });
  return carrying.sort(byTime)[0] ?? null;
}

/**
 * Returns the purchase, or null if the stream has none to decide about. The order of the facts doesn't matter. Until
 * the creation is known, the purchase isn't decided about; if its alert was lost, Paddle's own view takes its place.
 */
export function undecidedKeep(facts: readonly TimedEvent[]): UndecidedKeep | null {
  const told = intentIn(facts);
  if (!told) return null;
  const { ref, intent, customerId } = told;
  const isDecided = facts.some(
    ({ fact }) =>
      (fact.type === 'subscription_linked' || fact.type === 'keep_refused') && isSameRef(fact.ref, ref),
  );
  if (isDecided) return null;
  for (const type of ['subscription_created', 'subscription_found'] as const) {
    const first = facts.filter(({ fact }) => fact.type === type && isSameRef(fact.ref, ref)).sort(byTime)[0];
    if (!first) continue;
    const { fact, occurredAt: at } = first;
    if (fact.type !== 'subscription_created' && fact.type !== 'subscription_found') continue;
    const { planId: paddlePlanId, quantity, status, nextBillOn } = fact;
    const boughtOn = fact.type === 'subscription_found' ? fact.signedUpOn : dayOf(at);
    return { ref, intent, customerId, at, boughtOn, paddlePlanId, quantity, status, nextBillOn };
  }
  return null;
}
