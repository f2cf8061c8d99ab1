/** The products that the twin sells, as a seller would configure them in Paddle's dashboard. */
import { z } from 'zod';

export const TwinPlan = z.object({
  /** The product's ID at Paddle. */
  id: z.int().positive(),
  name: z.string().min(1),
  /** Billing interval; null for one-off products. */
  interval: z.enum(['month', 'year']).nullable().default(null),
  /** Price of one unit in US cents, before tax. For plans, the price per interval. */
  usdCents: z.int().positive(),
  /** Whether the product is sold by quantity. If so, update alerts include the quantity. */
  perSeat: z.boolean(),
  /** Length of the trial in days. The first payment follows it. */
  trialDays: z.int().min(0).default(0),
  /** Unpublished products are missing from the price API and can't be bought. */
  published: z.boolean().default(true),
});
export type TwinPlan = z.input<typeof TwinPlan>;
export type Product = z.output<typeof TwinPlan>;
/** A product with recurring payments. */
export type Plan = Product & { interval: 'month' | 'year' };

export const TwinCoupon = z.object({
  code: z.string().min(1),
  /** Percentage deducted from the first payment. */
  percent: z.int().min(1).max(100),
  /** Whether the percentage is also deducted from renewals, until the plan or the quantity is changed. */
  recurring: z.boolean().default(false),
});
export type TwinCoupon = z.input<typeof TwinCoupon>;
export type Coupon = z.output<typeof TwinCoupon>;

/** The seller's account at Paddle. */
export interface TwinVendor {
  id: number;
  authCode: string;
}

export interface Catalogue {
  /**
   * Returns published products only, because unpublished ones can't be bought. Existing subscriptions to unpublished
   * products still renew.
   */
  product(id: number): Product | null;
  plans(): readonly Plan[];
  coupon(code: string): Coupon | null;
}

export const isPlan = (product: Product | null): product is Plan =>
  product !== null && product.interval !== null;

export function readCatalogue(products: readonly TwinPlan[], coupons: readonly TwinCoupon[]): Catalogue {
  const published = z
    .array(TwinPlan)
    .parse(products)
    .filter((product) => product.published);
  const known = z.array(TwinCoupon).parse(coupons);
  return {
    product: (id) => published.find((product) => product.id === id) ?? null,
    plans: () => published.filter(isPlan),
    coupon: (code) => known.find((coupon) => coupon.code.toLowerCase() === code.toLowerCase()) ?? null,
  };
}
