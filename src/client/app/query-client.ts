/** How answers are kept: briefly, and never across a change of what they tell. */
import { MutationCache, QueryClient } from '@tanstack/react-query';
import { type AnswerName, refreshAnswers } from '#client/api/answers.ts';
import { isTransient } from '#client/api/failure.ts';

/**
 * Each change names the answers that it makes untrue, and they are asked again behind its back: what the person waits
 * for never waits for them. Nothing waits for the network: what cannot be sent now has failed now.
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
        // Reading again changes nothing, and the page is out of date by then.
        refetchOnReconnect: true,
        retry: (failures, error) => failures < 2 && isTransient(error),
      },
      mutations: {
        networkMode: 'always',
        // Passwords, tokens and keys go through mutations: none outlives the part of the page that asked.
        gcTime: 0,
      },
    },
  });
  return queryClient;
}

declare module '@tanstack/react-query' {
  interface Register {
    /** `invalidates`: the answers that the change makes untrue; empty where it leaves all as they were. */
    mutationMeta: { invalidates: readonly AnswerName[] };
  }
}
