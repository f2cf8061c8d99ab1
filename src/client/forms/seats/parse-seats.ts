import { maxSeats } from '#shared/catalogue/catalogue.ts';

/** Parses a number of seats as typed, such as "24" or "1 200". Returns null unless it is between 1 and `maxSeats`. */
export function parseSeats(typed: string): number | null {
  const digits = typed.replace(/[\s\u00A0\u202F]/g, '');
  if (!/^\d{1,6}$/.test(digits)) return null;
  const seats = Number(digits);
  return seats >= 1 && seats <= maxSeats ? seats : null;
}
