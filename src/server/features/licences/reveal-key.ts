/** Gives a customer the key of a licence of theirs. */
import { AppError } from '#shared/errors.ts';
import type { Deps } from '../../deps.ts';
import { unlockKey } from './stored-key.ts';

/** The current key in clear. Somebody else's licence looks exactly like none: `not_found`. */
export async function revealKey(
  deps: Pick<Deps, 'licences' | 'licenceKeys' | 'keyVault'>,
  { licenceId, userId }: { licenceId: number; userId: number },
): Promise<{ key: string }> {
  const licence = await deps.licences.findByIdForUser(licenceId, userId);
  const stored = licence && (await deps.licenceKeys.findCurrent(licence.id));
  if (!stored) throw new AppError('not_found', `no licence ${licenceId} of customer ${userId}`);
  return { key: unlockKey(deps.keyVault, licenceId, stored) };
}
