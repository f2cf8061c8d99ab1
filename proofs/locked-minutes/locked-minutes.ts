/**
 * Measures how long paying customers are locked out, and why. Simulates a thousand customers' lives with many faults.
 */

import { seededDice } from '#proofs/dice.ts';
import { type Proof, startTally } from '#proofs/proof.ts';
import type { LicenceRules } from '#server/features/licences/licence-validity.ts';
import { type Cause, causes, explainWindows, type LockedMinutes } from './explain-windows.ts';
import { jobPhase, liveAsInstance } from './instance-model.ts';
import { keepSubscription } from './keep-subscription.ts';
import { type AskingHabits, modelPortal, ourHabits } from './portal-model.ts';
import { liveBehindTheEndpoint, type RealInstances } from './real-instances.ts';
import { liveAsSubscriber } from './subscriber-life.ts';
import { fairWeather, roughWeather } from './weather.ts';

const contract: LicenceRules = { graceDays: 7, nextCheckAfterDays: 1 };
const schedulesOf = { sample: 25, full: 1_000 } as const;
const jobMinutes = 360;

interface Total {
  minutes: Map<Cause, number>;
  windows: Map<Cause, number>;
  most: number;
  longest: number;
  /** Number of billing periods that were simulated. */
  periods: number;
}

const noTotal = (): Total => ({ minutes: new Map(), windows: new Map(), most: 0, longest: 0, periods: 0 });

function addTo(total: Total, found: LockedMinutes, periods: number): void {
  for (const cause of Object.keys(causes) as Cause[]) {
    total.minutes.set(cause, (total.minutes.get(cause) ?? 0) + (found.minutes.get(cause) ?? 0));
    total.windows.set(cause, (total.windows.get(cause) ?? 0) + (found.windows.get(cause) ?? 0));
  }
  total.most = Math.max(total.most, found.maxPerPeriod);
  total.longest = Math.max(total.longest, found.longest);
  total.periods += periods;
}

const count = new Intl.NumberFormat('en-US', { maximumFractionDigits: 0 });
const sum = (of: Map<Cause, number>) => [...of.values()].reduce((all, one) => all + one, 0);

function tellTotal(name: string, total: Total): string[] {
  const each = (Object.keys(causes) as Cause[])
    .filter((cause) => (total.minutes.get(cause) ?? 0) > 0 || (total.windows.get(cause) ?? 0) > 0)
    .map(
      (cause) =>
        `${name}: ${cause}: ${count.format(total.minutes.get(cause) ?? 0)} minutes, ${count.format(total.windows.get(cause) ?? 0)} windows (${causes[cause]})`,
    );
  return [
    `${name}: ${count.format(sum(total.minutes))} locked minutes, ${count.format(sum(total.windows))} windows in ${count.format(total.periods)} billing periods, at most ${total.most} in one; the longest ${count.format(total.longest)} minutes`,
    ...each,
  ];
}

/**
 * Returns a description of any locked time that shouldn't occur without faults; null if there is none. A billing period
 * may contain one check, and a second one if the customer's card was refused.
 */
function problemInFairWeather(found: LockedMinutes): string | null {
  const others = [...found.windows.keys()].filter(
    (cause) => cause !== 'the check' && cause !== 'card declined at first',
  );
  if (found.unexplained) return found.unexplained;
  if (others.length > 0) return `locked without faults: ${others.join(', ')}`;
  return found.longest > jobMinutes ? `locked without faults for ${found.longest} minutes` : null;
}

export interface World {
  makeWeather: typeof roughWeather;
  /** The rules for licences that the simulated portal applies. */
  rules: LicenceRules;
  habits: AskingHabits;
}

/** Keeps the dice for cancelling and keeping apart from those for the life itself. */
const keepSeeds = 1_000_000;

const asItIs = { rules: contract, habits: ourHabits };

/**
 * Simulates the life of one subscriber in the given world. Measures when the product was locked although the contract
 * says that it must work. With `isKept`, the subscriber cancels and keeps the licence in the meantime.
 */
