/** The procedure behind the link that stops a correction of an address by an administrator. */
import { limited } from '#server/platform/trpc/call-limits.ts';
import { publicProcedure, router } from '#server/platform/trpc/procedures.ts';
import { CorrectionLink, CorrectionStopped } from '#shared/accounts/email-correction.ts';
import { stopCorrection } from './stop-correction.ts';

export const emailCorrectionRouter = router({
  /** For everyone, because the owner of the old address may have no way into the account by then. */
  stop: publicProcedure
    .use(limited('mailedLinks'))
    .input(CorrectionLink)
    .output(CorrectionStopped)
    .mutation(({ ctx: { deps, caller }, input }) => stopCorrection(deps, { token: input.token, caller })),
});
