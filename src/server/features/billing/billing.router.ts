/** tRPC procedures for checkout and receipts. */
import { z } from 'zod';
import { limited } from '#server/platform/trpc/call-limits.ts';
import { Done, done } from '#server/platform/trpc/done.ts';
import { customerProcedure, router } from '#server/platform/trpc/procedures.ts';
import { ReceiptFilter, ReceiptPage, StartCheckout } from '#shared/billing/billing.ts';
import { LicenceHistory } from '#shared/billing/history.ts';
import { OfLicence } from '#shared/billing/keys.ts';
import { changesRouter } from './changes/changes.router.ts';
import { startCheckout } from './checkout/start-checkout.ts';
import { wantBoth } from './duplicate-subscriptions/want-both.ts';
import { ownHistory } from './history/licence-history.ts';
import { keysRouter } from './keys/keys.router.ts';
import { listReceipts } from './receipts/list-receipts.ts';

export const billingRouter = router({
  changes: changesRouter,
  keys: keysRouter,

  /** Returns a one-time Paddle URL where the customer can pay for the plan. */
  startCheckout: customerProcedure
    .use(limited('payLinks'))
    .input(StartCheckout)
    .output(z.object({ url: z.url() }))
    .mutation(({ ctx, input }) => startCheckout(ctx.deps, { account: ctx.account, order: input })),

  /** Stores that the customer wants both of two licences for one product. `licenceId` is the later one. */
  wantBoth: customerProcedure
    .use(limited('keys'))
    .input(OfLicence)
    .output(Done)
    .mutation(({ ctx: { deps, account }, input }) =>
      wantBoth(deps, { licenceId: input.licenceId, userId: account.id }).then(() => done),
    ),

  /** Returns what happened to a licence, why, and what happens next. */
  history: customerProcedure
    .use(limited('histories'))
    .input(z.object({ licenceId: z.int().positive() }))
    .output(LicenceHistory)
    .query(({ ctx: { deps, account }, input }) =>
      ownHistory(deps, { licenceId: input.licenceId, userId: account.id }),
    ),

  /** Returns a page of the customer's receipts, newest first. */
  receipts: customerProcedure
    .input(ReceiptFilter)
    .output(ReceiptPage)
    .query(({ ctx, input }) => listReceipts(ctx.deps, ctx.account.id, input)),
});
