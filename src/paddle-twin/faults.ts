/** What can be made to go wrong. */
import { z } from 'zod';

export const Faults = z.object({
  /** Alerts are made and wait; none is sent. */
  hold: z.boolean(),
  /** The vendor and price APIs answer 503. */
  down: z.boolean(),
  /** Every alert arrives twice; `new_id`: the second time under another alert_id. */
  duplicate: z.enum(['no', 'same_id', 'new_id']),
  /** In which order alerts that wait together are sent. */
  order: z.enum(['as_happened', 'payment_first', 'reversed']),
});
export type Faults = z.infer<typeof Faults>;

export const noFaults: Faults = { hold: false, down: false, duplicate: 'no', order: 'as_happened' };
