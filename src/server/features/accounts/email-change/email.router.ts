/** Moving an account to another e-mail address. */
import { z } from 'zod';
import { limited } from '#server/platform/trpc/limited.ts';
import {
  customerProcedure,
  recentlyAuthenticatedProcedure,
  router,
} from '#server/platform/trpc/procedures.ts';
import {
  EmailChangeConfirmed,
  EmailChangeRequested,
  NewEmail,
  PendingEmail,
} from '#shared/accounts/accounts.ts';
import { confirmEmailChange } from './confirm-email-change.ts';
import { changeOfLink, openEmailChange } from './open-email-change.ts';
import { requestEmailChange, sendEmailLinkAgain } from './request-email-change.ts';
import { stopEmailChange } from './stop-email-change.ts';

/** What stands in the link that was sent to the new address. */
const EmailLink = z.object({ token: z.string().min(1).max(200) });

export const emailRouter = router({
  /** The address that waits for its link to be opened. */
  pending: customerProcedure.output(PendingEmail.nullable()).query(async ({ ctx }) => {
    const change = await openEmailChange(ctx.deps, ctx.account.id);
    return change && { email: change.newEmail, expiresAt: change.expiresAt };
  }),

  /** The same, where this link confirms it; null for any other link. Nothing is used up. */
  ofLink: customerProcedure
    .input(EmailLink)
    .output(PendingEmail.nullable())
    .query(async ({ ctx: { deps, account }, input }) => {
      const change = await changeOfLink(deps, { userId: account.id, token: input.token });
      return change && { email: change.newEmail, expiresAt: change.expiresAt };
    }),

  requestChange: recentlyAuthenticatedProcedure
    .use(limited('mails'))
    .input(NewEmail)
    .output(EmailChangeRequested)
    .mutation(({ ctx: { deps, account, caller }, input }) =>
      requestEmailChange(deps, { account, email: input.email, caller }),
    ),

  sendAgain: recentlyAuthenticatedProcedure
    .use(limited('mails'))
    .output(z.object({ status: z.enum(['sent', 'none']) }))
    .mutation(({ ctx: { deps, account, caller } }) => sendEmailLinkAgain(deps, { account, caller })),

  /** Asks for no confirmation: it only keeps what is. */
  stopChange: customerProcedure
    .output(z.object({ stopped: z.boolean() }))
    .mutation(async ({ ctx: { deps, account, caller } }) => ({
      stopped: await stopEmailChange(deps, { account, caller }),
    })),

  confirmChange: customerProcedure
    .input(EmailLink)
    .output(EmailChangeConfirmed)
    .mutation(async ({ ctx: { deps, account, caller }, input }) => {
      const outcome = await confirmEmailChange(deps, { account, token: input.token, caller });
      if (outcome.status === 'changed') await deps.emailVerified({ id: account.id, email: outcome.email });
      return { status: outcome.status };
    }),
});
