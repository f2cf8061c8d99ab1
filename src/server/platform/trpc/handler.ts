/** Serves tRPC on Express. */
import type { IncomingHttpHeaders, IncomingMessage } from 'node:http';
import { type AnyRouter, getErrorShape, TRPCError, transformTRPCResponse } from '@trpc/server';
import { createExpressMiddleware } from '@trpc/server/adapters/express';
import type { Request, RequestHandler, Response } from 'express';
import { clientAddressOf } from '#server/platform/http/request/client-address.ts';
import { noteRefusal } from '#server/platform/http/request/refusals.ts';
import { requestIdOf } from '#server/platform/http/request-pipeline.ts';
import { showsAnother } from '#server/platform/http/shown-account.ts';
import { logFailure } from '#server/platform/observability/failure-log.ts';
import type { RegisteredDeps } from '#server/platform/registered-deps.ts';
import { AppError, errorTable } from '#shared/errors.ts';
import { maxCallsInARequest } from '#shared/procedure-calls.ts';
import { type Context, withoutPaddle } from './context.ts';
import { codeOfFailure, reasonOf, waitOf } from './failures.ts';

export interface TrpcOptions {
  router: AnyRouter;
  deps: RegisteredDeps;
  /**
   * Returns the account and the session of a request. If the session was extended, calls `setCookies` with its new
   * cookies.
   */
  signedInOf: (
    headers: IncomingHttpHeaders,
    setCookies: (cookies: string[]) => void,
  ) => Promise<Pick<Context, 'account' | 'session'> | null>;
  /** Returns the view that the request belongs to, see `Context`. */
  viewingOf: (
    headers: IncomingHttpHeaders,
    signedIn: Pick<Context, 'account' | 'session'> | null,
  ) => Promise<Context['viewing']>;
  /** Returns the visitor's country from a proxy's header; null if unknown. */
  countryOf: (req: IncomingMessage) => string | null;
}

/** Enough for a batch of ten calls with the largest input. */
const maxBodyBytes = 64 * 1024;

/**
 * Returns the reason to refuse a request before tRPC reads it, or null. tRPC would parse a huge batch before refusing
 * it, and it accepts bodies other than JSON.
 */
function refusalOf(req: Request): AppError | null {
  const isBatch = new URLSearchParams(req.originalUrl.split('?', 2)[1] ?? '').get('batch') === '1';
  const calls = isBatch ? decodeURIComponent(req.path).split(',').length : 1;
  if (calls > maxCallsInARequest) {
    const message = `A request may contain at most ${maxCallsInARequest} calls.`;
    return new AppError('invalid_input', `the batch has ${calls} calls`, {
      issues: [{ path: 'batch', message }],
    });
  }
  if (req.method === 'POST' && !/^application\/json\s*(;|$)/i.test(req.headers['content-type'] ?? ''))
    return new AppError('unsupported_media_type', 'the body is not JSON');
  return null;
}

/** Rejects all calls of a request with a single error, as tRPC does if it can't start. */
function refuseWhole(router: AnyRouter, cause: AppError, req: Request, res: Response): void {
  const { _config: config } = router._def;
  const error = new TRPCError({ code: errorTable[cause.code].trpc, message: cause.message, cause });
  const ctx = { requestId: requestIdOf(req) };
  const about = { type: 'unknown', path: undefined, input: undefined, ctx } as const;
  noteRefusal(req, { code: cause.code, reason: cause.message });
  res.status(errorTable[cause.code].http).set('Cache-Control', 'no-store');
  res.json(transformTRPCResponse(config, { error: getErrorShape({ config, error, ...about }) }));
}

export function trpcHandler({ router, deps, signedInOf, viewingOf, countryOf }: TrpcOptions): RequestHandler {
  const share = withoutPaddle(deps);
  const procedures = router._def.procedures as Record<string, unknown>;
  const answer = createExpressMiddleware({
    router,
    maxBodySize: maxBodyBytes,
    maxBatchSize: maxCallsInARequest,
    createContext: async ({ req, res }): Promise<Context> => {
      const signedIn = await signedInOf(req.headers, (cookies) => {
        for (const cookie of cookies) res.appendHeader('Set-Cookie', cookie);
      });
      const { account, session } = signedIn ?? { account: null, session: null };
      const viewing = await viewingOf(req.headers, signedIn);
      const shown = viewing === null || viewing === 'over' ? account : viewing.account;
      return {
        deps: share,
        account,
        session,
        viewing,
        showsAnother: shown !== null && showsAnother(req.headers, shown.id),
        caller: { ipAddress: clientAddressOf(req), userAgent: req.headers['user-agent'] ?? null },
        requestId: requestIdOf(req),
        requestCountry: countryOf(req),
      };
    },
    responseMeta: ({ errors }) => {
      const [first] = errors;
      const wait = first && (codeOfFailure(first) === 'service_unavailable' ? 5 : waitOf(first));
      const headers = new Headers({ 'Cache-Control': 'no-store' });
      if (wait) headers.set('Retry-After', String(wait));
      return { headers };
    },
    onError: ({ error, path, req }) => {
      const code = codeOfFailure(error);
      const call = path !== undefined && Object.hasOwn(procedures, path) ? path : null;
      if (errorTable[code].http < 500) {
        noteRefusal(req, { code, reason: reasonOf(error), call });
        return;
      }
      const level = code === 'internal' ? 'error' : 'warn';
      const fields = { level, path: call, code, requestId: requestIdOf(req) } as const;
      logFailure(deps.log, error.cause ?? error, fields, 'a procedure failed');
    },
  });
  return (req, res, next) => {
    const refusal = refusalOf(req);
    if (refusal) refuseWhole(router, refusal, req, res);
    else answer(req, res, next);
  };
}
