/**
 * Reads and writes the passthrough, a text attached to a purchase that Paddle returns in all its alerts. It identifies
 * the customer.
 */
import { z } from 'zod';

/** The PHP portal's morph class, so that each portal understands alerts from the other's pay links. */
const billableType = 'App\\Models\\User';

/**
 * An ID with another class, or without one, belongs to another program and doesn't identify a customer of the portal.
 */
const Passthrough = z.object({
  billable_id: z.union([
    z.int().positive(),
    z
      .string()
      .regex(/^[1-9]\d{0,15}$/)
      .transform(Number)
      .pipe(z.int()),
  ]),
  billable_type: z.literal(billableType),
  another: z.unknown().optional(),
  keep: z
    .string()
    .regex(/^[0-9a-f]{32}$/)
    .optional()
    .catch(undefined),
});

/**
 * Returns the passthrough for a pay link. `another`: the customer asked for one more licence. `keep`: the intent to
 * continue an ended subscription, 32 hexadecimal digits.
 */
export function writePassthrough(
  customerId: number,
  { another = false, keep }: { another?: boolean; keep?: string } = {},
): string {
  return JSON.stringify({
    subscription_name: 'main',
    billable_id: customerId,
    billable_type: billableType,
    // The PHP portal ignores unknown entries.
    ...(another ? { another: true } : {}),
    ...(keep === undefined ? {} : { keep }),
  });
}

interface Reading {
  text: string;
  customerId: number | null;
  another: boolean;
  keep: string | null;
}

const nothing: Omit<Reading, 'text'> = { customerId: null, another: false, keep: null };

function read(text: string): Reading {
  let entries: unknown;
  try {
    entries = JSON.parse(text);
  } catch {
    return { text, ...nothing };
  }
  const { data } = Passthrough.safeParse(entries);
  if (!data) return { text, ...nothing };
  return { text, customerId: data.billable_id, another: data.another === true, keep: data.keep ?? null };
}

/** Caches the last reading: all alerts of a purchase carry the same text, and a fold reads them in sequence. */
let last: Reading = { text: '', ...nothing };

function readingOf(text: unknown): Omit<Reading, 'text'> {
  if (typeof text !== 'string') return nothing;
  if (last.text !== text) last = read(text);
  return last;
}

/**
 * Returns the customer's id; null if the passthrough is absent or foreign (manual links, another program of the same
 * shop, the simulator).
 */
export const readPassthrough = (text: unknown): number | null => readingOf(text).customerId;

/** Whether the customer asked for one more licence when creating the pay link. */
export const saysAnother = (text: unknown): boolean => readingOf(text).another;

/** Returns the intent to continue an ended subscription that the pay link was created for; null if there is none. */
export const keptIntent = (text: unknown): string | null => readingOf(text).keep;
