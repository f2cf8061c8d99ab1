/**
 * Reads and writes the passthrough: a text that is attached to a purchase and that Paddle returns in every alert about
 * it. It identifies the customer.
 */
import { z } from 'zod';
import { RandomId } from '#shared/billing/random-id.ts';

/**
 * The class name that the PHP portal writes. With the same name, each portal understands alerts about purchases from
 * the other's pay links.
 */
const billableType = 'App\\Models\\User';

/**
 * An ID with another class name, or without one, was written by another program. It doesn't identify a customer of the
 * portal.
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
  keep: RandomId.optional().catch(undefined),
  details: RandomId.optional().catch(undefined),
});

/**
 * Returns the passthrough for a pay link. `another` means that the customer asked for an additional licence. `keep` is
 * the ID of the intent to continue an ended subscription, and `details` that of the company and VAT number that were
 * sent with the pay link. Paddle reports neither in alerts.
 */
export function writePassthrough(
  customerId: number,
  { another = false, keep, details }: { another?: boolean; keep?: string; details?: string } = {},
): string {
  return JSON.stringify({
    subscription_name: 'main',
    billable_id: customerId,
    billable_type: billableType,
    // The PHP portal ignores unknown entries.
    ...(another ? { another: true } : {}),
    ...(keep === undefined ? {} : { keep }),
    ...(details === undefined ? {} : { details }),
  });
}

interface Reading {
  text: string;
  customerId: number | null;
  another: boolean;
  keep: string | null;
  details: string | null;
}

const nothing: Omit<Reading, 'text'> = { customerId: null, another: false, keep: null, details: null };

function read(text: string): Reading {
  let entries: unknown;
  try {
    entries = JSON.parse(text);
  } catch {
    return { text, ...nothing };
  }
  const { data } = Passthrough.safeParse(entries);
  if (!data) return { text, ...nothing };
  return {
    text,
    customerId: data.billable_id,
    another: data.another === true,
    keep: data.keep ?? null,
    details: data.details ?? null,
  };
}

/**
 * Caches the last result. All alerts about a purchase have the same passthrough, and a fold reads them one after
 * another.
 */
let last: Reading = { text: '', ...nothing };

function readingOf(text: unknown): Omit<Reading, 'text'> {
  if (typeof text !== 'string') return nothing;
  if (last.text !== text) last = read(text);
  return last;
}

/**
 * Returns the customer's id. Returns null if there is no passthrough, or if the portal didn't write it (manual links,
 * another program that uses the same seller account, the simulator).
 */
export const readPassthrough = (text: unknown): number | null => readingOf(text).customerId;

/** Returns whether the customer asked for an additional licence when creating the pay link. */
export const saysAnother = (text: unknown): boolean => readingOf(text).another;

/**
 * Returns the intent (`KeptTime.intent`) of a pay link that was created to continue an ended subscription; null for
 * other pay links.
 */
export const keptIntent = (text: unknown): string | null => readingOf(text).keep;

/** Returns the ID of the company and VAT number that were sent with the pay link; null if none were. */
export const givenDetails = (text: unknown): string | null => readingOf(text).details;
