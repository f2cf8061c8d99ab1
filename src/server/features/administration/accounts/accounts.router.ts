/** Procedures for the acts of administrators on a customer's account. */
import {
  accountSubject,
  administrationProcedure,
} from '#server/features/administration/procedures.router.ts';
import { resendVerification } from '#server/features/identity/mails/resend-verification.ts';
import { resetTwoStepOf } from '#server/features/identity/two-step/reset-two-step.ts';
import { Done, done } from '#server/platform/trpc/done.ts';
import { router } from '#server/platform/trpc/procedures.ts';
import { ActOnCustomer } from '#shared/administration/acts.ts';
import { AppError } from '#shared/errors.ts';
import { eraseCustomer } from './erase-customer.ts';

export const accountsRouter = router({
  /** Sends the e-mail that confirms the address once more. Its link is made anew. */
  resendVerification: administrationProcedure('customer.resendVerification')
    .input(ActOnCustomer)
    .output(Done)
    .mutation(({ ctx, input }) =>
      ctx.actOnCustomer(input, async (inside) => ({
        result: null,
        after: await resendVerification(inside, input.customerId),
      })),
    ),

  /** Turns two-step verification off, for a customer who has proved who they are. The customer is told by e-mail. */
  disableTwoStep: administrationProcedure('customer.disableTwoStep')
    .input(ActOnCustomer)
    .output(Done)
    .mutation(({ ctx, input }) =>
      ctx.actOnCustomer(input, async (inside) => {
        const reset = await resetTwoStepOf(inside, input.customerId);
        if (!reset) throw new AppError('changed_meanwhile', 'two-step verification is not on');
        return { result: null, before: { twoStep: true }, after: { twoStep: false, ...reset } };
      }),
    ),

  /** Cancels the customer's subscriptions at Paddle, then erases the customer. */
  erase: administrationProcedure('customer.erase')
    .input(ActOnCustomer)
    .output(Done)
    .mutation(({ ctx, input: { customerId, reason } }) =>
      ctx
        .actByCall({ subject: accountSubject(customerId), reason }, () => eraseCustomer(ctx.deps, customerId))
        .then(() => done),
    ),
});
