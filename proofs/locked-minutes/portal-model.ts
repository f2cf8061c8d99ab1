/**
 * Models what the portal knows at every moment and how it responds. It applies the product's own rules to a simulated
 * timeline.
 */

import { day, dayAt, hour, midnightOf, minute, second, stretchAt } from '#proofs/world/instants.ts';
import { foldStream } from '#server/features/billing/fold/fold-stream.ts';
import type { BillingEvent, TimedEvent } from '#server/features/billing/fold/projection.ts';
import { checkLicence, type LicenceRules } from '#server/features/licences/licence-validity.ts';
import { isSameRef } from '#server/platform/paddle/reference.ts';
import type { CalendarDate } from '#shared/dates.ts';
import type { SubscriberLife } from './subscriber-life.ts';
import type { Weather } from './weather.ts';

export type Answer =
  | { status: 'good'; nextCheckOn: CalendarDate; standing: 'good' | 'grace' | 'ending' }
  | { status: 'refused'; reason: string }
  | { status: 'away'; why: 'database' | 'restart' };

export interface PortalModel {
  answerAt(instant: number): Answer;
  /** Returns when the portal learned that the renewal due on that day was paid; Infinity if it never did. */
  knewOfRenewal(dueOn: CalendarDate): number;
}

/** When the portal queries Paddle without being prompted by an alert (features/billing/reconcile/jobs.ts). */
export interface AskingHabits {
  /**
   * Milliseconds from midnight UTC until the daily reconciliation of all subscriptions and payments. If the
   * reconciliation fails, it is retried every `tryAgainAfter` milliseconds.
   */
  nightlyAfter: number;
  tryAgainAfter: number;
  /**
   * Milliseconds between queries of Paddle's alert history, or null to never query it. Each query covers almost a day.
   */
  historyEvery: number | null;
}

/** Milliseconds. Paddle retries an alert every 15 minutes for three days. */
const retryAfter = 15 * minute;
const givesUpAfter = 3 * day;
/** How far back the frequent query of the alert history goes, in milliseconds (features/billing/reconcile/jobs.ts). */
const shortLook = day - minute;
/**
 * Milliseconds until a change takes effect. Alerts are applied before they are acknowledged, and reconciliation
 * findings are applied soon after the query.
 */
const applied = 2 * second;

export function modelPortal(
  life: SubscriberLife,
  weather: Weather,
  rules: LicenceRules,
  habits: AskingHabits,
): PortalModel {
  const awayAt = (instant: number): 'database' | 'restart' | null => {
    if (stretchAt(weather.databaseAway, instant)) return 'database';
    return stretchAt(weather.restarting, instant) ? 'restart' : null;
  };
  const ownClock = (instant: number) => instant + (stretchAt(weather.portalSkew, instant)?.days ?? 0) * day;
  const canAsk = (instant: number) => awayAt(instant) === null && !stretchAt(weather.paddleAway, instant);

  /** Returns when an alert reaches the portal; Infinity if it never does. */
  function arrival({ occurredAt }: TimedEvent, sentAfter: number | null): number {
    if (sentAfter === null) return Number.POSITIVE_INFINITY;
    const first = occurredAt.getTime() + sentAfter;
    for (let at = first; at <= first + givesUpAfter; at += retryAfter) {
      if (awayAt(at) === null) return at + applied;
    }
    return Number.POSITIVE_INFINITY;
  }

  const known = life.facts.map((fact, index) => arrival(fact, weather.sentAfter[index] ?? null));
  const learnBy = (asked: number) => {
    for (const [index, { occurredAt }] of life.facts.entries()) {
      if (occurredAt.getTime() <= asked) known[index] = Math.min(known[index] ?? asked, asked + applied);
    }
  };
  const renewalOf = (dueOn: CalendarDate): number => {
    const period = life.periods.find((other) => other.dueOn === dueOn);
    return life.facts.findIndex(
      ({ occurredAt, fact }) =>
        fact.type === 'subscription_payment_succeeded' && occurredAt.getTime() === period?.paidAt,
    );
  };

  const begins = life.periods[0]?.paidAt ?? 0;
  for (let night = midnightOf(dayAt(begins)) + habits.nightlyAfter; night < life.until; night += day) {
    const nextNight = night + day;
    let at = night;
    while (at < nextNight && !canAsk(at)) at += habits.tryAgainAfter;
    if (at < nextNight) learnBy(at);
  }
  // A query of the alert history finds an event only if no more than `shortLook` has passed since the event.
  for (const [index, { occurredAt }] of life.facts.entries()) {
    if (habits.historyEvery === null || !weather.inHistory[index]) continue;
    const happened = occurredAt.getTime();
    let at = Math.ceil(happened / habits.historyEvery) * habits.historyEvery;
    while (at <= happened + shortLook && !canAsk(at)) at += habits.historyEvery;
    if (at <= happened + shortLook) known[index] = Math.min(known[index] ?? at, at + applied);
  }

  // The link to continue a subscription is made only when the portal knows that it was cancelled. The licence moves
  // when the creation of the new subscription arrives, and its other alerts wait until then.
  for (const { fact: linked, occurredAt } of life.facts) {
    if (linked.type !== 'subscription_linked') continue;
    const keptAt = occurredAt.getTime();
    const isOfNext = (fact: BillingEvent) => 'ref' in fact && isSameRef(fact.ref, linked.ref);
    const creation = life.facts.findIndex(
      ({ fact }) => fact.type === 'subscription_created' && isOfNext(fact),
    );
    const moved = known[creation] ?? Number.POSITIVE_INFINITY;
    for (const [index, { fact, occurredAt: at }] of life.facts.entries()) {
      const was = known[index] ?? Number.POSITIVE_INFINITY;
      if (isOfNext(fact)) known[index] = fact.type === 'subscription_linked' ? moved : Math.max(was, moved);
      else if (at.getTime() < keptAt) known[index] = Math.min(was, keptAt);
    }
  }

  return {
    knewOfRenewal: (dueOn) => known[renewalOf(dueOn)] ?? Number.POSITIVE_INFINITY,
    answerAt(instant) {
      const why = awayAt(instant);
      if (why) return { status: 'away', why };
      const facts = life.facts.filter((_, index) => (known[index] ?? Number.POSITIVE_INFINITY) <= instant);
      const { entitlement } = foldStream(life.stream, facts, { frequencyOf: () => null });
      if (!entitlement) return { status: 'refused', reason: 'unknown' };
      const check = checkLicence(entitlement, dayAt(ownClock(instant)), rules);
      return check.status === 'good' ? check : { status: 'refused', reason: check.reason };
    },
  };
}

export const ourHabits: AskingHabits = {
  nightlyAfter: 23 * hour + 15 * minute,
  tryAgainAfter: 10 * minute,
  historyEvery: 15 * minute,
};
