/** Generates and hashes personal API tokens. */
import { createHash, randomBytes } from 'node:crypto';

/** Prefix that makes tokens recognizable to people and to secret scanners. */
const prefix = 'mcp_';
const randomLength = 32;
const pattern = /^mcp_[A-Za-z0-9_-]{43}$/;

/** SHA-256 without a salt is sufficient because tokens have 256 random bits (OWASP ASVS 5.0, V11.4). */
const hashOf = (token: string): Buffer => createHash('sha256').update(token).digest();

/** Generates a token and the hash to store. */
export function newApiToken(): { token: string; hash: Buffer } {
  const token = prefix + randomBytes(randomLength).toString('base64url');
  return { token, hash: hashOf(token) };
}

/** Returns the hash under which a presented token would be stored; null if it doesn't have the format of a token. */
export const hashOfApiToken = (presented: string): Buffer | null =>
  pattern.test(presented) ? hashOf(presented) : null;
