/** Follows a change until nothing more will happen to it. */
import { type QueryKey, useQuery } from '@tanstack/react-query';
import { getQueryKey } from '@trpc/react-query';
import { useEffect, useEffectEvent, useState } from 'react';
import { type AnswerName, useAnswersOf } from '#client/api/answers.ts';
import { failureOf } from '#client/api/failure.ts';
import { nextQuestionIn, type Pace, useHasStopped } from '#client/api/polling.ts';
import { trpc } from '#client/api/trpc.ts';
import type { ChangeProgress } from '#shared/billing/changes.ts';

/** Often for a minute, and for half an hour in all. The portal itself knows what happened after ten minutes. */
const pace: Pace = { eagerMs: 1_500, eagerQuestions: 40, patientMs: 15_000, questions: 40 + 116 };

interface FollowedChange {
  /** Undefined until anything is known, or if there is no such change. */
  progress: ChangeProgress | undefined;
  /** Whether the page no longer asks, because it took too long or the server refused too often. */
  isUnwatched: boolean;
}

/** Returns whether nothing more will happen to a change. */
export const isFinished = ({ state, isVisible }: ChangeProgress): boolean =>
  state === 'refused' || (state === 'confirmed' && isVisible);

interface Followed {
  changeId: string;
  /** What is known so far. */
  begun: ChangeProgress | undefined;
  /** Where the answers are cached. */
  queryKey: QueryKey;
  ask: () => Promise<ChangeProgress>;
  /** Cached data that the change alters. */
  changes: readonly AnswerName[];
}

/** Follows a change until it is refused, or confirmed and visible. Then refetches what it has altered. */
export function useFollowed({ changeId, begun, queryKey, ask, changes }: Followed): FollowedChange {
  const answersOf = useAnswersOf();
  const status = useQuery({
    queryKey,
    queryFn: ask,
    enabled: !begun || !isFinished(begun),
    staleTime: 0,
    refetchInterval: ({ state }) => {
      const { data, error } = state;
      if ((data && isFinished(data)) || (error && failureOf(error).code === 'not_found')) return false;
      return nextQuestionIn(state, pace);
    },
  });
  const progress = status.data ?? begun;
  const finished = progress !== undefined && isFinished(progress);
  const [refreshed, setRefreshed] = useState<string>();
  const refresh = useEffectEvent(() => void answersOf(...changes));
  useEffect(() => {
    if (!finished || changeId === refreshed) return;
    setRefreshed(changeId);
    refresh();
  }, [changeId, finished, refreshed]);
  const isStopped = useHasStopped(queryKey, status, pace);
  return { progress, isUnwatched: !finished && isStopped };
}

/** Follows a change of the customer's own. `begun` is what is known so far. */
export function useProgress(changeId: string, begun?: ChangeProgress): FollowedChange {
  const { client } = trpc.useUtils();
  return useFollowed({
    ...{ changeId, begun, changes: ['licences', 'receipts', 'changes'] },
    queryKey: getQueryKey(trpc.billing.changes.status, { changeId }, 'query'),
    ask: () => client.billing.changes.status.query({ changeId }),
  });
}
