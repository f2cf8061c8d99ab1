/** Parses the parameters of an API call, sent as a form or JSON, the way PHP would. */
import { z } from 'zod';
import { parseDay } from '#shared/dates.ts';
import { refuse } from './refusal.ts';

const Scalar = z.union([z.string(), z.number(), z.boolean()]).transform(String);
/** Converts all values to text. Values other than text, numbers and booleans count as absent. */
const Scalars = z.record(z.string(), Scalar.optional().catch(undefined)).catch({});

/** Turns lists (`prices[]=…` repeated, or a JSON array) into numbered fields: `prices[0]`, `prices[1]`. */
const flat = (body: unknown): unknown =>
  typeof body === 'object' && body !== null
    ? Object.fromEntries(
        Object.entries(body).flatMap(([name, value]) =>
          Array.isArray(value)
            ? value.map((item, index) => [`${name.replace(/\[\]$/, '')}[${index}]`, item] as const)
            : [[name, value] as const],
        ),
      )
    : body;

export const Fields = z.preprocess(flat, Scalars);
export type Fields = z.output<typeof Fields>;

/**
 * Returns the field as a whole number within the bounds; null if the field is absent or empty. Refuses anything else
 * (116).
 */
export function numberIn(fields: Fields, name: string, { min = 1, max = 2 ** 53 - 1 } = {}): number | null {
  const text = fields[name];
  if (text === undefined || text === '') return null;
  const number = z.coerce.number().int().min(min).max(max).safeParse(text);
  if (!number.success) throw refuse(116);
  return number.data;
}

/** Returns the entries of a list, in the order sent. */
export const listIn = (fields: Fields, name: string): string[] =>
  Object.entries(fields).flatMap(([key, value]) =>
    key.startsWith(`${name}[`) && /^\[\d*\]$/.test(key.slice(name.length)) && value ? [value] : [],
  );

/**
 * Parses a field with `1`, `true`, `0` or `false`; null if the field is absent or empty. Refuses anything else (116).
 */
export function flagIn(fields: Fields, name: string): boolean | null {
  const text = fields[name]?.toLowerCase();
  if (text === undefined || text === '') return null;
  if (text === '1' || text === 'true') return true;
  if (text === '0' || text === 'false') return false;
  throw refuse(116);
}

/**
 * Parses a field with `YYYY-MM-DD`, with or without a time, as milliseconds since the epoch. Null if the field is
 * absent or empty. Refuses anything else (122).
 */
export function instantIn(fields: Fields, name: string): number | null {
  const text = fields[name];
  if (text === undefined || text === '') return null;
  const instant =
    parseDay(text) === null
      ? Number.NaN
      : Date.parse(`${text.replace(' ', 'T')}${text.length > 10 ? 'Z' : ''}`);
  if (Number.isNaN(instant)) throw refuse(122);
  return instant;
}

export const pageOf = <T>(rows: readonly T[], { page, size }: { page: number; size: number }): T[] =>
  rows.slice((page - 1) * size, page * size);
