/**
 * Handles round trips to a provider: `/auth/{provider}` redirects to the provider, and `/auth/{provider}/callback`
 * receives its response.
 */
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { LoginProvider } from '#server/config/login-providers.ts';
import {
  type AuthRequest,
  type AuthWire,
  authPath,
  headersFor,
  isOutage,
  passOn,
  redirectTo,
  sendCookies,
} from '#server/features/identity/better-auth/auth-request.ts';
import { isForHandler, reading, readingAndWriting } from '#server/platform/http/allowed-methods.ts';
import { sendProblem } from '#server/platform/http/problem.ts';
import { readBody } from '#server/platform/http/read-body.ts';
import type { SocialOutcome } from '#shared/identity/login-providers.ts';
import { pages } from '#shared/pages.ts';
import { oauthFlowEndpoints } from './oauth-flow.ts';

interface OauthFlowHandlerParts extends AuthWire {
  providers: readonly LoginProvider[];
}

const maxFormBytes = 16 * 1024;
/** Parameters of a provider's response that are passed on. All others are dropped. */
const answerNames = ['code', 'state', 'iss', 'error'] as const;
const address = /^\/auth\/([a-z]+)(\/callback)?$/;

/** Creates the Express handler. Passes requests for providers that aren't offered to `next`. Never rejects. */
export function createOauthFlowHandler(parts: OauthFlowHandlerParts) {
  const { providers, log } = parts;
  const { origin } = new URL(parts.appUrl);

  const tellOnLoginPage = (res: ServerResponse, social: SocialOutcome, provider: string) =>
    redirectTo(res, 302, `${pages.login}?${new URLSearchParams({ social, provider })}`);

  /**
   * Redirects a response that was POSTed to a GET of the same URL. The POST comes from another site, so the browser
   * doesn't send the portal's SameSite cookies with it; with the GET it does. Nothing has been consumed at this point.
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
    redirectTo(res, 303, `${path}?${taken}`);
  }

  async function follow(
    req: AuthRequest,
    res: ServerResponse,
    { endpoint, id, search }: { endpoint: string; id: string; search: string },
  ): Promise<void> {
    const target = new URL(`${authPath}${endpoint}/${id}${search}`, origin);
    const request = new Request(target, { headers: headersFor(req, parts) });
    const passed = await passOn(parts, req, { request, endpoint });
    if ('waitSeconds' in passed) {
      sendProblem(res, 'too_many_requests', { retryAfterSeconds: passed.waitSeconds });
      return;
    }
    const location = passed.response.headers.get('location');
    if (location === null)
      throw new Error(`a round trip to ${id} was answered with status ${passed.response.status}`);
    sendCookies(res, passed.response);
    redirectTo(res, 302, location);
  }

  return async (req: AuthRequest, res: ServerResponse, next: () => void): Promise<void> => {
    const { pathname, search } = new URL(req.originalUrl ?? req.url ?? '/', origin);
    const [, id = '', callback] = address.exec(pathname) ?? [];
    if (!providers.some((provider) => provider.id === id)) {
      next();
      return;
    }
    if (!isForHandler(callback ? readingAndWriting : reading, req, res)) return;
    const endpoint = callback ? oauthFlowEndpoints.callback : oauthFlowEndpoints.start;
    try {
      if (req.method === 'POST') await takeForm(req, res, pathname);
      else await follow(req, res, { endpoint, id, search });
    } catch (error) {
      log[isOutage(error) ? 'warn' : 'error'](
        { err: error, provider: id },
        'a round trip to a provider failed',
      );
      tellOnLoginPage(res, isOutage(error) ? 'unavailable' : 'failed', id);
    }
  };
}
