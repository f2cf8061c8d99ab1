/** tRPC procedures for changes of a subscription. */
import { buyerCountry } from '#server/platform/trpc/buyer-country.ts';
import { limited } from '#server/platform/trpc/call-limits.ts';
import { customerProcedure, router } from '#server/platform/trpc/procedures.ts';
import {
  CardInput,
  CardOnFile,
  ChangeOptions,
  ChangeOptionsInput,
  ChangePreview,
  ChangeProgress,
  PreviewInput,
  RequestInput,
  StatusInput,
} from '#shared/billing/changes.ts';
import { cardOnFile } from './card-on-file.ts';
import { changeOptions } from './change-options.ts';
import { changeProgress } from './change-progress.ts';
import { keepRouter } from './keep/keep.router.ts';
import { previewChange } from './preview-change.ts';
import { requestChange } from './request-change.ts';

export const changesRouter = router({
  /** "Keep my licence", and coming back after the end. */
  keep: keepRouter,

  /** Returns what can be changed about the subscription of a licence, and why the rest can't. */
  options: customerProcedure
    .use(limited('prices'))
    .input(ChangeOptionsInput)
    .output(ChangeOptions)
    .query(({ ctx, input }) =>
      changeOptions(ctx.deps, {
        licenceId: input.licenceId,
        userId: ctx.account.id,
        country: buyerCountry(ctx),
      }),
    ),

  /** Returns the payment method that renewals are charged to. */
  card: customerProcedure
    .use(limited('cards'))
    .input(CardInput)
    .output(CardOnFile)
    .query(({ ctx: { deps, account }, input }) => cardOnFile(deps, { ...input, userId: account.id })),

  /** Returns what a change would do and cost. Changes nothing. */
  preview: customerProcedure
    .use(limited('changePreviews'))
    .input(PreviewInput)
    .output(ChangePreview)
    .query(({ ctx: { deps, account, requestCountry }, input }) =>
      previewChange(deps, { userId: account.id, country: account.country ?? requestCountry }, input),
    ),

  /** Carries out a change, at most once for each request ID. */
  request: customerProcedure
    .use(limited('changeRequests'))
    .input(RequestInput)
    .output(ChangeProgress)
    .mutation(({ ctx: { deps, account, session, requestCountry }, input }) =>
      requestChange(
        deps,
        {
          userId: account.id,
          country: account.country ?? requestCountry,
          reauthenticatedAt: session.reauthenticatedAt,
        },
        input,
      ),
    ),

  /** Returns what became of a change. */
  status: customerProcedure
    .input(StatusInput)
    .output(ChangeProgress)
    .query(({ ctx: { deps, account }, input }) =>
      changeProgress(deps, { changeId: input.changeId, userId: account.id }),
    ),
});
