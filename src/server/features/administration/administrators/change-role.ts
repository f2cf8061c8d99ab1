/** Gives, changes and removes the roles of administrators on behalf of another administrator. */
import type { BoundDeps } from '#server/deps.ts';
import type { Performed } from '#server/features/administration/audit/audited.ts';
import type { AdministratorRole } from '#shared/administration/roles.ts';
import { AppError } from '#shared/errors.ts';

type RoleDeps = Pick<BoundDeps, 'accounts' | 'administrators' | 'securityEvents'>;

/** What the security log says of something that an administrator did: not where the administrator was. */
const byAdministrator = () => ({ ipAddress: null, userAgent: null, at: new Date() });

async function accountOf({ accounts }: Pick<RoleDeps, 'accounts'>, customerId: number) {
  const account = await accounts.lock(customerId);
  if (!account) throw new AppError('not_found', 'there is no such account');
  return account;
}

/**
 * Makes a customer an administrator. Throws `customer_not_confirmed` if the address isn't confirmed: the account may
 * have been registered by someone who doesn't own the address.
 */
export async function makeAdministratorOf(
  inside: RoleDeps,
  { customerId, role }: { customerId: number; role: AdministratorRole },
): Promise<Performed<null>> {
  const account = await accountOf(inside, customerId);
  if (account.administratorRole !== null)
    throw new AppError('changed_meanwhile', 'the account already has a role');
  if (!account.emailVerified) throw new AppError('customer_not_confirmed', 'the address is not confirmed');
  await inside.administrators.setRole(customerId, role);
  await inside.securityEvents.add({ userId: customerId, kind: 'made_administrator', ...byAdministrator() });
  return { result: null, before: { role: null }, after: { role } };
}

/**
 * Changes the role of an administrator or, with null, removes it. Throws `last_administrator` if no `administrator`
 * would be left who can sign in.
 */
export async function changeRole(
  inside: RoleDeps,
  { customerId, role }: { customerId: number; role: AdministratorRole | null },
): Promise<Performed<null>> {
  const { administratorRole: before } = await accountOf(inside, customerId);
  if (before === null) throw new AppError('changed_meanwhile', 'the account has no role');
  if (before === role) throw new AppError('changed_meanwhile', 'the account already has this role');
  if (before === 'administrator' && !(await inside.administrators.isAnotherLeft(customerId)))
    throw new AppError('last_administrator', 'no other administrator would be left');
  await inside.administrators.setRole(customerId, role);
  const kind = role === null ? 'administrator_role_removed' : 'made_administrator';
  await inside.securityEvents.add({ userId: customerId, kind, ...byAdministrator() });
  return { result: null, before: { role: before }, after: { role } };
}
