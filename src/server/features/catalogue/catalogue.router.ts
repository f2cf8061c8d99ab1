/** tRPC procedures for the public catalogue, which require no sign-in. */
import { z } from 'zod';
import { legalTextIn } from '#server/platform/brand/brand.ts';
import { buyerCountry } from '#server/platform/trpc/buyer-country.ts';
import { limited } from '#server/platform/trpc/call-limits.ts';
import { publicProcedure, router } from '#server/platform/trpc/procedures.ts';
import { Locale } from '#shared/accounts/accounts.ts';
import { OfferList, Product } from '#shared/catalogue/catalogue.ts';
import { LegalPage, LegalText } from '#shared/legal-pages.ts';
import { PublicConfig } from '#shared/public-config.ts';
import { offerPlans } from './offer-plans.ts';
import { publicConfig } from './public-config.ts';

export const catalogueRouter = router({
  /** Returns the plans of a product with prices for the visitor's country. */
  offers: publicProcedure
    .use(limited('prices'))
    .input(z.object({ product: Product }))
    .output(OfferList)
    .query(({ ctx, input }) => offerPlans(ctx.deps, { product: input.product, country: buyerCountry(ctx) })),

  /** Returns the operator's text of a legal page; null if the portal's own text applies. */
  legalText: publicProcedure
    .input(z.object({ page: LegalPage, locale: Locale }))
    .output(LegalText.nullable())
    .query(({ ctx, input }) => legalTextIn(ctx.deps.settings.brand, input)),

  publicConfig: publicProcedure.output(PublicConfig).query(({ ctx: { deps } }) => publicConfig(deps)),
});
