/** Configures caching: responses are reused briefly, and never after a change that invalidates them. */
import { MutationCache, QueryClient } from '@tanstack/react-query';
import { type AnswerName, refreshAnswers } from '#client/api/answers.ts';
import { isTransient } from '#client/api/failure.ts';

/**
 * Each mutation names the data it invalidates. That data is refetched in the background, so that the user doesn't wait
 * for it. While offline, requests fail at once instead of being queued.
 */
export function createQueryClient(): QueryClient {
  const queryClient: QueryClient = new QueryClient({
    mutationCache: new MutationCache({
      onSuccess: (_data, _variables, _context, { meta }) => {
        void (meta ? refreshAnswers(queryClient, meta.invalidates) : queryClient.invalidateQueries());
      },
    }),
    defaultOptions: {
      queries: {
        staleTime: 20_000,
        networkMode: 'always',
        // The network mode `always` turns this off by default, but after a disconnection the data on the page may be
        // outdated.
        refetchOnReconnect: true,
        retry: (failures, error) => failures < 2 && isTransient(error),
      },
      mutations: {
        networkMode: 'always',
        // Mutations may carry passwords, tokens and keys, so they aren't kept once their component unmounts.
        gcTime: 0,
      },
    },
  });
  return queryClient;
}

declare module '@tanstack/react-query' {
  interface Register {
    /** Cached data to refetch after the mutation; empty if it changes none. Without `meta`, everything is refetched. */
    mutationMeta: { invalidates: readonly AnswerName[] };
  }
}
