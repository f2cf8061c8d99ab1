/** Procedures for e-mails: which were sent, which addresses refuse them, and what they look like. */
import { administrationProcedure, viewProcedure } from '#server/features/administration/procedures.router.ts';
import { limited } from '#server/platform/trpc/call-limits.ts';
import { Done } from '#server/platform/trpc/done.ts';
import { router } from '#server/platform/trpc/procedures.ts';
import { MailPreview, PreviewQuestion } from '#shared/accounts/mail-previews.ts';
import { ActOnCustomer } from '#shared/administration/acts.ts';
import {
  AddressQuestion,
  MailPage,
  MailQuestion,
  MailsToAddress,
  RefusingPage,
  RefusingQuestion,
} from '#shared/administration/mails.ts';
import { findByAddress } from './find-by-address.ts';
import { liftSuppression } from './lift-suppression.ts';
import { listMails, listRefusing } from './list-mails.ts';
import { previewMail } from './preview-mail.ts';

export const mailsRouter = router({
  /** Returns a page of the selected e-mails, newest first. */
  list: viewProcedure
    .input(MailQuestion)
    .output(MailPage)
    .query(({ ctx, input }) => listMails(ctx.deps, input)),

  /**
   * Finds e-mails by an address that may have no account. A mutation, so that it is a POST: what is typed stands in no
   * address and in no log line.
   */
  findByAddress: viewProcedure
    .use(limited('customerSearch'))
    .input(AddressQuestion)
    .output(MailsToAddress)
    .mutation(({ ctx, input }) => findByAddress(ctx.deps, input.address)),

  /** Returns a page of the accounts whose addresses mail servers have refused, the latest refusal first. */
  refusing: viewProcedure
    .input(RefusingQuestion)
    .output(RefusingPage)
    .query(({ ctx, input }) => listRefusing(ctx.deps, input)),

  /** Sends e-mails to a customer's address again, until it is refused once more. */
  liftSuppression: administrationProcedure('mail.liftSuppression')
    .input(ActOnCustomer)
    .output(Done)
    .mutation(({ ctx, input }) =>
      ctx.actOnCustomer(input, (inside) => liftSuppression(inside, input.customerId)),
    ),

  /** Returns what an e-mail says, with a customer's data or a sample. Its links lead nowhere. */
  preview: viewProcedure
    .input(PreviewQuestion)
    .output(MailPreview)
    .query(async ({ ctx, input }) => {
      const { html: _, ...preview } = await previewMail(ctx.deps, input);
      return preview;
    }),
});
