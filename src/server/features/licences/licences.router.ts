/** A customer's licences and their keys. */
import { z } from 'zod';
import { limited } from '#server/platform/trpc/limited.ts';
import { customerProcedure, router } from '#server/platform/trpc/procedures.ts';
import { Product } from '#shared/catalogue/catalogue.ts';
import { LicenceView } from '#shared/licences/licences.ts';
import { revealKey } from './keys/reveal-key.ts';
import { listLicences } from './list-licences.ts';

export const licencesRouter = router({
  /** The customer's own, the newest first. */
  list: customerProcedure
    .input(z.object({ product: Product.optional() }))
    .output(z.array(LicenceView))
    .query(({ ctx: { deps, account }, input }) =>
      listLicences(deps, { userId: account.id, product: input.product }),
    ),

  /** The key in clear, one licence at a time: the list never carries it. */
  revealKey: customerProcedure
    .use(limited('keys'))
    .input(z.object({ licenceId: z.int().positive() }))
    .output(z.object({ key: z.string() }))
    .query(({ ctx: { deps, account }, input }) =>
      revealKey(deps, { licenceId: input.licenceId, userId: account.id }),
    ),
});
