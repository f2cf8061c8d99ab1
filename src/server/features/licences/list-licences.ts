/** Lists a customer's licences as their cards show them. */

import type { Deps } from '#server/deps.ts';
import type { Product } from '#shared/catalogue/catalogue.ts';
import { dayOf } from '#shared/dates.ts';
import { type KeyDifferences, type LicenceView, noOldKeys } from '#shared/licences/licences.ts';
import { keyDifferences } from './keys/key-differences.ts';
import { decryptKey, isUnreadable } from './keys/stored-key.ts';
import type { LicenceWithKey } from './licence.repository.ts';
import { toLicenceView } from './licence-view.ts';
import { noSubscription } from './subscription-of-licence.ts';

type ListDeps = Pick<
  Deps,
  | 'keyVault'
  | 'lastPings'
  | 'licenceCipher'
  | 'licenceKeys'
  | 'licences'
  | 'log'
  | 'now'
  | 'settings'
  | 'subscriptionsOfLicences'
>;

interface ListedCustomer {
  userId: number;
  /** The customer's address. Without it, keys aren't compared with their licences. */
  email?: string | undefined;
}

/** Returns the customer's licences, newest first, optionally for one product only. */
export async function listLicences(
  deps: ListDeps,
  { userId, email, product }: ListedCustomer & { product?: Product | undefined },
): Promise<LicenceView[]> {
  const licences = await deps.licences.listForUser(userId, product);
  const subscriptions = await deps.subscriptionsOfLicences.listByStreams(
    licences.map(({ stream }) => stream),
  );
  const now = deps.now();
  const today = dayOf(now);
  const ids = licences.map(({ id }) => id);
  const lastPings = await deps.lastPings.listByLicences(ids);
  const oldKeys = await deps.licenceKeys.listOld(ids, now);
  return licences.map((licence) => {
    const key = readableKey(deps, licence);
    return toLicenceView(
      { ...licence, ...(subscriptions.get(licence.stream) ?? noSubscription) },
      {
        ...{ today, rules: deps.settings, key },
        differences:
          email === undefined || key === null ? null : differencesIn(deps, key, { ...licence, email }),
        oldKeys: oldKeys.get(licence.id) ?? noOldKeys,
        lastPing: lastPings.get(licence.id),
      },
    );
  });
}

/** Returns null if no configured PRIVATE_KEY decrypts the key. */
function differencesIn(
  { licenceCipher }: Pick<Deps, 'licenceCipher'>,
  key: string,
  licence: Parameters<typeof keyDifferences>[1],
): KeyDifferences | null {
  const entries = licenceCipher.open(key);
  return entries && keyDifferences(entries, licence);
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
