/** Follows a change until nothing more will happen to it. */
import { useEffect, useState } from 'react';
import { useAnswersOf } from '#client/api/answers.ts';
import { failureOf } from '#client/api/failure.ts';
import { trpc } from '#client/api/trpc.ts';
import type { ChangeProgress } from '#shared/billing/changes.ts';

/** Milliseconds between the first questions, and between later ones if nothing happens. */
const askEveryMs = 1_500;
const askLaterMs = 15_000;
const oftenAsked = 40;

/** Returns whether nothing more will happen to a change. */
export const isFinished = ({ state, isVisible }: ChangeProgress): boolean =>
  state === 'refused' || (state === 'confirmed' && isVisible);

/**
 * Follows a change until it is refused, or confirmed and visible. Then refetches the licences, receipts and possible
 * changes. `begun` is what is known so far. Undefined until anything is known, or if there is no such change.
 */
export function useProgress(changeId: string, begun?: ChangeProgress): ChangeProgress | undefined {
  const answersOf = useAnswersOf();
  const status = trpc.billing.changes.status.useQuery(
    { changeId },
    {
      enabled: !begun || !isFinished(begun),
      staleTime: 0,
      refetchInterval: ({ state: { data, dataUpdateCount, error } }) => {
        if ((data && isFinished(data)) || (error && failureOf(error).code === 'not_found')) return false;
        return dataUpdateCount < oftenAsked ? askEveryMs : askLaterMs;
      },
    },
  );
  const progress = status.data ?? begun;
  const finished = progress !== undefined && isFinished(progress);
  const [refreshed, setRefreshed] = useState<string>();
  useEffect(() => {
    if (!finished || changeId === refreshed) return;
    setRefreshed(changeId);
    void answersOf('licences', 'receipts', 'changes');
  }, [answersOf, changeId, finished, refreshed]);
  return progress;
}
