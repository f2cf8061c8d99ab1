/**
 * Implements the protocol with a provider: OAuth 2.0 with an authorization code, and OpenID Connect if the provider
 * supports it.
 */
import {
  AuthorizationResponseError,
  type AuthorizationServer,
  allowInsecureRequests,
  authorizationCodeGrantRequest,
  type Client,
  ClientSecretPost,
  calculatePKCECodeChallenge,
  generateRandomCodeVerifier,
  generateRandomNonce,
  getValidatedIdTokenClaims,
  nopkce,
  processAuthorizationCodeResponse,
  protectedResourceRequest,
  validateAuthResponse,
} from 'oauth4webapi';
import { z } from 'zod';
import type { LoginProvider } from '#server/config/login-providers.ts';
import { type ProviderPerson, providerKinds } from './provider-kinds.ts';

/** Secrets that are stored for a round trip to a provider until its response arrives. */
export const OauthFlowSecrets = z.object({ verifier: z.string(), nonce: z.string() });
export type OauthFlowSecrets = z.infer<typeof OauthFlowSecrets>;

/** Thrown if the user declined at the provider. */
export class AccessDeniedError extends Error {
  constructor(cause: unknown) {
    super('denied at the provider', { cause });
    this.name = 'AccessDeniedError';
  }
}

/**
 * Thrown if the provider returns an error or a response that fails verification. The message contains no codes or
 * tokens.
 */
class ProviderFailure extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'ProviderFailure';
  }
}

const answersWithinMs = 10_000;
/** The error codes with which providers report that the user declined. LinkedIn has additional ones. */
const noes: ReadonlySet<string> = new Set([
  'access_denied',
  'user_cancelled_login',
  'user_cancelled_authorize',
]);

const serverOf = ({ issuer, authorizeUrl, tokenUrl }: LoginProvider): AuthorizationServer => ({
  issuer,
  authorization_endpoint: authorizeUrl,
  token_endpoint: tokenUrl,
});

/** Returns the HTTP options for a provider. Requests without TLS are allowed only if the configured URL has none. */
const wireTo = (url: string) => ({
  signal: AbortSignal.timeout(answersWithinMs),
  [allowInsecureRequests]: !url.startsWith('https:'),
});

export const newSecrets = (): OauthFlowSecrets => ({
  verifier: generateRandomCodeVerifier(),
  nonce: generateRandomNonce(),
});

/**
 * Returns the provider's URL for the browser to open. With `again`, the provider is asked to authenticate the user
 * again.
 */
export async function authorizationUrl(
  provider: LoginProvider,
  { state, secrets, again }: { state: string; secrets: OauthFlowSecrets; again: boolean },
): Promise<string> {
  const { scope, openId, pkce, signInAgain } = providerKinds[provider.id];
  const url = new URL(provider.authorizeUrl);
  const parameters = {
    response_type: 'code',
    client_id: provider.clientId,
    redirect_uri: provider.redirectUri,
    ...(scope ? { scope } : {}),
    state,
    ...(openId?.nonce ? { nonce: secrets.nonce } : {}),
    ...(pkce
      ? {
          code_challenge: await calculatePKCECodeChallenge(secrets.verifier),
          code_challenge_method: 'S256',
        }
      : {}),
    ...(again ? signInAgain : {}),
  };
  for (const [name, value] of Object.entries(parameters)) url.searchParams.set(name, value);
  return url.href;
}

interface ProviderAnswer {
  /** The parameters of the callback, unchanged. */
  parameters: URLSearchParams;
  state: string;
  secrets: OauthFlowSecrets;
}

/**
 * Verifies the callback (RFC 9700; `iss` by RFC 9207), exchanges its code for tokens and reads the user with them. The
 * tokens aren't stored. Throws `AccessDeniedError` or `ProviderFailure`.
 */
