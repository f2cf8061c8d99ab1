/** The text that travels with a purchase and comes back in every alert: whose it is. */
import { z } from 'zod';

/** The morph class of the PHP portal, so that alerts of either portal's links are understood by both. */
const billableType = 'App\\Models\\User';

const Passthrough = z.object({
  billable_id: z.union([
    z.int().positive(),
    z
      .string()
      .regex(/^[1-9]\d{0,15}$/)
      .transform(Number)
      .pipe(z.int()),
  ]),
  billable_type: z.enum([billableType, 'App\\User']).optional(),
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

const Another = z.object({ another: z.literal(true) });

function parsed<T>(schema: z.ZodType<T>, text: unknown): T | null {
  if (typeof text !== 'string') return null;
  try {
    return schema.safeParse(JSON.parse(text)).data ?? null;
  } catch {
    return null;
  }
}

/** The customer a passthrough names; null when it is absent or somebody else's (manual links, the simulator). */
export const readPassthrough = (text: unknown): number | null =>
  parsed(Passthrough, text)?.billable_id ?? null;

/** Whether whoever paid had said that they want one more of what they have. */
export const saysAnother = (text: unknown): boolean => parsed(Another, text) !== null;
