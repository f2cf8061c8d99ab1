/** tRPC procedures for the public catalogue, which require no sign-in. */
import { z } from 'zod';
import { buyerCountry } from '#server/platform/trpc/buyer-country.ts';
import { limited } from '#server/platform/trpc/call-limits.ts';
import { publicProcedure, router } from '#server/platform/trpc/procedures.ts';
import { OfferList, Product, PublicConfig } from '#shared/catalogue/catalogue.ts';
import { offerPlans } from './offer-plans.ts';
import { publicConfig } from './public-config.ts';

export const catalogueRouter = router({
  /** Returns the plans of a product with prices for the visitor's country. */
  offers: publicProcedure
    .use(limited('prices'))
    .input(z.object({ product: Product }))
    .output(OfferList)
    .query(({ ctx, input }) => offerPlans(ctx.deps, { product: input.product, country: buyerCountry(ctx) })),

  publicConfig: publicProcedure.output(PublicConfig).query(({ ctx: { deps } }) => publicConfig(deps)),
});
