/** tRPC procedures with which customers get another key for a licence. `licences.revealKey` returns the key itself. */
import { limited } from '#server/platform/trpc/call-limits.ts';
import { Done, done } from '#server/platform/trpc/done.ts';
import {
  customerProcedure,
  recentlyAuthenticatedProcedure,
  router,
} from '#server/platform/trpc/procedures.ts';
import { KeyReplacement, OfLicence, ReplaceKey } from '#shared/billing/keys.ts';
import { previewReplacement, replaceKey } from './replace-key.ts';
import { updateOwnKey } from './update-key.ts';

export const keysRouter = router({
  /** Returns what replacing a leaked key would do. Changes nothing. */
  preview: customerProcedure
    .use(limited('keys'))
    .input(OfLicence)
    .output(KeyReplacement)
    .query(({ ctx: { deps, account }, input }) =>
      previewReplacement(deps, { licenceId: input.licenceId, userId: account.id }),
    ),

  /** Replaces a leaked key. The old one stops at the time that the customer was shown, or at once. */
  replace: recentlyAuthenticatedProcedure
    .use(limited('keys'))
    .input(ReplaceKey)
    .output(Done)
    .mutation(({ ctx: { deps, account }, input }) => replaceKey(deps, account.id, input).then(() => done)),

  /** Issues a key with the present data of the licence. The old one keeps working. */
  update: customerProcedure
    .use(limited('keys'))
    .input(OfLicence)
    .output(Done)
    .mutation(({ ctx: { deps, account }, input }) =>
      updateOwnKey(deps, { userId: account.id, email: account.email, ...input }).then(() => done),
    ),
});
