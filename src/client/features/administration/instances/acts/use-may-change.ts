/** Whether the administrator who looks may change clients. The server decides again, by the same table. */
import { trpc } from '#client/api/trpc.ts';
import { ruleOf } from '#shared/administration/acts.ts';
import { includesRole } from '#shared/administration/roles.ts';

/** All acts on clients take the same role. */
export function useMayChange(): boolean {
  const { data: account } = trpc.accounts.me.useQuery();
  return includesRole(account?.administratorRole ?? null, ruleOf('client.create').role);
}
