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

/** What a pay link of ours carries. */
export function writePassthrough(customerId: number): string {
  return JSON.stringify({
    subscription_name: 'main',
    billable_id: customerId,
    billable_type: billableType,
  });
}

/** The customer a passthrough names; null when it is absent or somebody else's (manual links, the simulator). */
export function readPassthrough(text: unknown): number | null {
  if (typeof text !== 'string') return null;
  try {
    const parsed = Passthrough.safeParse(JSON.parse(text));
    return parsed.success ? parsed.data.billable_id : null;
  } catch {
    return null;
  }
}
