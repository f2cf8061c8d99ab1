/** Passes HTTP requests on to better-auth, within the limits, and its redirects and cookies back. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Logger } from 'pino';
import { isDatabaseUnreachable } from '#server/platform/database/connection.ts';
import { isConcurrencyConflict } from '#server/platform/database/transactions.ts';
import { clientAddressOf } from '#server/platform/http/request/client-address.ts';
import { logFailure } from '#server/platform/observability/failure-log.ts';
import type { AuthRateLimits } from './auth-rate-limits.ts';
import type { DatabaseErrorTracker } from './database-error-tracker.ts';

/** Base path of the authentication endpoints. */
export const authPath = '/api/auth';

/**
 * Passes the client's IP address to better-auth. Only set by the portal; a header of this name sent by a client is
 * dropped.
 */
export const addressHeader = 'x-portal-address';

/** Node's request with the properties that Express adds. */
export type AuthRequest = IncomingMessage & { originalUrl?: string; ip?: string | undefined };

/** Where requests go, and what stands before it. */
export interface AuthWire {
  /** The portal's URL. Only its origin may send POST requests. */
  appUrl: string;
  /** better-auth's request handler. */
  answer: (request: Request) => Promise<Response>;
  resign: (cookies: string) => string;
  limits: AuthRateLimits;
  watch: DatabaseErrorTracker;
  log: Logger;
}

/** Returns only the headers that better-auth needs. Cookies are re-signed with the current secret. */
export function headersFor(
  req: AuthRequest,
  { appUrl, resign }: Pick<AuthWire, 'appUrl' | 'resign'>,
): Headers {
  const headers = new Headers({
    origin: new URL(appUrl).origin,
    [addressHeader]: clientAddressOf(req) ?? '',
  });
  if (req.headers.cookie) headers.set('cookie', resign(req.headers.cookie));
  if (req.headers['user-agent']) headers.set('user-agent', req.headers['user-agent'].slice(0, 500));
  return headers;
}

/** Returns better-auth's answer, or how long the caller has to wait. Throws while the database cannot be reached. */
export async function passOn(
  { answer, limits, watch, log }: AuthWire,
  req: AuthRequest,
  { request, endpoint, body = {} }: { request: Request; endpoint: string; body?: Record<string, unknown> },
): Promise<{ response: Response } | { waitSeconds: number }> {
  const from = { address: clientAddressOf(req), cookies: req.headers.cookie };
  const { waitSeconds, succeeded } = await limits({ endpoint, body, ...from });
  if (waitSeconds !== null) return { waitSeconds };
  const response = await watch.run(() => answer(request));
  if (response.ok) {
    await succeeded().catch((error: unknown) =>
      // The request has succeeded all the same.
      logFailure(log, error, { level: 'warn' }, 'failed attempts could not be reset'),
    );
  }
  return { response };
}

/** Whether a request failed only because of the moment: it can be repeated. */
export const isOutage = (error: unknown): boolean =>
  isDatabaseUnreachable(error) || isConcurrencyConflict(error);

export function sendCookies(res: ServerResponse, response: Response): void {
  for (const cookie of response.headers.getSetCookie()) res.appendHeader('Set-Cookie', cookie);
}

export function redirectTo(res: ServerResponse, status: number, location: string): void {
  res.statusCode = status;
  res.setHeader('Location', location);
  res.setHeader('Cache-Control', 'no-store');
  // The page's URL contains a token, a code or a state, which must not leak in a Referer header (RFC 9700, section 4.2.4).
  res.setHeader('Referrer-Policy', 'no-referrer');
  res.end();
}
