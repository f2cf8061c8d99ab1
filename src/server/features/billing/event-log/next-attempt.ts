/** When something that failed is tried again. */

const minute = 60_000;
const maxWait = 6 * 60 * minute;

/** A minute, then twice as long each time, six hours at most. `attempts`: how many have failed before this one. */
export function nextAttempt(now: Date, attempts: number): Date {
  return new Date(now.getTime() + Math.min(minute * 2 ** Math.min(attempts, 20), maxWait));
}
