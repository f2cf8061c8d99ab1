/** What comes of the wish to delete an account. */
import { z } from 'zod';
import { Product } from '#shared/catalogue/catalogue.ts';
import { CalendarDate } from '#shared/dates.ts';

/** A licence whose subscription was ended at Paddle: it works until its last paid day. */
export const CancelledLicence = z.object({
  id: z.int(),
  product: Product,
  quantity: z.int(),
  worksThrough: CalendarDate,
});
export type CancelledLicence = z.infer<typeof CancelledLicence>;

/** `kept`: Paddle did not end every subscription. Those that it had ended by then stay ended. */
export const AccountDeletion = z.discriminatedUnion('status', [
  z.object({ status: z.literal('deleted') }),
  z.object({
    status: z.literal('kept'),
    /** `paddle_busy`: it takes a payment at this moment. */
    why: z.enum(['paddle_unavailable', 'paddle_busy']),
    cancelled: z.array(CancelledLicence),
  }),
]);
export type AccountDeletion = z.infer<typeof AccountDeletion>;
