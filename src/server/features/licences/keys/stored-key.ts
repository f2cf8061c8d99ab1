/** How a licence key is kept: encrypted for its licence, and found again by its keyed hash. */
import type { KeyVault } from '#server/platform/crypto/key-vault.ts';
import type { StoredKey } from './licence-key.repository.ts';

const purpose = 'licence-key';
const contextOf = (licenceId: number): string => `licence:${licenceId}`;

/** What goes into the table for a key. */
export function encryptKey(vault: KeyVault, licenceId: number, key: string): StoredKey & { keyHash: Buffer } {
  return {
    ...vault.encrypt(purpose, Buffer.from(key), contextOf(licenceId)),
    keyHash: vault.currentHash(purpose, key),
  };
}

/** The key in clear. Throws `VaultError` when the row was altered or its APP_KEY is gone. */
export function decryptKey(vault: KeyVault, licenceId: number, stored: StoredKey): string {
  return vault.decrypt(purpose, stored, contextOf(licenceId)).toString('utf8');
}

/** Every hash a key may be stored under: one for each configured APP_KEY. */
export const hashesOfKey = (vault: KeyVault, key: string): Buffer[] => vault.hashes(purpose, key);

/** Whether `unlockKey` has failed on the row itself. Known by its name: a rule reaches the vault through its dependencies. */
export const isUnreadable = (error: unknown): boolean =>
  error instanceof Error && error.name === 'VaultError';
