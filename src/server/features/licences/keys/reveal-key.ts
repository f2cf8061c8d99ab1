/** Reveals the key of a customer's own licence. */

import type { Deps } from '#server/deps.ts';
import { AppError } from '#shared/errors.ts';
import { decryptKey, isUnreadable } from './stored-key.ts';

/**
 * The current key in clear. Somebody else's licence looks exactly like none: `not_found`. `key_unreadable` where the row
 * was altered, or its APP_KEY is gone.
 */
export async function revealKey(
  deps: Pick<Deps, 'licences' | 'licenceKeys' | 'keyVault'>,
  { licenceId, userId }: { licenceId: number; userId: number },
): Promise<{ key: string }> {
  const licence = await deps.licences.findByIdForUser(licenceId, userId);
  const stored = licence && (await deps.licenceKeys.findCurrent(licence.id));
  if (!stored) throw new AppError('not_found', `no licence ${licenceId} of customer ${userId}`);
  try {
    return { key: decryptKey(deps.keyVault, licenceId, stored) };
  } catch (cause) {
    if (!isUnreadable(cause)) throw cause;
    throw new AppError('key_unreadable', `the key of licence ${licenceId} cannot be read`, { cause });
  }
}
