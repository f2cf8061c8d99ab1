/** A customer's tokens for the REST API of their own data. */
import { z } from 'zod';
import { limited } from '#server/platform/trpc/limited.ts';
import { confirmedProcedure, customerProcedure, router } from '#server/platform/trpc/procedures.ts';
import { AppError } from '#shared/errors.ts';
import {
  CreatedPersonalToken,
  NewPersonalToken,
  PersonalTokenEdit,
  PersonalTokenView,
} from '#shared/accounts/api-tokens.ts';
import { createPersonalToken, deletePersonalToken, editPersonalToken } from './change-api-tokens.ts';

const noSuchToken = () => new AppError('not_found', 'the customer has no such token');

export const tokensRouter = router({
  /** The newest first; never the tokens themselves. */
  list: customerProcedure
    .output(z.array(PersonalTokenView))
    .query(({ ctx }) => ctx.deps.personalTokens.listForUser(ctx.account.id)),

  /** The one time a token is told. */
  create: confirmedProcedure
    .use(limited('tokens'))
    .input(NewPersonalToken)
    .output(CreatedPersonalToken)
    .mutation(async ({ ctx: { deps, account, caller }, input }) => {
      const created = await createPersonalToken(deps, { userId: account.id, caller }, input);
      if (created.status === 'too_many') throw new AppError('too_many_tokens', 'every place is taken');
      return created;
    }),

  edit: confirmedProcedure
    .input(PersonalTokenEdit)
    .output(PersonalTokenView)
    .mutation(async ({ ctx: { deps, account, caller }, input }) => {
      const edited = await editPersonalToken(deps, { userId: account.id, caller }, input);
      if (!edited) throw noSuchToken();
      return edited;
    }),

  delete: confirmedProcedure
    .input(z.object({ id: z.int().positive() }))
    .output(z.object({ deleted: z.literal(true) }))
    .mutation(async ({ ctx: { deps, account, caller }, input }) => {
      if (!(await deletePersonalToken(deps, { userId: account.id, caller }, input.id))) throw noSuchToken();
      return { deleted: true };
    }),
});
