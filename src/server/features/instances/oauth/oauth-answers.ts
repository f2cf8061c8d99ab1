/** Error responses of the OAuth endpoints (RFC 6749, section 5.2). */
import type { ServerResponse } from 'node:http';
import type { ClientAuthentication } from './authenticate-client.ts';

/** Headers required for token responses (RFC 6749, section 5.1). */
export const noStore = { 'Cache-Control': 'no-store', Pragma: 'no-cache' } as const;

/** The `WWW-Authenticate` header that is sent with every 401 of the OAuth endpoints (RFC 7617). */
export const basicChallenge = 'Basic realm="customer-portal", charset="UTF-8"';

export const databaseAway = {
  detail: 'The database cannot be reached. Try again in a moment.',
  retryAfterSeconds: 5,
} as const;

interface OauthError {
  status: number;
  error: 'invalid_client' | 'invalid_request';
  /** In ASCII, without quotes or backslashes (RFC 6749, section 5.2). */
  description: string;
  headers?: Readonly<Record<string, string>>;
}

export function sendOauthError(
  res: ServerResponse,
  { status, error, description, headers }: OauthError,
): void {
  const text = JSON.stringify({ error, error_description: description });
  res.writeHead(status, {
    ...noStore,
    ...headers,
    ...(status === 401 ? { 'WWW-Authenticate': basicChallenge } : {}),
    'Content-Type': 'application/json; charset=utf-8',
    'Content-Length': Buffer.byteLength(text),
  });
  res.end(text);
}

/** Sends the error for a client that failed to authenticate. */
export function refuseClient(
  res: ServerResponse,
  authentication: Exclude<ClientAuthentication, { status: 'proven' }>,
): void {
  switch (authentication.status) {
    case 'wrong':
      sendOauthError(res, {
        status: 401,
        error: 'invalid_client',
        description: 'the client id or the client secret is wrong, or the client has been disabled',
      });
      return;
    case 'wrong_too_often':
      sendOauthError(res, {
        status: 429,
        error: 'invalid_client',
        description:
          'the client id or the client secret is wrong, and there have been too many failed attempts recently; the right secret is accepted at any time, but any other gets this response until the time in Retry-After has passed',
        headers: { 'Retry-After': String(authentication.waitSeconds) },
      });
      return;
    case 'busy':
      sendOauthError(res, {
        status: 429,
        error: 'invalid_client',
        description:
          'the client secret was not checked because too many requests are waiting; try again after the time in Retry-After',
        headers: { 'Retry-After': '10' },
      });
  }
}
