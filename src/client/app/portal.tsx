/** Assembles the application: API client, cache, router, theme and language. */
import { MantineProvider } from '@mantine/core';
import { QueryClientProvider } from '@tanstack/react-query';
import { type RouterHistory, RouterProvider } from '@tanstack/react-router';
import { type ReactNode, useSyncExternalStore } from 'react';
import { tab } from '#client/api/tab.ts';
import { createApi, createClient, trpc } from '#client/api/trpc.ts';
import { LocaleProvider } from '#client/i18n/locale.tsx';
import type { Messages } from '#client/i18n/messages.ts';
import { cssVariablesResolver, theme } from '#client/ui/styles/theme.ts';
import type { FirstAnswer } from '#shared/first-answer.ts';
import { colorSchemeManager } from './color-scheme.ts';
import { focusHeadingAfterNavigation } from './focus-heading.ts';
import { followSession } from './follow-session.ts';
import { createQueryClient } from './query-client.ts';
import { createPortalRouter } from './router.tsx';

interface PortalOptions {
  /** The messages in the current language. Each page loads the sets it needs. */
  messages: Messages;
  /** An in-memory history, for tests and server rendering. */
  history?: RouterHistory;
  /** Data that the server embedded in the document. */
  first?: FirstAnswer;
  /** Used in place of the network in server rendering. */
  fetch?: () => Promise<Response>;
}

/** Creates one instance of the application. `stopFollowing` removes its session listeners. */
export function createPortal({ messages, history, first, fetch }: PortalOptions) {
  const queryClient = createQueryClient();
  // Must run before the first request. Not needed in server rendering, which makes no requests.
  const stopFollowing = fetch
    ? () => undefined
    : followSession({ queryClient, router: () => router, api: () => api });
  const client = createClient({ ...(fetch && { fetch }) });
  const api = createApi(queryClient, client);
  if (first) {
    api.catalogue.publicConfig.setData(undefined, first.publicConfig);
    if (first.legalText) {
      const { page, text } = first.legalText;
      api.catalogue.legalText.setData({ page, locale: messages.current().locale }, text);
    }
    if (first.account !== undefined) {
      if (!fetch) tab.see(first.account?.id ?? null);
      api.accounts.me.setData(undefined, first.account);
    }
  }
  const router = createPortalRouter({ api, messages, queryClient, ...(history && { history }) });
  focusHeadingAfterNavigation(router);
  return { queryClient, client, api, messages, router, stopFollowing };
}

interface ProvidersProps {
  portal: Pick<ReturnType<typeof createPortal>, 'client' | 'messages' | 'queryClient'>;
  /** The nonce that the content security policy requires for Mantine's runtime styles. */
  nonce?: string;
  env?: 'default' | 'test';
  children: ReactNode;
}

/** Wraps a page in everything it needs except the router. */
export function Providers({ portal, nonce = '', env = 'default', children }: ProvidersProps) {
  return (
    <trpc.Provider client={portal.client} queryClient={portal.queryClient}>
      <QueryClientProvider client={portal.queryClient}>
        <LocaleProvider messages={portal.messages}>
          <MantineProvider
            theme={theme}
            cssVariablesResolver={cssVariablesResolver}
            colorSchemeManager={colorSchemeManager}
            defaultColorScheme="auto"
            getStyleNonce={() => nonce}
            env={env}
            // Turned off in tests, because the simulated DOM would process Mantine's hundreds of variables on every
            // style lookup.
            withCssVariables={env !== 'test'}
          >
            {children}
          </MantineProvider>
        </LocaleProvider>
      </QueryClientProvider>
    </trpc.Provider>
  );
}

interface PortalProps extends Omit<ProvidersProps, 'children'> {
  portal: ReturnType<typeof createPortal>;
}

export function Portal({ portal, ...surroundings }: PortalProps) {
  const isGone = useSyncExternalStore(tab.subscribe, tab.isGone, tab.isGone);
  if (isGone) return null;
  return (
    <Providers portal={portal} {...surroundings}>
      <RouterProvider router={portal.router} />
    </Providers>
  );
}
