/**
 * Handles HTTP requests to the authentication endpoints. Defines which requests are accepted and what the responses
 * contain.
 */

import type { IncomingHttpHeaders, ServerResponse } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';
import { z } from 'zod';
import { isForHandler, reading, writing } from '#server/platform/http/allowed-methods.ts';
import { type ProblemDetails, sendProblem } from '#server/platform/http/problem.ts';
import { readBody } from '#server/platform/http/read-body.ts';
import { sparingly } from '#server/platform/http/request/request-lines.ts';
import { comesFromElsewhere } from '#server/platform/http/same-origin.ts';
import { showsAnother } from '#server/platform/http/shown-account.ts';
import { logFailure } from '#server/platform/observability/failure-log.ts';
import { viewHeader } from '#shared/administration/view-as.ts';
import type { ErrorCode } from '#shared/errors.ts';
import { type AuthRefusal, isAuthRefusal } from '#shared/identity/auth-refusals.ts';
import { shownAccountHeader } from '#shared/identity/sessions.ts';
import { pages } from '#shared/pages.ts';
import type { ProblemName } from '#shared/problems.ts';
import { aliasOf } from './better-auth/address-alias.ts';
import {
  type AuthRequest,
  type AuthWire,
  authPath,
  headersFor,
  headersOfWish,
  isOutage,
  passOn,
  redirectTo,
  sendCookies,
} from './better-auth/auth-request.ts';
import {
  endpointAt,
  isPostEndpoint,
  publicAnswer,
  readInput,
  verifyEmailEndpoint,
} from './better-auth/endpoints.ts';
import { parsed } from './better-auth/stored-rows/read-kept.ts';

export interface AuthHandlerParts extends AuthWire {
  /** Returns the ID of the account whose session the request carries; null if the request has no session. */
  signedInAs: (headers: IncomingHttpHeaders) => Promise<number | null>;
  /**
   * Minimum response time, in milliseconds, of endpoints that check whether an address has an account. It prevents
   * attackers from finding accounts by timing responses.
   */
  minimumAnswerMs: number;
}

interface Admitted {
  /** The request to pass to better-auth. */
  request: Request;
  /** The validated input. Its e-mail address is as the user entered it. */
  body: Record<string, unknown>;
}

const maxBodyBytes = 16 * 1024;
const retryAfterSeconds = 5;
const unknownRefusalLinesPerMinute = 10;

/** Sends a problem document with an additional code in better-auth's style. */
function refuse(
  res: ServerResponse,
  problem: ErrorCode | ProblemName,
  { code, issues, ...details }: ProblemDetails & { code: AuthRefusal; issues?: unknown },
): void {
  sendProblem(res, problem, { ...details, fields: { code, ...(issues ? { issues } : {}) } });
}

function refuseUntil(res: ServerResponse, seconds: number): void {
  refuse(res, 'too_many_requests', { code: 'TOO_MANY_REQUESTS', retryAfterSeconds: seconds });
}

const endpointOf = (req: AuthRequest): string =>
  (req.originalUrl ?? req.url ?? '').split('?', 1)[0]?.slice(authPath.length) ?? '';

