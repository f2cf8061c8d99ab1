/** The HTTP side of sign-in: which doors there are, what may come in, and what an answer may say. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';
import type { Logger } from 'pino';
import { type ErrorCode, errorTable } from '#shared/errors.ts';
import { type ProblemDetails, problemDocument } from '../http/problem.ts';
import { isPostDoor, readInput, verifyEmailDoor } from './auth-inputs.ts';
import type { OutageWatch } from './outage-watch.ts';
import { BodyTooLargeError, readBody } from './read-body.ts';

export const authPath = '/api/auth';

/** Carries the caller's address to better-auth; what a caller sends under this name is thrown away. */
export const addressHeader = 'x-portal-address';

export interface AuthHandlerParts {
  /** Where the portal lives; the only origin that may post. */
  appUrl: string;
  /** better-auth itself. */
  answer: (request: Request) => Promise<Response>;
  resign: (cookies: string) => string;
  watch: OutageWatch;
  log: Logger;
  /** Doors that know whether an address has an account answer no faster than this. */
  minimumAnswerMilliseconds: number;
}

/** Express adds these two to what Node gives. */
export type AuthRequest = IncomingMessage & { originalUrl?: string; ip?: string | undefined };

const maxBodyBytes = 16 * 1024;
const retryAfterSeconds = 5;
const quietDoors: ReadonlySet<string> = new Set([
  '/sign-up/email',
  '/request-password-reset',
  '/send-verification-email',
]);

/** better-auth's codes are words of their own; ours stand beside them. */
function refuse(
  res: ServerResponse,
  problem: ErrorCode,
  { code, issues, ...details }: ProblemDetails & { code: string; issues?: unknown },
): void {
  const body = { ...problemDocument(problem, details), code, ...(issues ? { issues } : {}) };
  res.statusCode = details.status ?? errorTable[problem].http;
  res.setHeader('Content-Type', 'application/problem+json; charset=utf-8');
  res.setHeader('Cache-Control', 'no-store');
  if (details.retryAfterSeconds !== undefined)
    res.setHeader('Retry-After', String(details.retryAfterSeconds));
  res.end(JSON.stringify(body));
}

/** A browser says where a post comes from; a program says nothing and carries no cookies it was not given. */
function comesFromElsewhere(req: AuthRequest, origin: string): boolean {
  if (req.headers.origin !== undefined) return req.headers.origin !== origin;
  const site = req.headers['sec-fetch-site'];
  return site !== undefined && site !== 'same-origin' && site !== 'none';
}

/** Headers that better-auth needs, and no others. */
function headersFor(req: AuthRequest, origin: string, resign: (cookies: string) => string): Headers {
  const headers = new Headers({ origin, [addressHeader]: req.ip ?? req.socket.remoteAddress ?? '' });
  if (req.headers.cookie) headers.set('cookie', resign(req.headers.cookie));
  if (req.headers['user-agent']) headers.set('user-agent', req.headers['user-agent'].slice(0, 500));
  return headers;
}

export function createAuthHandler(parts: AuthHandlerParts) {
  const { appUrl, answer, resign, watch, log, minimumAnswerMilliseconds } = parts;
  const { origin } = new URL(appUrl);

  /** The request as better-auth is to see it; null when it has been refused. */
  async function admit(req: AuthRequest, res: ServerResponse, url: URL): Promise<Request | null> {
    const door = url.pathname.slice(authPath.length);
    const headers = headersFor(req, origin, resign);
    if (door === verifyEmailDoor) {
      if (req.method === 'GET') return new Request(url, { headers });
      res.setHeader('Allow', 'GET');
      refuse(res, 'invalid_input', { code: 'METHOD_NOT_ALLOWED', status: 405 });
      return null;
    }
    if (!isPostDoor(door)) {
      refuse(res, 'not_found', { code: 'NOT_FOUND' });
      return null;
    }
    if (req.method !== 'POST') {
      res.setHeader('Allow', 'POST');
      refuse(res, 'invalid_input', { code: 'METHOD_NOT_ALLOWED', status: 405 });
      return null;
    }
    if (comesFromElsewhere(req, origin)) {
      refuse(res, 'forbidden', { code: 'INVALID_ORIGIN', detail: 'Only pages of this site may do this.' });
      return null;
    }
    const body = await readBody(req, maxBodyBytes);
    let given: unknown;
    try {
      given = body.length === 0 ? {} : JSON.parse(body.toString('utf8'));
    } catch {
      refuse(res, 'invalid_input', { code: 'INVALID_JSON', detail: 'The body is not JSON.' });
      return null;
    }
    const input = readInput(door, given);
    if (!input.ok) {
      refuse(res, 'invalid_input', { code: input.code, issues: input.issues });
      return null;
    }
    headers.set('content-type', 'application/json');
    return new Request(url, { method: 'POST', headers, body: JSON.stringify(input.body) });
  }

  async function respond(req: AuthRequest, res: ServerResponse): Promise<void> {
    const url = new URL(req.originalUrl ?? req.url ?? '/', origin);
    const request = await admit(req, res, url);
    if (!request) return;
    const door = url.pathname.slice(authPath.length);
    const floor = quietDoors.has(door) ? delay(minimumAnswerMilliseconds) : Promise.resolve();
    const [{ value: response, error, outage }] = await Promise.all([watch.run(() => answer(request)), floor]);
    if (outage !== undefined) {
      log.warn({ err: outage, door }, 'sign-in cannot reach the database');
      const detail = 'The database cannot be reached. Ask again in a moment.';
      refuse(res, 'service_unavailable', { code: 'SERVICE_UNAVAILABLE', detail, retryAfterSeconds });
      return;
    }
    if (!response) throw error;
    await send(res, response);
  }

  /** Never rejects. */
  return async (req: AuthRequest, res: ServerResponse): Promise<void> => {
    try {
      await respond(req, res);
    } catch (error) {
      if (error instanceof BodyTooLargeError) {
        res.setHeader('Connection', 'close');
        refuse(res, 'payload_too_large', { code: 'PAYLOAD_TOO_LARGE' });
        return;
      }
      log.error({ err: error }, 'sign-in failed');
      if (res.headersSent) res.destroy();
      else refuse(res, 'internal', { code: 'INTERNAL' });
    }
  };
}

/** Writes better-auth's answer, without what only better-auth's own client would use. */
async function send(res: ServerResponse, response: Response): Promise<void> {
  if (response.status === 429) {
    const seconds = Number(response.headers.get('x-retry-after')) || 60;
    refuse(res, 'too_many_requests', { code: 'TOO_MANY_REQUESTS', retryAfterSeconds: seconds });
    return;
  }
  if (response.status >= 500) {
    refuse(res, 'internal', { code: 'INTERNAL' });
    return;
  }
  res.statusCode = response.status;
  res.setHeader('Cache-Control', 'no-store');
  for (const cookie of response.headers.getSetCookie()) res.appendHeader('Set-Cookie', cookie);
  const location = response.headers.get('location');
  if (location && response.status >= 300 && response.status < 400) {
    res.setHeader('Location', location);
    // The link's token is in this page's address: it must not travel on.
    res.setHeader('Referrer-Policy', 'no-referrer');
    res.end();
    return;
  }
  res.setHeader('Content-Type', 'application/json; charset=utf-8');
  // A success says no more: better-auth's would carry the session's token, and an id that tells a known address.
  res.end(response.ok ? JSON.stringify({ ok: true }) : await response.text());
}
