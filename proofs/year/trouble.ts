/**
 * Schedules everything that goes wrong during the year: faults of Paddle's alerts and API, outages of the database, and
 * restarts of the portal.
 */

import { type Dice, seededDice } from '#proofs/dice.ts';
import { day, hour, minute } from '#proofs/world/instants.ts';
import type { World } from '#proofs/world/world.ts';
import { noFaults } from '#twin/faults.ts';
import type { PaddleTwin } from '#twin/start-twin.ts';

export interface TroubleCounts {
  databaseOutages: number;
  paddleOutages: number;
  restarts: number;
}

/** Sets the alert faults of one day at random, because on some days more goes wrong than on others. */
function badDay(twin: PaddleTwin, dice: Dice): void {
  twin.setFaults({
    duplicate: dice.pick(['no', 'no', 'same_id', 'new_id']),
    order: dice.pick(['as_happened', 'payment_first', 'reversed', 'shuffled', 'shuffled']),
    delayDays: dice.pick([0, 0, 0, 0.2, 1, 3]),
    lose: dice.pick([0, 0, 0.05, 0.3]),
    nonsense: dice.chance(0.05),
    slowMs: dice.chance(0.05) ? 5 : 0,
    errors: dice.chance(0.1) ? [dice.pick([120, 146, 100])] : [],
  });
}

/** No faults. Set at the end of the year, so that all delayed work can finish. */
export const calm = noFaults;

/** Schedules the faults on the twin's clock. Returns the number of outages of each kind and the number of restarts. */
export function scheduleTrouble(
  { twin, ...world }: World,
  { from, days, seed }: { from: Date; days: number; seed: number },
): TroubleCounts {
  const dice = seededDice(seed);
  const begins = from.getTime();
  const at = (instant: number, work: () => void | Promise<void>) => twin.schedule(new Date(instant), work);
  const sometimes = (perYear: number) => Math.round((perYear * days) / 365);
  const whenever = (margin: number) => begins + dice.between(0, days * day - margin);
  for (let n = 0; n < days; n += 1) at(begins + n * day + 1, () => badDay(twin, dice));

  const counts = { databaseOutages: sometimes(24), paddleOutages: sometimes(12), restarts: sometimes(24) };
  for (let n = 0; n < counts.paddleOutages; n += 1) {
    const start = whenever(2 * day);
    at(start, () => twin.setFaults({ down: true }));
    at(start + dice.spread(10 * minute, 2 * day), () => twin.setFaults({ down: false }));
  }
  // Only a few of these, because each one makes the client wait for a second of real time before it retries.
  for (let n = 0; n < sometimes(4); n += 1) at(whenever(0), () => twin.setFaults({ rateLimited: 1 }));
  // Outages must not overlap, because the end of one would also end the other.
  for (let n = 0; n < counts.databaseOutages; n += 1) {
    const start = begins + ((n + dice.between(0, 0.8)) * days * day) / counts.databaseOutages;
    at(start, world.cutDatabase);
    at(start + dice.spread(minute, 5 * hour), world.mendDatabase);
  }
  for (let n = 0; n < counts.restarts; n += 1) at(whenever(0), world.restartPortal);
  return counts;
}
