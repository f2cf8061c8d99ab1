/** What the twin sells: the products a seller would have set up in Paddle's dashboard. */
import { z } from 'zod';

export const TwinPlan = z.object({
  /** Paddle's id of the plan. */
  id: z.int().positive(),
  name: z.string().min(1),
  /** How often it is paid; a product that is paid once has none. */
  interval: z.enum(['month', 'year']).nullable().default(null),
  /** The (recurring) price of one unit before tax, in US cents. */
  usdCents: z.int().positive(),
  /** Sold by the quantity: then alerts of a change tell it. */
  perSeat: z.boolean(),
  /** Days before the first payment. */
  trialDays: z.int().min(0).default(0),
  /** Unpublished products are left out of the price API and cannot be bought. */
  published: z.boolean().default(true),
});
export type TwinPlan = z.input<typeof TwinPlan>;
export type Product = z.output<typeof TwinPlan>;
/** A product that is paid again and again. */
export type Plan = Product & { interval: 'month' | 'year' };

export const TwinCoupon = z.object({
  code: z.string().min(1),
  /** Taken off the first payment. */
  percent: z.int().min(1).max(100),
});
export type TwinCoupon = z.infer<typeof TwinCoupon>;

/** The seller's account at Paddle. */
export interface TwinVendor {
  id: number;
  authCode: string;
}

export interface Catalogue {
  /** Only published products are found: the others cannot be bought, and their subscriptions still renew. */
  product(id: number): Product | null;
  plans(): readonly Plan[];
  coupon(code: string): TwinCoupon | null;
}

export const isPlan = (product: Product | null): product is Plan =>
  product !== null && product.interval !== null;

export function readCatalogue(products: readonly TwinPlan[], coupons: readonly TwinCoupon[]): Catalogue {
  const published = z
    .array(TwinPlan)
    .parse(products)
    .filter((product) => product.published);
  return {
    product: (id) => published.find((product) => product.id === id) ?? null,
    plans: () => published.filter(isPlan),
    coupon: (code) => coupons.find((coupon) => coupon.code.toLowerCase() === code.toLowerCase()) ?? null,
  };
}
