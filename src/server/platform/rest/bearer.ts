/** Reads bearer tokens (RFC 6750). */
import type { IncomingMessage } from 'node:http';
import { hasTwoAuthorizations } from './api-addresses.ts';

/** Tokens of the PHP portal are JWTs of about 1,000 characters; larger keys and more scopes make them longer. */
const wellFormed = /^Bearer +([A-Za-z0-9._~+/-]{1,4096}=*)$/i;
const anyToken = /^Bearer +\S/i;

/**
 * `absent`: there is no Authorization header, or one with another scheme; the challenge must then not name an error
 * (section 3). `ambiguous`: there are several Authorization headers. `malformed`: the token isn't valid.
 */
export type PresentedBearer =
  | { status: 'absent' | 'ambiguous' | 'malformed' }
  | { status: 'token'; token: string };

/** Reads the Authorization header (section 2.1). */
export function bearerOf(req: Pick<IncomingMessage, 'headers' | 'rawHeaders'>): PresentedBearer {
  if (hasTwoAuthorizations(req)) return { status: 'ambiguous' };
  const { authorization = '' } = req.headers;
  if (!anyToken.test(authorization)) return { status: 'absent' };
  const token = wellFormed.exec(authorization)?.[1];
  return token === undefined ? { status: 'malformed' } : { status: 'token', token };
}
