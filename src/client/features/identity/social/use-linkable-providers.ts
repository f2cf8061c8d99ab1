/** Lists the providers that an account can be linked to: those offered by the portal and those already linked. */
import { trpc } from '#client/api/trpc.ts';
import { joinQueries } from '#client/failures/query-boundary.tsx';
import { LoginProviderId } from '#shared/identity/login-providers.ts';
import type { SignInMethods } from '#shared/identity/security-log.ts';

export function linkableProviders(
  offered: readonly LoginProviderId[],
  { providers }: SignInMethods,
): LoginProviderId[] {
  const linked = providers.flatMap((id) => LoginProviderId.safeParse(id).data ?? []);
  return [...offered, ...linked.filter((id) => !offered.includes(id))];
}

/** `hasAny` is true once the data has loaded and contains a provider to show. */
export function useLinkableProviders() {
  const publicConfig = trpc.catalogue.publicConfig.useQuery();
  const signInMethods = trpc.identity.signInMethods.useQuery();
  return {
    query: joinQueries(publicConfig, signInMethods),
    hasAny:
      (publicConfig.data?.loginProviders.length ?? 0) > 0 || (signInMethods.data?.providers.length ?? 0) > 0,
  };
}
