/**
 * Passes HTTP requests to better-auth after checking the rate limits, and passes its redirects and cookies back to the
 * browser.
 */
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Logger } from 'pino';
import { isDatabaseUnreachable } from '#server/platform/database/failure-kinds.ts';
import { isConcurrencyConflict } from '#server/platform/database/transactions.ts';
import { clientAddressOf } from '#server/platform/http/request/client-address.ts';
import { logFailure } from '#server/platform/observability/failure-log.ts';
import { Wish } from '#shared/catalogue/wish.ts';
import type { AuthRateLimits } from './auth-rate-limits.ts';
import type { DatabaseErrorTracker } from './database-error-tracker.ts';

/** Base path of the authentication endpoints. */
export const authPath = '/api/auth';

/**
 * Header that passes the client's IP address to better-auth. Only the portal sets it; a header of this name sent by a
 * client is dropped.
 */
export const addressHeader = 'x-portal-address';

/**
 * Header that passes to better-auth what the user wants to buy. Like `addressHeader`, only the portal sets it. Ends up
 * in the link of the e-mail that confirms the user's address.
 */
const wishHeader = 'x-portal-wish';

/** Returns the request's header for a wish; none if there is no wish. */
export const headersOfWish = (wish: unknown): Record<string, string> =>
  wish === undefined ? {} : { [wishHeader]: JSON.stringify(wish) };

/** Returns the wish that the portal has passed to better-auth; null if there is none. */
export function wishIn(request: Request | undefined): Wish | null {
  const text = request?.headers.get(wishHeader);
  return text ? Wish.parse(JSON.parse(text)) : null;
}

/** Node's request, with the properties that Express adds to it. */
export type AuthRequest = IncomingMessage & { originalUrl?: string; ip?: string | undefined };

/** better-auth's request handler, and everything needed before calling it. */
export interface AuthWire {
  /** The portal's URL. POST requests are accepted only from its origin. */
  appUrl: string;
  /** better-auth's request handler. */
  answer: (request: Request) => Promise<Response>;
  resign: (cookies: string) => string;
  limits: AuthRateLimits;
  watch: DatabaseErrorTracker;
  log: Logger;
}

/** Returns only the headers that better-auth needs. Re-signs cookies with the current secret. */
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

/**
 * Passes the request to better-auth unless a limit is exceeded. Returns better-auth's response, or the seconds that the
 * client has to wait. Throws if the database can't be reached.
 */
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
      // The request itself succeeded, so this failure is only logged.
      logFailure(log, error, { level: 'warn' }, 'failed attempts could not be reset'),
    );
  }
  return { response };
}

/**
 * Returns true if a request failed only because of a temporary condition, such as an unreachable database, so that the
 * client may repeat it.
 */
export const isOutage = (error: unknown): boolean =>
  isDatabaseUnreachable(error) || isConcurrencyConflict(error);

export function sendCookies(res: ServerResponse, response: Response): void {
  for (const cookie of response.headers.getSetCookie()) res.appendHeader('Set-Cookie', cookie);
}

export function redirectTo(res: ServerResponse, status: number, location: string): void {
  res.statusCode = status;
  res.setHeader('Location', location);
  res.setHeader('Cache-Control', 'no-store');
  // The page's URL contains a token, a code or a state, which must not leak in a Referer header (RFC 9700, section
  // 4.2.4).
  res.setHeader('Referrer-Policy', 'no-referrer');
  res.end();
}
