/** Procedures with which customers choose which e-mails they receive. */
import { customerProcedure, router } from '#server/platform/trpc/procedures.ts';
import { MailChoice, MailChoices } from '#shared/accounts/mail-choices.ts';

export const mailChoicesRouter = router({
  list: customerProcedure
    .output(MailChoices)
    .query(({ ctx }) => ctx.deps.mailChoices.listForUser(ctx.account.id)),

  /** Turns one kind of e-mail on or off. Returns all choices. */
  set: customerProcedure
    .input(MailChoice)
    .output(MailChoices)
    .mutation(async ({ ctx, input }) => {
      await ctx.deps.mailChoices.set(ctx.account.id, input);
      return ctx.deps.mailChoices.listForUser(ctx.account.id);
    }),
});
