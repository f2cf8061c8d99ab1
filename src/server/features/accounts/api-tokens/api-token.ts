/** How a personal token looks, and how it is stored. */
import { createHash, randomBytes } from 'node:crypto';

/** Tells people, and programs that look for leaked secrets, what it is. */
const prefix = 'mcp_';
const randomLength = 32;
const pattern = /^mcp_[A-Za-z0-9_-]{43}$/;

/** A plain hash is enough: a token has 256 random bits (OWASP ASVS 5.0, V11.4). */
const hashOf = (token: string): Buffer => createHash('sha256').update(token).digest();

/** A new token, and what is stored of it. */
export function newApiToken(): { token: string; hash: Buffer } {
  const token = prefix + randomBytes(randomLength).toString('base64url');
  return { token, hash: hashOf(token) };
}

/** What a presented token would be stored as; null when it cannot be one of ours. */
export const hashOfApiToken = (presented: string): Buffer | null =>
  pattern.test(presented) ? hashOf(presented) : null;
