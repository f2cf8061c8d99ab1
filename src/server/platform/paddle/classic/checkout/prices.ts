/** Schema of Paddle's price list. */
import { z } from 'zod';
import { Amount } from '#server/platform/paddle/classic/vendor-rows.ts';
import type { PlanPrice } from '#server/platform/paddle/port.ts';
import { CurrencyCode, parseDecimal } from '#shared/money.ts';

/**
 * A price with the plan's interval in months. The interval is null for one-off products, and for plans billed by the
 * day or week.
 */
export interface ListedPrice extends PlanPrice {
  months: number | null;
}

const Price = z.object({ gross: Amount, tax: Amount });

const Recurring = z.object({
  price: Price,
  interval: z.string().nullish().catch(null),
  frequency: z.coerce.number().int().positive().catch(1),
});

const monthsPer: ReadonlyMap<string, number> = new Map([
  ['month', 1],
  ['year', 12],
]);

const PricedProduct = z
  .object({
    product_id: z.coerce.number().int(),
    currency: CurrencyCode,
    price: Price,
    subscription: Recurring.optional(),
  })
  .transform((product, context): ListedPrice => {
    const { subscription } = product;
    const { price } = subscription ?? product;
    const gross = parseDecimal(price.gross, product.currency);
    const tax = parseDecimal(price.tax, product.currency);
    const months = monthsPer.get(subscription?.interval ?? '');
    if (gross && tax) {
      const interval = subscription && months ? months * subscription.frequency : null;
      return { planId: product.product_id, gross, tax, months: interval };
    }
    context.addIssue({ code: 'custom', message: 'a price is not an amount' });
    return z.NEVER;
  });

export const PriceAnswer = z.object({ products: z.array(PricedProduct) });
