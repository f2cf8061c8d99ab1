/** Procedures for the acts of administrators on a customer's account. */

import { correctEmail } from '#server/features/accounts/email-correction/correct-email.ts';
import { correctionOf } from '#server/features/accounts/email-correction/correction-hold.ts';
import {
  accountSubject,
  administrationProcedure,
} from '#server/features/administration/procedures.router.ts';
import { isMailedEnough } from '#server/features/identity/mails/enqueue-sign-in-mail.ts';
import { resendVerification } from '#server/features/identity/mails/resend-verification.ts';
import { resetTwoStepOf } from '#server/features/identity/two-step/reset-two-step.ts';
import { Done, done } from '#server/platform/trpc/done.ts';
import { router } from '#server/platform/trpc/procedures.ts';
import { CorrectedEmail, MailToResend } from '#shared/administration/account-acts.ts';
import { ActOnCustomer } from '#shared/administration/acts.ts';
import { AppError } from '#shared/errors.ts';
import { eraseCustomer } from './erase-customer.ts';
import { resendMail } from './resend-mail.ts';

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

  /** Sends an e-mail to the customer once more, if it still makes sense. */
  resendMail: administrationProcedure('customer.resendMail')
    .input(MailToResend)
    .output(Done)
    .mutation(({ ctx, input }) => {
      const { customerId, mailId } = input;
      const subject = { kind: 'mail', id: mailId, userId: customerId } as const;
      return ctx.actOnCustomer(
        input,
        (inside) => resendMail(inside, input, { isMailedEnough, resendVerification }),
        subject,
      );
    }),

  /** Replaces the address, which has to be confirmed again. The old one is told and can stop that for 24 hours. */
  correctEmail: administrationProcedure('customer.correctEmail')
    .input(CorrectedEmail)
    .output(Done)
    .mutation(({ ctx, input }) =>
      ctx.actOnCustomer(input, async (inside) => {
        const { before, after } = await correctEmail(inside, input);
        return { result: null, before: { email: before }, after: { email: after } };
      }),
    ),

  /** Turns two-step verification off, for a customer who has proved who they are. The customer is told by e-mail. */
  disableTwoStep: administrationProcedure('customer.disableTwoStep')
    .input(ActOnCustomer)
    .output(Done)
    .mutation(({ ctx, input }) =>
      ctx.actOnCustomer(input, async (inside) => {
        if ((await correctionOf(inside, input.customerId))?.isHeld)
          throw new AppError('email_corrected', 'the old address can still stop the correction');
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
