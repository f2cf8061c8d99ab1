/**
 * Tests that a third-party OAuth client needs only discovery to get a token, call /api/validate, introspect and revoke,
 * with both methods of client authentication.
 */
import * as oauth from 'oauth4webapi';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Portal, startPortal } from '#proofs/shop/portal.ts';
import { buildDeps } from '#server/build-deps.ts';
import type { Deps } from '#server/deps.ts';
import { createClient } from '#server/features/instances/create-client.ts';
import { makeLicence } from '#tests/support/billing/licences.ts';
import { useDatabase } from '#tests/support/database/database.ts';

const database = useDatabase();
const insecure = { [oauth.allowInsecureRequests]: true } as const;
let portal: Portal;
let deps: Deps;
let server: oauth.AuthorizationServer;

beforeAll(async () => {
  portal = await startPortal({ databaseUrl: database.url, at: '2027-01-15T12:00:00Z' });
  deps = buildDeps({
    config: portal.config,
    db: database.db,
    log: portal.logger,
    clock: { now: portal.now },
  });
  const issuer = new URL(portal.url);
  const found = await oauth.discoveryRequest(issuer, { algorithm: 'oauth2', ...insecure });
  server = await oauth.processDiscoveryResponse(issuer, found);
});
afterAll(() => portal.stop());

const methods = { client_secret_basic: oauth.ClientSecretBasic, client_secret_post: oauth.ClientSecretPost };

it('Discovery lists both client authentication methods for every endpoint', () => {
  for (const endpoint of ['token', 'introspection', 'revocation'] as const)
    expect(server[`${endpoint}_endpoint_auth_methods_supported`]).toEqual(Object.keys(methods));
});

describe.each(Object.entries(methods))('%s', (_, authentication) => {
  it('completes a token request, a call to /api/validate, introspection and revocation', async () => {
    const made = await createClient(deps, { name: 'A library', product: null });
    const client = { client_id: made.clientId };
    const secret = authentication(made.clientSecret);
    const granted = await oauth.clientCredentialsGrantRequest(server, client, secret, {}, insecure);
    const token = await oauth.processClientCredentialsResponse(server, client, granted);
    expect(token).toMatchObject({ expires_in: 31_536_000, scope: 'manage-key', token_type: 'bearer' });

    const { key } = await makeLicence(deps);
    const ping = (bearer: string) =>
      oauth.protectedResourceRequest(
        bearer,
        'POST',
        new URL(`${portal.url}/api/validate`),
        new Headers({ 'content-type': 'application/json' }),
        JSON.stringify({ licence_key: key }),
        insecure,
      );
    expect(await (await ping(token.access_token)).json()).toMatchObject({ next_check_at: '2027-02-01' });

    const introspect = async () =>
      oauth.processIntrospectionResponse(
        server,
        client,
        await oauth.introspectionRequest(server, client, secret, token.access_token, insecure),
      );
    expect(await introspect()).toMatchObject({ active: true, client_id: made.clientId, scope: 'manage-key' });
    await oauth.processRevocationResponse(
      await oauth.revocationRequest(server, client, secret, token.access_token, insecure),
    );
    expect(await introspect()).toEqual({ active: false });
    await expect(ping('unknown')).rejects.toBeInstanceOf(oauth.WWWAuthenticateChallengeError);
  });

  it('gets errors in the form the library expects', async () => {
    const made = await createClient(deps, { name: 'A library', product: null });
    const client = { client_id: made.clientId };
    const fail = async (secret: string, parameters: Record<string, string>) => {
      const answer = await oauth.clientCredentialsGrantRequest(
        server,
        client,
        authentication(secret),
        parameters,
        insecure,
      );
      return oauth.processClientCredentialsResponse(server, client, answer);
    };
    // The library throws on a WWW-Authenticate challenge without reading the error in the body.
    await expect(fail('wrong', {})).rejects.toMatchObject({
      cause: [{ scheme: 'basic', parameters: { realm: 'customer-portal', charset: 'UTF-8' } }],
      status: 401,
    });
    await expect(fail(made.clientSecret, { scope: 'everything' })).rejects.toMatchObject({
      ...{ error: 'invalid_scope', status: 400 },
    });
    for (let tries = 0; tries < 30; tries += 1) await expect(fail('wrong', {})).rejects.toThrow();
    await expect(fail('wrong', {})).rejects.toMatchObject({ error: 'invalid_client', status: 429 });
    expect(await fail(made.clientSecret, {})).toMatchObject({ scope: 'manage-key' });
  });
});
