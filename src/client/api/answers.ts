/** Assigns names to the cached server data, so that each mutation can list the data it invalidates. */
import { type QueryClient, type QueryKey, useQueryClient } from '@tanstack/react-query';
import { getQueryKey } from '@trpc/react-query';
import { trpc } from './trpc.ts';

/** Query keys of data fetched without tRPC's hooks. */
export const ownKeys = {
  securityLog: ['security-log'],
  customerSearch: ['customer-search'],
  customerMails: ['customer-mails'],
  customerSecurityLog: ['customer-security-log'],
} as const;

const keys = {
  account: [getQueryKey(trpc.accounts.me)],
  profile: [getQueryKey(trpc.accounts.profile.find)],
  emailChange: [
    getQueryKey(trpc.accounts.email.pending),
    getQueryKey(trpc.accounts.email.ofLink),
    getQueryKey(trpc.accounts.email.refusal),
  ],
  signInMethods: [
    getQueryKey(trpc.identity.signInMethods),
    getQueryKey(trpc.identity.passkeys),
    getQueryKey(trpc.identity.twoStep.recoveryCodesLeft),
  ],
  sessions: [getQueryKey(trpc.identity.sessions.list)],
  tokens: [getQueryKey(trpc.accounts.tokens.list)],
  securityLog: [ownKeys.securityLog],
  licences: [getQueryKey(trpc.licences.list), getQueryKey(trpc.billing.history)],
  receipts: [getQueryKey(trpc.billing.receipts)],
  changes: [getQueryKey(trpc.billing.changes.options), getQueryKey(trpc.billing.changes.keep.preview)],
  offers: [getQueryKey(trpc.catalogue.offers)],
  administrators: [getQueryKey(trpc.administration.administrators.list)],
  customers: [
    getQueryKey(trpc.administration.customers.list),
    getQueryKey(trpc.administration.customers.find),
    getQueryKey(trpc.administration.customers.history),
    getQueryKey(trpc.administration.customers.receipts),
  ],
  customerMails: [ownKeys.customerMails],
  flags: [
    getQueryKey(trpc.administration.settling.flags),
    getQueryKey(trpc.administration.inbox.flags),
    getQueryKey(trpc.administration.inbox.summary),
  ],
  mails: [getQueryKey(trpc.administration.mails.list), getQueryKey(trpc.administration.mails.refusing)],
  notes: [getQueryKey(trpc.administration.notes.list)],
  plans: [getQueryKey(trpc.administration.plans.list), getQueryKey(trpc.administration.plans.compare)],
  instances: [getQueryKey(trpc.administration.instances)],
  // Not what can be processed again: its dialog shows the result of having done so.
  inbox: [
    getQueryKey(trpc.administration.inbox.list),
    getQueryKey(trpc.administration.inbox.find),
    getQueryKey(trpc.administration.inbox.summary),
  ],
  auditLog: [getQueryKey(trpc.administration.audit.list)],
} as const satisfies Record<string, readonly QueryKey[]>;

export type AnswerName = keyof typeof keys;

/**
 * Marks the named data as stale and refetches the parts that the current page uses. Resolves when the refetches are
 * done, even if they fail. With `joins`, waits for requests already in flight instead of restarting them.
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
 * Returns a function that refetches the named data and resolves when that is done. For changes after which the page
 * can't continue without the new data. Anything urgent, such as a checkout or a secret that is shown once, must not
 * wait for it.
 */
export function useAnswersOf(): (...names: AnswerName[]) => Promise<void> {
  const queryClient = useQueryClient();
  return (...names) => refreshAnswers(queryClient, names, { joins: true });
}
