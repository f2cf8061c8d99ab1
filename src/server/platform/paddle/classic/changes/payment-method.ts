/** Reads `payment_information`, the payment method that a subscription's renewals are charged to. */
import { z } from 'zod';
import type { PaymentMethod } from '#server/platform/paddle/port.ts';

/** The last month in which the card is valid, such as `08/2031`. */
const Expiry = z
  .string()
  .regex(/^(?:0[1-9]|1[0-2])\/20\d{2}$/)
  .transform((text) => ({ month: Number(text.slice(0, 2)), year: Number(text.slice(3)) }));

/** Maps Paddle's unusual names of card types to the usual names. */
const usualNames: ReadonlyMap<string, string> = new Map([
  ['master', 'mastercard'],
  ['amex', 'american_express'],
]);

const Brand = z
  .string()
  .regex(/^[\w -]{1,40}$/)
  .transform((text) => text.toLowerCase().replaceAll(/[ -]/g, '_'))
  .transform((name) => usualNames.get(name) ?? name)
  .catch('unknown');

const Card = z
  .object({
    payment_method: z.literal('card'),
    card_type: Brand,
    last_four_digits: z
      .union([z.string(), z.number().transform((digits) => String(digits).padStart(4, '0'))])
      .pipe(z.string().regex(/^\d{4}$/)),
    expiry_date: Expiry.nullable().catch(null),
  })
  .transform(
    (card): PaymentMethod => ({
      kind: 'card',
      brand: card.card_type,
      lastFour: card.last_four_digits,
      expires: card.expiry_date,
    }),
  );

const Paypal = z
  .object({ payment_method: z.literal('paypal') })
  .transform((): PaymentMethod => ({ kind: 'paypal' }));

const Row = z.object({ payment_information: z.union([Card, Paypal]) });

/** Returns the payment method in a row of `subscription/users`. Returns null if there is none or it can't be read. */
export const paymentMethodIn = (row: unknown): PaymentMethod | null =>
  Row.safeParse(row).data?.payment_information ?? null;
