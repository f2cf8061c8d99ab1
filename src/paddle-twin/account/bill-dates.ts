/** When a subscription is billed. */
import { addMonths, type CalendarDate, daysBetween, startOfDay } from '#shared/dates.ts';
import { dayMs } from '#shared/durations.ts';
import type { TwinSubscription } from '#twin/state/state.ts';

const monthsOf = ({ interval }: Pick<TwinSubscription, 'interval'>): number => (interval === 'year' ? 12 : 1);

type Rhythm = Pick<TwinSubscription, 'interval' | 'anchorDay' | 'periods'>;

/** The end of the period that runs now: the same day of the month as ever. */
export const periodEnd = (rhythm: Rhythm): CalendarDate =>
  addMonths(rhythm.anchorDay, rhythm.periods * monthsOf(rhythm));

/** The share of the period that runs now which has not passed: 1 on its first day. */
export function unusedShare(rhythm: Rhythm, today: CalendarDate): number {
  const end = periodEnd(rhythm);
  const start = addMonths(rhythm.anchorDay, (rhythm.periods - 1) * monthsOf(rhythm));
  const share = daysBetween(today, end) / daysBetween(start, end);
  return Math.min(1, Math.max(0, share));
}

/** It is billed at the time of day of its purchase: whole days moved are whole periods passed. Null: not at all. */
export function billInstant({
  nextBillDate,
  startedAt,
}: Pick<TwinSubscription, 'nextBillDate' | 'startedAt'>): number | null {
  return nextBillDate === null ? null : startOfDay(nextBillDate).getTime() + (startedAt % dayMs);
}
