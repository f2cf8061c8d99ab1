/** A customer's licences as their cards show them. */
import type { Product } from '#shared/catalogue.ts';
import { dayOf } from '#shared/dates.ts';
import type { LicenceView } from '#shared/licences.ts';
import type { Deps } from '../../deps.ts';
import { toLicenceView } from './licence-view.ts';

type ListDeps = Pick<Deps, 'flags' | 'keyVault' | 'licences' | 'now' | 'settings'>;

/** The newest first; of one product, or of all. */
export async function listLicences(
  deps: ListDeps,
  { userId, product }: { userId: number; product?: Product | undefined },
): Promise<LicenceView[]> {
  const licences = await deps.licences.listForUser(userId, product);
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
}
