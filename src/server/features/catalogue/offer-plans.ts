/**
 * Finds the prices of a product's plans in a country. Uses Paddle's prices, or the prices stored with the plans if
 * Paddle can't be reached.
 */

import type { Deps } from '#server/deps.ts';
import { logFailure } from '#server/platform/observability/failure-log.ts';
import { PaddleRefusal, PaddleUnavailable } from '#server/platform/paddle/errors.ts';
import type { OfferList, Product } from '#shared/catalogue/catalogue.ts';

/**
 * Returns one offer per plan that is sold. Leaves out plans for which Paddle returns no price, because they are
 * unpublished there and can't be bought. Doesn't throw if Paddle fails: `priceSource` is then `plan`.
 */
export async function offerPlans(
  deps: Pick<Deps, 'plans' | 'prices' | 'log'>,
  { product, country }: { product: Product; country: string },
): Promise<OfferList> {
  const plans = await deps.plans.listOnSale(product);
  if (plans.length === 0) return { country, priceSource: 'plan', offers: [] };
  try {
    const prices = await deps.prices.prices({ planIds: plans.map((plan) => plan.paddlePlanId), country });
    const byPlan = new Map(prices.map((price) => [price.planId, price]));
    const offers = plans.flatMap((plan) => {
      const price = byPlan.get(plan.paddlePlanId);
      return price ? [{ plan, unitPrice: price.gross, unitTax: price.tax }] : [];
    });
    return { country, priceSource: 'paddle', offers };
  } catch (error) {
    if (!(error instanceof PaddleUnavailable || error instanceof PaddleRefusal)) throw error;
    logFailure(deps.log, error, { level: 'warn', country }, 'prices could not be fetched from Paddle');
    return {
      country,
      priceSource: 'plan',
      offers: plans.map((plan) => ({ plan, unitPrice: plan.price, unitTax: null })),
    };
  }
}
