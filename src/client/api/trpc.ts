/** The client's one window on the server: the only file that names a server type. */
import type { QueryClient } from '@tanstack/react-query';
import { httpBatchLink, splitLink, type TRPCLink } from '@trpc/client';
import { createTRPCQueryUtils, createTRPCReact } from '@trpc/react-query';
import { observable } from '@trpc/server/observable';
import superjson from 'superjson';
import type { AppRouter } from '#server/router.ts';
import type { AccountView } from '#shared/accounts/accounts.ts';
import { maxCallsInARequest } from '#shared/procedure-calls.ts';
import { failureOf } from './failure.ts';
import { answerWithinMs, fetchInTime, longAnswerWithinMs } from './fetch-in-time.ts';
import { tab } from './tab.ts';

/** What a page asks for to show it is not asked for any more once the page is left. A change goes on. */
export const trpc = createTRPCReact<AppRouter>({ abortOnUnmount: true });

/** The same for what the router asks for before its page is there. */
export const leftWithItsPage = { trpc: { abortOnUnmount: true } } as const;

const whoIsSignedIn = 'accounts.me';

/** Answers reach the page only while whom they were asked for is shown there; see `tab`. */
const ofThisTab: TRPCLink<AppRouter> =
  () =>
  ({ op, next }) =>
    observable((observer) => {
      if (tab.isGone()) return;
      const carried = tab.carry();
      return next(op).subscribe({
        next(answer) {
          if (!carried.isWanted()) return;
          const { result } = answer;
          if (op.path === whoIsSignedIn && 'data' in result) {
            const account = result.data as AccountView | null;
            if (!tab.see(account?.id ?? null)) return;
          }
          observer.next(answer);
        },
        error(error) {
          if (carried.isRefusalWanted(failureOf(error).code)) observer.error(error);
        },
        complete() {
          if (carried.isWanted()) observer.complete();
        },
      });
    });

/** What may have to ask Paddle first: nothing else waits for it. */
const slowCalls: ReadonlySet<string> = new Set(['catalogue.offers', 'billing.startCheckout']);
/** What asks Paddle as often as there are subscriptions. */
const longCalls: ReadonlySet<string> = new Set(['privacy.deleteAccount']);

interface ClientOptions {
  /** Stands in for the network where pages are drawn and nobody is asked. */
  fetch?: () => Promise<Response>;
}

/** Calls that are made in one moment travel in one request; those that may take long, in one of their own. */
export function createClient(options: ClientOptions = {}) {
  const batch = (withinMs: number = answerWithinMs) =>
    httpBatchLink<AppRouter>({
      url: '/trpc',
      transformer: superjson,
      maxItems: maxCallsInARequest,
      maxURLLength: 8_000,
      headers: () => tab.carry().headers,
      fetch: (url, init) => fetchInTime(url, init as RequestInit, withinMs),
      ...options,
    });
  return trpc.createClient({
    links: [
      ofThisTab,
      splitLink({
        condition: ({ path }) => slowCalls.has(path),
        true: batch(),
        false: splitLink({
          condition: ({ path }) => longCalls.has(path),
          true: batch(longAnswerWithinMs),
          false: batch(),
        }),
      }),
    ],
  });
}

/** The same procedures outside of React: for the router, which asks before a page is drawn. */
export function createApi(queryClient: QueryClient, client: ReturnType<typeof createClient>) {
  return createTRPCQueryUtils<AppRouter>({ queryClient, client });
}

export type Api = ReturnType<typeof createApi>;
