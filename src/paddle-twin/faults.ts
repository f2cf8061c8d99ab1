/** Faults that the twin can simulate, all off by default. */
import { z } from 'zod';

const Calls = z.record(z.string().regex(/^[a-z_]+(?:\/[a-z_]+)*$/), z.int().min(0).max(1_000_000));

export const Faults = z.object({
  /** Whether alerts are created but not sent. */
  hold: z.boolean(),
  /** Whether the vendor and price APIs respond with 503. */
  down: z.boolean(),
  /** Milliseconds of real time by which the vendor and price APIs are delayed. */
  slowMs: z.int().min(0).max(600_000),
  /** How many of the next vendor API calls get a 429. */
  rateLimited: z.int().min(0).max(1_000_000),
  /** Error codes for the next vendor API calls, one each, returned as HTTP 200 with `success: false`. */
  errors: z.array(z.int().min(100).max(150)),
  /** Whether every alert arrives twice, and whether the second one has the same alert_id or a new one. */
  duplicate: z.enum(['no', 'same_id', 'new_id']),
  /** The order in which alerts that are due together are sent. */
  order: z.enum(['as_happened', 'payment_first', 'reversed', 'shuffled']),
  /** Maximum random delay of each alert, in days of the twin's clock. */
  delayDays: z.number().min(0).max(90),
  /** Fraction of alerts, 0 to 1, that never arrive although Paddle's history says they did. */
  lose: z.number().min(0).max(1),
  /**
   * Whether every alert is accompanied by a second one of the same name, whose fields contain nonsense like those of
   * Paddle's simulator.
   */
  nonsense: z.boolean(),
  /** How `subscription/preview_update` responds: with an amount, error 120, an HTML page, or JSON of another shape. */
  preview: z.enum(['answers', 'error_120', 'html', 'other_shape']),
  /** Whether changes and cancellations are refused with 146, as happens while Paddle processes an invoice. */
  invoiceInProgress: z.boolean(),
  /** Whether a pay link with a trial may set an initial price of 0. If not, the error code with which it is refused. */
  zeroInitialPrice: z.enum(['accepted', 'refused_118', 'refused_150']),
  /** For each path (without a leading slash), how many of its next calls are carried out without a response. */
  actThenSilence: Calls,
  /** For each path (without a leading slash), how many of its next calls get no response and aren't carried out. */
  silence: Calls,
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
  preview: 'answers',
  invoiceInProgress: false,
  zeroInitialPrice: 'accepted',
  actThenSilence: {},
  silence: {},
};
