/**
 * Creates and verifies the link that confirms a new address. Its token is a keyed hash of the request, computed each
 * time the e-mail is sent.
 */
import type { Deps } from '#server/deps.ts';
import { equalInConstantTime } from '#server/platform/crypto/equal-in-constant-time.ts';
import { pages } from '#shared/pages.ts';
import type { EmailChange } from './email-change.repository.ts';

const purpose = 'email-change';

const signed = ({ id, userId, newEmail }: EmailChange): string => JSON.stringify([id, userId, newEmail]);

/** Returns the link with its token. No part of the token is stored, so a leaked table doesn't help anyone forge one. */
export function linkTo(
  { keyVault, settings }: Pick<Deps, 'keyVault' | 'settings'>,
  change: EmailChange,
): string {
  const hash = keyVault.currentHash(purpose, signed(change)).toString('base64url');
  return `${settings.appUrl}${pages.confirmEmail}?${new URLSearchParams({ token: `${change.id}.${hash}` })}`;
}

/** Returns the id of the request that a token refers to, without verifying the token; null if it is malformed. */
export function idInToken(token: string): number | null {
  const id = Number(/^(\d{1,15})\./.exec(token)?.[1]);
  return Number.isSafeInteger(id) ? id : null;
}

/** Returns true if the token was made for this request with one of the configured APP_KEYs. */
export function isTokenOf({ keyVault }: Pick<Deps, 'keyVault'>, token: string, change: EmailChange): boolean {
  const given = Buffer.from(token.slice(token.indexOf('.') + 1), 'base64url');
  return keyVault.hashes(purpose, signed(change)).some((hash) => equalInConstantTime(given, hash));
}
