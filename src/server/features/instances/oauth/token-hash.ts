/** Under what a token is stored: never as itself. */
import { createHash } from 'node:crypto';

/** How a token is stored and found. A plain hash is enough: a token has 256 random bits. */
export const hashToken = (token: string): Buffer => createHash('sha256').update(token).digest();
