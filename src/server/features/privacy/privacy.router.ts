/**
 * tRPC procedures with which customers control their own data. The download isn't one of them, because it is a file;
 * personal-data.route serves it.
 */
import { z } from 'zod';
import { limited } from '#server/platform/trpc/call-limits.ts';
import { recentlyAuthenticatedProcedure, router } from '#server/platform/trpc/procedures.ts';
import { AppError } from '#shared/errors.ts';
import { comparableAddress } from '#shared/identity/email-address.ts';
import { AccountDeletion } from '#shared/privacy/account-deletion.ts';
import { deleteAccount, recordRefusal } from './deletion/delete-account.ts';

export const privacyRouter = router({
  /**
   * Deletes the account permanently. `email` must be the account's own address. The customer types it, which prevents
   * accidental deletion.
   */
  deleteAccount: recentlyAuthenticatedProcedure
    .use(limited('deletion'))
    .input(z.object({ email: z.string().max(1_000).transform(comparableAddress) }))
    .output(AccountDeletion)
    .mutation(async ({ ctx: { deps, account, caller, requestId }, input }) => {
      if (input.email !== account.email) {
        const issues = [{ path: 'email', message: 'This is not the e-mail address of the account.' }];
        throw new AppError('invalid_input', 'the address entered is not the one of the account', { issues });
      }
      const outcome = await deleteAccount(deps, account);
      if (outcome.status === 'deleted') return { status: 'deleted' };
      const { status: why, cause, cancelled } = outcome;
      if (!(await recordRefusal(deps, { userId: account.id, caller }))) return { status: 'deleted' };
      deps.log.warn(
        { err: cause, why, requestId },
        'a subscription cannot be cancelled, so the account stays',
      );
      return { status: 'kept', why, cancelled };
    }),
});
