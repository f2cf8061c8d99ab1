/**
 * Turns a subscriber's life into one in which the customer cancels and then keeps the licence, once or twice. Nothing
 * else changes: the payments have the same days and amounts, but belong to another subscription.
 */
import type { Dice } from '#proofs/dice.ts';
import { day, midnightOf, second } from '#proofs/world/instants.ts';
import type { TimedEvent } from '#server/features/billing/fold/projection.ts';
import { classicRef } from '#server/platform/paddle/reference.ts';
import type { Period, SubscriberLife } from './subscriber-life.ts';

/** Keeping takes at least this long, in milliseconds. Shorter periods are left alone. */
const shortest = 3 * day;

/** Two times in the period, in whole seconds: when the customer cancels, and when they keep the licence. */
function timesIn({ paidAt, through }: Period, dice: Dice): [number, number] {
  const inSeconds = (instant: number) => Math.floor(instant / second) * second;
  const last = midnightOf(through) - second;
  const cancelledAt = inSeconds(dice.between(paidAt + second, last - day));
  return [cancelledAt, inSeconds(dice.between(cancelledAt + second, last))];
}

function keepIn(life: SubscriberLife, period: Period, nth: number, dice: Dice): SubscriberLife {
  const [cancelledAt, keptAt] = timesIn(period, dice);
  const paidThrough = period.through;
  const creation = life.facts.findLast(
    ({ fact, occurredAt }) => fact.type === 'subscription_created' && occurredAt.getTime() <= cancelledAt,
  )?.fact;
  if (creation?.type !== 'subscription_created') return life;
  const { ref: ended, buyer: before, planId } = creation;
  const ref = classicRef('subscription', Number(ended.id) + nth * 1_000_000);
  const buyer = { ...before, keepIntent: String(nth).repeat(32) };
  const kept = (dated: TimedEvent): TimedEvent => {
    const { fact } = dated;
    if (dated.occurredAt.getTime() <= keptAt || 'by' in fact || !('buyer' in fact)) return dated;
    return { ...dated, fact: { ...fact, ref, buyer } };
  };
  const facts: TimedEvent[] = [
    {
      occurredAt: new Date(cancelledAt),
      fact: {
        ...{ type: 'subscription_cancelled', ref: ended, planId, quantity: 1, buyer: before },
        effectiveOn: paidThrough,
      },
    },
    {
      occurredAt: new Date(keptAt),
      fact: { ...creation, ref, buyer, status: 'trialing', nextBillOn: paidThrough },
    },
    { occurredAt: new Date(keptAt), fact: { type: 'subscription_linked', by: 'system', ref, paidThrough } },
  ];
  return { ...life, facts: [...life.facts.map(kept), ...facts] };
}

/** Returns the life in which the customer keeps the licence, in one or two of its periods. */
export function keepSubscription(life: SubscriberLife, dice: Dice): SubscriberLife {
  // Neither the first period, which may be a trial, nor the last one, which may end with a cancellation.
  const periods = life.periods
    .slice(1, -1)
    .filter(({ paidAt, through }) => midnightOf(through) - paidAt > shortest);
  const times = Math.min(periods.length, dice.whole(1, 2));
  const from = dice.whole(0, Math.max(0, periods.length - times));
  return periods
    .slice(from, from + times)
    .reduce((kept, period, index) => keepIn(kept, period, index + 1, dice), life);
}
