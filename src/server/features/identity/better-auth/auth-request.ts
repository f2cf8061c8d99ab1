/** How a request of Node's becomes the request that better-auth sees. */
import type { IncomingMessage } from 'node:http';
import { clientAddressOf } from '#server/platform/http/request/client-address.ts';

/** Where the endpoints of sign-in are mounted. */
export const authPath = '/api/auth';

/** Carries the caller's IP address to better-auth. A header of this name that a caller sends is dropped. */
export const addressHeader = 'x-portal-address';

/** Express adds these two properties to Node's request. */
export type AuthRequest = IncomingMessage & { originalUrl?: string; ip?: string | undefined };

/** The headers that better-auth needs, and no others. `resign` signs the cookies with the current secret. */
export function headersFor(req: AuthRequest, origin: string, resign: (cookies: string) => string): Headers {
  const headers = new Headers({ origin, [addressHeader]: clientAddressOf(req) ?? '' });
  if (req.headers.cookie) headers.set('cookie', resign(req.headers.cookie));
  if (req.headers['user-agent']) headers.set('user-agent', req.headers['user-agent'].slice(0, 500));
  return headers;
}
