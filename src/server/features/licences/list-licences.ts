/** A customer's licences as their cards show them. */

import type { Deps } from '#server/deps.ts';
import type { Product } from '#shared/catalogue/catalogue.ts';
import { dayOf } from '#shared/dates.ts';
import type { LicenceView } from '#shared/licences/licences.ts';
import { decryptKey, isUnreadable } from './keys/stored-key.ts';
import type { LicenceCardData } from './licence.repository.ts';
import { toLicenceView } from './licence-view.ts';

type ListDeps = Pick<Deps, 'flags' | 'keyVault' | 'licences' | 'log' | 'now' | 'settings'>;

/** The newest first; of one product, or of all. */
export async function listLicences(
  deps: ListDeps,
  { userId, product }: { userId: number; product?: Product | undefined },
): Promise<LicenceView[]> {
  const licences = await deps.licences.listForUser(userId, product);
  const flags = await deps.flags.listByStreams(licences.map(({ stream }) => stream));
  const second = new Set(
    flags.flatMap(({ kind, resolvedAt, stream }) =>
      kind === 'second_licence' && resolvedAt === null ? [stream] : [],
    ),
  );
  const today = dayOf(deps.now());
  return licences.map((licence) =>
    toLicenceView(licence, {
      today,
      rules: deps.settings,
      key: readableKey(deps, licence),
      isSecond: second.has(licence.stream),
    }),
  );
}

/** What has been said in this log, so that a page which is read again and again says it once. */
const saidUnreadable = new WeakMap<object, Set<number>>();
const maxReported = 10_000;

/** The key in clear; null where the row cannot be read: its licence is shown all the same, and so are all others. */
function readableKey(
  { keyVault, log }: Pick<Deps, 'keyVault' | 'log'>,
  { id, currentKey }: LicenceCardData,
): string | null {
  if (currentKey === null) return null;
  try {
    return decryptKey(keyVault, id, currentKey);
  } catch (error) {
    if (!isUnreadable(error)) throw error;
    const said = saidUnreadable.get(log) ?? new Set();
    saidUnreadable.set(log, said);
    if (!said.has(id) && said.size < maxReported)
      log.error(
        { err: error, licenceId: id },
        'the key of a licence cannot be read; its licence is shown without it',
      );
    said.add(id);
    return null;
  }
}
