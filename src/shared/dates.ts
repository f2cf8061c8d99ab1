/** Calculates with UTC days. A day is a `CalendarDate` ("2026-11-23") and an instant is a `Date`; the two never mix. */
import { z } from 'zod';
import { dayMs } from './durations.ts';

const dayPattern = /^\d{4}-\d{2}-\d{2}$/;

const daysOfMonths = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
const isLeapYear = (year: number): boolean => (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;

/**
 * Returns whether the text is a day that exists. Calculates instead of creating and formatting a `Date`, which would
 * take ten times as long: a fold parses hundreds of days.
 */
function isRealDay(text: string): boolean {
  if (!dayPattern.test(text)) return false;
  const [year, month, day] = [Number(text.slice(0, 4)), Number(text.slice(5, 7)), Number(text.slice(8))];
  const days = month === 2 && isLeapYear(year) ? 29 : (daysOfMonths[month - 1] ?? 0);
  return day >= 1 && day <= days;
}

export const CalendarDate = z
  .string()
  .refine(isRealDay, 'a day must have the format YYYY-MM-DD')
  .brand<'CalendarDate'>();
export type CalendarDate = z.infer<typeof CalendarDate>;

/** Length of `2027-01-31T00:00:00.000Z`. Years beyond 9999 have more digits. */
const lengthOfInstant = 24;

/** Returns the UTC day of an instant. Throws a RangeError for an invalid date or a year beyond 9999. */
export function dayOf(instant: Date): CalendarDate {
  const text = instant.toISOString();
  if (text.length !== lengthOfInstant)
    throw new RangeError(`${text} is outside the supported range of dates`);
  // The day of a valid `Date` always exists. Validating it again would slow down every ping.
  return text.slice(0, 10) as CalendarDate;
}

/**
 * The range of plausible dates. A date from outside the portal that isn't in this range, such as year 1 or 9999, is an
 * error. Calculating with it could exceed the range of the calendar.
 */
const firstBusinessDay = '2000-01-01';
const lastBusinessDay = '2199-12-31';

/** Parses "YYYY-MM-DD", optionally followed by a time. Returns null if it isn't a valid day between 2000 and 2199. */
export function parseDay(text: string): CalendarDate | null {
  const day = text.slice(0, 10);
  const isBare = text.length === 10 || /^[ T]\d{2}:\d{2}:\d{2}.*$/.test(text.slice(10));
  const isBusinessDay = isBare && day >= firstBusinessDay && day <= lastBusinessDay && isRealDay(day);
  return isBusinessDay ? (day as CalendarDate) : null;
}

/** Returns 00:00 UTC of a day. */
export function startOfDay(day: CalendarDate): Date {
  return new Date(`${day}T00:00:00Z`);
}

/** Returns the day `count` days later, or earlier if `count` is negative. */
export function addDays(day: CalendarDate, count: number): CalendarDate {
  return dayOf(new Date(startOfDay(day).getTime() + count * dayMs));
}

/** Returns the same day of the month `count` months later. If that month is shorter, returns its last day. */
export function addMonths(day: CalendarDate, count: number): CalendarDate {
  const from = startOfDay(day);
  const target = new Date(Date.UTC(from.getUTCFullYear(), from.getUTCMonth() + count, 1));
  const lastDay = new Date(Date.UTC(target.getUTCFullYear(), target.getUTCMonth() + 1, 0)).getUTCDate();
  target.setUTCDate(Math.min(from.getUTCDate(), lastDay));
  return dayOf(target);
}

/** Returns the number of days from one day to another; negative if `to` is earlier. */
export function daysBetween(from: CalendarDate, to: CalendarDate): number {
  return Math.round((startOfDay(to).getTime() - startOfDay(from).getTime()) / dayMs);
}

/** Returns the latest day, ignoring nulls; null if all are null. */
export function latestDay(...days: readonly (CalendarDate | null)[]): CalendarDate | null {
  return days.reduce<CalendarDate | null>(
    (latest, day) => (day && (!latest || day > latest) ? day : latest),
    null,
  );
}
