/**
 * Generates the faults that occur during a life. They affect the database, Paddle, the portal's process, alerts and
 * clocks.
 */

import type { Dice } from '#proofs/dice.ts';
import { day, hour, midnightOf, minute, type Stretch, second } from '#proofs/world/instants.ts';
import { addDays } from '#shared/dates.ts';
import type { SubscriberLife } from './subscriber-life.ts';

/** A period in which a host's clock is wrong: a day ahead (1) or a day behind (-1). */
export interface Skew extends Stretch {
  days: 1 | -1;
}

export interface Weather {
  databaseAway: Stretch[];
  restarting: Stretch[];
  paddleAway: Stretch[];
  portalSkew: Skew[];
  clientSkew: Skew[];
  /** For each event, the milliseconds until Paddle first tries to deliver its alert; null if Paddle never does. */
  sentAfter: (number | null)[];
  /**
   * For each alert, whether Paddle's alert history contains it as soon as the event has happened. A lost alert is
   * always there; another alert may be missing.
   */
  inHistory: boolean[];
}

const promptly = (dice: Dice): number => dice.spread(second, 30 * second);

export const fairWeather = (life: SubscriberLife, dice: Dice): Weather => ({
  databaseAway: [],
  restarting: [],
  paddleAway: [],
  portalSkew: [],
  clientSkew: [],
  sentAfter: life.facts.map(() => promptly(dice)),
  inHistory: life.facts.map(() => true),
});

/**
 * Generates the faults of a rough life. Half of the outages are aimed at the hours around a renewal, where they can do
 * harm, and the others can happen at any time. Some alerts are lost, and others are up to three days late, which is how
 * long Paddle retries.
 */
export function roughWeather(life: SubscriberLife, dice: Dice): Weather {
  const begins = life.periods[0]?.paidAt ?? 0;
  const renewalDays = life.periods.map(({ through }) => midnightOf(through));
  const years = (life.until - begins) / (365 * day);

  function stretches(perYear: number, aim: Stretch, shortest: number, longest: number): Stretch[] {
    const count = Math.ceil(dice.between(0, 2 * perYear) * years);
    return Array.from({ length: count }, () => {
      const target = renewalDays[dice.whole(0, renewalDays.length - 1)] ?? begins;
      const from = dice.chance(0.5)
        ? target + dice.between(aim.from, aim.until)
        : dice.between(begins, life.until);
      return { from, until: from + dice.spread(shortest, longest) };
    });
  }

  function skews(): Skew[] {
    return life.periods
      .filter(() => dice.chance(0.1))
      .map(({ through }) => ({
        from: midnightOf(addDays(through, dice.whole(-4, 0))) + dice.between(0, day),
        until: midnightOf(addDays(through, dice.whole(2, 12))) + dice.between(0, day),
        days: dice.pick([1, -1]),
      }));
  }

  // An instance sends requests within six hours after the end of the renewal day, and again a week later.
  const whenAsked = { from: day - hour, until: day + 6 * hour };
  // Reconciliation queries Paddle towards the end of the renewal day.
  const whenWeAsk = { from: 20 * hour, until: day };
  const sentAfter = life.facts.map(() => {
    if (dice.chance(0.08)) return null;
    return dice.chance(0.2) ? dice.between(minute, 3 * day) : promptly(dice);
  });
  const whoseClock = dice.pick(['portal', 'client', 'nobody'] as const);
  return {
    databaseAway: stretches(6, whenAsked, second, 3 * hour),
    restarting: stretches(24, whenAsked, second, 20 * second),
    paddleAway: stretches(6, whenWeAsk, minute, 2 * day),
    portalSkew: whoseClock === 'portal' ? skews() : [],
    clientSkew: whoseClock === 'client' ? skews() : [],
    sentAfter,
    inHistory: sentAfter.map((after) => after === null || dice.chance(0.5)),
  };
}
