/**
 * Parsers for command-line arguments. If an argument is invalid, they throw `InvalidArgumentError`, and the process
 * ends with exit code 2.
 */
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
export const secretNumber = wholeNumber(1, 1_000_000_000);

/** Validates a licence number. Returns it as text, because `answers` passes on only arguments that are strings. */
export const licenceId = (text: string): string => String(paddleId(text));
export const rows = wholeNumber(1, 10_000);

const eventId = wholeNumber(1, Number.MAX_SAFE_INTEGER);

/** Adds an event id to those already parsed, because the argument may be repeated: `inbox:replay 1 2 3`. */
export const eventIds = (text: string, earlier: readonly number[] = []): number[] => [
  ...earlier,
  eventId(text),
];

export function day(text: string): CalendarDate {
  const parsed = text.length === 10 ? parseDay(text) : null;
  if (parsed) return parsed;
  throw new InvalidArgumentError('It must be a date from 2000 to 2199, in the form YYYY-MM-DD.');
}

/** Returns a parser that trims surrounding whitespace from a text and accepts 1 to `max` characters. */
export const words = (max: number) => (text: string) => {
  const trimmed = text.trim();
  if (trimmed.length >= 1 && trimmed.length <= max) return trimmed;
  throw new InvalidArgumentError(`It must be 1 to ${max} characters long.`);
};

/**
 * Parses the e-mail address of an existing person and returns it in the form in which addresses are stored. Doesn't
 * validate its syntax, because buyers at Paddle may have addresses that the portal's own forms reject. Whether the
 * person exists is decided by the lookup.
 */
export const email = (text: string): string => comparableAddress(words(1_000)(text));

/** Parses the id of an existing client. Whether the client exists is decided by the lookup. */
export const clientId = (text: string): string => canonicalClientId(words(1_000)(text));

export const sampleSize = wholeNumber(1, 10_000_000);

/** Parses the address of another server: scheme, host and path, without a slash at the end. */
export function httpAddress(text: string): string {
  const url = URL.canParse(text) ? new URL(text) : null;
  if (url && /^https?:$/.test(url.protocol) && `${url.username}${url.search}${url.hash}` === '')
    return `${url.origin}${url.pathname}`.replace(/\/+$/, '');
  throw new InvalidArgumentError('It must be an http or https address, such as https://customers.example.');
}

/** Parses an instant with its zone, so that nobody has to guess which one is meant. */
export function instant(text: string): Date {
  const at = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2})?(Z|[+-]\d{2}:\d{2})$/.test(text) ? new Date(text) : null;
  if (at && !Number.isNaN(at.getTime())) return at;
  throw new InvalidArgumentError('It must be a time with its zone, such as 2026-12-01T10:00:00Z.');
}
