/**
 * Determines the order of a subscription's updates within one second. Paddle doesn't report the order, but legal
 * transitions from old to new values reveal it.
 */

import type { TimedEvent } from '#server/features/billing/fold/projection.ts';
import type { SubscriptionStatus, SubscriptionUpdated } from '#server/platform/paddle/facts.ts';

/** The state with which an update's `old_…` fields are compared. */
export interface SubscriptionSnapshot {
  status: SubscriptionStatus;
  planId: number;
  quantity: number;
}

/** The state before the second, and the state after all other events of the second, such as payments and failures. */
interface Before {
  atFirst: SubscriptionSnapshot;
  afterOthers: SubscriptionSnapshot;
}

export type DatedUpdate = TimedEvent & { fact: SubscriptionUpdated };

export const isUpdate = (dated: TimedEvent): dated is DatedUpdate =>
  dated.fact.type === 'subscription_updated';

/**
 * Scores how well an update follows a state. A matching status counts more than plan and seats, and a matching plan
 * more than seats.
 */
function legality(
  { fact }: DatedUpdate,
  from: { [K in keyof SubscriptionSnapshot]: SubscriptionSnapshot[K] | null },
): number {
  const isLegal = <T>(old: T | null, was: T | null) => Number(old === null || was === null || old === was);
  return (
    10_000 * isLegal(fact.oldStatus, from.status) +
    100 * isLegal(fact.oldPlanId, from.planId) +
    isLegal(fact.oldQuantity, from.quantity)
  );
}

/**
 * Weight of the transitions between updates. They are more reliable than the transition from the state before the
 * second, because an alert before it may be missing.
 */
const amongThemselves = 1_000_000;

/**
 * Maximum number of updates to order, because the cost grows exponentially. If there are more, they stay in their given
 * order.
 */
const maxTried = 9;

interface Order {
  /** The updates that this order contains so far, as a bit mask. */
  set: number;
  updates: DatedUpdate[];
  score: number;
}

/**
 * Puts the updates of one second into an order in which each `old_status → status` transition is legal
 * (docs/architecture.md, "The fold"). Several updates in one second are normal: when a subscription is resumed, Paddle
 * sends paused → past_due and past_due → active (docs/paddle-classic.md A21). If several orders are legal, prefers the
 * one that starts from the previous state. That way, if seats are added and removed again, the final number is right.
 */
export function orderUpdates(
  { atFirst, afterOthers }: Before,
  updates: readonly DatedUpdate[],
): DatedUpdate[] {
  if (updates.length < 2 || updates.length > maxTried) return [...updates];
  let orders: Order[] = updates.map((update, index) => ({
    set: 1 << index,
    updates: [update],
    // A payment in the same second may have come before the update, but an order that works without assuming that is
    // more likely.
    score: 2 * legality(update, atFirst) + legality(update, afterOthers),
  }));
  // Of the partial orders with the same updates and the same last update, only the best is kept. The others can't be
  // the beginning of the best complete order.
  for (let length = 2; length <= updates.length; length += 1) {
    const best = new Map<string, Order>();
    for (const order of orders) {
      for (const [index, next] of updates.entries()) {
        const set = order.set | (1 << index);
        const last = order.updates.at(-1);
        if (set === order.set || !last) continue;
        const score = order.score + amongThemselves * legality(next, last.fact);
        const known = best.get(`${set} ${index}`);
        if (known && known.score >= score) continue;
        best.set(`${set} ${index}`, { set, updates: [...order.updates, next], score });
      }
    }
    orders = [...best.values()];
  }
  return orders.reduce((best, order) => (order.score > best.score ? order : best)).updates;
}
