/** The text that travels with a purchase and comes back in every alert: whose it is. */
import { z } from 'zod';

/** The morph class of the PHP portal, so that alerts of either portal's links are understood by both. */
const billableType = 'App\\Models\\User';

/** A number beside another class, or beside none, is some other program's: it names nobody here. */
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

/** What a pay link of ours carries. `another`: whoever pays said that they want one more. */
export function writePassthrough(customerId: number, { another = false } = {}): string {
  return JSON.stringify({
    subscription_name: 'main',
    billable_id: customerId,
    billable_type: billableType,
    // The PHP portal passes over entries it does not know.
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

/** Every alert of a purchase carries the same text, and a fold reads them one after the other. */
let last: Reading = { text: '', ...nothing };

function readingOf(text: unknown): Omit<Reading, 'text'> {
  if (typeof text !== 'string') return nothing;
  if (last.text !== text) last = read(text);
  return last;
}

/**
 * The customer a passthrough names; null when it is absent or somebody else's (manual links, another program of the
 * same shop, the simulator).
 */
export const readPassthrough = (text: unknown): number | null => readingOf(text).customerId;

/** Whether whoever paid by a link of ours had said that they want one more of what they have. */
export const saysAnother = (text: unknown): boolean => readingOf(text).another;
