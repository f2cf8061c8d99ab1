/** Parsers for command-line arguments. They throw `InvalidArgumentError`, which ends the process with exit code 2. */
import { InvalidArgumentError } from 'commander';
import { canonicalClientId } from '#server/features/instances/client-id.ts';
import { maxSeats } from '#shared/catalogue/catalogue.ts';
import { type CalendarDate, parseDay } from '#shared/dates.ts';
import { comparableAddress } from '#shared/identity/email-address.ts';

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

/** Returns a parser for text of 1 to `max` characters, which trims surrounding whitespace. */
export const words = (max: number) => (text: string) => {
  const trimmed = text.trim();
  if (trimmed.length >= 1 && trimmed.length <= max) return trimmed;
  throw new InvalidArgumentError(`It must be 1 to ${max} characters long.`);
};

/**
 * Parses the address of an existing person, in the form in which addresses are stored. Its syntax is not validated:
 * buyers at Paddle have addresses that the portal's own forms refuse, and the lookup decides whether the person exists.
 */
export const email = (text: string): string => comparableAddress(words(1_000)(text));

/** Parses the id of an existing client. The lookup decides whether the client exists. */
export const clientId = (text: string): string => canonicalClientId(words(1_000)(text));
