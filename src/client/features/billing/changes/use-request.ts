/** Sends a change to Paddle and follows what becomes of it. */
import { useEffect, useState } from 'react';
import { useAnswersOf } from '#client/api/answers.ts';
import { trpc } from '#client/api/trpc.ts';
import { useReauthenticatedMutation } from '#client/api/use-reauthenticated-mutation.ts';
import type { ChangePreview, ChangeProgress, WantedChange } from '#shared/billing/changes.ts';

/** Milliseconds between questions about a change that is not settled or not visible yet. */
const askEveryMs = 1_500;

/** Returns an ID for a request: 32 random hexadecimal digits. */
export const newRequestId = (): string =>
  [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, '0')).join('');

/** Returns whether nothing more will happen to a change. */
const isFinished = ({ state, isVisible }: ChangeProgress): boolean =>
  state === 'refused' || (state === 'confirmed' && isVisible);

/**
 * Follows a change until it is refused, or confirmed and visible. Then refetches the licences, receipts and possible
 * changes.
 */
export function useProgress(begun: ChangeProgress | null): ChangeProgress | null {
  const answersOf = useAnswersOf();
  const status = trpc.billing.changes.status.useQuery(
    { changeId: begun?.changeId ?? '' },
    {
      enabled: begun !== null && !isFinished(begun),
      refetchInterval: ({ state: { data } }) => (data && isFinished(data) ? false : askEveryMs),
      staleTime: 0,
    },
  );
  const progress = begun === null || isFinished(begun) ? begun : (status.data ?? begun);
  const finished = progress !== null && isFinished(progress);
  const id = progress?.changeId;
  const [refreshed, setRefreshed] = useState<string>();
  useEffect(() => {
    if (!finished || id === undefined || id === refreshed) return;
    setRefreshed(id);
    void answersOf('licences', 'receipts', 'changes');
  }, [answersOf, finished, id, refreshed]);
  return progress;
}

/** A change that the customer can confirm. */
export interface Confirmed {
  change: WantedChange;
  preview: ChangePreview;
  typedQuantity?: number | undefined;
}

/**
 * Requests a change. Sending it again, for example after a timeout, is the same request until `renew` is called, which is
 * for customers who have seen why it failed and confirm again.
 */
export function useRequest(licenceId: number) {
  const { client } = trpc.useUtils();
  const [requestId, setRequestId] = useState(newRequestId);
  const request = useReauthenticatedMutation(
    ({ change, preview, typedQuantity }: Confirmed) =>
      client.billing.changes.request.mutate({
        ...{ licenceId, requestId, change, shown: preview.today },
        ...(typedQuantity === undefined ? {} : { typedQuantity }),
      }),
    { invalidates: ['changes'], why: 'subscription' },
  );
  const renew = () => {
    request.reset();
    setRequestId(newRequestId());
  };
  return { ...request, renew, progress: useProgress(request.data ?? null) };
}
