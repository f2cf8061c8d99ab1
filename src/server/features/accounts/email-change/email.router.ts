/** Procedures for an account's e-mail address: changing it, and what to do if its mail server refuses e-mails. */
import { z } from 'zod';
import { limited } from '#server/platform/trpc/call-limits.ts';
import { Done, done } from '#server/platform/trpc/done.ts';
import {
  customerProcedure,
  recentlyAuthenticatedProcedure,
  router,
} from '#server/platform/trpc/procedures.ts';
import {
  EmailChangeConfirmed,
  EmailChangeRequested,
  EmailRefusal,
  NewEmail,
  PendingEmail,
} from '#shared/accounts/accounts.ts';
import { confirmEmailChange } from './confirm-email-change.ts';
import { changeOfLink, openEmailChange } from './open-email-change.ts';
import { requestEmailChange, sendEmailLinkAgain } from './request-email-change.ts';
import { stopEmailChange } from './stop-email-change.ts';

/** The query parameter of the link that is sent to the new address. */
const EmailLink = z.object({ token: z.string().min(1).max(200) });

export const emailRouter = router({
  /** Returns the address that waits for confirmation; null if there is none. */
  pending: customerProcedure.output(PendingEmail.nullable()).query(async ({ ctx }) => {
    const change = await openEmailChange(ctx.deps, ctx.account.id);
    return change && { email: change.newEmail, expiresAt: change.expiresAt };
  }),

  /** Returns the pending change if this link was made for it; null otherwise. The link stays valid. */
  ofLink: customerProcedure
    .input(EmailLink)
    .output(PendingEmail.nullable())
    .query(async ({ ctx: { deps, account }, input }) => {
      const change = await changeOfLink(deps, { userId: account.id, token: input.token });
      return change && { email: change.newEmail, expiresAt: change.expiresAt };
    }),

  /** Returns since when the mail server of the address has refused e-mails to it; null if the address works. */
  refusal: customerProcedure.output(EmailRefusal.nullable()).query(async ({ ctx: { deps, account } }) => {
    const since = await deps.accounts.emailRefusedSince(account.id);
    return since && { since };
  }),

  /**
   * Sends e-mails to the address again, because the customer says that it works. If the mail server refuses the next
   * one, the address counts as refused again.
   */
  tryAgain: customerProcedure
    .use(limited('mails'))
    .output(Done)
    .mutation(({ ctx: { deps, account } }) =>
      deps.accounts.setEmailRefused(account.email, null).then(() => done),
    ),

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

  /** Cancels the pending change. This requires no re-authentication, because it only keeps the current address. */
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
