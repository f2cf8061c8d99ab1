/** Builds the parts of the request that is passed to better-auth. */
import type { IncomingMessage } from 'node:http';
import { clientAddressOf } from '#server/platform/http/request/client-address.ts';

/** Base path of the authentication endpoints. */
export const authPath = '/api/auth';

/**
 * Passes the client's IP address to better-auth. Only set by the portal; a header of this name sent by a client is
 * dropped.
 */
export const addressHeader = 'x-portal-address';

/** Node's request with the properties that Express adds. */
export type AuthRequest = IncomingMessage & { originalUrl?: string; ip?: string | undefined };

/** Returns only the headers that better-auth needs. `resign` re-signs the cookies with the current secret. */
export function headersFor(req: AuthRequest, origin: string, resign: (cookies: string) => string): Headers {
  const headers = new Headers({ origin, [addressHeader]: clientAddressOf(req) ?? '' });
  if (req.headers.cookie) headers.set('cookie', resign(req.headers.cookie));
  if (req.headers['user-agent']) headers.set('user-agent', req.headers['user-agent'].slice(0, 500));
  return headers;
}