export function createAuthHandler(parts: AuthHandlerParts) {
  const { appUrl, signedInAs, log, minimumAnswerMs } = parts;
  const { origin } = new URL(appUrl);

  const reportUnknown = sparingly(unknownRefusalLinesPerMinute, (fields) =>
    log.warn(fields, 'sign-in was refused with an unknown code'),
  );

  /**
   * Returns the request for a link from an e-mail. Mail programs truncate and rewrite links, so a link that has lost
   * its callback URL still leads to the portal's page.
   */
  function admitLink(req: AuthRequest, { searchParams }: URL): Admitted {
    const link = new URL(`${authPath}${verifyEmailEndpoint}`, origin);
    link.searchParams.set('token', searchParams.get('token') ?? '');
    link.searchParams.set('callbackURL', searchParams.get('callbackURL') || pages.verified);
    return { request: new Request(link, { headers: headersFor(req, parts) }), body: {} };
  }

  /**
   * Validates a request and translates it for better-auth. Returns null if the request was refused or the client
   * disconnected.
   */
  async function admit(req: AuthRequest, res: ServerResponse, url: URL): Promise<Admitted | null> {
    const path = url.pathname.slice(authPath.length);
    if (path === verifyEmailEndpoint) return isForHandler(reading, req, res) ? admitLink(req, url) : null;
    if (!isPostEndpoint(path)) {
      refuse(res, 'not_found', { code: 'NOT_FOUND' });
      return null;
    }
    if (!isForHandler(writing, req, res)) return null;
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
    const input = readInput(path, given);
    if (!input.ok) {
      refuse(res, 'invalid_input', { code: input.code, issues: input.issues });
      return null;
    }
    const { wish, ...fields } = input.body;
    const headers = headersFor(req, parts);
    headers.set('content-type', 'application/json');
    for (const [name, value] of Object.entries(headersOfWish(wish))) headers.set(name, value);
    const { email } = fields;
    const isJudged = endpointAt(path)?.judgesAddress && typeof email === 'string';
    const judged = isJudged ? { ...fields, email: aliasOf(email) } : fields;
    return {
      request: new Request(url, { method: 'POST', headers, body: JSON.stringify(judged) }),
      body: fields,
    };
  }

  async function respond(req: AuthRequest, res: ServerResponse): Promise<void> {
    const url = new URL(req.originalUrl ?? req.url ?? '/', origin);
    if (req.headers[viewHeader] !== undefined) {
      const detail = 'Sign-in is not available while you view the pages of a customer.';
      refuse(res, 'view_only', { code: 'VIEW_ONLY', detail });
      return;
    }
    const admitted = await admit(req, res, url);
    if (!admitted) return;
    if (await isOfAnother(req)) {
      const detail = 'A different account is now signed in. Reload the page.';
      refuse(res, 'account_changed', { code: 'ACCOUNT_CHANGED', detail });
      return;
    }
    const endpoint = url.pathname.slice(authPath.length);
    const delays = endpointAt(endpoint)?.delays;
    const floor = delays ? delay(minimumAnswerMs) : Promise.resolve();
    const passed = await passOn(parts, req, { ...admitted, endpoint });
    if ('waitSeconds' in passed) {
      refuseUntil(res, passed.waitSeconds);
      return;
    }
    const { response } = passed;
    if (!response.ok || delays === 'answers') await floor;
    // A user opened this link from an e-mail and would see better-auth's JSON, so a problem page is sent instead.
    if (endpoint === verifyEmailEndpoint && response.status >= 400 && response.status < 500)
      sendProblem(res, response.status === 403 ? 'forbidden' : 'invalid_input', { isLinkOfMail: true });
    else await send(res, response, endpoint);
  }

  /** Returns true if the page that sent the request shows a different account than the session's. */
  async function isOfAnother({ headers }: AuthRequest): Promise<boolean> {
    if (headers[shownAccountHeader] === undefined) return false;
    const account = await signedInAs(headers);
    return account !== null && showsAnother(headers, account);
  }

  /** Sends better-auth's response without the parts that only better-auth's own client uses. */
  async function send(res: ServerResponse, response: Response, endpoint: string): Promise<void> {
    if (response.status === 429) {
      refuseUntil(res, Number(response.headers.get('x-retry-after')) || 60);
      return;
    }
    if (response.status >= 500) {
      refuse(res, 'internal', { code: 'INTERNAL' });
      return;
    }
    sendCookies(res, response);
    const location = response.headers.get('location');
    if (location && response.status >= 300 && response.status < 400) {
      redirectTo(res, response.status, location);
      return;
    }
    const text = response.ok ? JSON.stringify(await publicAnswer(endpoint, response)) : await response.text();
    if (!response.ok) noteUnknown(text, { endpoint, status: response.status });
    res.statusCode = response.status;
    res.setHeader('Cache-Control', 'no-store');
    res.setHeader('Content-Type', 'application/json; charset=utf-8');
    res.end(text);
  }

  /** Logs a refusal whose code isn't in the table of refusals, because pages have only a general message for it. */
  function noteUnknown(text: string, fields: { endpoint: string; status: number }): void {
    const code = parsed(z.object({ code: z.unknown() }), text)?.code ?? null;
    if (!isAuthRefusal(code)) reportUnknown({ ...fields, code });
  }

  /** Handles a request. Never rejects. */
  return async (req: AuthRequest, res: ServerResponse): Promise<void> => {
    try {
      await respond(req, res);
    } catch (error) {
      logFailure(log, error, { endpoint: endpointOf(req) }, 'a sign-in request failed');
      if (isOutage(error)) {
        const detail = 'The database cannot be reached. Try again in a moment.';
        refuse(res, 'service_unavailable', { code: 'SERVICE_UNAVAILABLE', detail, retryAfterSeconds });
        return;
      }
      if (res.headersSent) res.destroy();
      else refuse(res, 'internal', { code: 'INTERNAL' });
    }
  };
}
