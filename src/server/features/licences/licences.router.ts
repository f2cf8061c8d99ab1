/** tRPC procedures for a customer's licences and keys. */
import { z } from 'zod';
import { limited } from '#server/platform/trpc/call-limits.ts';
import { customerProcedure, router } from '#server/platform/trpc/procedures.ts';
import { Product } from '#shared/catalogue/catalogue.ts';
import { LicenceView } from '#shared/licences/licences.ts';
import { revealKey } from './keys/reveal-key.ts';
import { listLicences } from './list-licences.ts';

export const licencesRouter = router({
  /** Lists the customer's licences, newest first. Of each key, only a hint is included. */
  list: customerProcedure
    .input(z.object({ product: Product.optional() }))
    .output(z.array(LicenceView))
    .query(({ ctx: { deps, account }, input }) =>
      listLicences(deps, { userId: account.id, email: account.email, product: input.product }),
    ),

  /**
   * Returns one key in plain text. The list doesn't contain the keys, so each must be revealed separately, which is
   * rate-limited.
   */
  revealKey: customerProcedure
    .use(limited('keys'))
    .input(z.object({ licenceId: z.int().positive() }))
    .output(z.object({ key: z.string() }))
    .query(({ ctx: { deps, account }, input }) =>
      revealKey(deps, { licenceId: input.licenceId, userId: account.id }),
    ),
});
