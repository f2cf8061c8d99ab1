/** Computes when a subscription is billed. */
import { addMonths, type CalendarDate, daysBetween, startOfDay } from '#shared/dates.ts';
import { dayMs } from '#shared/durations.ts';
import type { TwinSubscription } from '#twin/state/state.ts';

const monthsOf = ({ interval }: Pick<TwinSubscription, 'interval'>): number => (interval === 'year' ? 12 : 1);

type Rhythm = Pick<TwinSubscription, 'interval' | 'anchorDay' | 'periods'>;

/** Returns the end of the current period, always on the same day of the month. */
export const periodEnd = (rhythm: Rhythm): CalendarDate =>
  addMonths(rhythm.anchorDay, rhythm.periods * monthsOf(rhythm));

/** Returns the unused share of the current period: 1 on its first day. */
export function unusedShare(rhythm: Rhythm, today: CalendarDate): number {
  const end = periodEnd(rhythm);
  const start = addMonths(rhythm.anchorDay, (rhythm.periods - 1) * monthsOf(rhythm));
  const share = daysBetween(today, end) / daysBetween(start, end);
  return Math.min(1, Math.max(0, share));
}

/**
 * Returns when the next bill is charged; null if billing has stopped. Bills are charged at the time of day of the
 * purchase, so moving the clock by whole days passes whole periods.
 */
export function billInstant({
  nextBillDate,
  startedAt,
}: Pick<TwinSubscription, 'nextBillDate' | 'startedAt'>): number | null {
  return nextBillDate === null ? null : startOfDay(nextBillDate).getTime() + (startedAt % dayMs);
}