export async function personOf(provider: LoginProvider, answer: ProviderAnswer): Promise<ProviderPerson> {
  try {
    return await read(provider, answer);
  } catch (error) {
    if (error instanceof AuthorizationResponseError && noes.has(error.error))
      throw new AccessDeniedError(error);
    throw new ProviderFailure(sayWithoutSecrets(error));
  }
}

async function read(
  provider: LoginProvider,
  { parameters, state, secrets }: ProviderAnswer,
): Promise<ProviderPerson> {
  const { openId, pkce, readPerson } = providerKinds[provider.id];
  const client: Client = { client_id: provider.clientId };
  const callback = validateAuthResponse(serverOf(provider), client, parameters, state);
  const exchanged = await authorizationCodeGrantRequest(
    serverOf(provider),
    client,
    ClientSecretPost(provider.clientSecret),
    callback,
    provider.redirectUri,
    pkce ? secrets.verifier : nopkce,
    wireTo(provider.tokenUrl),
  );
  const response = await readable(provider, exchanged);
  const tokens = await processAuthorizationCodeResponse(
    { ...serverOf(provider), issuer: await issuerOf(provider, response.clone()) },
    client,
    response,
    openId ? { requireIdToken: true, ...(openId.nonce ? { expectedNonce: secrets.nonce } : {}) } : {},
  );
  const user = await ask(provider.userUrl, tokens.access_token);
  const emails = provider.emailsUrl && (await ask(provider.emailsUrl, tokens.access_token).catch(() => null));
  const person = readPerson(user, emails);
  // The provider's user data is about a different user than the ID token (OpenID Connect Core, section 5.3.2).
  if (openId && getValidatedIdTokenClaims(tokens)?.sub !== person.subject)
    throw new ProviderFailure('the user is not the one in the ID token');
  return person;
}

/** Adds the token type to the response if the provider omits it. */
async function readable({ id }: LoginProvider, response: Response): Promise<Response> {
  if (!response.ok || !providerKinds[id].omitsTokenType) return response;
  const body = z.looseObject({}).parse(await response.json());
  return Response.json({ token_type: 'bearer', ...body });
}

const TenantClaim = z.object({ tid: z.uuid() });

/**
 * Returns the expected issuer of the ID token. With Microsoft's shared endpoint, each tenant is an issuer. Its URL
 * contains the tenant's ID, which is read from the token. That is safe, because the token came directly from Microsoft
 * over TLS.
 */
export async function issuerOf({ issuer }: LoginProvider, response: Response): Promise<string> {
  if (!issuer.includes('{tenantid}') || !response.ok) return issuer;
  const { id_token } = z.object({ id_token: z.string() }).parse(await response.json());
  const claims: unknown = JSON.parse(Buffer.from(id_token.split('.')[1] ?? '', 'base64url').toString());
  return issuer.replace('{tenantid}', TenantClaim.parse(claims).tid);
}

async function ask(url: string, accessToken: string): Promise<unknown> {
  const headers = new Headers({ accept: 'application/json', 'user-agent': 'customer-portal' });
  const answer = await protectedResourceRequest(accessToken, 'GET', new URL(url), headers, null, wireTo(url));
  if (!answer.ok) throw new ProviderFailure(`the user could not be fetched: status ${answer.status}`);
  return answer.json();
}

/**
 * Returns a message for the log. The library's error objects contain the response, including codes and tokens, so only
 * their messages are used.
 */
function sayWithoutSecrets(error: unknown): string {
  if (error instanceof ProviderFailure) return error.message;
  if (error instanceof z.ZodError)
    return `the response lacks ${error.issues.map(({ path }) => path.join('.')).join(', ')}`;
  if (error instanceof AuthorizationResponseError)
    return `the provider responded with ${error.error.slice(0, 100)}`;
  // The message of this error would quote the response.
  if (error instanceof SyntaxError) return 'the response is not JSON';
  if (!(error instanceof Error)) return 'no response';
  const code = 'code' in error && typeof error.code === 'string' ? ` (${error.code})` : '';
  return `${error.name}: ${error.message}${code}`;
}
