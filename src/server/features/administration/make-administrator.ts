/** Gives and removes the role of an administrator on behalf of the operator, who works on the command line. */
import type { Deps } from '#server/deps.ts';
import type { Account } from '#server/features/accounts/account.repository.ts';
import type { AdministratorRole } from '#shared/administration/roles.ts';

export type MadeAdministrator =
  | { status: 'done'; account: Account }
  | { status: 'unchanged'; account: Account }
  | { status: 'unknown_email' }
  /**
   * The account's address isn't verified, so the account may have been registered by someone who doesn't own the
   * address.
   */
  | { status: 'not_verified' };

/**
 * Sets the role; null removes it. Unlike an administrator, the operator may remove the last one, because they can make
 * another one at any time.
 */
export function makeAdministrator(
  deps: Pick<Deps, 'transaction'>,
  { email, role }: { email: string; role: AdministratorRole | null },
): Promise<MadeAdministrator> {
  return deps.transaction(async (inside) => {
    const found = await inside.accounts.findByEmail(email);
    const account = found && (await inside.accounts.lock(found.id));
    if (!account) return { status: 'unknown_email' };
    const before = account.administratorRole;
    if (before === role) return { status: 'unchanged', account };
    if (role !== null && !account.emailVerified) return { status: 'not_verified' };
    await inside.administrators.setRole(account.id, role);
    return { status: 'done', account: { ...account, administratorRole: role } };
  });
}
