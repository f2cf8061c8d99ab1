/** Procedures for customers' tokens for the REST API. */
import { z } from 'zod';
import { limited } from '#server/platform/trpc/call-limits.ts';
import {
  customerProcedure,
  recentlyAuthenticatedProcedure,
  router,
} from '#server/platform/trpc/procedures.ts';
import { ApiTokenEdit, ApiTokenView, CreatedApiToken, NewApiToken } from '#shared/accounts/api-tokens.ts';
import { AppError } from '#shared/errors.ts';
import { createApiToken, deleteApiToken, editApiToken } from './change-api-tokens.ts';

const noSuchToken = () => new AppError('not_found', 'the customer has no such token');

export const apiTokensRouter = router({
  /** Lists the tokens, newest first, without their secrets. */
  list: customerProcedure
    .output(z.array(ApiTokenView))
    .query(({ ctx }) => ctx.deps.apiTokens.listForUser(ctx.account.id)),

  /** Creates a token. This is the only response that contains it. */
  create: recentlyAuthenticatedProcedure
    .use(limited('tokens'))
    .input(NewApiToken)
    .output(CreatedApiToken)
    .mutation(async ({ ctx: { deps, account, caller }, input }) => {
      const created = await createApiToken(deps, { userId: account.id, caller }, input);
      if (created.status === 'too_many')
        throw new AppError('too_many_tokens', 'the customer has the maximum number of tokens');
      return created;
    }),

  edit: recentlyAuthenticatedProcedure
    .input(ApiTokenEdit)
    .output(ApiTokenView)
    .mutation(async ({ ctx: { deps, account, caller }, input }) => {
      const edited = await editApiToken(deps, { userId: account.id, caller }, input);
      if (!edited) throw noSuchToken();
      return edited;
    }),

  delete: recentlyAuthenticatedProcedure
    .input(z.object({ id: z.int().positive() }))
    .output(z.object({ deleted: z.literal(true) }))
    .mutation(async ({ ctx: { deps, account, caller }, input }) => {
      if (!(await deleteApiToken(deps, { userId: account.id, caller }, input.id))) throw noSuchToken();
      return { deleted: true };
    }),
});
