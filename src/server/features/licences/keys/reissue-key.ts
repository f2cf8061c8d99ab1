/** Replaces a licence's key, for example after a leak. */
import type { Deps } from '#server/deps.ts';
import { createKey } from '#server/features/licences/issue-licence.ts';
import type { Licence } from '#server/features/licences/licence.repository.ts';
import { encryptKey } from './stored-key.ts';

export interface ReissueKey {
  licence: Licence;
  /** The current customer's address, written into the new key; null if unknown. */
  purchaserEmail: string | null;
  /** Existing keys keep working until this time; now or earlier retires them immediately. */
  oldKeysUntil: Date;
}

/**
 * Creates a new current key in the caller's transaction and returns it in plain text. All older keys stop working at
 * `oldKeysUntil` at the latest, even if an earlier reissue set a later time.
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
