/** Computes when a subscription is billed. */
import { addMonths, type CalendarDate, daysBetween, startOfDay } from '#shared/dates.ts';
import { dayMs } from '#shared/durations.ts';
import type { TwinSubscription } from '#twin/state/state.ts';

const monthsOf = ({ interval }: Pick<TwinSubscription, 'interval'>): number => (interval === 'year' ? 12 : 1);

type Rhythm = Pick<TwinSubscription, 'interval' | 'anchorDay' | 'periods'>;

/** Returns the end of the current period, always on the same day of the month. */
export const periodEnd = (rhythm: Rhythm): CalendarDate =>
  addMonths(rhythm.anchorDay, rhythm.periods * monthsOf(rhythm));

/**
 * Returns the part of an amount that covers the unused days of the current period; on its first day, the whole amount.
 * Counts whole days. Rounds half up to the minor unit, using only integers so that a half is represented exactly.
 */
export function unusedPart(minor: number, rhythm: Rhythm, today: CalendarDate): number {
  const end = periodEnd(rhythm);
  const start = addMonths(rhythm.anchorDay, (rhythm.periods - 1) * monthsOf(rhythm));
  const days = daysBetween(start, end);
  const unused = Math.min(days, Math.max(0, daysBetween(today, end)));
  return Math.floor((2 * minor * unused + days) / (2 * days));
}

/**
 * Returns when the next bill is charged; null if billing has stopped. Bills are charged at the time of day of the
 * purchase, so that moving the clock by whole days completes whole periods.
 */
export function billInstant({
  nextBillDate,
  startedAt,
}: Pick<TwinSubscription, 'nextBillDate' | 'startedAt'>): number | null {
  return nextBillDate === null ? null : startOfDay(nextBillDate).getTime() + (startedAt % dayMs);
}
