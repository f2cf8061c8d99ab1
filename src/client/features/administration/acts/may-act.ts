/** Whether the pages offer an act. The server decides again, by the same table. */
import { type Act, ruleOf } from '#shared/administration/acts.ts';
import { type AdministratorRole, includesRole } from '#shared/administration/roles.ts';

interface Customer {
  /** Null for an account that is no administrator's. */
  role: AdministratorRole | null;
  /** Whether it is the account of the administrator who looks. */
  isSelf: boolean;
}

/** Returns whether an administrator with this role may carry out the act on the customer. */
export function mayAct(
  act: Act,
  role: AdministratorRole | null,
  { role: theirs, isSelf }: Customer,
): boolean {
  const rule = ruleOf(act);
  if (isSelf || !includesRole(role, rule.role)) return false;
  return theirs === null || (rule.onAdministrators && role === 'administrator');
}
