/** Procedures for whether and where a customer is signed in. */
import {
  accountSubject,
  administrationProcedure,
} from '#server/features/administration/procedures.router.ts';
import { Done, done } from '#server/platform/trpc/done.ts';
import { router } from '#server/platform/trpc/procedures.ts';
import { ActOnCustomer } from '#shared/administration/acts.ts';
import { blockCustomer, signOutEverywhere, unblockCustomer } from './block-customer.ts';

export const signInRouter = router({
  block: administrationProcedure('customer.block')
    .input(ActOnCustomer)
    .output(Done)
    .mutation(async ({ ctx, input: { customerId, reason } }) => {
      const subject = accountSubject(customerId);
      await ctx.act({ subject, reason }, (inside) => blockCustomer(inside, customerId));
      return done;
    }),

  unblock: administrationProcedure('customer.unblock')
    .input(ActOnCustomer)
    .output(Done)
    .mutation(async ({ ctx, input: { customerId, reason } }) => {
      const subject = accountSubject(customerId);
      await ctx.act({ subject, reason }, (inside) => unblockCustomer(inside, customerId));
      return done;
    }),

  signOut: administrationProcedure('customer.signOut')
    .input(ActOnCustomer)
    .output(Done)
    .mutation(async ({ ctx, input: { customerId, reason } }) => {
      const subject = accountSubject(customerId);
      await ctx.act({ subject, reason }, (inside) => signOutEverywhere(inside, customerId));
      return done;
    }),
});
