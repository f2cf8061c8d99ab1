/** What is loaded, in its three states: there, failed, or on its way. What was loaded once stays when it can't be refreshed. */
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
  /** The heading of what is loaded, where it is only a part of the page. */
  section?: string;
  /** The height of the skeleton: that of what is to come. */
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

/** Two queries as one, for what needs both answers. A retry repeats only what failed. */
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
