/** The link that confirms a new address: a keyed hash of what was asked for, made anew for every try to send it. */
import type { Deps } from '#server/deps.ts';
import { equalInConstantTime } from '#server/platform/crypto/equal-in-constant-time.ts';
import { pages } from '#shared/pages.ts';
import type { EmailChange } from './email-change.repository.ts';

const purpose = 'email-change';

const signed = ({ id, userId, newEmail }: EmailChange): string => JSON.stringify([id, userId, newEmail]);

/** Nothing of it is stored, so neither a row nor a leaked table opens anything. */
export function linkTo(
  { keyVault, settings }: Pick<Deps, 'keyVault' | 'settings'>,
  change: EmailChange,
): string {
  const hash = keyVault.currentHash(purpose, signed(change)).toString('base64url');
  return `${settings.appUrl}${pages.confirmEmail}?${new URLSearchParams({ token: `${change.id}.${hash}` })}`;
}

/** Which request a token is about, whether it proves anything or not; null when it names none. */
export function idInToken(token: string): number | null {
  const id = Number(/^(\d{1,15})\./.exec(token)?.[1]);
  return Number.isSafeInteger(id) ? id : null;
}

/** Whether the token was made for that very request, under any APP_KEY that is configured. */
export function isTokenOf({ keyVault }: Pick<Deps, 'keyVault'>, token: string, change: EmailChange): boolean {
  const given = Buffer.from(token.slice(token.indexOf('.') + 1), 'base64url');
  return keyVault.hashes(purpose, signed(change)).some((hash) => equalInConstantTime(given, hash));
}
