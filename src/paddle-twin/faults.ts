/** What can be made to go wrong. */
import { z } from 'zod';

export const Faults = z.object({
  /** Alerts are made and wait; none is sent. */
  hold: z.boolean(),
  /** The vendor and price APIs answer 503. */
  down: z.boolean(),
  /** The vendor and price APIs take so many milliseconds longer, in real time. */
  slowMs: z.int().min(0).max(600_000),
  /** The next calls of the vendor API answer 429. */
  rateLimited: z.int().min(0).max(1_000_000),
  /** The next calls of the vendor API fail with these codes, one each, as HTTP 200 with `success: false`. */
  errors: z.array(z.int().min(100).max(150)),
  /** Every alert arrives twice; `new_id`: the second time under another alert_id. */
  duplicate: z.enum(['no', 'same_id', 'new_id']),
  /** In which order alerts that wait together are sent. */
  order: z.enum(['as_happened', 'payment_first', 'reversed', 'shuffled']),
  /** Every alert leaves late, by a random time up to so many days of the twin's clock. */
  delayDays: z.number().min(0).max(90),
  /** The share of alerts that never arrive, though Paddle's history says they did: 0 to 1. */
  lose: z.number().min(0).max(1),
  /** Beside every alert another of the same name, filled as Paddle's simulator fills them. */
  nonsense: z.boolean(),
});
export type Faults = z.infer<typeof Faults>;

export const noFaults: Faults = {
  hold: false,
  down: false,
  slowMs: 0,
  rateLimited: 0,
  errors: [],
  duplicate: 'no',
  order: 'as_happened',
  delayDays: 0,
  lose: 0,
  nonsense: false,
};
