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
});

/** Returns the passthrough for a pay link. `another`: the customer asked for one more licence. */
export function writePassthrough(customerId: number, { another = false } = {}): string {
  return JSON.stringify({
    subscription_name: 'main',
    billable_id: customerId,
    billable_type: billableType,
    // The PHP portal ignores unknown entries.
    ...(another ? { another: true } : {}),
  });
}

interface Reading {
  text: string;
  customerId: number | null;
  another: boolean;
}

const nothing: Omit<Reading, 'text'> = { customerId: null, another: false };

function read(text: string): Reading {
  let entries: unknown;
  try {
    entries = JSON.parse(text);
  } catch {
    return { text, ...nothing };
  }
  const { data } = Passthrough.safeParse(entries);
  return data ? { text, customerId: data.billable_id, another: data.another === true } : { text, ...nothing };
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
