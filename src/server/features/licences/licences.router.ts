/** A customer's licences and their keys. */
import { z } from 'zod';
import { Product } from '#shared/catalogue.ts';
import { dayOf } from '#shared/dates.ts';
import { LicenceView } from '#shared/licences.ts';
import { customerProcedure, router } from '../../platform/trpc/procedures.ts';
import { toLicenceView } from './licence-view.ts';
import { revealKey } from './reveal-key.ts';

export const licencesRouter = router({
  /** The customer's own, the newest first. */
  list: customerProcedure
    .input(z.object({ product: Product.optional() }))
    .output(z.array(LicenceView))
    .query(async ({ ctx: { deps, account }, input }) => {
      const licences = await deps.licences.listForUser(account.id, input.product);
      const flags = await deps.flags.listBySubjects(licences.map(({ subject }) => subject));
      const second = new Set(
        flags.flatMap(({ kind, resolvedAt, subject }) =>
          kind === 'second_licence' && resolvedAt === null ? [subject] : [],
        ),
      );
      const today = dayOf(deps.now());
      return licences.map((licence) =>
        toLicenceView(licence, {
          today,
          rules: deps.settings,
          vault: deps.keyVault,
          isSecond: second.has(licence.subject),
        }),
      );
    }),

  /** The key in clear, one licence at a time: the list never carries it. */
  revealKey: customerProcedure
    .input(z.object({ licenceId: z.int().positive() }))
    .output(z.object({ key: z.string() }))
    .query(({ ctx: { deps, account }, input }) =>
      revealKey(deps, { licenceId: input.licenceId, userId: account.id }),
    ),
});
