/** Determines the recipient of e-mails about a purchase. */

import type { Deps } from '#server/deps.ts';
import type { Subscription } from '#server/features/billing/subscription.repository.ts';
import type { Locale } from '#shared/accounts/accounts.ts';

export interface Contact {
  to: string;
  name: string;
  locale: Locale;
}

/**
 * Returns the purchase's owner if their address is verified, otherwise the buyer's address known to Paddle; null if
 * there is neither.
 */
export async function contactOf(
  deps: Pick<Deps, 'accounts'>,
  { userId, contactEmail }: Pick<Subscription, 'userId' | 'contactEmail'>,
): Promise<Contact | null> {
  const account = userId === null ? null : await deps.accounts.findById(userId);
  if (account?.emailVerified) return { to: account.email, name: account.name, locale: account.locale };
  return contactEmail === null ? null : { to: contactEmail, name: '', locale: account?.locale ?? 'en' };
}
