/** Adds the keys that another portal had sold to their licences. */
import type { Deps } from '#server/deps.ts';
import { encryptKey, hashesOfKey } from './stored-key.ts';

type SoldKeyDeps = Pick<Deps, 'keyVault' | 'licenceKeys' | 'now'>;

export interface SoldKey {
  licenceId: number;
  key: string;
}

export interface AddedKeys {
  added: number;
  /** Keys that belonged to another licence of the same person and product. */
  moved: number;
}

/**
 * Adds keys that aren't stored yet, in the caller's transaction, beside the current key of their licence. A key that
 * is stored stays as it is, also if it has been replaced since, except that it goes to the licence it belongs to now.
 */
export async function addSoldKeys(deps: SoldKeyDeps, sold: readonly SoldKey[]): Promise<AddedKeys> {
  const { keyVault, licenceKeys } = deps;
  const hashed = sold.map((one) => ({ ...one, hashes: hashesOfKey(keyVault, one.key) }));
  const stored = await licenceKeys.listByHashes(hashed.flatMap(({ hashes }) => hashes));
  const byHash = new Map(stored.map((row) => [row.keyHash.toString('hex'), row]));
  const validFrom = deps.now();
  const known = hashed.map(({ hashes, ...one }) => ({
    ...one,
    row: hashes.map((hash) => byHash.get(hash.toString('hex'))).find((row) => row !== undefined),
  }));
  const toRow = ({ licenceId, key }: SoldKey) => ({
    licenceId,
    ...encryptKey(keyVault, licenceId, key),
    validFrom,
  });
  const added = known.filter(({ row }) => row === undefined);
  const moved = known.flatMap(({ row, ...one }) =>
    row && row.licenceId !== one.licenceId ? [{ row, ...one }] : [],
  );
  await licenceKeys.insertAllBeside(added.map(toRow));
  for (const { row, ...one } of moved) await licenceKeys.moveTo(toRow(one), row.keyHash);
  return { added: added.length, moved: moved.length };
}
