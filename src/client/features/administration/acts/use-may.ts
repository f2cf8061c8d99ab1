/** Which acts the pages offer to the administrator who looks. The server decides again, by the same table. */
import { trpc } from '#client/api/trpc.ts';
import { type Act, ruleOf } from '#shared/administration/acts.ts';
import { type AdministratorRole, includesRole } from '#shared/administration/roles.ts';

interface Customer {
  /** Null for an account that is no administrator's. */
  role: AdministratorRole | null;
  /** Whether it is the account of the administrator who looks. */
  isSelf: boolean;
}

/**
 * Returns a function that says whether an act is offered. `customer` is whom the act concerns; it is omitted for acts
 * that concern the whole portal, or something that nobody owns.
 */
export function useMay(): (act: Act, customer?: Customer) => boolean {
  const { data: account } = trpc.accounts.me.useQuery();
  const role = account?.administratorRole ?? null;
  return (act, customer = { role: null, isSelf: false }) => {
    const rule = ruleOf(act);
    if (customer.isSelf || !includesRole(role, rule.role)) return false;
    return customer.role === null || (rule.onAdministrators && role === 'administrator');
  };
}
