/** Defines units of time in milliseconds, and periods between two instants. Instants are milliseconds since 1970. */
import { type CalendarDate, dayOf, startOfDay } from '#shared/dates.ts';
import { dayMs, hourMs, minuteMs } from '#shared/durations.ts';

export const second = 1_000;
export const minute = minuteMs;
export const hour = hourMs;
export const day = dayMs;

/** A period from `from` (inclusive) to `until` (exclusive). */
export interface Stretch {
  from: number;
  until: number;
}

export const dayAt = (instant: number): CalendarDate => dayOf(new Date(instant));
export const midnightOf = (date: CalendarDate): number => startOfDay(date).getTime();
export const stretchAt = <T extends Stretch>(stretches: readonly T[], instant: number): T | undefined =>
  stretches.find(({ from, until }) => from <= instant && instant < until);
