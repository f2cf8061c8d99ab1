/** Defines the order in which events are folded: by time, and within one second by type. */

import { secondMs } from '#shared/durations.ts';
import type { BillingEvent, TimedEvent } from './projection.ts';

/**
 * Order of event types within one second: creation, payment, failed payment, refund, update, end. Decisions come last.
 */
const rankInOneSecond: Record<BillingEvent['type'], number> = {
  subscription_created: 0,
  licence_granted: 0,
  licence_imported: 0,
  payment_succeeded: 1,
  subscription_payment_succeeded: 1,
  subscription_payment_failed: 2,
  subscription_payment_refunded: 3,
  payment_refunded: 3,
  payment_dispute_created: 4,
  payment_dispute_closed: 5,
  high_risk_transaction_created: 4,
  high_risk_transaction_updated: 5,
  new_audience_member: 4,
  update_audience_member: 5,
  invoice_paid: 4,
  invoice_paid_v2: 4,
  subscription_updated: 6,
  subscription_cancelled: 7,
  payment_found: 8,
  subscription_imported: 8,
  order_imported: 8,
  subscription_found: 9,
  subscription_missing: 9,
  account_missing: 9,
  next_charge_found: 10,
  subscription_linked: 10,
  keep_refused: 10,
  licence_claimed: 10,
  licence_extended: 10,
  licence_revoked: 11,
  licence_reinstated: 12,
  licence_reissued: 13,
  licence_key_updated: 13,
  second_licence_found: 14,
  second_licence_withdrawn: 14,
  second_licence_wanted: 15,
  flag_resolved: 15,
};

const secondOf = ({ occurredAt }: TimedEvent): number => Math.floor(occurredAt.getTime() / secondMs);

const isOurs = ({ fact }: TimedEvent): boolean => 'by' in fact;

function compare(a: TimedEvent, b: TimedEvent): number {
  const byTime =
    secondOf(a) - secondOf(b) ||
    // Times of the portal's own events have milliseconds, and those of Paddle's events don't. Within one second,
    // Paddle's events come first, followed by the portal's in order of milliseconds.
    Number(isOurs(a)) - Number(isOurs(b)) ||
    (isOurs(a) ? a.occurredAt.getTime() - b.occurredAt.getTime() : 0) ||
    rankInOneSecond[a.fact.type] - rankInOneSecond[b.fact.type] ||
    a.occurredAt.getTime() - b.occurredAt.getTime();
  if (byTime !== 0) return byTime;
  // Events with the same time and type are ordered by their text, so that the order doesn't depend on when they
  // arrived.
  const [left, right] = [JSON.stringify(a.fact), JSON.stringify(b.fact)];
  return left < right ? -1 : left > right ? 1 : 0;
}

/** Sorts the events, removes duplicates and groups them by second. */
export function groupBySecond(facts: readonly TimedEvent[]): TimedEvent[][] {
  const groups: TimedEvent[][] = [];
  let previous: TimedEvent | null = null;
  for (const fact of [...facts].sort(compare)) {
    if (previous && compare(previous, fact) === 0) continue;
    const last = groups.at(-1);
    if (last && previous && secondOf(previous) === secondOf(fact)) last.push(fact);
    else groups.push([fact]);
    previous = fact;
  }
  return groups;
}

/**
 * Merges several timelines into one. The order within each timeline is kept. At each step, the timeline whose next
 * event is the earliest goes first.
 */
export function interleave<T>(lives: readonly (readonly T[])[], datedOf: (item: T) => TimedEvent): T[] {
  const left = lives.map((life) => [...life]);
  const told: T[] = [];
  for (;;) {
    let earliest: { life: T[]; next: T } | null = null;
    for (const life of left) {
      const [next] = life;
      if (next === undefined) continue;
      if (earliest === null || compare(datedOf(next), datedOf(earliest.next)) < 0) earliest = { life, next };
    }
    if (earliest === null) return told;
    told.push(earliest.next);
    earliest.life.shift();
  }
}
