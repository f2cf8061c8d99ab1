/** Searches customers while an administrator types. */
import { useDebouncedValue } from '@mantine/hooks';
import { useInfiniteQuery } from '@tanstack/react-query';
import { ownKeys } from '#client/api/answers.ts';
import { trpc } from '#client/api/trpc.ts';

/** Shorter texts would find too much. */
const minLength = 2;
/** Milliseconds without another key after which a search begins. */
const pauseMs = 250;

/**
 * Finds customers by a text. A query that sends a mutation, because only a mutation's input is in the body of a
 * request, where no log and no history of the browser sees it. Nothing is kept once the search is closed.
 */
export function useCustomerSearch(typed: string) {
  const { client } = trpc.useUtils();
  const [text] = useDebouncedValue(typed.trim(), pauseMs);
  const isEnough = text.length >= minLength;
  const search = useInfiniteQuery({
    queryKey: [...ownKeys.customerSearch, text],
    queryFn: ({ pageParam }) =>
      client.administration.customers.search.mutate({
        text,
        ...(pageParam !== null && { after: pageParam }),
      }),
    initialPageParam: null as string | null,
    getNextPageParam: ({ next }) => next,
    enabled: isEnough,
    staleTime: 0,
    gcTime: 0,
    retry: false,
  });
  const pages = search.data?.pages ?? [];
  return {
    /** Whether enough was typed for a search. */
    isAsked: typed.trim().length >= minLength,
    /** Null until the answer for exactly this text is there. */
    result:
      pages[0] && text === typed.trim() ? { ...pages[0], found: pages.flatMap(({ found }) => found) } : null,
    error: search.error,
    retry: () => void search.refetch(),
    more: search.hasNextPage ? () => void search.fetchNextPage() : null,
    isFetchingMore: search.isFetchingNextPage,
  };
}
