/** Hashes access tokens for storage. */
import { createHash } from 'node:crypto';

/** Returns the hash under which a token is stored and looked up. An unsalted hash is enough for 256 random bits. */
export const hashToken = (token: string): Buffer => createHash('sha256').update(token).digest();
