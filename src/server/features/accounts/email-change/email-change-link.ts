/** Creates and verifies the link that confirms a new address. Its token is computed each time the e-mail is sent. */
import type { Deps } from '#server/deps.ts';
import { pages } from '#shared/pages.ts';
import type { EmailChange } from './email-change.repository.ts';
import { isTokenFor, tokenFor } from './link-token.ts';

const signed = ({ id, userId, newEmail }: EmailChange) => ({
  ...{ id, purpose: 'email-change' },
  content: JSON.stringify([id, userId, newEmail]),
});

/** Returns the link with its token. */
export function linkTo(deps: Pick<Deps, 'keyVault' | 'settings'>, change: EmailChange): string {
  const query = new URLSearchParams({ token: tokenFor(deps, signed(change)) });
  return `${deps.settings.appUrl}${pages.confirmEmail}?${query}`;
}

/** Returns true if the token was made for this request with one of the configured APP_KEYs. */
export const isTokenOf = (deps: Pick<Deps, 'keyVault'>, token: string, change: EmailChange): boolean =>
  isTokenFor(deps, token, signed(change));
