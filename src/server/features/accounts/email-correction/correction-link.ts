/** Creates and verifies the link that stops a correction of an address. */
import type { Deps } from '#server/deps.ts';
import { idInToken } from '#server/features/accounts/email-change/email-change-link.ts';
import { equalInConstantTime } from '#server/platform/crypto/equal-in-constant-time.ts';
import { pages } from '#shared/pages.ts';
import type { EmailCorrection } from './email-correction.repository.ts';

const purpose = 'email-correction';

const signed = ({ id, userId, oldEmail }: EmailCorrection): string => JSON.stringify([id, userId, oldEmail]);

/** Returns the link with its token, of which no part is stored. */
export function linkThatStops(
  { keyVault, settings }: Pick<Deps, 'keyVault' | 'settings'>,
  correction: EmailCorrection,
): string {
  const hash = keyVault.currentHash(purpose, signed(correction)).toString('base64url');
  const query = new URLSearchParams({ token: `${correction.id}.${hash}` });
  return `${settings.appUrl}${pages.stopCorrection}?${query}`;
}

/** Returns the correction that a link was made for, with one of the configured APP_KEYs; null if there is none. */
export async function correctionOfLink(
  { emailCorrections, keyVault }: Pick<Deps, 'emailCorrections' | 'keyVault'>,
  token: string,
): Promise<EmailCorrection | null> {
  const id = idInToken(token);
  const correction = id === null ? null : await emailCorrections.findById(id);
  if (!correction) return null;
  const given = Buffer.from(token.slice(token.indexOf('.') + 1), 'base64url');
  const isTheirs = keyVault
    .hashes(purpose, signed(correction))
    .some((hash) => equalInConstantTime(given, hash));
  return isTheirs ? correction : null;
}
