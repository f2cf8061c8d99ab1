/** Gives a customer a key with the present data of the licence. The old key keeps working. */
import type { Deps } from '#server/deps.ts';
import { recordDecision } from '#server/features/billing/decisions/run-licence-action.ts';
import { keyDifferences } from '#server/features/licences/keys/key-differences.ts';
import type { StoredKey } from '#server/features/licences/keys/licence-key.repository.ts';
import { updateKey } from '#server/features/licences/keys/reissue-key.ts';
import { decryptKey, isUnreadable } from '#server/features/licences/keys/stored-key.ts';
import type { KeyEntries } from '#server/platform/crypto/licence-cipher.ts';
import { AppError } from '#shared/errors.ts';
import { holdRefusal } from './own-licence.ts';

/** Returns null if no configured PRIVATE_KEY decrypts the key. */
function contentsOf(
  { keyVault, licenceCipher }: Pick<Deps, 'keyVault' | 'licenceCipher'>,
  licenceId: number,
  stored: StoredKey,
): KeyEntries | null {
  try {
    return licenceCipher.open(decryptKey(keyVault, licenceId, stored));
  } catch (cause) {
    if (!isUnreadable(cause)) throw cause;
    throw new AppError('key_unreadable', `the key of licence ${licenceId} cannot be read`, { cause });
  }
}

/**
 * Issues a key with the present frequency, seats and address, unless the current key has them already, for example
 * because the same request arrived twice. Throws the reason if the licence gets no other key.
 */
export async function updateOwnKey(
  deps: Pick<Deps, 'transaction'>,
  { userId, email, licenceId }: { userId: number; email: string; licenceId: number },
): Promise<void> {
  await deps.transaction(async (bound) => {
    const licence = await bound.licences.findByIdForUser(licenceId, userId);
    const refusal = licence && (await holdRefusal(bound, licence));
    if (refusal) throw new AppError(refusal, `licence ${licenceId} gets no updated key`);
    const stored = licence && (await bound.licenceKeys.findCurrent(licence.id));
    if (!licence || !stored) throw new AppError('not_found', `licence ${licenceId} has no key`);
    const entries = contentsOf(bound, licenceId, stored);
    if (!entries || !keyDifferences(entries, { ...licence, email })) return;
    const event = { type: 'licence_key_updated', by: userId } as const;
    const { stream } = licence;
    await recordDecision(bound, { stream, source: 'customer', event });
    const updated = await bound.licences.findById(licenceId);
    if (!updated) throw new Error(`licence ${licenceId} disappeared while its key was being updated`);
    await updateKey(bound, { licence: updated, purchaserEmail: email, keyId: stored.id });
  });
}
