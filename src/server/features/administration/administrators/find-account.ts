/** Finds the account that an administrator names by its number or its e-mail address. */
import type { Deps } from '#server/deps.ts';
import type { FoundAccount } from '#shared/administration/administrators.ts';

/** The numbers of accounts, which fit into a column for unsigned integers. */
const accountNumber = /^[1-9]\d{0,8}$/;

export async function findAccount(
  { accounts }: Pick<Deps, 'accounts'>,
  named: string,
): Promise<FoundAccount | null> {
  const found = accountNumber.test(named)
    ? await accounts.findById(Number(named))
    : await accounts.findByEmail(named);
  if (!found) return null;
  const { id, name, email, emailVerified, administratorRole: role } = found;
  return { id, name, email, emailVerified, role };
}
