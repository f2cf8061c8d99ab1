/** Defines the outcome of an account deletion. */
import { z } from 'zod';
import { Product } from '#shared/catalogue/catalogue.ts';
import { CalendarDate } from '#shared/dates.ts';

/** A licence whose subscription was cancelled at Paddle. It works through its last paid day. */
export const CancelledLicence = z.object({
  id: z.int(),
  product: Product,
  quantity: z.int(),
  worksThrough: CalendarDate,
});
export type CancelledLicence = z.infer<typeof CancelledLicence>;

/**
 * The outcome of an account deletion. `kept`: the account wasn't deleted, because Paddle didn't end all of its
 * subscriptions. Those that were ended stay ended.
 */
export const AccountDeletion = z.discriminatedUnion('status', [
  z.object({ status: z.literal('deleted') }),
  z.object({
    status: z.literal('kept'),
    /** `paddle_busy`: Paddle is processing a payment right now. */
    why: z.enum(['paddle_unavailable', 'paddle_busy']),
    cancelled: z.array(CancelledLicence),
  }),
]);
export type AccountDeletion = z.infer<typeof AccountDeletion>;
