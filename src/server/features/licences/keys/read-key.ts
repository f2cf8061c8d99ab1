/** Reads a licence key for support. Shows the key's contents and what the portal knows about it. */

import type { Deps } from '#server/deps.ts';
import type { Licence } from '#server/features/licences/licence.repository.ts';
import { checkLicence, type LicenceCheck } from '#server/features/licences/licence-validity.ts';
import type { KeyEntries } from '#server/platform/crypto/licence-cipher.ts';
import { dayOf } from '#shared/dates.ts';
import { findLicencesByKey } from './find-licence-by-key.ts';
import { presentedKey } from './presented-key.ts';

export interface KeyReading {
  /** The decrypted contents; null if no configured PRIVATE_KEY decrypts it. */
  contents: KeyEntries | null;
  /**
   * What the portal knows about the key; null if the key isn't stored here. `isReplaced` is true once a newer key has
   * replaced it and the overlap, if any, is over.
   */
  known: { licence: Licence; keyRetiredAt: Date | null; isReplaced: boolean; check: LicenceCheck } | null;
}

/** Reads a key that a customer has pasted. Accepts every form that the ping accepts. */
export async function readKey(
  deps: Pick<Deps, 'licences' | 'licenceCipher' | 'keyVault' | 'now' | 'settings'>,
  text: string,
): Promise<KeyReading> {
  const key = presentedKey(text);
  if (key === null) return { contents: null, known: null };
  const found = (await findLicencesByKey(deps, [key])).get(key);
  const now = deps.now();
  return {
    contents: deps.licenceCipher.open(key),
    known: found
      ? {
          ...found,
          isReplaced: found.keyRetiredAt !== null && found.keyRetiredAt <= now,
          check: checkLicence(found.licence, dayOf(now), deps.settings),
        }
      : null,
  };
}
