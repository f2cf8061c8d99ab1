/** The OAuth 2.0 server for instances: client credentials, introspection, revocation, discovery. */
import type { JsonWebKey } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import Provider, { type Configuration, errors, type JWK, type KoaContextWithOIDC } from 'oidc-provider';
import type { Logger } from 'pino';
import { accessTokenSeconds, manageKeyScope } from '#shared/instances.ts';
import type { KeyVault } from '../crypto/key-vault.ts';
import { isDatabaseUnreachable } from '../database/connection.ts';
import { sendProblem } from '../http/problem.ts';
import type { Limiter } from '../limits/limiter.ts';
import type { AccessTokenRepository } from './access-token.repository.ts';
import { matchesClientSecret } from './client-secret.ts';
import { failedRequests } from './failed-requests.ts';
import { type OauthClientStore, providerAdapter } from './provider-adapter.ts';
import type { SigningKeyRepository } from './signing-key.repository.ts';
import { signingKeyOf } from './signing-key.ts';

export interface OauthParts {
  config: { appUrl: string };
  deps: {
    instanceClients: OauthClientStore;
    accessTokens: AccessTokenRepository;
    signingKeys: SigningKeyRepository;
    keyVault: KeyVault;
    limiter: Limiter;
  };
  log: Logger;
}

/** By which method each address is asked. Everything else the library would answer stays out of reach. */
const methods = new Map([
  ['/oauth/token', 'POST'],
  ['/oauth/introspect', 'POST'],
  ['/oauth/revoke', 'POST'],
  ['/oauth/jwks', 'GET'],
  ['/.well-known/oauth-authorization-server', 'GET'],
  ['/.well-known/openid-configuration', 'GET'],
]);

/** The library reads no more than 56 kB, and would call a longer form malformed. */
const bodyLimit = 48 * 1024;

/** RFC 8414, without what the library says of grants and pages that do not exist here. */
const metadata = [
  'issuer',
  'token_endpoint',
  'token_endpoint_auth_methods_supported',
  'introspection_endpoint',
  'revocation_endpoint',
  'jwks_uri',
  'grant_types_supported',
  'response_types_supported',
];

const retryAfterSeconds = 5;

function onlyKnownScopes(ctx: KoaContextWithOIDC): void {
  for (const scope of ctx.oidc.requestParamScopes) {
    if (scope !== manageKeyScope) throw new errors.InvalidScope('this scope is not known here', scope);
  }
}

/** A token is its client's own business. */
const ownToken = (
  _ctx: KoaContextWithOIDC,
  client: { clientId: string },
  token: { clientId?: string | undefined },
) => token.clientId === client.clientId;

function configuration({ config, deps }: OauthParts, key: JsonWebKey): Configuration {
  const resource = `${config.appUrl}/api/validate`;
  return {
    adapter: providerAdapter({ clients: deps.instanceClients, tokens: deps.accessTokens }),
    jwks: { keys: [key as JWK] },
    enabledJWA: { idTokenSigningAlgValues: ['ES256'] },
    clientDefaults: { id_token_signed_response_alg: 'ES256' },
    clientAuthMethods: ['client_secret_basic', 'client_secret_post'],
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
          if (asked !== resource) throw new errors.InvalidTarget();
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
    routes: {
      token: '/oauth/token',
      introspection: '/oauth/introspect',
      revocation: '/oauth/revoke',
      jwks: '/oauth/jwks',
    },
    renderError(ctx, out) {
      ctx.type = 'json';
      ctx.body = out;
    },
  };
}

function isWithoutCredentials(ctx: { status: number; body: unknown }): boolean {
  const body = ctx.body as { error_description?: unknown } | null | undefined;
  return ctx.status === 400 && body?.error_description === 'no client authentication mechanism provided';
}

