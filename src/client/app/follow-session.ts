/** The pages follow who is signed in: whoever goes takes all of theirs along. */
import type { QueryClient } from '@tanstack/react-query';
import { getQueryKey } from '@trpc/react-query';
import { tab, whenToLook } from '#client/api/tab.ts';
import { type Api, trpc } from '#client/api/trpc.ts';
import { browser } from '#client/browser.ts';
import { pages } from '#shared/pages.ts';
import type { PortalRouter } from './router.tsx';

interface Followed {
  queryClient: QueryClient;
  /** Asked when something happens: it is made after this. */
  router: () => PortalRouter;
  api: () => Api;
}

const [accountRoot = [], ...accountRest] = getQueryKey(trpc.accounts.me);

const isWho = (queryKey: readonly unknown[]) =>
  accountRest.length === 0 && JSON.stringify(queryKey[0]) === JSON.stringify(accountRoot);

/** Empties the caches of everything but who is signed in: what was asked for one person is not shown to the next. */
function dropAnswers(queryClient: QueryClient, router?: PortalRouter): void {
  queryClient.getMutationCache().clear();
  queryClient.removeQueries({ predicate: ({ queryKey }) => !isWho(queryKey) });
  router?.clearCache();
}

/** Returns what ends it. */
export function followSession({ queryClient, router, api }: Followed): () => void {
  const setNobody = () => api().accounts.me.setData(undefined, null);
  tab.begin({
    onEnded: async () => {
      // At once: whoever signs in while the way leads to the form is not to be taken for part of what has ended.
      tab.forget();
      setNobody();
      const { href, pathname } = router().latestLocation;
      const isAtWork = router().state.matches.some(({ routeId }) => routeId === '/customer');
      if (!isAtWork) await router().invalidate();
      else if (pathname !== pages.login)
        await router().navigate({ to: pages.login, search: { next: href, ended: true }, replace: true });
    },
    onForgotten: () => {
      // Its answer would not be delivered any more: whoever asks now must not wait for it.
      void queryClient.cancelQueries({ predicate: ({ queryKey }) => isWho(queryKey) });
      dropAnswers(queryClient, router());
    },
    onAnother: () => {
      dropAnswers(queryClient, router());
      queryClient.clear();
      browser.reload();
    },
    onArrived: () => {
      dropAnswers(queryClient, router());
      // Among the pages for everybody some are passed by who is signed in.
      setTimeout(() => void router().invalidate());
    },
  });

  return whenToLook((why) => {
    // A page that comes back as it was left shows nothing before it is known whose it is.
    if (why === 'restored') browser.hide(true);
    void api()
      .accounts.me.fetch(undefined, { staleTime: 0 })
      .then(
        () => browser.hide(false),
        // Not known: a page that stands there stays, one that comes back is loaded as a new one.
        () => why === 'restored' && browser.reload(),
      );
  });
}
