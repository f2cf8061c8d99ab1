/** Stores a change to the account in the cache without undoing another change that is still being saved. */
import { useQueryClient } from '@tanstack/react-query';
import { getQueryKey } from '@trpc/react-query';
import type { AccountView } from '#shared/accounts/accounts.ts';
import { refreshAnswers } from './answers.ts';
import { trpc } from './trpc.ts';

/**
 * Returns a function that stores in the cache only the fields that a request has saved. Responses can overtake each
 * other, so the other fields of this one may be older than the cached ones.
 */
export function useChangeAccount(): (saved: Partial<AccountView>) => void {
  const queryClient = useQueryClient();
  const { accounts } = trpc.useUtils();
  return (saved) => {
    accounts.me.setData(undefined, (known) => known && { ...known, ...saved });
    // A request in flight may have read the account before the change, so it is started again.
    if (queryClient.isFetching({ queryKey: getQueryKey(trpc.accounts.me) }) > 0)
      void refreshAnswers(queryClient, ['account']);
  };
}
