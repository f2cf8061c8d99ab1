/** What a person may do with everything the portal knows about them. Taking it away is a file: personal-data.route. */
import { z } from 'zod';
import { AppError } from '#shared/errors.ts';
import { confirmedProcedure, router } from '../../platform/trpc/procedures.ts';
import { deleteAccount } from './delete-account.ts';

export const privacyRouter = router({
  /** For good. `email` is the account's own address, typed: nobody does this by a slip. */
  deleteAccount: confirmedProcedure
    .input(z.object({ email: z.string().trim().toLowerCase().max(254) }))
    .output(z.object({ deleted: z.literal(true) }))
    .mutation(async ({ ctx: { deps, account, caller }, input }) => {
      if (input.email !== account.email) throw new AppError('invalid_input', 'another address was typed');
      const outcome = await deleteAccount(deps, account);
      if (outcome.status !== 'deleted') {
        const { status, cause } = outcome;
        await deps.securityEvents.add({
          ...{ userId: account.id, kind: 'deletion_refused', detail: 'Paddle', at: new Date() },
          ...caller,
        });
        throw new AppError(status, 'a subscription cannot be cancelled, so the account stays', { cause });
      }
      return { deleted: true };
    }),
});
