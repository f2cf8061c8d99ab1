/**
 * Generates the life of a customer who pays for years: what really happens at Paddle, and what Paddle's alerts say
 * about it.
 */

import type { Dice } from '#proofs/dice.ts';
import { subscriptionStream } from '#proofs/shop/cast.ts';
import { day, dayAt, hour, midnightOf, second } from '#proofs/world/instants.ts';
import type { TimedEvent } from '#server/features/billing/fold/projection.ts';
import type { BuyerHints, SubscriptionFact, SubscriptionStatus } from '#server/platform/paddle/facts.ts';
import { classicRef } from '#server/platform/paddle/reference.ts';
import { addDays, addMonths, type CalendarDate } from '#shared/dates.ts';

/** A period covered by a payment or a trial. */
export interface Period {
  /** Time of the payment. */
  paidAt: number;
  /**
   * Day on which Paddle first tries to charge for the period. Null for the first period, which the customer started by
   * buying.
   */
  dueOn: CalendarDate | null;
  /** The last day of the period, which is also the day of the next charge. */
  through: CalendarDate;
}

export interface SubscriberLife {
  stream: string;
  facts: TimedEvent[];
  periods: Period[];
  /**
   * The last day of a cancelled subscription, after which there is no grace; null if the subscription isn't cancelled.
   */
  endsOn: CalendarDate | null;
  /** Time at which the simulation of this life ends. */
  until: number;
}

const subscriberPlanId = 24_749;
const price = { minor: 900, currency: 'USD' } as const;
const buyer: BuyerHints = { billableId: 1, paddleUserId: 4_711, email: 'subscriber@example.com' };
/** Paddle retries a failed charge this many days after the first attempt. */
const retriesAfterDays = [3, 5, 7] as const;

/**
 * Generates a random life. The subscription renews on the day of the month on which it started, at a random second of
 * that day.
 */
export function liveAsSubscriber(id: number, dice: Dice): SubscriberLife {
  const months = dice.chance(0.6) ? 1 : 12;
  const renewals = months === 1 ? dice.whole(12, 20) : dice.whole(1, 3);
  const boughtAt =
    midnightOf('2027-01-01' as CalendarDate) + Math.floor(dice.between(0, 365 * day) / second) * second;
  const firstDay = dayAt(boughtAt);
  const trialDays = dice.chance(0.2) ? 14 : 0;
  const anchor = addDays(firstDay, trialDays);
  const common = { ref: classicRef('subscription', id), planId: subscriberPlanId, buyer };
  const urls = { updateUrl: null, cancelUrl: null };
  const facts: TimedEvent[] = [];
  const tell = (at: number, fact: SubscriptionFact) => facts.push({ occurredAt: new Date(at), fact });

  function pay(at: number, nextBillOn: CalendarDate): void {
    tell(at, {
      type: 'subscription_payment_succeeded',
      ...common,
      paymentId: id * 1_000 + facts.length,
      status: 'active',
      quantity: 1,
      nextBillOn,
      orderId: `${id}-${facts.length}`,
      checkoutId: null,
      amount: price,
      tax: null,
      nextCharge: price,
      country: null,
      receiptUrl: null,
    });
  }

  function update(at: number, from: SubscriptionStatus, to: SubscriptionStatus, on: CalendarDate): void {
    tell(at, {
      type: 'subscription_updated',
      ...common,
      ...urls,
      oldPlanId: subscriberPlanId,
      status: to,
      oldStatus: from,
      quantity: null,
      oldQuantity: null,
      nextBillOn: on,
      oldNextBillOn: null,
      pausedFrom: null,
      pausedReason: null,
    });
  }

  /** Adds a renewal for which the card is refused on the due date. A later attempt succeeds; its time is returned. */
  function stumble(at: number, was: SubscriptionStatus, dueOn: CalendarDate, next: CalendarDate): number {
    const attempts = dice.whole(1, retriesAfterDays.length);
    for (const [index, afterDays] of retriesAfterDays.slice(0, attempts).entries()) {
      const nextRetryOn = addDays(dueOn, afterDays);
      const failedAt = index === 0 ? at : midnightOf(addDays(dueOn, retriesAfterDays[index - 1] ?? 0)) + hour;
      const attempt = { attempt: index + 1, nextRetryOn, status: 'past_due' as const, amount: price };
      tell(failedAt, {
        type: 'subscription_payment_failed',
        ...common,
        ...urls,
        ...attempt,
        paymentId: null,
        orderId: null,
      });
      if (index === 0) update(failedAt, was, 'past_due', nextRetryOn);
    }
    const paidAt =
      midnightOf(addDays(dueOn, retriesAfterDays[attempts - 1] ?? 0)) +
      Math.floor(dice.between(0, day) / second) * second;
    pay(paidAt, next);
    update(paidAt, 'past_due', 'active', next);
    return paidAt;
  }

  const paidThrough = (renewal: number): CalendarDate => addMonths(anchor, months * renewal);
  const firstThrough = paidThrough(trialDays > 0 ? 0 : 1);
  tell(boughtAt, {
    type: 'subscription_created',
    ...common,
    ...urls,
    status: trialDays > 0 ? 'trialing' : 'active',
    quantity: 1,
    nextBillOn: firstThrough,
  });
  if (trialDays === 0) pay(boughtAt, firstThrough);
  const periods: Period[] = [{ paidAt: boughtAt, dueOn: null, through: firstThrough }];
  for (let renewal = 1; renewal <= renewals; renewal += 1) {
    const dueOn = periods.at(-1)?.through ?? firstThrough;
    const through = paidThrough(renewal + (trialDays > 0 ? 0 : 1));
    const at = midnightOf(dueOn) + Math.floor(dice.between(0, day) / second) * second;
    const stumbles = dice.chance(0.04);
    const was = renewal === 1 && trialDays > 0 ? 'trialing' : 'active';
    if (!stumbles) pay(at, through);
    periods.push({ paidAt: stumbles ? stumble(at, was, dueOn, through) : at, dueOn, through });
  }

  const last = periods.at(-1)?.through ?? firstThrough;
  const lastPaidAt = periods.at(-1)?.paidAt ?? boughtAt;
  const isCancelled = dice.chance(0.3);
  if (isCancelled) {
    const at = Math.floor(dice.between(lastPaidAt, midnightOf(last)) / second) * second;
    tell(at, { type: 'subscription_cancelled', ...common, quantity: 1, effectiveOn: last });
  }
  return {
    stream: subscriptionStream(id),
    facts,
    periods,
    endsOn: isCancelled ? last : null,
    until: isCancelled ? midnightOf(addDays(last, 1)) : (lastPaidAt + midnightOf(last)) / 2,
  };
}

/**
 * Returns whether the licence must work at the given time, judged by the actual payments (docs/contract.md, "When a
 * licence is good"). It must work through the last paid day, and also through the grace period if a renewal is still
 * possible.
 */
export function isEntitled(life: SubscriberLife, instant: number, graceDays: number): boolean {
  const today = dayAt(instant);
  const paid = life.periods.filter(({ paidAt }) => paidAt <= instant).at(-1);
  if (!paid) return false;
  const grace = life.endsOn === null || paid.through < life.endsOn ? graceDays : 0;
  return today <= addDays(paid.through, grace);
}
