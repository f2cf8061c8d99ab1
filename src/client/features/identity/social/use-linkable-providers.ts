/** With which accounts elsewhere somebody may sign in here: those that are offered, and those that are linked still. */

import { trpc } from '#client/api/trpc.ts';
import { LoginProviderId } from '#shared/identity/login-providers.ts';
import type { SignInMethods } from '#shared/identity/security-log.ts';

function providersOf(offered: readonly LoginProviderId[], { providers }: SignInMethods): LoginProviderId[] {
  const linked = providers.flatMap((id) => LoginProviderId.safeParse(id).data ?? []);
  return [...offered, ...linked.filter((id) => !offered.includes(id))];
}

/**
 * `shown` is undefined until both answers are there; `failed` is the one that could not be had. `isThere`: by what is
 * known so far there is something to show.
 */
export function useLinkableProviders() {
  const facts = trpc.catalogue.facts.useQuery();
  const signInMethods = trpc.identity.signInMethods.useQuery();
  const offered = facts.data?.loginProviders;
  return {
    offered,
    signInMethods: signInMethods.data,
    shown: offered && signInMethods.data && providersOf(offered, signInMethods.data),
    isThere: (offered?.length ?? 0) > 0 || (signInMethods.data?.providers.length ?? 0) > 0,
    failed: [facts, signInMethods].find(({ error }) => error !== null),
  };
}
