/** The one order of a set of events: by their time, and within one second by what is possible. */
import type { SubscriptionStatus, SubscriptionUpdated } from '../../../platform/paddle/port.ts';
import type { BillingFact, DatedFact } from './projection.ts';

/** Within one second: a subscription begins, is paid or fails to be, is changed, ends; people decide last. */
const rankInOneSecond: Record<BillingFact['type'], number> = {
  subscription_created: 0,
  licence_granted: 0,
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
  subscription_found: 9,
  subscription_missing: 9,
  licence_claimed: 10,
  licence_extended: 10,
  licence_revoked: 11,
  licence_reinstated: 12,
  licence_reissued: 13,
  second_licence_found: 14,
  second_licence_withdrawn: 14,
  flag_resolved: 15,
};

const secondOf = ({ occurredAt }: DatedFact): number => Math.floor(occurredAt.getTime() / 1_000);

const isOurs = ({ fact }: DatedFact): boolean => 'by' in fact;

function compare(a: DatedFact, b: DatedFact): number {
  const byTime =
    secondOf(a) - secondOf(b) ||
    // Ours have milliseconds, Paddle's do not: among ours they count, between the two Paddle's come first.
    Number(isOurs(a)) - Number(isOurs(b)) ||
    (isOurs(a) ? a.occurredAt.getTime() - b.occurredAt.getTime() : 0) ||
    rankInOneSecond[a.fact.type] - rankInOneSecond[b.fact.type] ||
    a.occurredAt.getTime() - b.occurredAt.getTime();
  if (byTime !== 0) return byTime;
  // Equal in time and kind: any fixed order will do, as long as it does not depend on arrival.
  const [left, right] = [JSON.stringify(a.fact), JSON.stringify(b.fact)];
  return left < right ? -1 : left > right ? 1 : 0;
}

/** Sorted, equal ones once, and in groups of one second. */
export function bySecond(facts: readonly DatedFact[]): DatedFact[][] {
  const groups: DatedFact[][] = [];
  let previous: DatedFact | null = null;
  for (const fact of [...facts].sort(compare)) {
    if (previous && compare(previous, fact) === 0) continue;
    const last = groups.at(-1);
    if (last && previous && secondOf(previous) === secondOf(fact)) last.push(fact);
    else groups.push([fact]);
    previous = fact;
  }
  return groups;
}

/** Several lives told as one: each in its own order, and between them in the order of all events. */
export function interleave<T>(lives: readonly (readonly T[])[], datedOf: (item: T) => DatedFact): T[] {
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

/** What an update's own `old_…` fields are compared with. */
export interface Before {
  /** One, or two where something else happened in the same second. */
  statuses: readonly SubscriptionStatus[];
  planId: number;
  quantity: number;
}

type DatedUpdate = DatedFact & { fact: SubscriptionUpdated };

/** How well the updates follow from one another in this order: each right status counts more than any plan or seats. */
function legality(before: Before, updates: readonly DatedUpdate[]): number {
  let { statuses, planId, quantity } = before;
  let score = 0;
  for (const { fact } of updates) {
    if (fact.oldStatus === null || statuses.includes(fact.oldStatus)) score += 100;
    if (fact.oldPlanId === null || fact.oldPlanId === planId) score += 10;
    if (fact.oldQuantity === null || fact.oldQuantity === quantity) score += 1;
    statuses = [fact.status];
    planId = fact.planId;
    quantity = fact.quantity ?? quantity;
  }
  return score;
}

function* permutations<T>(items: readonly T[]): Generator<T[]> {
  if (items.length <= 1) {
    yield [...items];
    return;
  }
  for (const [index, first] of items.entries()) {
    for (const rest of permutations(items.filter((_, other) => other !== index))) yield [first, ...rest];
  }
}

/** Beyond this many updates in one second trying all orders costs too much, and no account of Paddle has them. */
const mostTried = 6;

/**
 * Updates of one second in the order in which each `old_status → status` step is legal (DESIGN, "one log"): Paddle
 * sends paused → past_due and past_due → active in one second when a subscription is resumed (PADDLE.md C12).
 */
export function inLegalOrder(before: Before, updates: readonly DatedUpdate[]): DatedUpdate[] {
  if (updates.length < 2 || updates.length > mostTried) return [...updates];
  let best = [...updates];
  let bestScore = legality(before, best);
  for (const order of permutations(updates)) {
    const score = legality(before, order);
    if (score > bestScore) [best, bestScore] = [order, score];
  }
  return best;
}

export const isUpdate = (dated: DatedFact): dated is DatedUpdate =>
  dated.fact.type === 'subscription_updated';
