/** What the twin sells: the products a seller would have set up in Paddle's dashboard. */
import { z } from 'zod';

export const TwinPlan = z.object({
  /** Paddle's id of the plan. */
  id: z.int().positive(),
  name: z.string().min(1),
  interval: z.enum(['month', 'year']),
  /** The recurring price of one unit before tax, in US cents. */
  usdCents: z.int().positive(),
  /** Sold by the quantity: then alerts of a change tell it. */
  perSeat: z.boolean(),
  /** Days before the first payment. */
  trialDays: z.int().min(0).default(0),
  /** Unpublished products are left out of the price API and cannot be bought. */
  published: z.boolean().default(true),
});
export type TwinPlan = z.input<typeof TwinPlan>;
export type Plan = z.output<typeof TwinPlan>;

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
  /** Only published plans are found: the others cannot be bought, and their subscriptions still renew. */
  plan(id: number): Plan | null;
  coupon(code: string): TwinCoupon | null;
}

export function readCatalogue(plans: readonly TwinPlan[], coupons: readonly TwinCoupon[]): Catalogue {
  const published = z
    .array(TwinPlan)
    .parse(plans)
    .filter((plan) => plan.published);
  return {
    plan: (id) => published.find((plan) => plan.id === id) ?? null,
    coupon: (code) => coupons.find((coupon) => coupon.code.toLowerCase() === code.toLowerCase()) ?? null,
  };
}
