/** Lists a customer's licences as their cards show them. */

import type { Deps } from '#server/deps.ts';
import type { Product } from '#shared/catalogue/catalogue.ts';
import { dayOf } from '#shared/dates.ts';
import type { LicenceView } from '#shared/licences/licences.ts';
import { decryptKey, isUnreadable } from './keys/stored-key.ts';
import type { LicenceWithKey } from './licence.repository.ts';
import { toLicenceView } from './licence-view.ts';
import { noSubscription } from './subscription-of-licence.ts';

type ListDeps = Pick<
  Deps,
  'keyVault' | 'lastPings' | 'licences' | 'log' | 'now' | 'settings' | 'subscriptionsOfLicences'
>;

/** Returns the customer's licences, newest first, optionally for one product only. */
export async function listLicences(
  deps: ListDeps,
  { userId, product }: { userId: number; product?: Product | undefined },
): Promise<LicenceView[]> {
  const licences = await deps.licences.listForUser(userId, product);
  const subscriptions = await deps.subscriptionsOfLicences.listByStreams(
    licences.map(({ stream }) => stream),
  );
  const lastPings = await deps.lastPings.listByLicences(licences.map(({ id }) => id));
  const today = dayOf(deps.now());
  return licences.map((licence) =>
    toLicenceView(
      { ...licence, ...(subscriptions.get(licence.stream) ?? noSubscription) },
      { today, rules: deps.settings, key: readableKey(deps, licence), lastPing: lastPings.get(licence.id) },
    ),
  );
}

/**
 * IDs of the licences whose key was already reported as unreadable, for each logger. A page that is reloaded again and
 * again therefore logs the error only once.
 */
const reportedUnreadable = new WeakMap<object, Set<number>>();
const maxReported = 10_000;

/**
 * Returns the key in plain text. Returns null if the licence has no key or the key can't be decrypted, so that one
 * damaged key doesn't prevent the whole list from being shown.
 */
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
