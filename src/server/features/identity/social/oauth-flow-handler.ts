/**
 * Handles round trips to a provider: `/auth/{provider}` redirects to it, `/auth/{provider}/callback` receives the
 * response.
 */
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Logger } from 'pino';
import type { LoginProvider } from '#server/config/login-providers.ts';
import type { AuthRateLimits } from '#server/features/identity/better-auth/auth-rate-limits.ts';
import {
  type AuthRequest,
  authPath,
  headersFor,
} from '#server/features/identity/better-auth/auth-request.ts';
import type { DatabaseErrorTracker } from '#server/features/identity/better-auth/database-error-tracker.ts';
import { isDatabaseUnreachable } from '#server/platform/database/connection.ts';
import { isConcurrencyConflict } from '#server/platform/database/transactions.ts';
import { isForHandler, reading, readingAndWriting } from '#server/platform/http/allowed-methods.ts';
import { sendProblem } from '#server/platform/http/problem.ts';
import { readBody } from '#server/platform/http/read-body.ts';
import { clientAddressOf } from '#server/platform/http/request/client-address.ts';
import type { SocialOutcome } from '#shared/identity/login-providers.ts';
import { pages } from '#shared/pages.ts';
import { oauthFlowEndpoints } from './oauth-flow.ts';

interface OauthFlowHandlerParts {
  appUrl: string;
  providers: readonly LoginProvider[];
  /** better-auth's request handler. */
  answer: (request: Request) => Promise<Response>;
  resign: (cookies: string) => string;
  limits: AuthRateLimits;
  watch: DatabaseErrorTracker;
  log: Logger;
}

const maxFormBytes = 16 * 1024;
/** Parameters of a response that are passed on. Anything else the provider sends is dropped. */
const answerNames = ['code', 'state', 'iss', 'error'] as const;
const address = /^\/auth\/([a-z]+)(\/callback)?$/;

function leadTo(res: ServerResponse, status: 302 | 303, location: string): void {
  res.statusCode = status;
  res.setHeader('Location', location);
  res.setHeader('Cache-Control', 'no-store');
  // The page's URL contains a code or a state, which must not leak in a Referer header (RFC 9700, section 4.2.4).
  res.setHeader('Referrer-Policy', 'no-referrer');
  res.end();
}

/** For Express; addresses of providers that are not offered are passed on. Never rejects. */
export function createOauthFlowHandler(parts: OauthFlowHandlerParts) {
  const { appUrl, providers, answer, resign, limits, watch, log } = parts;
  const { origin } = new URL(appUrl);

  const tellOnLoginPage = (res: ServerResponse, social: SocialOutcome, provider: string) =>
    leadTo(res, 302, `${pages.login}?${new URLSearchParams({ social, provider })}`);

  /**
   * Redirects a POSTed response to a GET of the same URL. The POST comes from another site, so the browser doesn't send
   * the portal's SameSite cookies with it. Nothing has been consumed at this point.
   */
  async function takeForm(req: IncomingMessage, res: ServerResponse, path: string): Promise<void> {
    if (!/^application\/x-www-form-urlencoded\b/i.test(req.headers['content-type'] ?? '')) {
      sendProblem(res, 'unsupported-media-type', {
        detail: 'The response of a provider must be sent as a form.',
      });
      return;
    }
    const body = await readBody(req, maxFormBytes);
    if (body.status === 'cut_off') return;
    if (body.status === 'too_large') {
      sendProblem(res, 'payload_too_large');
      return;
    }
    const form = new URLSearchParams(body.bytes.toString('utf8'));
    const taken = new URLSearchParams();
    for (const name of answerNames) for (const value of form.getAll(name)) taken.append(name, value);
    leadTo(res, 303, `${path}?${taken}`);
  }

  async function pass(
    req: AuthRequest,
    res: ServerResponse,
    url: URL,
    endpoint: string,
    id: string,
  ): Promise<void> {
    const admission = await limits({
      endpoint,
      body: {},
      address: clientAddressOf(req),
      cookies: req.headers.cookie,
    });
    if (admission.waitSeconds !== null) {
      sendProblem(res, 'too_many_requests', { retryAfterSeconds: admission.waitSeconds });
      return;
    }
    const target = new URL(`${authPath}${endpoint}/${id}${url.search}`, origin);
    const request = new Request(target, { headers: headersFor(req, origin, resign) });
    const { value: response, error, outage } = await watch.run(() => answer(request));
    if (outage !== undefined) throw outage;
    if (!response) throw error;
    const location = response.headers.get('location');
    if (location === null)
      throw new Error(`a round trip to ${id} was answered with status ${response.status}`);
    for (const cookie of response.headers.getSetCookie()) res.appendHeader('Set-Cookie', cookie);
    leadTo(res, 302, location);
  }

  return async (req: AuthRequest, res: ServerResponse, next: () => void): Promise<void> => {
    const url = new URL(req.originalUrl ?? req.url ?? '/', origin);
    const [, id = '', callback] = address.exec(url.pathname) ?? [];
    if (!providers.some((provider) => provider.id === id)) {
      next();
      return;
    }
    if (!isForHandler(callback ? readingAndWriting : reading, req, res)) return;
    try {
      if (req.method === 'POST') await takeForm(req, res, url.pathname);
      else await pass(req, res, url, callback ? oauthFlowEndpoints.callback : oauthFlowEndpoints.start, id);
    } catch (error) {
      const isOutage = isDatabaseUnreachable(error) || isConcurrencyConflict(error);
      log[isOutage ? 'warn' : 'error']({ err: error, provider: id }, 'a round trip to a provider failed');
      tellOnLoginPage(res, isOutage ? 'unavailable' : 'failed', id);
    }
  };
}
