/** Moving an account to another e-mail address. */
import { z } from 'zod';
import { confirmedProcedure, customerProcedure, router } from '#server/platform/trpc/procedures.ts';
import { EmailChangeConfirmed, EmailChangeRequested, NewEmail, PendingEmail } from '#shared/accounts.ts';
import { confirmEmailChange } from './confirm-email-change.ts';
import { requestEmailChange } from './request-email-change.ts';

export const emailRouter = router({
  /** The address that waits for its link to be opened. */
  pending: customerProcedure.output(PendingEmail.nullable()).query(async ({ ctx }) => {
    const change = await ctx.deps.emailChanges.latestOf(ctx.account.id);
    const isOpen = change !== null && change.confirmedAt === null && change.expiresAt > new Date();
    return isOpen ? { email: change.newEmail, expiresAt: change.expiresAt } : null;
  }),

  requestChange: confirmedProcedure
    .input(NewEmail)
    .output(EmailChangeRequested)
    .mutation(({ ctx: { deps, account, caller }, input }) =>
      requestEmailChange(deps, { account, email: input.email, caller }),
    ),

  confirmChange: customerProcedure
    .input(z.object({ token: z.string().min(1).max(200) }))
    .output(EmailChangeConfirmed)
    .mutation(async ({ ctx: { deps, account, caller }, input }) => {
      const outcome = await confirmEmailChange(deps, { account, token: input.token, caller });
      if (outcome.status === 'changed') await deps.addressProven({ id: account.id, email: outcome.email });
      return { status: outcome.status };
    }),
});
