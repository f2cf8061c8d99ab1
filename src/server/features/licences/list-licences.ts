/** A customer's licences as their cards show them. */

import type { Deps } from '#server/deps.ts';
import type { Product } from '#shared/catalogue/catalogue.ts';
import { dayOf } from '#shared/dates.ts';
import type { LicenceView } from '#shared/licences/licences.ts';
import { decryptKey, isUnreadable } from './keys/stored-key.ts';
import type { LicenceWithKey } from './licence.repository.ts';
import { toLicenceView } from './licence-view.ts';
import { noSubscription } from './subscription-of-licence.ts';

type ListDeps = Pick<Deps, 'keyVault' | 'licences' | 'log' | 'now' | 'settings' | 'subscriptionsOfLicences'>;

/** The newest first; of one product, or of all. */
export async function listLicences(
  deps: ListDeps,
  { userId, product }: { userId: number; product?: Product | undefined },
): Promise<LicenceView[]> {
  const licences = await deps.licences.listForUser(userId, product);
  const subscriptions = await deps.subscriptionsOfLicences.listByStreams(
    licences.map(({ stream }) => stream),
  );
  const today = dayOf(deps.now());
  return licences.map((licence) =>
    toLicenceView(
      { ...licence, ...(subscriptions.get(licence.stream) ?? noSubscription) },
      { today, rules: deps.settings, key: readableKey(deps, licence) },
    ),
  );
}

/** Licences already reported to this log, so that a page which is loaded again and again reports each once. */
const reportedUnreadable = new WeakMap<object, Set<number>>();
const maxReported = 10_000;

/** The key in clear. Null where the stored key cannot be decrypted: the licence is then listed without it. */
function readableKey(
  { keyVault, log }: Pick<Deps, 'keyVault' | 'log'>,
  { id, currentKey }: LicenceWithKey,
): string | null {
  if (currentKey === null) return null;
  try {
    return decryptKey(keyVault, id, currentKey);
  } catch (error) {
    if (!isUnreadable(error)) throw error;
    const reported = reportedUnreadable.get(log) ?? new Set();
    reportedUnreadable.set(log, reported);
    if (reported.has(id) || reported.size >= maxReported) return null;
    reported.add(id);
    log.error(
      { err: error, licenceId: id },
      'the key of a licence cannot be read; its licence is shown without it',
    );
    return null;
  }
}
