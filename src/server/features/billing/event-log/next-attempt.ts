/** When something that failed is tried again. */
import { hourMs, minuteMs } from '#shared/durations.ts';

const maxWaitMs = 6 * hourMs;

/** A minute, then twice as long each time, six hours at most. `attempts`: how many have failed before this one. */
export function nextAttempt(now: Date, attempts: number): Date {
  return new Date(now.getTime() + Math.min(minuteMs * 2 ** Math.min(attempts, 20), maxWaitMs));
}
