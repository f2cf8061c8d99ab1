/** Handles HTTP requests to the authentication endpoints: which exist, what they accept and what they return. */

import type { IncomingHttpHeaders, ServerResponse } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';
import type { Logger } from 'pino';
import { isDatabaseUnreachable } from '#server/platform/database/connection.ts';
import { isConcurrencyConflict } from '#server/platform/database/transactions.ts';
import { isForHandler, reading, writing } from '#server/platform/http/allowed-methods.ts';
import { type ProblemDetails, sendProblem } from '#server/platform/http/problem.ts';
import { readBody } from '#server/platform/http/read-body.ts';
import { clientAddressOf } from '#server/platform/http/request/client-address.ts';
import { sparingly } from '#server/platform/http/request/request-lines.ts';
import { comesFromElsewhere } from '#server/platform/http/same-origin.ts';
import { showsAnother } from '#server/platform/http/shown-account.ts';
import { logFailure } from '#server/platform/observability/failure-log.ts';
import type { ErrorCode } from '#shared/errors.ts';
import { type AuthRefusal, isAuthRefusal } from '#shared/identity/auth-refusals.ts';
import { shownAccountHeader } from '#shared/identity/sessions.ts';
import { pages } from '#shared/pages.ts';
import type { ProblemName } from '#shared/problems.ts';
import { publicAnswer } from './auth-answers.ts';
import { aliasOf } from './better-auth/address-alias.ts';
import { askedInside, isPostEndpoint, readInput, verifyEmailEndpoint } from './better-auth/auth-inputs.ts';
import type { AuthRateLimits } from './better-auth/auth-rate-limits.ts';
import { type AuthRequest, authPath, headersFor } from './better-auth/auth-request.ts';
import type { DatabaseErrorTracker } from './better-auth/database-error-tracker.ts';

export interface AuthHandlerParts {
  /** The portal's URL. Only its origin may send POST requests. */
  appUrl: string;
  /** Returns the account whose session a request carries; null if it carries none. */
  signedInAs: (headers: IncomingHttpHeaders) => Promise<number | null>;
  /** better-auth's request handler. */
  answer: (request: Request) => Promise<Response>;
  resign: (cookies: string) => string;
  limits: AuthRateLimits;
  watch: DatabaseErrorTracker;
  log: Logger;
  /**
   * Minimum response time, in milliseconds, of endpoints that check whether an address has an account. Prevents
   * enumeration by timing.
   */
  minimumAnswerMs: number;
}

interface Admitted {
  /** For better-auth. */
  request: Request;
  /** What the caller sent. */
  body: Record<string, unknown>;
}

const maxBodyBytes = 16 * 1024;
const retryAfterSeconds = 5;
const unknownRefusalLinesPerMinute = 10;
const quietEndpoints: ReadonlySet<string> = new Set([
  '/sign-up/email',
  '/request-password-reset',
  '/send-verification-email',
  '/sign-in/email',
  '/confirm-address',
  '/first-sign-in/finish',
]);
/** Endpoints at which better-auth itself validates the address. */
const addressEndpoints: ReadonlySet<string> = new Set([
  '/sign-up/email',
  '/sign-in/email',
  '/send-verification-email',
  '/request-password-reset',
]);
/**
 * The minimum response time applies to refusals only: password hashes of the two kinds take differently long to verify.
 */
const passwordEndpoints: ReadonlySet<string> = new Set(['/sign-in/email', '/confirm-address']);

/** A problem document that also has a code of better-auth's kind. */
function refuse(
  res: ServerResponse,
  problem: ErrorCode | ProblemName,
  { code, issues, ...details }: ProblemDetails & { code: AuthRefusal; issues?: unknown },
): void {
  sendProblem(res, problem, { ...details, fields: { code, ...(issues ? { issues } : {}) } });
}

