/** With which accounts elsewhere somebody may sign in here: those that are offered, and those that are linked still. */
import type { WaysIn } from '#shared/identity/security-log.ts';
import { LoginProviderId } from '#shared/identity/login-providers.ts';
import { trpc } from '#client/api/trpc.ts';

function providersOf(offered: readonly LoginProviderId[], { providers }: WaysIn): LoginProviderId[] {
  const linked = providers.flatMap((id) => LoginProviderId.safeParse(id).data ?? []);
  return [...offered, ...linked.filter((id) => !offered.includes(id))];
}

/**
 * `shown` is undefined until both answers are there; `failed` is the one that could not be had. `isThere`: by what is
 * known so far there is something to show.
 */
export function useLinkableProviders() {
  const facts = trpc.catalogue.facts.useQuery();
  const waysIn = trpc.account.waysIn.useQuery();
  const offered = facts.data?.loginProviders;
  return {
    offered,
    waysIn: waysIn.data,
    shown: offered && waysIn.data && providersOf(offered, waysIn.data),
    isThere: (offered?.length ?? 0) > 0 || (waysIn.data?.providers.length ?? 0) > 0,
    failed: [facts, waysIn].find(({ error }) => error !== null),
  };
}
