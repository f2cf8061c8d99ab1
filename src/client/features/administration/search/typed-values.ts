/** Reads the values that administrators type into the fields of filters and dialogs. */
import { CalendarDate } from '#shared/dates.ts';

/** Returns the day that was typed; null if there is none. */
export const dayIn = (typed: string): CalendarDate | null => CalendarDate.safeParse(typed).data ?? null;

/** Returns the number that was typed; undefined if nothing was, and null if it is no number. */
export function numberIn(typed: string): number | undefined | null {
  const digits = typed.trim();
  if (digits === '') return undefined;
  return /^[1-9]\d{0,14}$/.test(digits) ? Number(digits) : null;
}
