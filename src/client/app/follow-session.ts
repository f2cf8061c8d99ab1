/** Keeps the pages in step with the session: when a user signs out, everything fetched for them is discarded. */
import type { QueryClient } from '@tanstack/react-query';
import { getQueryKey } from '@trpc/react-query';
import { tab, whenToLook } from '#client/api/tab.ts';
import { type Api, trpc } from '#client/api/trpc.ts';
import { browser } from '#client/browser.ts';
import { pages } from '#shared/pages.ts';
import type { PortalRouter } from './router.tsx';

interface Followed {
  queryClient: QueryClient;
  /** A function, because the router is created later. */
  router: () => PortalRouter;
  api: () => Api;
}

const [accountRoot = [], ...accountRest] = getQueryKey(trpc.accounts.me);

const isWho = (queryKey: readonly unknown[]) =>
  accountRest.length === 0 && JSON.stringify(queryKey[0]) === JSON.stringify(accountRoot);

/** Clears every cached result except the account query, so that one user's data is never shown to the next. */
function dropAnswers(queryClient: QueryClient, router?: PortalRouter): void {
  queryClient.getMutationCache().clear();
  queryClient.removeQueries({ predicate: ({ queryKey }) => !isWho(queryKey) });
  router?.clearCache();
}

/** Starts following the session. Returns a function that stops it. */
export function followSession({ queryClient, router, api }: Followed): () => void {
  const setNobody = () => api().accounts.me.setData(undefined, null);
  tab.begin({
    onEnded: async () => {
      // Runs before the navigation, so that a sign-in during the navigation isn't attributed to the session that ended.
      tab.forget();
      setNobody();
      const { href, pathname } = router().latestLocation;
      const isAtWork = router().state.matches.some(
        ({ routeId }) => routeId === '/customer' || routeId === '/administration',
      );
      if (!isAtWork) await router().invalidate();
      else if (pathname !== pages.login)
        await router().navigate({ to: pages.login, search: { next: href, ended: true }, replace: true });
    },
    onForgotten: () => {
      // Cancels pending account queries. Their responses would be discarded, so anything waiting for them would wait
      // forever.
      void queryClient.cancelQueries({ predicate: ({ queryKey }) => isWho(queryKey) });
      dropAnswers(queryClient, router());
    },
    onAnother: () => {
      dropAnswers(queryClient, router());
      queryClient.clear();
      browser.reload();
    },
    onViewChanged: (change) => {
      void queryClient.cancelQueries();
      queryClient.clear();
      router().clearCache();
      const href = 'entered' in change ? pages.home : `${pages.customers}/${change.left.customer.id}`;
      // Replaced, so that the Back button doesn't lead from one side to the other.
      void router().navigate({ href, replace: true });
    },
    onArrived: () => {
      dropAnswers(queryClient, router());
      // Runs the route guards again, so that the sign-in pages redirect the user, who is now signed in.
      setTimeout(() => void router().invalidate());
    },
  });

  return whenToLook((why) => {
    // A page restored from the back/forward cache stays hidden until the server confirms which user it belongs to.
    if (why === 'restored') browser.hide(true);
    void api()
      .accounts.me.fetch(undefined, { staleTime: 0 })
      .then(
        () => browser.hide(false),
        // The session couldn't be checked. A page that was open stays as it is; a page restored from the cache is
        // reloaded.
        () => why === 'restored' && browser.reload(),
      );
  });
}
