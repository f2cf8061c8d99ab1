/**
 * Implements the OAuth endpoints for instances: client credentials, introspection, revocation and discovery. The
 * handler parses the request and authenticates the client; `provider` does the rest.
 */
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Logger } from 'pino';
import { isDatabaseUnreachable } from '#server/platform/database/failure-kinds.ts';
import { sendProblem } from '#server/platform/http/problem.ts';
import { readBody } from '#server/platform/http/read-body.ts';
import { clientAddressOf } from '#server/platform/http/request/client-address.ts';
import { networkOf } from '#server/platform/http/request/network.ts';
import { sendShortText } from '#server/platform/http/send-text.ts';
import { logFailure } from '#server/platform/observability/failure-log.ts';
import type { Limiter } from '#server/platform/rate-limits/limiter.ts';
import { hasTwoAuthorizations } from '#server/platform/rest/api-addresses.ts';
import { hourSeconds } from '#shared/durations.ts';
import { manageKeyScope } from '#shared/instances/instances.ts';
import type { AccessTokenRepository } from './access-token.repository.ts';
import { createClientAuthentication } from './authenticate-client.ts';
import { presentedCredentials } from './client-credentials.ts';
import { databaseAway, refuseClient, sendOauthError } from './oauth-answers.ts';
import { oauthMetadata } from './oauth-metadata.ts';
import { createProvider } from './provider.ts';
import type { OauthClientStore } from './provider-adapter.ts';

export interface OauthParts {
  config: { appUrl: string };
  deps: {
    instanceClients: OauthClientStore;
    accessTokens: AccessTokenRepository;
    limiter: Limiter;
  };
  log: Logger;
  /** Counts wrong secrets by the client ID that was presented (`ping-counts`). */
  counter: { countWrongSecret: (presentedId: string) => void };
}

export type OauthHandler = (
  req: IncomingMessage,
  res: ServerResponse,
  next: (error?: unknown) => void,
) => void;

const tokenPath = '/oauth/token';
const endpoints: ReadonlySet<string> = new Set([tokenPath, '/oauth/introspect', '/oauth/revoke']);

/** Maximum body size in bytes. A request with every parameter is about 1 KiB. */
const bodyLimit = 48 * 1024;
const metadataSeconds = hourSeconds;
const formType = 'application/x-www-form-urlencoded';

/** Reads the form body. Returns null if an error response was already sent or the client disconnected. */
async function readForm(req: IncomingMessage, res: ServerResponse): Promise<URLSearchParams | null> {
  if ((req.headers['content-encoding'] ?? 'identity').toLowerCase() !== 'identity') {
    res.setHeader('Accept-Encoding', 'identity');
    sendProblem(res, 'unsupported-media-type', { detail: 'Send the form without Content-Encoding.' });
    return null;
  }
  const body = await readBody(req, bodyLimit);
  if (body.status === 'cut_off') return null;
  if (body.status === 'too_large') {
    res.setHeader('Connection', 'close');
    sendProblem(res, 'payload_too_large', { detail: 'The body is larger than 48 KiB. Send less data.' });
    return null;
  }
  const [type = ''] = (req.headers['content-type'] ?? '').split(';', 1);
  if (body.bytes.length > 0 && type.trim().toLowerCase() !== formType) {
    sendOauthError(res, {
      status: 415,
      error: 'invalid_request',
      description: `send the parameters as ${formType}; JSON and multipart/form-data are not accepted (RFC 6749, appendix B)`,
      headers: { Accept: formType },
    });
    return null;
  }
  return new URLSearchParams(body.bytes.toString('utf8'));
}

/**
 * Adds the scope `manage-key` if none was requested. It is the default because it is the only scope (RFC 6749, section
 * 3.3).
 */
function withDefaultScope(form: URLSearchParams): URLSearchParams {
  const asked = form.getAll('scope');
  if (asked.every((scope) => scope.trim() === '')) form.set('scope', manageKeyScope);
  return form;
}

/**
 * Handles the OAuth endpoints and passes other requests to `next`. Expects canonical paths, as `apiAddresses` produces
 * them. Mount it before any body parser and without a path prefix.
 */
export function createOauthHandler(parts: OauthParts): OauthHandler {
  const { config, deps, log, counter } = parts;
  const authenticate = createClientAuthentication(deps);
  const answerProven = createProvider(parts);
  const metadata = oauthMetadata(config.appUrl);

  async function answer(path: string, req: IncomingMessage, res: ServerResponse): Promise<void> {
    if (hasTwoAuthorizations(req)) {
      const description = 'the Authorization header was sent more than once';
      sendOauthError(res, { status: 400, error: 'invalid_request', description });
      return;
    }
    const form = await readForm(req, res);
    if (!form) return;
    const presented = presentedCredentials(form, req.headers.authorization);
    switch (presented.status) {
      case 'none':
        sendOauthError(res, {
          status: 401,
          error: 'invalid_client',
          description: 'no client authentication included: send client_id and client_secret, or HTTP Basic',
        });
        return;
      case 'unreadable':
        sendOauthError(res, {
          status: 401,
          error: 'invalid_client',
          description:
            'the Authorization header is not HTTP Basic with the client id and the client secret, each form-encoded, joined by a colon and encoded in base64',
        });
        return;
      case 'ambiguous':
        sendOauthError(res, { status: 400, error: 'invalid_request', description: presented.why });
        return;
    }
    const authentication = await authenticate(presented.credentials, networkOf(clientAddressOf(req)));
    if (authentication.status !== 'proven') {
      if (authentication.status !== 'busy') counter.countWrongSecret(presented.credentials.clientId);
      refuseClient(res, authentication);
      return;
    }
    await answerProven(req, res, {
      path,
      clientId: authentication.clientId,
      form: path === tokenPath ? withDefaultScope(form) : form,
    });
  }

  function sendMetadata(res: ServerResponse, document: Readonly<Record<string, unknown>>): void {
    res.setHeader('Content-Type', 'application/json; charset=utf-8');
    res.setHeader('Cache-Control', `public, max-age=${metadataSeconds}`);
    sendShortText(res, JSON.stringify(document));
  }

  return (req, res, next) => {
    const path = (req.url ?? '').split('?', 1)[0] ?? '';
    const document = metadata.get(path);
    if (document) {
      sendMetadata(res, document);
      return;
    }
    if (!endpoints.has(path)) {
      next();
      return;
    }
    answer(path, req, res).catch((error: unknown) => {
      if (!isDatabaseUnreachable(error) || res.headersSent) {
        next(error);
        return;
      }
      logFailure(log, error, { path }, 'an OAuth request failed');
      sendProblem(res, 'service_unavailable', databaseAway);
    });
  };
}
