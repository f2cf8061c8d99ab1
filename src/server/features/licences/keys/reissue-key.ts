/** Gives a licence another key: for one that leaked. */
import type { Deps } from '#server/deps.ts';
import { createKey } from '#server/features/licences/issue-licence.ts';
import type { Licence } from '#server/features/licences/licence.repository.ts';
import { encryptKey } from './stored-key.ts';

export interface ReissueKey {
  licence: Licence;
  /** Who buys now; null when nobody knows. */
  purchaserEmail: string | null;
  /** Until then the keys there were work as well: now or earlier ends them at once. */
  oldKeysUntil: Date;
}

/**
 * The new current key, in clear; its entries are as of now. No earlier key works longer than `oldKeysUntil`, not
 * even one that a reissue before had given more time. Runs inside the caller's transaction.
 */
export async function reissueKey(
  deps: Pick<Deps, 'licenceKeys' | 'licenceCipher' | 'keyVault' | 'now' | 'settings'>,
  { licence, purchaserEmail, oldKeysUntil }: ReissueKey,
): Promise<string> {
  const { id } = licence;
  const key = createKey(deps, { ...licence, purchaserEmail });
  await deps.licenceKeys.retireAll(id, oldKeysUntil);
  await deps.licenceKeys.insertCurrent({
    licenceId: id,
    ...encryptKey(deps.keyVault, id, key),
    validFrom: deps.now(),
  });
  return key;
}
