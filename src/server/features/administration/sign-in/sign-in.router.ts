/** Procedures for whether and where a customer is signed in. */
import { administrationProcedure } from '#server/features/administration/procedures.router.ts';
import { Done } from '#server/platform/trpc/done.ts';
import { router } from '#server/platform/trpc/procedures.ts';
import { ActOnCustomer } from '#shared/administration/acts.ts';
import { blockCustomer, signOutEverywhere, unblockCustomer } from './block-customer.ts';

export const signInRouter = router({
  block: administrationProcedure('customer.block')
    .input(ActOnCustomer)
    .output(Done)
    .mutation(({ ctx, input }) =>
      ctx.actOnCustomer(input, (inside) => blockCustomer(inside, input.customerId)),
    ),

  unblock: administrationProcedure('customer.unblock')
    .input(ActOnCustomer)
    .output(Done)
    .mutation(({ ctx, input }) =>
      ctx.actOnCustomer(input, (inside) => unblockCustomer(inside, input.customerId)),
    ),

  signOut: administrationProcedure('customer.signOut')
    .input(ActOnCustomer)
    .output(Done)
    .mutation(({ ctx, input }) =>
      ctx.actOnCustomer(input, (inside) => signOutEverywhere(inside, input.customerId)),
    ),
});
