/** Gives a licence another key: instead of its present ones, for example after a leak, or beside them. */
import type { Deps } from '#server/deps.ts';
import { createKey } from '#server/features/licences/issue-licence.ts';
import type { Licence } from '#server/features/licences/licence.repository.ts';
import { AppError } from '#shared/errors.ts';
import { encryptKey } from './stored-key.ts';

type KeyDeps = Pick<Deps, 'licenceKeys' | 'licenceCipher' | 'keyVault' | 'now' | 'settings'>;

export interface UpdateKey {
  licence: Licence;
  /** The current customer's address, written into the new key; null if unknown. */
  purchaserEmail: string | null;
  /** ID of the current key. */
  keyId: number;
}

export interface ReissueKey extends Omit<UpdateKey, 'keyId'> {
  /**
   * ID of the key to replace, as the customer saw it. Null if an operator replaces the current key, whichever it is.
   */
  keyId: number | null;
  /** Existing keys keep working until this time; now or earlier retires them immediately. */
  oldKeysUntil: Date;
}

/** Creates a current key and returns it in plain text. The licence must have none. */
async function addCurrent(
  deps: KeyDeps,
  { licence, purchaserEmail }: Pick<UpdateKey, 'licence' | 'purchaserEmail'>,
): Promise<string> {
  const { id } = licence;
  const key = createKey(deps, { ...licence, purchaserEmail });
  await deps.licenceKeys.insertCurrent({
    licenceId: id,
    ...encryptKey(deps.keyVault, id, key),
    validFrom: deps.now(),
  });
  return key;
}

/** Of several concurrent callers, only one gets past this. The others throw `key_replaced`. */
async function supersede({ licenceKeys }: KeyDeps, { id }: Licence, keyId: number): Promise<void> {
  if (!(await licenceKeys.supersede(id, keyId)))
    throw new AppError('key_replaced', `key ${keyId} is no longer the current key of licence ${id}`);
}

/**
 * Creates a new current key in the caller's transaction and returns it in plain text. The older keys stop working at
 * `oldKeysUntil`. Keys that were replaced before keep the time that was promised for them, unless an operator sets an
 * earlier one. Throws `key_replaced` if `keyId` is no longer the current key.
 */
export async function reissueKey(
  deps: KeyDeps,
  { licence, purchaserEmail, keyId, oldKeysUntil }: ReissueKey,
): Promise<string> {
  if (keyId === null) await deps.licenceKeys.retireAll(licence.id, oldKeysUntil);
  else {
    await supersede(deps, licence, keyId);
    await deps.licenceKeys.retireEndless(licence.id, oldKeysUntil);
  }
  return addCurrent(deps, { licence, purchaserEmail });
}

/**
 * Creates a new current key with the licence's present data, in the caller's transaction. The older keys keep working
 * as before. Throws `key_replaced` if `keyId` is no longer the current key.
 */
export async function updateKey(deps: KeyDeps, { licence, purchaserEmail, keyId }: UpdateKey): Promise<void> {
  await supersede(deps, licence, keyId);
  await addCurrent(deps, { licence, purchaserEmail });
}
