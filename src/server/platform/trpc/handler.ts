/** tRPC on Express. */
import type { IncomingHttpHeaders } from 'node:http';
import type { AnyRouter } from '@trpc/server';
import { createExpressMiddleware } from '@trpc/server/adapters/express';
import type { RequestHandler } from 'express';
import { CountryCode } from '#shared/catalogue.ts';
import type { Deps } from '../../deps.ts';
import { requestIdOf } from '../http/edge.ts';
import type { Context } from './context.ts';
import { codeOfFailure, waitOf } from './procedures.ts';

export interface TrpcOptions {
  router: AnyRouter;
  deps: Deps;
  /** Whose session a request carries; hands over the cookies of a session it prolonged. */
  signedInOf: (
    headers: IncomingHttpHeaders,
    setCookies: (cookies: string[]) => void,
  ) => Promise<Pick<Context, 'account' | 'session'> | null>;
  /** Whether the proxy in front may be believed about where a request comes from. */
  trustsProxy: boolean;
}

/** Far more than any input of ours; a batch of procedures is one body. */
const maxBodyBytes = 256 * 1024;

function countryOf(headers: IncomingHttpHeaders): string | null {
  const parsed = CountryCode.safeParse(headers['cf-ipcountry']);
  // XX is "unknown", T1 is Tor.
  return parsed.success && parsed.data !== 'XX' ? parsed.data : null;
}

export function trpcHandler({ router, deps, signedInOf, trustsProxy }: TrpcOptions): RequestHandler {
  return createExpressMiddleware({
    router,
    maxBodySize: maxBodyBytes,
    createContext: async ({ req, res }): Promise<Context> => ({
      deps,
      ...((await signedInOf(req.headers, (cookies) => {
        for (const cookie of cookies) res.appendHeader('Set-Cookie', cookie);
      })) ?? { account: null, session: null }),
      caller: { ipAddress: req.ip ?? null, userAgent: req.headers['user-agent'] ?? null },
      requestId: requestIdOf(req),
      requestCountry: trustsProxy ? countryOf(req.headers) : null,
    }),
    responseMeta: ({ errors }) => {
      const [first] = errors;
      const wait = first && (codeOfFailure(first) === 'service_unavailable' ? 5 : waitOf(first));
      const headers = new Headers({ 'Cache-Control': 'no-store' });
      if (wait) headers.set('Retry-After', String(wait));
      return { headers };
    },
    onError: ({ error, path, req }) => {
      const code = codeOfFailure(error);
      const level = code === 'internal' ? 'error' : code === 'service_unavailable' ? 'warn' : 'info';
      deps.log[level](
        { err: error.cause ?? error, path, code, requestId: requestIdOf(req) },
        'a procedure failed',
      );
    },
  });
}