function createProvider(parts: OauthParts, key: JsonWebKey): Provider {
  const provider = new Provider(parts.config.appUrl, configuration(parts, key));

  const failed = failedRequests(parts.deps.limiter);
  const unavailable = (ctx: { status: number; body: unknown; set(name: string, value: string): void }) => {
    ctx.status = 503;
    ctx.set('Retry-After', String(retryAfterSeconds));
    ctx.body = { error: 'temporarily_unavailable', error_description: 'the database cannot be reached' };
  };

  provider.Client.prototype.compareClientSecret = async function compare(
    this: { clientSecret?: string },
    actual: string,
  ) {
    if (Provider.ctx) await failed.refuse(Provider.ctx);
    return matchesClientSecret(actual, this.clientSecret ?? '');
  };

  provider.use(async (ctx, next) => {
    // Addresses in answers come from APP_URL, never from what the caller put into Host or a proxy header.
    Object.defineProperty(ctx.request, 'href', { value: parts.config.appUrl });
    await next();
    // RFC 6749 section 5.2 and RFC 7662 section 2.3: who brings no credentials is told so by 401.
    if (isWithoutCredentials(ctx)) {
      ctx.status = 401;
      ctx.set('WWW-Authenticate', 'Basic realm="customer-portal"');
      ctx.body = { error: 'invalid_client', error_description: 'no client authentication included' };
    }
    try {
      if ('oidc' in ctx) await failed.note(ctx as KoaContextWithOIDC);
    } catch (error) {
      if (!isDatabaseUnreachable(error)) throw error;
      parts.log.warn({ err: error, path: ctx.path }, 'the database cannot be reached');
      unavailable(ctx);
    }
    if (ctx.path.startsWith('/.well-known/') && ctx.status === 200) {
      const said = ctx.body as Record<string, unknown>;
      const spoken = metadata.map((name) => [name, said[name]] as const);
      ctx.body = { ...Object.fromEntries(spoken), scopes_supported: [manageKeyScope] };
    }
  });

  provider.on('server_error', (ctx, error) => {
    if (!isDatabaseUnreachable(error)) {
      parts.log.error({ err: error, path: ctx.path }, 'the OAuth server failed');
      return;
    }
    parts.log.warn({ err: error, path: ctx.path }, 'the database cannot be reached');
    unavailable(ctx);
  });
  return provider;
}

function answerUnavailable(res: ServerResponse): void {
  res.writeHead(503, {
    'Content-Type': 'application/json; charset=utf-8',
    'Cache-Control': 'no-store',
    'Retry-After': String(retryAfterSeconds),
  });
  res.end('{"error":"temporarily_unavailable","error_description":"the database cannot be reached"}');
}

export type OauthHandler = (
  req: IncomingMessage,
  res: ServerResponse,
  next: (error?: unknown) => void,
) => void;

/**
 * Answers the OAuth addresses and hands everything else on. Mount it before any body parser and without a
 * prefix. The provider is made at the first request, so that a process starts while its database is away.
 */
export function createOauthHandler(parts: OauthParts): OauthHandler {
  let callback: ReturnType<Provider['callback']> | undefined;
  async function answer(req: IncomingMessage, res: ServerResponse): Promise<void> {
    callback ??= createProvider(parts, await signingKeyOf(parts.deps)).callback();
    await callback(req, res);
  }
  return (req, res, next) => {
    const method = methods.get((req.url ?? '').split('?', 1)[0] ?? '');
    if (method === undefined) {
      next();
      return;
    }
    if (req.method !== method && !(method === 'GET' && req.method === 'HEAD')) {
      res.setHeader('Allow', method === 'GET' ? 'GET, HEAD' : method);
      sendProblem(res, 'invalid_input', { detail: `Use ${method} here.`, status: 405 });
      return;
    }
    if (Number(req.headers['content-length'] ?? 0) > bodyLimit) {
      res.setHeader('Connection', 'close');
      sendProblem(res, 'payload_too_large', { detail: 'The body is over its limit. Send less.' });
      return;
    }
    answer(req, res).catch((error: unknown) => {
      if (!isDatabaseUnreachable(error) || res.headersSent) next(error);
      else answerUnavailable(res);
    });
  };
}
