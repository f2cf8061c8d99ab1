/** Reveals a licence key to its owner. */

import type { Deps } from '#server/deps.ts';
import { AppError } from '#shared/errors.ts';
import { decryptKey, isUnreadable } from './stored-key.ts';

/**
 * Returns the current key in plain text. Throws `not_found` both if the licence doesn't exist and if it belongs to
 * another customer, so that IDs can't be probed. Throws `key_unreadable` if the row was altered or the APP_KEY that
 * encrypted the key is no longer configured.
 */
export async function revealKey(
  deps: Pick<Deps, 'licences' | 'licenceKeys' | 'keyVault'>,
  { licenceId, userId }: { licenceId: number; userId: number },
): Promise<{ key: string }> {
  const licence = await deps.licences.findByIdForUser(licenceId, userId);
  const stored = licence && (await deps.licenceKeys.findCurrent(licence.id));
  if (!stored) throw new AppError('not_found', `customer ${userId} has no licence ${licenceId}`);
  try {
    return { key: decryptKey(deps.keyVault, licenceId, stored) };
  } catch (cause) {
    if (!isUnreadable(cause)) throw cause;
    throw new AppError('key_unreadable', `the key of licence ${licenceId} cannot be read`, { cause });
  }
}
