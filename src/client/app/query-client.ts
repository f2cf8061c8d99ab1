/** How answers are kept: briefly, and never across a change. */
import { MutationCache, QueryCache, QueryClient } from '@tanstack/react-query';
import { failureOf, isPassing } from '../failure.ts';

interface QueryClientOptions {
  /** The session is over; called once for each refused answer. */
  onSignedOut: () => void;
}

/** After any change everything is asked again: no page keeps a book of what depends on what. */
export function createQueryClient({ onSignedOut }: QueryClientOptions): QueryClient {
  const noteEndOfSession = (error: unknown) => {
    if (failureOf(error).code === 'not_signed_in') onSignedOut();
  };
  const queryClient: QueryClient = new QueryClient({
    queryCache: new QueryCache({ onError: noteEndOfSession }),
    mutationCache: new MutationCache({
      onSuccess: (_data, _variables, _context, mutation) =>
        mutation.meta?.changesNothing ? undefined : queryClient.invalidateQueries(),
      onError: noteEndOfSession,
    }),
    defaultOptions: {
      queries: { staleTime: 20_000, retry: (failures, error) => failures < 2 && isPassing(error) },
    },
  });
  return queryClient;
}

declare module '@tanstack/react-query' {
  interface Register {
    /** `changesNothing`: something done that leaves every answer as it was, such as looking at a key. */
    mutationMeta: { changesNothing?: true };
  }
}
