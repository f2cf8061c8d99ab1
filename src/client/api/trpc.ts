/** The client's only connection to tRPC, and the only client file that imports a server type. */
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

/** Queries are aborted when the user leaves their page; mutations run to completion. */
export const trpc = createTRPCReact<AppRouter>({ abortOnUnmount: true });

/** Options for queries that the router prefetches, so that they too are aborted when the user leaves the page. */
export const leftWithItsPage = { trpc: { abortOnUnmount: true } } as const;

const whoIsSignedIn = 'accounts.me';

/** Delivers a response only while the tab still shows the account that the request was made for; see `tab`. */
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

/**
 * Calls for which the server may have to query Paddle first. They are batched separately so that nothing else waits for
 * them.
 */
const slowCalls: ReadonlySet<string> = new Set(['catalogue.offers', 'billing.startCheckout']);
/** Calls for which the server queries Paddle once per subscription. They get the longer timeout. */
const longCalls: ReadonlySet<string> = new Set(['privacy.deleteAccount']);

interface ClientOptions {
  /** Used in place of the network in server rendering, which makes no requests. */
  fetch?: () => Promise<Response>;
}

/** Batches calls made at the same time into one request. Calls that may take long are batched separately. */
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

/**
 * Returns the same procedures for use outside React: the router calls them to prefetch data before a page is rendered.
 */
export function createApi(queryClient: QueryClient, client: ReturnType<typeof createClient>) {
  return createTRPCQueryUtils<AppRouter>({ queryClient, client });
}

export type Api = ReturnType<typeof createApi>;
