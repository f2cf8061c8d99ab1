/**
 * Decides about a value that may have changed in both portals since it was imported. Only a keyed digest of what was
 * imported is stored.
 */
import type { KeyVault } from '#server/platform/crypto/key-vault.ts';

const purpose = 'imported-row';
const digestLength = 22;

const textOf = (field: string, value: unknown): string => JSON.stringify([field, value ?? null]);
const shortened = (hash: Buffer): string => hash.toString('base64url').slice(0, digestLength);

/** Returns the digest of a value, for storing. */
export const digestOf = (vault: Pick<KeyVault, 'currentHash'>, field: string, value: unknown): string =>
  shortened(vault.currentHash(purpose, textOf(field, value)));

/** Returns whether the digest is that of this value. It may have been made with an earlier APP_KEY. */
export const isDigestOf = (
  vault: Pick<KeyVault, 'hashes'>,
  digest: string | undefined,
  field: string,
  value: unknown,
): boolean =>
  digest !== undefined &&
  vault.hashes(purpose, textOf(field, value)).some((hash) => shortened(hash) === digest);

/**
 * - `keep`: unchanged there, or the same by now
 * - `take`: changed there only
 * - `conflict`: changed in both, so what is here stays
 */
export type Choice = 'keep' | 'take' | 'conflict';

/** Compares the value of there and the one of here with what was imported. */
export function chooseBetween(
  vault: Pick<KeyVault, 'hashes'>,
  { field, base, theirs, ours }: { field: string; base: string | undefined; theirs: unknown; ours: unknown },
): Choice {
  if (isDigestOf(vault, base, field, theirs)) return 'keep';
  if (textOf(field, theirs) === textOf(field, ours)) return 'keep';
  return isDigestOf(vault, base, field, ours) ? 'take' : 'conflict';
}
