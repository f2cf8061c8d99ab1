/**
 * Models how a real instance treats the portal's responses (docs/contract.md, "When a licence is good"). The instance
 * locks at 00:00 UTC on its next check date and stays locked until it gets a 200. It sends requests only from that date
 * on, in a job that runs every six hours.
 */

import type { Dice } from '#proofs/dice.ts';
import { day, hour, midnightOf, minute, type Stretch } from '#proofs/world/instants.ts';
import type { CalendarDate } from '#shared/dates.ts';
import type { Answer, PortalModel } from './portal-model.ts';
import type { SubscriberLife } from './subscriber-life.ts';
import type { Skew } from './weather.ts';

export interface Asking {
  at: number;
  answer: Answer;
}

/** A period during which the product was locked. */
export interface LockedWindow extends Stretch {
  /** The check date that locked the product. */
  checkOn: CalendarDate;
  /** The portal's earlier response that set this check date. */
  namedBy: Asking;
  /**
   * The requests that the job sent while the product was locked. If the product was unlocked, the response to the last
   * request unlocked it.
   */
  askings: Asking[];
}

const jobEvery = 6 * hour;

const naming = (on: CalendarDate, by: Asking) => ({ on, midnight: midnightOf(on), by });

/**
 * Returns the offset of the six-hourly job in milliseconds. Half of the hosts run it at 00:00, 06:00, 12:00 and 18:00
 * UTC, and the others at an arbitrary minute.
 */
export const jobPhase = (dice: Dice): number =>
  dice.chance(0.5) ? 0 : Math.floor(dice.between(0, jobEvery) / minute) * minute;

/**
 * Simulates an instance whose customer enters the licence key as soon as it works. Returns the periods in which the
 * product was locked.
 */
export function liveAsInstance(
  life: SubscriberLife,
  portal: PortalModel,
  { phase, skew }: { phase: number; skew: readonly Skew[] },
): LockedWindow[] {
  const begins = life.periods[0]?.paidAt ?? 0;
  let named: { on: CalendarDate; midnight: number; by: Asking } | null = null;
  let at = begins;
  for (; named === null && at < life.until; at += 10 * minute) {
    const answer = portal.answerAt(at);
    if (answer.status === 'good') named = naming(answer.nextCheckOn, { at, answer });
  }
  if (!named) return [];

  const windows: LockedWindow[] = [];
  let open: LockedWindow | null = null;
  const changes = skew.flatMap(({ from, until }) => [from, until]);
  const firstJob = Math.ceil((at - phase) / jobEvery) * jobEvery + phase;
  const jobs: number[] = [];
  for (let job = firstJob; job < life.until; job += jobEvery) jobs.push(job);
  const moments = [...new Set([...jobs, ...changes.filter((change) => change > at && change < life.until)])]
    .concat(life.until)
    .sort((a, b) => a - b);
  const isJob = new Set(jobs);

  const close = (until: number) => {
    if (open) windows.push({ ...open, until });
    open = null;
  };
  let since = at;
  for (const moment of moments) {
    const ahead = (skew.find(({ from, until }) => from <= since && since < until)?.days ?? 0) * day;
    const locksAt = named.midnight - ahead;
    if (locksAt > since) close(since);
    const isLocked = locksAt <= moment;
    if (isLocked && !open) {
      open = {
        from: Math.max(since, locksAt),
        until: moment,
        checkOn: named.on,
        namedBy: named.by,
        askings: [],
      };
    }
    if (isLocked && isJob.has(moment)) {
      const asking = { at: moment, answer: portal.answerAt(moment) };
      open?.askings.push(asking);
      if (asking.answer.status === 'good') {
        named = naming(asking.answer.nextCheckOn, asking);
      }
    }
    since = moment;
  }
  close(life.until);
  return windows;
}
