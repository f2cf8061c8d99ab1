/** Secrets of instance clients: made here, kept hashed, compared in constant time. */
import { createHash, randomBytes } from 'node:crypto';
import { equalInConstantTime } from '#server/platform/crypto/equal-in-constant-time.ts';

const ownPrefix = 'sha256:';

const digest = (secret: string): Buffer => createHash('sha256').update(secret).digest();

/** 256 bits from the system's generator, as 43 characters that need no escaping. */
export const newClientSecret = (): string => randomBytes(32).toString('base64url');

/** What is stored. A fast hash is right for a random secret: there is nothing to guess from a dictionary. */
export const hashClientSecret = (secret: string): string => ownPrefix + digest(secret).toString('base64url');

/** Whether a stored hash is one of ours. Anything else is bcrypt, taken over from the PHP portal. */
export const isOwnHash = (storedHash: string): boolean => storedHash.startsWith(ownPrefix);

/** Whether the secret is the one that was stored by `hashClientSecret`. */
export function matchesOwnHash(secret: string, storedHash: string): boolean {
  const expected = Buffer.from(storedHash.slice(ownPrefix.length), 'base64url');
  return equalInConstantTime(expected, digest(secret));
}
