/** Looks up licences by key. */
import type { Deps } from '#server/deps.ts';
import type { Licence } from '#server/features/licences/licence.repository.ts';
import { hashesOfKey } from './stored-key.ts';

/**
 * Finds the licences for several keys with one query. The keys' keyed hashes under every configured APP_KEY are
 * compared. Unknown keys are missing from the result.
 */
export async function findLicencesByKey(
  deps: Pick<Deps, 'licences' | 'keyVault'>,
  keys: readonly string[],
): Promise<Map<string, { licence: Licence; keyRetiredAt: Date | null }>> {
  const keyByHash = new Map(
    keys
      .flatMap((key) => hashesOfKey(deps.keyVault, key).map((hash) => [hash, key] as const))
      .map(([hash, key]) => [hash.toString('latin1'), { hash, key }]),
  );
  const rows = await deps.licences.findByKeyHashes([...keyByHash.values()].map(({ hash }) => hash));
  return new Map(
    rows.flatMap(({ keyHash, ...found }) => {
      const key = keyByHash.get(keyHash.toString('latin1'))?.key;
      return key === undefined ? [] : [[key, found] as const];
    }),
  );
}
