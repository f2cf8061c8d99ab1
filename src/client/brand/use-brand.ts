/** The operator's marks and the products' websites. */
import { trpc } from '#client/api/trpc.ts';
import type { PublicConfig } from '#shared/public-config.ts';

/** Returns null until the public settings have loaded. They are embedded in almost every document. */
export function useBrand(): PublicConfig['brand'] | null {
  const { data } = trpc.catalogue.publicConfig.useQuery();
  return data?.brand ?? null;
}
