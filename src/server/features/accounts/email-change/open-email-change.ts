/** The change of address that waits for its link to be opened. */
import type { Deps } from '#server/deps.ts';
import type { EmailChange } from './email-change.repository.ts';
import { idInToken, isTokenOf } from './email-change-link.ts';

/** What a customer asked for last, as long as its link works; null where nothing waits. */
export async function openEmailChange(
  { emailChanges }: Pick<Deps, 'emailChanges'>,
  userId: number,
): Promise<EmailChange | null> {
  const latest = await emailChanges.latestOf(userId);
  const isOpen = latest?.confirmedAt === null && latest.stoppedAt === null && latest.expiresAt > new Date();
  return isOpen ? latest : null;
}

/** The same, where it is what this link was made for: no older link, and nobody else's. */
export async function changeOfLink(
  deps: Pick<Deps, 'emailChanges' | 'keyVault'>,
  { userId, token }: { userId: number; token: string },
): Promise<EmailChange | null> {
  const open = await openEmailChange(deps, userId);
  return open && open.id === idInToken(token) && isTokenOf(deps, token, open) ? open : null;
}
