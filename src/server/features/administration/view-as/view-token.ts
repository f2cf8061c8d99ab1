/** Creates and hashes the tokens of views. */
import { createHash, randomBytes } from 'node:crypto';

export const newViewToken = (): string => randomBytes(32).toString('base64url');

/** A plain hash is enough, because the token is random and too long to be guessed. */
export const hashOfViewToken = (token: string): Buffer => createHash('sha256').update(token).digest();
