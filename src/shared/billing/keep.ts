/**
 * Schemas for continuing an ended subscription: "Keep my licence" while days are still paid for, and coming back after
 * they are over. A new subscription is bought, and the same licence and key move to it.
 */
import { z } from 'zod';
import { CountryCode, Frequency, Product, Seats } from '#shared/catalogue/catalogue.ts';
import { CalendarDate } from '#shared/dates.ts';
import { Money } from '#shared/money.ts';
import { ErrorName } from './error-name.ts';
import { RandomId } from './random-id.ts';

export const KeepInput = z.object({
  licenceId: z.int().positive(),
  /**
   * Another plan of the same product, or another number of seats. Ignored while days are paid for, because plan and
   * seats stay the same until they are over.
   */
  planId: z.int().positive().optional(),
  quantity: Seats.optional(),
});
export type KeepInput = z.input<typeof KeepInput>;

/**
 * When the new subscription is charged for the first time. `later`: on the last day already paid for, and nothing
 * today. `today`: when the customer pays, because no day is paid for, or because Paddle doesn't sell a start without a
 * charge.
 */
export const KeepPayment = z.enum(['later', 'today']);
export type KeepPayment = z.infer<typeof KeepPayment>;

/** What continuing the subscription means, to be shown before the customer confirms. */
export const KeepPreview = z.object({
  licenceId: z.int(),
  product: Product,
  planId: z.int(),
  planName: z.string(),
  frequency: Frequency,
  quantity: z.int(),
  payment: KeepPayment,
  /** The country whose prices these are. */
  country: CountryCode,
  /** Charged today, tax included. Exactly 0 for `later`. */
  today: Money,
  /** The payment after that: the first one for `later`, the first renewal for `today`. */
  next: z.object({ amount: Money, on: CalendarDate }),
  /**
   * `paddle`: the amounts are Paddle's prices in the customer's country. `plan`: they are the prices stored with the
   * plan, because Paddle's aren't available, so pages say "about".
   */
  priceSource: z.enum(['paddle', 'plan']),
  /** Last day already paid for, if that is today or later; otherwise null. */
  paidThrough: CalendarDate.nullable(),
  /** Number of days after today that are already paid for and are charged again. Above 0 only for `today`. */
  daysPaidTwice: z.int().min(0),
  /** Whether the plan and the number of seats can be chosen. */
  canChoosePlan: z.boolean(),
  /** Whether the plan is another one than before, because that one is no longer sold. */
  replacesPlan: z.boolean(),
  /** Last day on which the link can be paid, in UTC. It is always today. */
  linkExpiresOn: CalendarDate,
});
export type KeepPreview = z.infer<typeof KeepPreview>;

export const KeepOffer = z.discriminatedUnion('status', [
  z.object({ status: z.literal('possible'), preview: KeepPreview }),
  /** The subscription can't be continued; `why` has a sentence of its own. */
  z.object({ status: z.literal('impossible'), why: ErrorName }),
]);
export type KeepOffer = z.infer<typeof KeepOffer>;

export const StartKeep = KeepInput.extend({
  /** Made by the dialog for each confirmation. */
  requestId: RandomId,
  /** `payment` and `today` of the preview that the customer confirmed. */
  shown: z.object({ payment: KeepPayment, today: Money }),
});
export type StartKeep = z.input<typeof StartKeep>;

/**
 * `link`: the address of Paddle's checkout. What becomes of the change is reported by `billing.changes.status`.
 * `terms_changed`: there is no link, because the amounts differ from those shown. The customer has to confirm the new
 * preview.
 */
export const StartedKeep = z.discriminatedUnion('status', [
  z.object({ status: z.literal('link'), changeId: z.string(), url: z.url(), expiresOn: CalendarDate }),
  z.object({ status: z.literal('terms_changed'), preview: KeepPreview }),
]);
export type StartedKeep = z.infer<typeof StartedKeep>;
