/**
 * Finds the cause of every minute in which a product was locked. The cause is either the contract itself or a
 * particular fault.
 */

import { dayAt, midnightOf, minute, stretchAt } from '#proofs/world/instants.ts';
import { addDays, type CalendarDate } from '#shared/dates.ts';
import type { Asking, LockedWindow } from './instance-model.ts';
import type { PortalModel } from './portal-model.ts';
import { isEntitled, type SubscriberLife } from './subscriber-life.ts';
import type { Weather } from './weather.ts';

/**
 * The possible causes, each with an explanation. `the check` lasts from the check date to the next job, once per
 * billing period. Every other cause adds further locked time. Only the first two follow from the contract itself. If
 * the renewal hasn't been paid yet when the instance asks, the response names the day after grace as the next check
 * date, which means a second check in the same period.
 */
export const causes = {
  'the check': 'from the check date to the next job, once per period',
  'card declined at first': 'a second check after grace: Paddle had not been paid when the instance asked',
  'asked before the charge': 'a host’s clock was ahead: the instance asked before Paddle charged',
  'database away': 'the job got a 503 and runs again six hours later',
  'portal restarting': 'the job could not connect and runs again six hours later',
  "instance's clock ahead":
    'the job asked on the last paid day, before Paddle charged, and runs again six hours later',
  "portal's clock behind":
    'the portal took the day after the last paid day for the last paid day, and the alert was late',
  'renewal unknown':
    'a second check after grace: the alert was late, and Paddle could not be reached in time',
  'recovery unknown': 'paid at the end of grace, the alert was late, and Paddle could not be reached in time',
} as const;
export type Cause = keyof typeof causes;

export interface LockedMinutes {
  minutes: Map<Cause, number>;
  windows: Map<Cause, number>;
  /** Highest number of locked windows in any billing period. */
  maxPerPeriod: number;
  longest: number;
  /** Describes the first locked window that no cause explains; null if every window is explained. */
  unexplained: string | null;
}

const text = (instant: number) => (Number.isFinite(instant) ? new Date(instant).toISOString() : 'never');

interface Case {
  life: SubscriberLife;
  portal: PortalModel;
  graceDays: number;
  weather: Pick<Weather, 'clientSkew' | 'portalSkew'>;
}

/** Returns the billing period that a check is about: the last one that was due before the check date. */
const billBefore = ({ life }: Case, checkOn: CalendarDate) =>
  life.periods.findLast(({ dueOn }) => dueOn !== null && dueOn < checkOn);

/** Returns why the response didn't name the day after the next bill date. */
function whyNamed({ life, portal }: Case, { at, answer }: Asking, checkOn: CalendarDate): Cause | null {
  const about = life.periods.findLast(({ through }) => through < checkOn);
  const renewal = life.periods.find(({ dueOn }) => dueOn === about?.through);
  if (answer.status !== 'good' || !renewal?.dueOn) return null;
  if (renewal.paidAt > at) {
    const wasRefused = renewal.paidAt >= midnightOf(addDays(renewal.dueOn, 1));
    return wasRefused ? 'card declined at first' : 'asked before the charge';
  }
  return portal.knewOfRenewal(renewal.dueOn) > at ? 'renewal unknown' : null;
}

/** Returns why the product stayed locked although the job had sent a request. */
function whyKept(it: Case, { at, answer }: Asking, checkOn: CalendarDate): Cause | null {
  const renewal = billBefore(it, checkOn);
  switch (answer.status) {
    case 'away':
      return answer.why === 'database' ? 'database away' : 'portal restarting';
    case 'good':
      if (stretchAt(it.weather.clientSkew, at)?.days === 1) return "instance's clock ahead";
      return stretchAt(it.weather.portalSkew, at)?.days === -1 ? "portal's clock behind" : null;
    case 'refused':
      // The portal's answer was correct given what it knew. Grace was over, and the late renewal hadn't been reported
      // to the portal yet.
      return renewal?.dueOn &&
        dayAt(at) > addDays(renewal.dueOn, it.graceDays) &&
        renewal.paidAt <= at &&
        it.portal.knewOfRenewal(renewal.dueOn) > at
        ? 'recovery unknown'
        : null;
  }
}

export function explainWindows(it: Case, windows: readonly LockedWindow[]): LockedMinutes {
  const result: LockedMinutes = {
    minutes: new Map(),
    windows: new Map(),
    maxPerPeriod: 0,
    longest: 0,
    unexplained: null,
  };
  const perPeriod = new Map<CalendarDate, number>();

  function add(cause: Cause | null, from: number, until: number, window: LockedWindow): void {
    if (cause === null) {
      result.unexplained ??= `${it.life.stream} was locked from ${text(from)} to ${text(until)}: its check date was ${window.checkOn}, given at ${text(window.namedBy.at)} (${JSON.stringify(window.namedBy.answer)}); responses: ${JSON.stringify(window.askings.map(({ at, answer }) => [text(at), answer]))}`;
      return;
    }
    result.minutes.set(cause, (result.minutes.get(cause) ?? 0) + (until - from) / minute);
  }

  for (const window of windows) {
    if (!isEntitled(it.life, window.from, it.graceDays)) continue;
    const bill = it.life.periods.findLast(({ through }) => through < window.checkOn)?.through;
    if (!bill) continue;
    const nth = (perPeriod.get(bill) ?? 0) + 1;
    perPeriod.set(bill, nth);
    const opened: Cause | null = nth === 1 ? 'the check' : whyNamed(it, window.namedBy, window.checkOn);
    if (opened) result.windows.set(opened, (result.windows.get(opened) ?? 0) + 1);
    // Until the first job runs, the cause is the one that locked the product. After each job, the cause is whatever
    // kept the product locked.
    let from = window.from;
    let cause = opened;
    for (const asking of window.askings) {
      add(cause, from, asking.at, window);
      from = asking.at;
      if (asking.at < window.until) cause = whyKept(it, asking, window.checkOn);
    }
    if (window.until > from) add(cause, from, window.until, window);
    result.longest = Math.max(result.longest, (window.until - window.from) / minute);
  }
  result.maxPerPeriod = Math.max(0, ...perPeriod.values());
  return result;
}
