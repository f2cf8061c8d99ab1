/**
 * Creates and verifies the tokens of links about a stored row. A token is the row's ID and a keyed hash of its content.
 * No part of it is stored, so a leaked table doesn't help anyone forge one.
 */
import type { Deps } from '#server/deps.ts';
import { equalInConstantTime } from '#server/platform/crypto/equal-in-constant-time.ts';

type Vault = Pick<Deps, 'keyVault'>;

interface SignedRow {
  id: number;
  /** What the link is for. A token for one purpose is none for another. */
  purpose: string;
  /** What must still be true of the row when the link is opened. */
  content: string;
}

export const tokenFor = ({ keyVault }: Vault, { id, purpose, content }: SignedRow): string =>
  `${id}.${keyVault.currentHash(purpose, content).toString('base64url')}`;

/** Returns the ID of the row that a token refers to, without verifying the token; null if it is malformed. */
export function idInToken(token: string): number | null {
  const id = Number(/^(\d{1,15})\./.exec(token)?.[1]);
  return Number.isSafeInteger(id) ? id : null;
}

/** Returns true if the token was made for this row with one of the configured APP_KEYs. */
export function isTokenFor({ keyVault }: Vault, token: string, { purpose, content }: SignedRow): boolean {
  const given = Buffer.from(token.slice(token.indexOf('.') + 1), 'base64url');
  return keyVault.hashes(purpose, content).some((hash) => equalInConstantTime(given, hash));
}
