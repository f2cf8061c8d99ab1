/**
 * Generates the faults that occur during a life: in the database, at Paddle, in the portal's processes, and in alerts
 * and clocks.
 */

import type { Dice } from '#proofs/dice.ts';
import { day, hour, midnightOf, minute, type Stretch, second } from '#proofs/world/instants.ts';
import { addDays } from '#shared/dates.ts';
import type { SubscriberLife } from './subscriber-life.ts';

/** A period in which a host's clock is a day ahead (1) or behind (-1). */
export interface Skew extends Stretch {
  days: 1 | -1;
}

export interface Weather {
  databaseAway: Stretch[];
  restarting: Stretch[];
  paddleAway: Stretch[];
  portalSkew: Skew[];
  clientSkew: Skew[];
  /** Milliseconds between each event and Paddle's first delivery attempt; null if there is none. */
  sentAfter: (number | null)[];
  /** Whether each alert appears in Paddle's history right away. Lost alerts always do, other alerts may. */
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
 * Generates a rough life. Half of the outages are aimed at the hours around a renewal, where they can hurt. The rest
 * can happen at any time. Alerts are up to three days late, which is how long Paddle retries, or lost.
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

  // Instances ask within six hours after the day of the renewal, and again a week later.
  const whenAsked = { from: day - hour, until: day + 6 * hour };
  // Reconciliation queries Paddle towards the end of that day.
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
