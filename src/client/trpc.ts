/** The client's one window on the server: the only file that names a server type. */
import type { QueryClient } from '@tanstack/react-query';
import { httpBatchLink } from '@trpc/client';
import { createTRPCQueryUtils, createTRPCReact } from '@trpc/react-query';
import superjson from 'superjson';
import type { AppRouter } from '#server/router.ts';
import { maxCallsInARequest } from '#shared/procedure-calls.ts';

export const trpc = createTRPCReact<AppRouter>();

interface ClientOptions {
  /** Stands in for the network where pages are drawn and nobody is asked. */
  fetch?: () => Promise<Response>;
}

/** Calls that are made in one moment travel in one request. */
export function createClient(options: ClientOptions = {}) {
  return trpc.createClient({
    links: [
      httpBatchLink({
        url: '/trpc',
        transformer: superjson,
        maxItems: maxCallsInARequest,
        maxURLLength: 8_000,
        ...options,
      }),
    ],
  });
}

/** The same procedures outside of React: for the router, which asks before a page is drawn. */
export function createApi(queryClient: QueryClient, client: ReturnType<typeof createClient>) {
  return createTRPCQueryUtils<AppRouter>({ queryClient, client });
}

export type Api = ReturnType<typeof createApi>;
