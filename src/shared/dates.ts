/** Days are `CalendarDate` ("2026-11-23", UTC); instants are `Date`. The two never mix. */
import { z } from 'zod';
import { dayMs } from './durations.ts';

const dayPattern = /^\d{4}-\d{2}-\d{2}$/;

const daysOfMonths = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
const isLeapYear = (year: number): boolean => (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;

/** By arithmetic: a fold reads hundreds of days, and a Date that is made and written out takes ten times as long. */
function isRealDay(text: string): boolean {
  if (!dayPattern.test(text)) return false;
  const [year, month, day] = [Number(text.slice(0, 4)), Number(text.slice(5, 7)), Number(text.slice(8))];
  const days = month === 2 && isLeapYear(year) ? 29 : (daysOfMonths[month - 1] ?? 0);
  return day >= 1 && day <= days;
}

export const CalendarDate = z
  .string()
  .refine(isRealDay, 'a day is written YYYY-MM-DD')
  .brand<'CalendarDate'>();
export type CalendarDate = z.infer<typeof CalendarDate>;

/** `2027-01-31T…`: years beyond 9999 are written with more digits. */
const lengthOfInstant = 24;

/** The UTC day of an instant. Throws for one that is none, or beyond the calendar. */
export function dayOf(instant: Date): CalendarDate {
  const text = instant.toISOString();
  if (text.length !== lengthOfInstant) throw new RangeError(`${text} is beyond the calendar`);
  // The day of an instant is a real one: parsing it again would only take time, and every ping asks.
  return text.slice(0, 10) as CalendarDate;
}

/**
 * The days that business is done on. What comes from outside must lie in between: a date of year 1 or 9999 is a
 * mistake somewhere, and arithmetic beyond it would leave the calendar.
 */
const firstBusinessDay = '2000-01-01';
const lastBusinessDay = '2199-12-31';

/** Reads "YYYY-MM-DD", with or without a time behind it; null when it is no day, or none between 2000 and 2199. */
export function parseDay(text: string): CalendarDate | null {
  const day = text.slice(0, 10);
  const isBare = text.length === 10 || /^[ T]\d{2}:\d{2}:\d{2}.*$/.test(text.slice(10));
  const isBusinessDay = isBare && day >= firstBusinessDay && day <= lastBusinessDay && isRealDay(day);
  return isBusinessDay ? (day as CalendarDate) : null;
}

/** 00:00 UTC of a day. */
export function startOfDay(day: CalendarDate): Date {
  return new Date(`${day}T00:00:00Z`);
}

/** The day `count` days later (earlier when negative). */
export function addDays(day: CalendarDate, count: number): CalendarDate {
  return dayOf(new Date(startOfDay(day).getTime() + count * dayMs));
}

/** The same day of the month `count` months later, or that month's last day. */
export function addMonths(day: CalendarDate, count: number): CalendarDate {
  const from = startOfDay(day);
  const target = new Date(Date.UTC(from.getUTCFullYear(), from.getUTCMonth() + count, 1));
  const lastDay = new Date(Date.UTC(target.getUTCFullYear(), target.getUTCMonth() + 1, 0)).getUTCDate();
  target.setUTCDate(Math.min(from.getUTCDate(), lastDay));
  return dayOf(target);
}

/** Whole days from one day to another; negative when `to` is earlier. */
export function daysBetween(from: CalendarDate, to: CalendarDate): number {
  return Math.round((startOfDay(to).getTime() - startOfDay(from).getTime()) / dayMs);
}

/** The later of the days that are not null; null when all are. */
export function latestDay(...days: readonly (CalendarDate | null)[]): CalendarDate | null {
  return days.reduce<CalendarDate | null>(
    (latest, day) => (day && (!latest || day > latest) ? day : latest),
    null,
  );
}
