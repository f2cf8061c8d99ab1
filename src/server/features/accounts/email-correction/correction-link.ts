/** Creates and verifies the link that stops a correction of an address. */
import type { Deps } from '#server/deps.ts';
import { idInToken, isTokenFor, tokenFor } from '#server/features/accounts/email-change/link-token.ts';
import { pages } from '#shared/pages.ts';
import type { EmailCorrection } from './email-correction.repository.ts';

const signed = ({ id, userId, oldEmail }: EmailCorrection) => ({
  ...{ id, purpose: 'email-correction' },
  content: JSON.stringify([id, userId, oldEmail]),
});

/** Returns the link with its token. */
export function linkThatStops(
  deps: Pick<Deps, 'keyVault' | 'settings'>,
  correction: EmailCorrection,
): string {
  const query = new URLSearchParams({ token: tokenFor(deps, signed(correction)) });
  return `${deps.settings.appUrl}${pages.stopCorrection}?${query}`;
}

/** Returns the correction that a link was made for, with one of the configured APP_KEYs; null if there is none. */
export async function correctionOfLink(
  deps: Pick<Deps, 'emailCorrections' | 'keyVault'>,
  token: string,
): Promise<EmailCorrection | null> {
  const id = idInToken(token);
  const correction = id === null ? null : await deps.emailCorrections.findById(id);
  return correction && isTokenFor(deps, token, signed(correction)) ? correction : null;
}
