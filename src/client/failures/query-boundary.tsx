/** Renders a query's data, its skeleton or its error. Data that has loaded stays visible if a refresh fails. */
import type { ReactNode } from 'react';
import { Skeleton } from '#client/ui/feedback/skeleton.tsx';
import { LoadFailure } from './failure-alert.tsx';

interface LoadedQuery<Data> {
  data: Data | undefined;
  error: unknown;
  refetch: () => unknown;
}

interface QueryBoundaryProps<Data> {
  query: LoadedQuery<Data>;
  /** Heading of the section, if the query fills only part of the page. */
  section?: string;
  /** Height of the skeleton. Should be close to the content's, so that the page doesn't jump. */
  height: string;
  children: (data: Data) => ReactNode;
}

export function QueryBoundary<Data>({ query, section, height, children }: QueryBoundaryProps<Data>) {
  const { data, error, refetch } = query;
  if (data !== undefined) return children(data);
  if (!error) return <Skeleton height={height} />;
  return (
    <LoadFailure error={error} onRetry={() => void refetch()} {...(section !== undefined && { section })} />
  );
}

/**
 * Combines two queries for content that needs both. Its `refetch` repeats only the query that failed; if both did, the
 * first.
 */
export function joinQueries<First, Second>(
  first: LoadedQuery<First>,
  second: LoadedQuery<Second>,
): LoadedQuery<readonly [First, Second]> {
  const failed = [first, second].find(({ error }) => error !== null);
  return {
    data: first.data === undefined || second.data === undefined ? undefined : [first.data, second.data],
    error: failed?.error ?? null,
    refetch: () => failed?.refetch(),
  };
}
