/** Whether people are told what has changed since the PHP portal. */
import { trpc } from '#client/api/trpc.ts';

/** Returns false until the public settings have loaded. They are embedded in almost every document. */
export function useTakeoverNotice(): boolean {
  const { data } = trpc.catalogue.publicConfig.useQuery();
  return data?.isTakeoverNoticed ?? false;
}
