/** Finds out which days of a licence that continues under another subscription had been paid for before. */
import type { TimedEvent } from '#server/features/billing/fold/projection.ts';
import type { PaddleRef } from '#server/platform/paddle/reference.ts';
import type { CalendarDate } from '#shared/dates.ts';

interface Log {
  facts: readonly TimedEvent[];
  all: readonly TimedEvent[];
}

/**
 * Returns the last day paid for before the licence moved to a subscription, by the ID of that subscription. Left out
 * are subscriptions that no event so far shows to continue a licence.
 */
export function paidBefore({ facts, all }: Log): ReadonlyMap<string, CalendarDate> {
  const known = new Set(
    facts.flatMap(({ fact }) => {
      const isKept =
        fact.type === 'subscription_linked' || ('buyer' in fact && fact.buyer.keepIntent !== undefined);
      return isKept && 'ref' in fact ? [fact.ref.id] : [];
    }),
  );
  return new Map(
    all.flatMap(({ fact }) =>
      fact.type === 'subscription_linked' && fact.paidThrough !== null && known.has(fact.ref.id)
        ? [[fact.ref.id, fact.paidThrough]]
        : [],
    ),
  );
}

interface Days {
  ref: PaddleRef;
  nextBillOn: CalendarDate | null;
  amount?: { minor: number };
}

/**
 * Returns a function that tells whether the days of a trial, or of a payment of 0, had been paid for before the licence
 * moved to the subscription. They give no days of their own.
 */
export function isPaidBefore(log: Log): (days: Days) => boolean {
  const days = paidBefore(log);
  return ({ ref, nextBillOn, amount }) => {
    const through = days.get(ref.id);
    return (
      through !== undefined && nextBillOn !== null && nextBillOn <= through && (amount?.minor ?? 0) === 0
    );
  };
}
