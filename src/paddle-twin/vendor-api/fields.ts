/** What a call carries: a form or JSON, read the way PHP reads it. */
import { z } from 'zod';
import { parseDay } from '#shared/dates.ts';
import { refuse } from './refusal.ts';

const Scalar = z.union([z.string(), z.number(), z.boolean()]).transform(String);
/** Everything is text afterwards; what is neither text nor number is absent. */
export const Fields = z.record(z.string(), Scalar.optional().catch(undefined)).catch({});
export type Fields = z.output<typeof Fields>;

/** A whole number in those bounds; null when absent or empty. Anything else is refused (116). */
export function numberIn(fields: Fields, name: string, { min = 1, max = 2 ** 53 - 1 } = {}): number | null {
  const text = fields[name];
  if (text === undefined || text === '') return null;
  const number = z.coerce.number().int().min(min).max(max).safeParse(text);
  if (!number.success) throw refuse(116);
  return number.data;
}

/** `1`, `true`, `0`, `false`; null when absent. Anything else is refused (116). */
export function flagIn(fields: Fields, name: string): boolean | null {
  const text = fields[name]?.toLowerCase();
  if (text === undefined || text === '') return null;
  if (text === '1' || text === 'true') return true;
  if (text === '0' || text === 'false') return false;
  throw refuse(116);
}

/** `YYYY-MM-DD`, with or without a time: milliseconds since 1970. Anything else is refused (122). */
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
