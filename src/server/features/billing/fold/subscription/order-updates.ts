/** Updates of one subscription in one second, whose order Paddle does not tell: legal `old_… → …` steps reveal it. */

import type { TimedEvent } from '#server/features/billing/fold/projection.ts';
import type { SubscriptionStatus, SubscriptionUpdated } from '#server/platform/paddle/facts.ts';

/** What an update's own `old_…` fields are compared with. */
export interface SubscriptionSnapshot {
  status: SubscriptionStatus;
  planId: number;
  quantity: number;
}

/** As it stood before the second, and after all that happened in it besides the updates: payments, failures. */
interface Before {
  atFirst: SubscriptionSnapshot;
  afterOthers: SubscriptionSnapshot;
}

export type DatedUpdate = TimedEvent & { fact: SubscriptionUpdated };

export const isUpdate = (dated: TimedEvent): dated is DatedUpdate =>
  dated.fact.type === 'subscription_updated';

/** How well an update goes on from there: a right status counts more than plan and seats, a right plan more than seats. */
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

/** What the updates say of one another is surer than what is known from before them, where something may be lost. */
const amongThemselves = 1_000_000;

/** Beyond this many in one second finding their order costs too much, and no account of Paddle has them. */
const maxTried = 9;

interface Order {
  /** Which of the updates are in it, as bits. */
  set: number;
  updates: DatedUpdate[];
  score: number;
}

/**
 * The updates of one second in the order in which each `old_status → status` step is legal (docs/architecture.md, "The fold"): Paddle
 * sends paused → past_due and past_due → active in one second when a subscription is resumed (docs/paddle-classic.md A21). Where
 * several orders are, the one that begins as it stood before: seats that go up and down again are back where they were.
 */
export function orderUpdates(
  { atFirst, afterOthers }: Before,
  updates: readonly DatedUpdate[],
): DatedUpdate[] {
  if (updates.length < 2 || updates.length > maxTried) return [...updates];
  let orders: Order[] = updates.map((update, index) => ({
    set: 1 << index,
    updates: [update],
    // A payment of the same second may have come before it; but what does not need that is likelier.
    score: 2 * legality(update, atFirst) + legality(update, afterOthers),
  }));
  // Of those that have the same updates in them and end with the same one, only the best may become the best of all.
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