export function playSchedule(
  seed: number,
  world: World,
  { isKept = false }: { isKept?: boolean } = {},
): { found: LockedMinutes; periods: number } {
  const dice = seededDice(seed);
  const plain = liveAsSubscriber(seed, dice);
  const life = isKept ? keepSubscription(plain, seededDice(seed + keepSeeds)) : plain;
  const phase = jobPhase(dice);
  const weather = world.makeWeather(life, dice);
  const portal = modelPortal(life, weather, world.rules, world.habits);
  const windows = liveAsInstance(life, portal, { phase, skew: weather.clientSkew });
  const found = explainWindows({ life, portal, graceDays: contract.graceDays, weather }, windows);
  return { found, periods: life.periods.length };
}

/**
 * Returns a description of a window that exists only because the customer cancelled and kept the licence; null if there
 * is none.
 */
function addedByKeeping(kept: LockedMinutes, plain: LockedMinutes): string | null {
  const [windows, before] = [sum(kept.windows), sum(plain.windows)];
  if (windows > before) return `${windows} windows instead of ${before} after keeping the licence`;
  return kept.maxPerPeriod > plain.maxPerPeriod
    ? 'more windows in one period after keeping the licence'
    : null;
}

/** In addition to the thousand simulated lives, a few instances use the real endpoint over HTTP. */
const throughTheEndpoint = { instances: 8, days: 70, seed: 5 } as const;

const tellEndpoint = ({ instances, asked, minutes, windows }: RealInstances): string =>
  `through the real endpoint: ${instances} instances asked ${asked} times while locked; ${windows.check} checks of ${count.format(minutes.check)} minutes, ${count.format(minutes.databaseAway)} minutes more while the database was away, ${windows.renewalNotKnown} second checks of ${count.format(minutes.renewalNotKnown)} minutes`;

export const lockedMinutes: Proof = {
  name: 'locked-minutes',
  /** A sample run uses only the model and not the real endpoint. */
  async run(size) {
    const tally = startTally();
    const fair = noTotal();
    const keeping = noTotal();
    const rough = noTotal();
    for (let seed = 1; seed <= schedulesOf[size]; seed += 1) {
      tally.history();
      const calm = playSchedule(seed, { ...asItIs, makeWeather: fairWeather });
      const problem = problemInFairWeather(calm.found);
      tally.ran(problem && `schedule ${seed}: ${problem}`);
      addTo(fair, calm.found, calm.periods);
      const kept = playSchedule(seed, { ...asItIs, makeWeather: fairWeather }, { isKept: true });
      const added = problemInFairWeather(kept.found) ?? addedByKeeping(kept.found, calm.found);
      tally.ran(added && `schedule ${seed}, kept: ${added}`);
      addTo(keeping, kept.found, kept.periods);
      const stormy = playSchedule(seed, { ...asItIs, makeWeather: roughWeather });
      tally.ran(stormy.found.unexplained && `schedule ${seed}: ${stormy.found.unexplained}`);
      addTo(rough, stormy.found, stormy.periods);
      const keptInStorm = playSchedule(seed, { ...asItIs, makeWeather: roughWeather }, { isKept: true });
      tally.ran(keptInStorm.found.unexplained && `schedule ${seed}, kept: ${keptInStorm.found.unexplained}`);
    }
    const notes = [
      ...tellTotal('without faults', fair),
      ...tellTotal('without faults, kept', keeping),
      ...tellTotal('with faults', rough),
    ];
    if (size === 'sample') return tally.result(notes);
    const endpoint = await liveBehindTheEndpoint(throughTheEndpoint);
    const [firstDivergence = null] = endpoint.problems;
    tally.add({
      histories: endpoint.instances,
      runs: endpoint.asked,
      divergences: endpoint.problems.length,
      firstDivergence,
    });
    return tally.result([...notes, tellEndpoint(endpoint)]);
  },
};
