/** Names the cached server data, so that each mutation can list what it invalidates. */
import { type QueryClient, type QueryKey, useQueryClient } from '@tanstack/react-query';
import { getQueryKey } from '@trpc/react-query';
import { trpc } from './trpc.ts';

/** Query keys of data fetched without tRPC's hooks. */
export const ownKeys = { securityLog: ['security-log'] } as const;

const keys = {
  account: [getQueryKey(trpc.accounts.me)],
  profile: [getQueryKey(trpc.accounts.profile.find)],
  emailChange: [getQueryKey(trpc.accounts.email.pending), getQueryKey(trpc.accounts.email.ofLink)],
  signInMethods: [
    getQueryKey(trpc.identity.signInMethods),
    getQueryKey(trpc.identity.passkeys),
    getQueryKey(trpc.identity.twoStep.recoveryCodesLeft),
  ],
  sessions: [getQueryKey(trpc.identity.sessions.list)],
  tokens: [getQueryKey(trpc.accounts.tokens.list)],
  securityLog: [ownKeys.securityLog],
  licences: [getQueryKey(trpc.licences.list)],
  receipts: [getQueryKey(trpc.billing.receipts)],
  offers: [getQueryKey(trpc.catalogue.offers)],
} as const satisfies Record<string, readonly QueryKey[]>;

export type AnswerName = keyof typeof keys;

/**
 * Invalidates the named data and refetches whatever the page is using. Resolves when the refetches are done, even if
 * they fail. With `joins`, waits for requests already in flight instead of restarting them.
 */
export async function refreshAnswers(
  queryClient: QueryClient,
  names: readonly AnswerName[],
  { joins = false }: { joins?: boolean } = {},
): Promise<void> {
  await Promise.all(
    names
      .flatMap((name): readonly QueryKey[] => keys[name])
      .map((queryKey) => queryClient.invalidateQueries({ queryKey }, { cancelRefetch: !joins })),
  );
}

/**
 * Returns a function that resolves once the named data is refetched, for changes whose page needs it before continuing.
 * Don't make anything more urgent wait for it, such as a checkout or a secret that is shown once.
 */
export function useAnswersOf(): (...names: AnswerName[]) => Promise<void> {
  const queryClient = useQueryClient();
  return (...names) => refreshAnswers(queryClient, names, { joins: true });
}
