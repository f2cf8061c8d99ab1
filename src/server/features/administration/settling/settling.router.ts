/** Procedures for what an administrator decides about a customer: flags, claims and double payments. */
import { z } from 'zod';
import { administrationProcedure, viewProcedure } from '#server/features/administration/procedures.router.ts';
import { resolveFlag } from '#server/features/billing/decisions/resolve-flag.ts';
import { findDuplicateSubscriptionsOf } from '#server/features/billing/duplicate-subscriptions/find-duplicate-subscriptions.ts';
import { Done, done } from '#server/platform/trpc/done.ts';
import { router } from '#server/platform/trpc/procedures.ts';
import { CustomerChoice } from '#shared/administration/acts.ts';
import {
  ClaimChoice,
  ClaimPreview,
  DoublePaymentChoice,
  FlagChoice,
  OpenFlag,
} from '#shared/administration/settling.ts';
import { AppError } from '#shared/errors.ts';
import { listOpenFlags, openFlagOf } from './flags-of-customer.ts';
import { previewClaim, settleClaim } from './settle-claim.ts';
import { settleDoublePayment } from './settle-double-payment.ts';

export const settlingRouter = router({
  /** Lists the open flags about a customer's purchases, newest first, with what each decision would do. */
  flags: viewProcedure
    .input(CustomerChoice)
    .output(z.array(OpenFlag))
    .query(({ ctx, input }) => listOpenFlags(ctx.deps, input.customerId)),

  /** Marks a flag as looked into. Changes nothing else. */
  settleFlag: administrationProcedure('flag.settle')
    .input(FlagChoice)
    .output(Done)
    .mutation(({ ctx, input }) => {
      const { customerId, reference, reason } = input;
      const subject = { kind: 'flag', id: reference, userId: customerId } as const;
      const by = ctx.administrator.userId;
      return ctx.act({ subject, reason }, async (inside) => {
        const { kind } = await openFlagOf(inside, input);
        const resolved = await resolveFlag(inside, { reference, by, reason });
        if (resolved.status === 'refused')
          throw new AppError('changed_meanwhile', 'the flag has been settled');
        return { result: done, before: { kind, open: true }, after: { kind, open: false } };
      });
    }),

  /** Returns whether a purchase waits for its owner, and the licence that the owner would get. */
  previewClaim: viewProcedure
    .input(ClaimChoice.pick({ stream: true }))
    .output(ClaimPreview)
    .query(({ ctx, input }) => previewClaim(ctx.deps, input.stream)),

  /** Assigns a purchase that waits for its owner to the customer. */
  settleClaim: administrationProcedure('claim.settle')
    .input(ClaimChoice)
    .output(Done)
    .mutation(async ({ ctx, input }) => {
      const { customerId, stream } = input;
      const subject = { kind: 'claim', id: stream, userId: customerId, stream } as const;
      const by = ctx.administrator.userId;
      await ctx.actOnCustomer(input, (inside) => settleClaim(inside, { customerId, stream, by }), subject);
      // The customer may now pay twice for one product.
      await findDuplicateSubscriptionsOf(ctx.deps, [customerId]);
      return done;
    }),

  /** Settles two payments for one product. */
  settleDoublePayment: administrationProcedure('payments.settleDouble')
    .input(DoublePaymentChoice)
    .output(z.object({ isSettled: z.boolean() }))
    .mutation(({ ctx, input }) => {
      const { customerId, reference, reason } = input;
      const subject = { kind: 'flag', id: reference, userId: customerId } as const;
      return ctx.actByCall({ subject, reason }, () =>
        settleDoublePayment(ctx.deps, ctx.administrator, input),
      );
    }),
});
