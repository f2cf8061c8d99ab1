/** What the server has answered, by name: each change says which answers it may have made untrue. */
import { type QueryClient, type QueryKey, useQueryClient } from '@tanstack/react-query';
import { getQueryKey } from '@trpc/react-query';
import { trpc } from './trpc.ts';

/** Of answers that come past tRPC's hooks. */
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
 * Marks these answers as untrue; those on the page are asked again. Resolves once they have come, or could not be
 * had. `joins`: what is being asked already is waited for, not asked once more.
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
 * For a change whose page needs the new answer before it can go on. Never for what somebody waits for more than for
 * that: a way to pay, a secret that is shown once.
 */
export function useAnswersOf(): (...names: AnswerName[]) => Promise<void> {
  const queryClient = useQueryClient();
  return (...names) => refreshAnswers(queryClient, names, { joins: true });
}
