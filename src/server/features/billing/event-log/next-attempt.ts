/** Schedules retries of failed operations. */
import { hourMs, minuteMs } from '#shared/durations.ts';

const maxWaitMs = 6 * hourMs;

/**
 * Returns the time of the next attempt: a minute from now, doubling with each failure, at most six hours. `attempts`
 * counts the failures before this one.
 */
export function nextAttempt(now: Date, attempts: number): Date {
  return new Date(now.getTime() + Math.min(minuteMs * 2 ** Math.min(attempts, 20), maxWaitMs));
}
