/** tRPC procedures for continuing an ended subscription. */
import { buyerCountry } from '#server/platform/trpc/buyer-country.ts';
import { limited } from '#server/platform/trpc/call-limits.ts';
import { customerProcedure, router } from '#server/platform/trpc/procedures.ts';
import { KeepInput, KeepOffer, StartedKeep, StartKeep } from '#shared/billing/keep.ts';
import { offerKeep } from './offer-keep.ts';
import { startKeep } from './start-keep.ts';

export const keepRouter = router({
  /** Returns whether the subscription of a licence can be continued, and what it costs from when on. */
  preview: customerProcedure
    .use(limited('prices'))
    .input(KeepInput)
    .output(KeepOffer)
    .query(({ ctx, input }) =>
      offerKeep(ctx.deps, { ...input, userId: ctx.account.id, country: buyerCountry(ctx) }),
    ),

  /** Returns the Paddle URL where the customer continues the subscription. */
  start: customerProcedure
    .use(limited('payLinks'))
    .input(StartKeep)
    .output(StartedKeep)
    .mutation(({ ctx, input }) =>
      startKeep(ctx.deps, { account: ctx.account, wish: input, country: buyerCountry(ctx) }),
    ),
});
