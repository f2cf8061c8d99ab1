/** Generates client secrets, hashes them for storage and compares them in constant time. */
import { createHash, randomBytes } from 'node:crypto';
import { equalInConstantTime } from '#server/platform/crypto/equal-in-constant-time.ts';

const ownPrefix = 'sha256:';

const digest = (secret: string): Buffer => createHash('sha256').update(secret).digest();

/** Generates 256 random bits as 43 characters that need no URL or form encoding. */
export const newClientSecret = (): string => randomBytes(32).toString('base64url');

/**
 * Hashes a secret for storage. A fast hash is enough, because the secret is random and so can't be found by a
 * dictionary attack.
 */
export const hashClientSecret = (secret: string): string => ownPrefix + digest(secret).toString('base64url');

/** Returns true if `hashClientSecret` made the hash. Every other hash is a bcrypt hash imported from the PHP portal. */
export const isOwnHash = (storedHash: string): boolean => storedHash.startsWith(ownPrefix);

/** Compares a secret with a hash made by `hashClientSecret`. */
export function matchesOwnHash(secret: string, storedHash: string): boolean {
  const expected = Buffer.from(storedHash.slice(ownPrefix.length), 'base64url');
  return equalInConstantTime(expected, digest(secret));
}
