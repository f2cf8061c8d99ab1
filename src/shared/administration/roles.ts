/** The roles of administrators, from the least to the most powerful. */
import { z } from 'zod';

/**
 * `viewer` sees the portal’s customers and figures. `support` also acts on one customer. `administrator` also does what
 * costs money, reveals secrets or concerns the whole portal.
 */
export const administratorRoles = ['viewer', 'support', 'administrator'] as const;
export const AdministratorRole = z.enum(administratorRoles);
export type AdministratorRole = z.infer<typeof AdministratorRole>;

/** Returns whether the role includes everything that `minimum` may do. Null is the role of a customer. */
export const includesRole = (role: AdministratorRole | null, minimum: AdministratorRole): boolean =>
  role !== null && administratorRoles.indexOf(role) >= administratorRoles.indexOf(minimum);

/**
 * Returns the role that a row of `users` stands for. Processes of the release before roles existed read and write only
 * the column `instance_administrator`, so that column decides who is an `administrator`: such a process may have made
 * the account one, or withdrawn the rights. The other roles are in the column `administrator_role` alone. A role that
 * only a later release knows gives no rights.
 */
export function roleInRow({
  instanceAdministrator,
  administratorRole,
}: {
  instanceAdministrator: boolean;
  administratorRole: string | null;
}): AdministratorRole | null {
  if (instanceAdministrator) return 'administrator';
  const role = AdministratorRole.nullable().catch(null).parse(administratorRole);
  return role === 'administrator' ? null : role;
}
