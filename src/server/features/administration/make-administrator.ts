/** Grants and withdraws administrator rights. */
import type { Deps } from '#server/deps.ts';
import type { Account } from '#server/features/accounts/account.repository.ts';

export type MadeAdministrator =
  | { status: 'done'; account: Account }
  | { status: 'unchanged'; account: Account }
  | { status: 'unknown_email' }
  /**
   * The account's address isn't verified, so the account may have been registered by someone who doesn't own the
   * address.
   */
  | { status: 'not_verified' };

export async function makeAdministrator(
  { accounts }: Pick<Deps, 'accounts'>,
  { email, isAdministrator }: { email: string; isAdministrator: boolean },
): Promise<MadeAdministrator> {
  const account = await accounts.findByEmail(email);
  if (!account) return { status: 'unknown_email' };
  if (account.isAdministrator === isAdministrator) return { status: 'unchanged', account };
  if (isAdministrator && !account.emailVerified) return { status: 'not_verified' };
  const changed = await accounts.setAdministrator(email, isAdministrator);
  return changed ? { status: 'done', account: changed } : { status: 'unknown_email' };
}
