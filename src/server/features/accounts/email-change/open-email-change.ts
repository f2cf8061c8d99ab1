/** Finds a customer's pending change of address. */
import type { Deps } from '#server/deps.ts';
import type { EmailChange } from './email-change.repository.ts';
import { isTokenOf } from './email-change-link.ts';
import { idInToken } from './link-token.ts';

/** Returns the customer's latest request if its link is still valid; null otherwise. */
export async function openEmailChange(
  { emailChanges }: Pick<Deps, 'emailChanges'>,
  userId: number,
): Promise<EmailChange | null> {
  const latest = await emailChanges.latestOf(userId);
  const isOpen = latest?.confirmedAt === null && latest.stoppedAt === null && latest.expiresAt > new Date();
  return isOpen ? latest : null;
}

/**
 * Returns the pending request if the link was made for it. Returns null for links of earlier requests and links of
 * other accounts.
 */
export async function changeOfLink(
  deps: Pick<Deps, 'emailChanges' | 'keyVault'>,
  { userId, token }: { userId: number; token: string },
): Promise<EmailChange | null> {
  const open = await openEmailChange(deps, userId);
  return open && open.id === idInToken(token) && isTokenOf(deps, token, open) ? open : null;
}