export function createAuthHandler(parts: AuthHandlerParts) {
  const { appUrl, signedInAs, answer, resign, limits, watch, log, minimumAnswerMs } = parts;
  const { origin } = new URL(appUrl);

  const reportUnknown = sparingly(unknownRefusalLinesPerMinute, (fields) =>
    log.warn(fields, 'sign-in was refused with an unknown code'),
  );

  /** The request has succeeded all the same. */
  const cannotForget = (error: unknown) =>
    logFailure(log, error, { level: 'warn' }, 'failed attempts could not be reset');

  /**
   * Validates a request and translates it for better-auth. Returns null if the request was refused or the client
   * disconnected.
   */
  async function admit(req: AuthRequest, res: ServerResponse, url: URL): Promise<Admitted | null> {
    const endpoint = url.pathname.slice(authPath.length);
    if (endpoint !== verifyEmailEndpoint && !isPostEndpoint(endpoint)) {
      refuse(res, 'not_found', { code: 'NOT_FOUND' });
      return null;
    }
    if (!isForHandler(endpoint === verifyEmailEndpoint ? reading : writing, req, res)) return null;
    const headers = headersFor(req, origin, resign);
    if (endpoint === verifyEmailEndpoint) {
      // Mail programs cut and rewrite links: one without a callback still leads to the portal's page.
      const { origin: here, searchParams } = url;
      const link = new URL(`${authPath}${verifyEmailEndpoint}`, here);
      link.search = String(
        new URLSearchParams({
          token: searchParams.get('token') ?? '',
          callbackURL: searchParams.get('callbackURL') || pages.verified,
        }),
      );
      return { request: new Request(link, { headers }), body: {} };
    }
    if (comesFromElsewhere(req, origin)) {
      refuse(res, 'forbidden', {
        code: 'INVALID_ORIGIN',
        detail: 'This request is only accepted from the portal’s own pages.',
      });
      return null;
    }
    const body = await readBody(req, maxBodyBytes);
    if (body.status === 'cut_off') return null;
    if (body.status === 'too_large') {
      refuse(res, 'payload_too_large', { code: 'PAYLOAD_TOO_LARGE' });
      return null;
    }
    let given: unknown;
    try {
      given = body.bytes.length === 0 ? {} : JSON.parse(body.bytes.toString('utf8'));
    } catch {
      refuse(res, 'invalid_input', { code: 'INVALID_JSON', detail: 'The body is not JSON.' });
      return null;
    }
    const input = readInput(endpoint, given);
    if (!input.ok) {
      refuse(res, 'invalid_input', { code: input.code, issues: input.issues });
      return null;
    }
    if (askedInside.has(endpoint)) {
      url.search = String(new URLSearchParams(input.body as Record<string, string>));
      return { request: new Request(url, { headers }), body: {} };
    }
    headers.set('content-type', 'application/json');
    const { email } = input.body;
    const isJudged = addressEndpoints.has(endpoint) && typeof email === 'string';
    const judged = isJudged ? { ...input.body, email: aliasOf(email) } : input.body;
    return {
      request: new Request(url, { method: 'POST', headers, body: JSON.stringify(judged) }),
      body: input.body,
    };
  }

  async function respond(req: AuthRequest, res: ServerResponse): Promise<void> {
    const url = new URL(req.originalUrl ?? req.url ?? '/', origin);
    const admitted = await admit(req, res, url);
    if (!admitted) return;
    const { request, body } = admitted;
    if (await isOfAnother(req)) {
      const detail = 'A different account is now signed in. Reload the page.';
      refuse(res, 'account_changed', { code: 'ACCOUNT_CHANGED', detail });
      return;
    }
    const endpoint = url.pathname.slice(authPath.length);
    const floor = quietEndpoints.has(endpoint) ? delay(minimumAnswerMs) : Promise.resolve();
    const admission = await limits({
      endpoint,
      body,
      address: clientAddressOf(req),
      cookies: req.headers.cookie,
    });
    if (admission.waitSeconds !== null) {
      const seconds = admission.waitSeconds;
      refuse(res, 'too_many_requests', { code: 'TOO_MANY_REQUESTS', retryAfterSeconds: seconds });
      return;
    }
    const { value: response, error, outage } = await watch.run(() => answer(request));
    if (outage !== undefined) throw outage;
    if (!response) throw error;
    if (response.ok) await admission.succeeded().catch(cannotForget);
    // A successful sign-in need not wait: only the time of a refusal could reveal something.
    if (!response.ok || !passwordEndpoints.has(endpoint)) await floor;
    // A user opened this link from an e-mail and would see better-auth's JSON. Sends a problem page instead.
    if (endpoint === verifyEmailEndpoint && response.status >= 400 && response.status < 500)
      sendProblem(res, response.status === 403 ? 'forbidden' : 'invalid_input', { isLinkOfMail: true });
    else await send(res, response, { endpoint, reportUnknown });
  }

  /** Whether the page that asks shows another account than the session's. */
  async function isOfAnother({ headers }: AuthRequest): Promise<boolean> {
    if (headers[shownAccountHeader] === undefined) return false;
    const account = await signedInAs(headers);
    return account !== null && showsAnother(headers, account);
  }

  /** Never rejects. */
  return async (req: AuthRequest, res: ServerResponse): Promise<void> => {
    try {
      await respond(req, res);
    } catch (error) {
      logFailure(log, error, { endpoint: endpointOf(req) }, 'a sign-in request failed');
      if (isDatabaseUnreachable(error) || isConcurrencyConflict(error)) {
        const detail = 'The database cannot be reached. Try again in a moment.';
        refuse(res, 'service_unavailable', { code: 'SERVICE_UNAVAILABLE', detail, retryAfterSeconds });
        return;
      }
      if (res.headersSent) res.destroy();
      else refuse(res, 'internal', { code: 'INTERNAL' });
    }
  };
}

const endpointOf = (req: AuthRequest): string =>
  (req.originalUrl ?? req.url ?? '').split('?', 1)[0]?.slice(authPath.length) ?? '';

type ReportUnknown = (fields: Record<string, unknown>) => void;

/** Sends better-auth's response without the parts that only better-auth's own client uses. */
async function send(
  res: ServerResponse,
  response: Response,
  { endpoint, reportUnknown }: { endpoint: string; reportUnknown: ReportUnknown },
): Promise<void> {
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
    // The page's URL contains the link's token, which must not leak in a Referer header.
    res.setHeader('Referrer-Policy', 'no-referrer');
    res.end();
    return;
  }
  if (!response.ok) await noteUnknown(response.clone(), { endpoint, reportUnknown });
  const text = response.ok ? JSON.stringify(await publicAnswer(endpoint, response)) : await response.text();
  res.setHeader('Content-Type', 'application/json; charset=utf-8');
  res.end(text);
}

/** Reports a refusal that is not in the table: the pages show a general sentence for it. */
async function noteUnknown(
  response: Response,
  { endpoint, reportUnknown }: { endpoint: string; reportUnknown: ReportUnknown },
): Promise<void> {
  const body: unknown = await response.json().catch(() => null);
  const code = typeof body === 'object' && body !== null && 'code' in body ? body.code : null;
  if (!isAuthRefusal(code)) reportUnknown({ endpoint, code, status: response.status });
}
