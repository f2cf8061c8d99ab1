/**
 * Configures oidc-provider, which issues, introspects and revokes tokens. `oauth-handler` has already parsed the
 * request and authenticated the client. This module also adjusts response headers and server errors to the portal's
 * conventions.
 */
import { generateKeyPairSync } from 'node:crypto';
import { IncomingMessage, type ServerResponse } from 'node:http';
import type { Configuration, JWK, KoaContextWithOIDC } from 'oidc-provider';
// These modules are imported directly rather than through the package's entry point, because on Node 20 that prints a
// plain-text warning before the logger exists.
import { InvalidScope, InvalidTarget } from 'oidc-provider/lib/helpers/errors.js';
import { Provider } from 'oidc-provider/lib/provider.js';
import type { Logger } from 'pino';
import { isDatabaseUnreachable } from '#server/platform/database/failure-kinds.ts';
import { logFailure } from '#server/platform/observability/failure-log.ts';
import { accessTokenSeconds, manageKeyScope } from '#shared/instances/instances.ts';
import { problemDocument, problemMediaType } from '#shared/problems.ts';
import type { AccessTokenRepository } from './access-token.repository.ts';
import { basicChallenge, databaseAway, noStore } from './oauth-answers.ts';
import { type OauthClientStore, providerAdapter } from './provider-adapter.ts';

export interface ProviderParts {
  config: { appUrl: string };
  deps: { instanceClients: OauthClientStore; accessTokens: AccessTokenRepository };
  log: Logger;
}

/** A request whose client has been authenticated. */
export interface ProvenRequest {
  /** One of the paths in the provider's `routes`. */
  path: string;
  clientId: string;
  /** Form parameters. Any credentials in them are replaced. */
  form: URLSearchParams;
}

function onlyKnownScopes(ctx: KoaContextWithOIDC): void {
  for (const scope of ctx.oidc.requestParamScopes) {
    if (scope !== manageKeyScope) throw new InvalidScope('this scope does not exist', scope);
  }
}

/** Lets clients introspect and revoke only their own tokens. */
const ownToken = (
  _ctx: KoaContextWithOIDC,
  client: { clientId: string },
  token: { clientId?: string | undefined },
) => token.clientId === client.clientId;

/**
 * Generates a signing key, only because oidc-provider requires one. Nothing is ever signed with it, and it is neither
 * published nor stored.
 */
function unusedKey(): JWK {
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  return { ...privateKey.export({ format: 'jwk' }), use: 'sig', alg: 'ES256' } as JWK;
}

function configuration({ config, deps }: ProviderParts): Configuration {
  const resource = `${config.appUrl}/api/validate`;
  return {
    adapter: providerAdapter({ clients: deps.instanceClients, tokens: deps.accessTokens }),
    jwks: { keys: [unusedKey()] },
    enabledJWA: { idTokenSigningAlgValues: ['ES256'] },
    clientDefaults: { id_token_signed_response_alg: 'ES256' },
    clientAuthMethods: ['client_secret_post'],
    responseTypes: [],
    scopes: [manageKeyScope],
    ttl: { ClientCredentials: accessTokenSeconds },
    features: {
      clientCredentials: { enabled: true },
      introspection: { enabled: true, allowedPolicy: ownToken },
      revocation: { enabled: true, allowedPolicy: ownToken },
      resourceIndicators: {
        enabled: true,
        defaultResource: () => resource,
        getResourceServerInfo(ctx, asked) {
          if (asked !== resource) throw new InvalidTarget();
          onlyKnownScopes(ctx);
          return { scope: manageKeyScope, accessTokenFormat: 'opaque', accessTokenTTL: accessTokenSeconds };
        },
      },
      devInteractions: { enabled: false },
      userinfo: { enabled: false },
      rpInitiatedLogout: { enabled: false },
      dPoP: { enabled: false },
      pushedAuthorizationRequests: { enabled: false },
    },
    routes: { token: '/oauth/token', introspection: '/oauth/introspect', revocation: '/oauth/revoke' },
  };
}

/** Headers removed from every response. Browsers don't call these endpoints, so CORS doesn't apply. */
const crossOriginHeaders = [
  'Access-Control-Allow-Origin',
  'Access-Control-Expose-Headers',
  'Access-Control-Max-Age',
];

/** Handles a request from an authenticated client. The promise rejects only if oidc-provider itself fails. */
export type AnswerProven = (
  req: IncomingMessage,
  res: ServerResponse,
  request: ProvenRequest,
) => Promise<void>;

export function createProvider(parts: ProviderParts): AnswerProven {
  const { config, log } = parts;
  const provider = new Provider(config.appUrl, configuration(parts));
  const proven = new WeakMap<IncomingMessage, string>();

  provider.Client.prototype.compareClientSecret = async function compare(this: { clientId: string }) {
    const asking = Provider.ctx?.req;
    return asking !== undefined && proven.get(asking) === this.clientId;
  };

  provider.use(async (ctx, next) => {
    // URLs in responses must be based on APP_URL, never on Host or a proxy header, because the client controls those.
    Object.defineProperty(ctx.request, 'href', { value: config.appUrl });
    await next();
    for (const name of crossOriginHeaders) ctx.remove(name);
    ctx.remove('Vary');
    ctx.set(noStore);
    // A 401 here means that the client was disabled after it had been authenticated.
    if (ctx.status === 401) ctx.set('WWW-Authenticate', basicChallenge);
  });

  provider.on('server_error', (ctx, error) => {
    logFailure(log, error, { path: ctx.path }, 'an OAuth request failed');
    if (!isDatabaseUnreachable(error)) return;
    const { retryAfterSeconds, ...said } = databaseAway;
    ctx.status = 503;
    ctx.set('Retry-After', String(retryAfterSeconds));
    ctx.body = problemDocument(config.appUrl, 'service_unavailable', said);
    ctx.type = problemMediaType;
  });

  const callback = provider.callback();
  return async (req, res, { path, clientId, form }) => {
    const fields = new URLSearchParams(form);
    fields.set('client_id', clientId);
    fields.set('client_secret', 'proven');
    const body = Buffer.from(fields.toString());
    const inner = new IncomingMessage(req.socket);
    Object.assign(inner, { method: 'POST', url: path, complete: true });
    inner.headers = {
      host: new URL(config.appUrl).host,
      accept: 'application/json',
      'content-type': 'application/x-www-form-urlencoded',
      'content-length': String(body.length),
    };
    inner.push(body);
    inner.push(null);
    proven.set(inner, clientId);
    await callback(inner, res);
  };
}
