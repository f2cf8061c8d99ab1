/**
 * Encrypts licence keys for storage, so that the ciphertext is valid only for its licence, and derives the keyed hashes
 * by which keys are found.
 */
import type { KeyVault } from '#server/platform/crypto/key-vault.ts';
import type { StoredKey } from './licence-key.repository.ts';

const purpose = 'licence-key';
const contextOf = (licenceId: number): string => `licence:${licenceId}`;

/** Encrypts and hashes a key for its table row, under the current APP_KEY. */
export function encryptKey(vault: KeyVault, licenceId: number, key: string): StoredKey & { keyHash: Buffer } {
  return {
    ...vault.encrypt(purpose, Buffer.from(key), contextOf(licenceId)),
    keyHash: vault.currentHash(purpose, key),
  };
}

/**
 * Decrypts a stored key. Throws `VaultError` if the row was altered or the APP_KEY that encrypted the key is no longer
 * configured.
 */
export function decryptKey(vault: KeyVault, licenceId: number, stored: StoredKey): string {
  return vault.decrypt(purpose, stored, contextOf(licenceId)).toString('utf8');
}

/** Returns every hash the key may be stored under, one for each configured APP_KEY. */
export const hashesOfKey = (vault: KeyVault, key: string): Buffer[] => vault.hashes(purpose, key);

/**
 * Returns true if the error means that a stored key can't be decrypted. Compares the error's name, because business
 * rules can't import the vault and get it only as a dependency.
 */
export const isUnreadable = (error: unknown): boolean =>
  error instanceof Error && error.name === 'VaultError';
