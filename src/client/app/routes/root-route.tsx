/** The root of all routes, and what the routes of several page sets share. */
import type { QueryClient } from '@tanstack/react-query';
import { createRootRouteWithContext, type ParsedLocation, redirect } from '@tanstack/react-router';
import type { Api } from '#client/api/trpc.ts';
import { NotFoundPage } from '#client/app/pages/not-found-page.tsx';
import { Root } from '#client/app/root.tsx';
import type { Messages } from '#client/i18n/messages.ts';
import type { MessageSet } from '#client/i18n/translation.ts';
import type { AccountView } from '#shared/accounts/accounts.ts';
import { pages } from '#shared/pages.ts';

export interface RouterContext {
  api: Api;
  messages: Messages;
  queryClient: QueryClient;
}

export const root = createRootRouteWithContext<RouterContext>()({
  component: Root,
  notFoundComponent: NotFoundPage,
});

/** Loads a page's messages before it is rendered. */
export const loadMessages =
  (set: MessageSet) =>
  ({ context: { messages } }: { context: RouterContext }): Promise<void> =>
    messages.load(set);

/** Returns the signed-in account. Redirects visitors who aren't signed in, or haven't confirmed their address. */
export async function requireAccount({
  context: { api },
  location,
}: {
  context: RouterContext;
  location: ParsedLocation;
}): Promise<AccountView> {
  const account = await api.accounts.me.ensureData();
  if (!account) throw redirect({ to: pages.login, search: { next: location.href } });
  if (!account.emailVerified)
    throw redirect({ to: pages.verifyEmail, search: { email: account.email, next: location.href } });
  return account;
}
