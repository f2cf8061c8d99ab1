/**
 * Runs a real OpenID provider with made-up accounts, in place of GitHub, Google, Facebook, LinkedIn and Microsoft. Each
 * of these identifies users in a different way; the rest of the protocol is the same.
 */
import { generateKeyPairSync } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { JWK, Provider } from 'oidc-provider';
import { base, Prompt } from 'oidc-provider/lib/helpers/interaction_policy/index.js';
import { Provider as OpenIdProvider } from 'oidc-provider/lib/provider.js';
import { memoryAdapter } from './memory-adapter.ts';
import {
  bearerOf,
  clientId,
  clientSecret,
  type PersonThere,
  type ProviderServer,
  sendJson,
} from './person.ts';

export interface OpenIdServer extends ProviderServer {
  /** Sets the redirect URIs that the provider allows. Call it before the first visit. */
  allow: (redirectUris: string[]) => void;
  /** If true, responses omit the token's type, as LinkedIn's do. */
  omitsTokenType: boolean;
}

const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
const signingKey = { ...privateKey.export({ format: 'jwk' }), use: 'sig', alg: 'RS256', kid: 'tests' } as JWK;

export async function startOpenIdServer(): Promise<OpenIdServer> {
  const people = new Map<string, PersonThere>();
  let provider: Provider | null = null;
  const http = createServer((req, res) => {
    answer(req, res).catch((error: unknown) => {
      sendJson(res, 500, { error: String(error) });
    });
  });
  // Longer than any client keeps a connection open. With a shorter timeout, the server might close a connection just as
  // a client reuses it, if the machine is busy.
  http.keepAliveTimeout = 600_000;
  await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(http.address() as AddressInfo).port}`;

  async function answer(req: IncomingMessage, res: ServerResponse): Promise<void> {
    if (!provider) throw new Error('no redirect address has been set');
    const { pathname, searchParams } = new URL(req.url ?? '/', url);
    if (pathname === '/auth') server.visits.push(searchParams);
    if (pathname === '/token' && server.isBroken) return sendJson(res, 503, { error: 'out of order' });
    if (pathname.startsWith('/interaction/')) return decide(provider, req, res);
    const tell = users[pathname];
    if (!tell) return provider.callback()(req, res);
    const token = await provider.AccessToken.find(bearerOf(req));
    const person = people.get(token?.accountId ?? '');
    return person ? sendJson(res, 200, tell(person)) : sendJson(res, 401, { message: 'Bad credentials' });
  }

  async function decide(op: Provider, req: IncomingMessage, res: ServerResponse): Promise<void> {
    const { params } = await op.interactionDetails(req, res);
    if (server.denies) {
      const no = { error: 'access_denied', error_description: 'the user denied access' };
      return op.interactionFinished(req, res, no, { mergeWithLastSubmission: false });
    }
    const { subject } = server.person;
    people.set(subject, server.person);
    const grant = new op.Grant({ accountId: subject, clientId });
    grant.addOIDCScope(String(params.scope));
    const result = {
      select_account: {},
      login: { accountId: subject },
      consent: { grantId: await grant.save() },
    };
    return op.interactionFinished(req, res, result, { mergeWithLastSubmission: false });
  }

  const server: OpenIdServer = {
    url,
    person: { subject: 'nobody', name: null, email: null, emailVerified: false },
    denies: false,
    isBroken: false,
    omitsTokenType: false,
    visits: [],
    allow: (redirectUris) => {
      provider = openIdProvider(url, redirectUris, people);
      provider.use(async (ctx, next) => {
        await next();
        if (ctx.path === '/token' && server.omitsTokenType)
          delete (ctx.body as Record<string, unknown>).token_type;
      });
    },
    stop: () =>
      new Promise((resolve) => {
        http.close(() => resolve());
        http.closeAllConnections();
      }),
  };
  return server;
}

/** Endpoints that return the user and that aren't part of OpenID Connect. */
const users: Readonly<Record<string, (person: PersonThere) => unknown>> = {
  '/github/user': ({ subject, name }) => ({ id: Number(subject), login: `octo-${subject}`, name }),
  '/github/emails': ({ email, emailVerified }) => [
    { email: 'another@example.test', primary: false, verified: true, visibility: null },
    ...(email === null ? [] : [{ email, primary: true, verified: emailVerified, visibility: 'public' }]),
  ],
  '/facebook/me': ({ subject, name, email }) => ({ id: subject, name, ...(email === null ? {} : { email }) }),
};

function openIdProvider(url: string, redirectUris: string[], people: Map<string, PersonThere>): Provider {
  // Clients may request that the user select an account, but `person` is signed in without being asked.
  const policy = base();
  policy.add(new Prompt({ name: 'select_account', requestable: true }), 0);
  return new OpenIdProvider(url, {
    adapter: memoryAdapter(),
    clients: [
      {
        client_id: clientId,
        client_secret: clientSecret,
        redirect_uris: redirectUris,
        response_types: ['code'],
        grant_types: ['authorization_code'],
        token_endpoint_auth_method: 'client_secret_post',
      },
    ],
    jwks: { keys: [signingKey] },
    ttl: { Interaction: 600, Grant: 600, Session: 600, AccessToken: 600, IdToken: 600 },
    cookies: { keys: ['a key for the cookies of tests'] },
    scopes: ['openid', 'email', 'profile', 'read:user', 'user:email', 'public_profile'],
    claims: { openid: ['sub'], email: ['email', 'email_verified'], profile: ['name'] },
    pkce: { required: () => false },
    features: { devInteractions: { enabled: false } },
    interactions: { policy, url: (_ctx, { uid }) => `/interaction/${uid}` },
    findAccount: (_ctx, accountId) => {
      const person = people.get(accountId);
      return (
        person && {
          accountId,
          claims: () => ({
            sub: accountId,
            ...(person.name === null ? {} : { name: person.name }),
            ...(person.email === null ? {} : { email: person.email, email_verified: person.emailVerified }),
          }),
        }
      );
    },
  });
}
