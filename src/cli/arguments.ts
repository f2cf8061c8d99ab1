/** Parsers for command-line arguments. They throw `InvalidArgumentError`, which ends the process with exit code 2. */
import { InvalidArgumentError } from 'commander';
import { maxSeats } from '#shared/catalogue/catalogue.ts';
import { type CalendarDate, parseDay } from '#shared/dates.ts';
import { EmailAddress } from '#shared/identity/email-address.ts';

/** Returns a parser for whole numbers from `min` to `max`. */
const wholeNumber = (min: number, max: number) => (text: string) => {
  const number = /^\d{1,15}$/.test(text) ? Number(text) : Number.NaN;
  if (number >= min && number <= max) return number;
  throw new InvalidArgumentError(`It must be a whole number from ${min} to ${max}.`);
};

export const paddleId = wholeNumber(1, Number.MAX_SAFE_INTEGER);
export const seats = wholeNumber(1, maxSeats);
export const overlapDays = wholeNumber(0, 365);

/** Validates a licence number but returns it as text, because `answers` only passes on arguments that are strings. */
export const licenceId = (text: string): string => String(paddleId(text));
export const rows = wholeNumber(1, 10_000);

const eventId = wholeNumber(1, Number.MAX_SAFE_INTEGER);

/** Collects an argument that may be repeated: `inbox:replay 1 2 3`. */
export const eventIds = (text: string, earlier: readonly number[] = []): number[] => [
  ...earlier,
  eventId(text),
];

export function day(text: string): CalendarDate {
  const parsed = text.length === 10 ? parseDay(text) : null;
  if (parsed) return parsed;
  throw new InvalidArgumentError('It must be a date from 2000 to 2199, in the form YYYY-MM-DD.');
}

export function email(text: string): string {
  const parsed = EmailAddress.safeParse(text);
  if (parsed.success) return parsed.data;
  throw new InvalidArgumentError('It must be an e-mail address.');
}

/** Returns a parser for text of 1 to `max` characters, which trims surrounding whitespace. */
export const words = (max: number) => (text: string) => {
  const trimmed = text.trim();
  if (trimmed.length >= 1 && trimmed.length <= max) return trimmed;
  throw new InvalidArgumentError(`It must be 1 to ${max} characters long.`);
};
