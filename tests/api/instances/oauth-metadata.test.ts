/**
 * Tests what OAuth does besides issuing tokens: response headers, secret rotation, introspection, revocation,
 * discovery, and what is stored.
 */
import { createHash } from 'node:crypto';
import { QueryTypes } from 'sequelize';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createClient } from '#server/features/instances/create-client.ts';
import { rotateClientSecret } from '#server/features/instances/secrets/rotate-client-secret.ts';
import { useDatabase } from '#tests/support/database/database.ts';
import { type InstanceServer, startInstanceServer } from '#tests/support/portal/instance-server.ts';

const database = useDatabase();
let server: InstanceServer;
let client: { clientId: string; clientSecret: string };

beforeEach(async () => {
  server = await startInstanceServer({ db: database.db, databaseUrl: database.url });
  client = await createClient(server.deps, { name: 'An instance', product: null });
});
afterEach(() => server.stop());

type Form = Record<string, string>;

const post = (path: string, form: Form, headers: Form = {}) =>
  fetch(server.url + path, { method: 'POST', body: new URLSearchParams(form), headers });

/** Returns the form fields as the real client sends them. */
const tokenForm = (over: Form = {}): Form => ({
  grant_type: 'client_credentials',
  client_id: client.clientId,
  client_secret: client.clientSecret,
  scope: 'manage-key',
  ...over,
});

async function getToken(): Promise<string> {
  const body = (await (await post('/oauth/token', tokenForm())).json()) as { access_token: string };
  return body.access_token;
}
const own = () => ({ client_id: client.clientId, client_secret: client.clientSecret });

describe('Every OAuth response', () => {
  it('forbids caching and has no CORS headers', async () => {
    const token = await getToken();
    const origin = { origin: 'https://elsewhere.example.com' };
    const answers = await Promise.all([
      post('/oauth/token', tokenForm(), origin),
      post('/oauth/token', tokenForm({ client_secret: 'wrong' }), origin),
      post('/oauth/token', tokenForm({ scope: 'everything' }), origin),
      post('/oauth/introspect', { ...own(), token }, origin),
      post('/oauth/introspect', own(), origin),
      post('/oauth/revoke', { ...own(), token }, origin),
      post('/oauth/revoke', { token }, origin),
    ]);
    expect(answers.map(({ status }) => status)).toEqual([200, 401, 400, 200, 400, 200, 401]);
    for (const { headers } of answers) {
      expect([headers.get('cache-control'), headers.get('pragma')]).toEqual(['no-store', 'no-cache']);
      expect([...headers.keys()].filter((name) => name.startsWith('access-control-'))).toEqual([]);
    }
  });
});

describe('Unsupported OAuth requests', () => {
  it.each([
    ['GET', '/oauth/token', 'POST, OPTIONS'],
    ['DELETE', '/oauth/revoke/', 'POST, OPTIONS'],
    ['POST', '/.well-known/oauth-authorization-server', 'GET, HEAD, OPTIONS'],
  ])('get 405 with an Allow header for %s %s', async (method, path, allowed) => {
    const response = await fetch(`${server.url}${path}`, { method });
    expect(response.status).toBe(405);
    expect(response.headers.get('allow')).toBe(allowed);
    expect(await response.json()).toMatchObject({
      type: 'https://portal.example.com/problems/method-not-allowed',
    });
  });

  it('get 413 for a form over the limit', async () => {
    const response = await post('/oauth/token', { ...tokenForm(), x: 'x'.repeat(70_000) });
    expect(response.status).toBe(413);
  });
});

describe('Rotating a client secret', () => {
  it('ends the old secret and keeps the tokens', async () => {
    const token = await getToken();
    const rotated = await rotateClientSecret(server.deps, { clientId: client.clientId, revokeTokens: false });
    expect(rotated).toMatchObject({ status: 'rotated', revokedTokens: 0 });
    expect((await post('/oauth/token', tokenForm())).status).toBe(401);
    if (rotated.status !== 'rotated') return;
    client = { ...client, clientSecret: rotated.clientSecret };
    expect((await post('/oauth/token', tokenForm())).status).toBe(200);
    const said = await post('/oauth/introspect', { ...own(), token });
    expect(await said.json()).toMatchObject({ active: true });
  });

  it('revokes the tokens too when requested', async () => {
    const token = await getToken();
    const rotated = await rotateClientSecret(server.deps, { clientId: client.clientId, revokeTokens: true });
    expect(rotated).toMatchObject({ status: 'rotated', revokedTokens: 1 });
    if (rotated.status !== 'rotated') return;
    client = { ...client, clientSecret: rotated.clientSecret };
    const said = await post('/oauth/introspect', { ...own(), token });
    expect(await said.json()).toEqual({ active: false });
  });
});

describe('Introspection and revocation', () => {
  it('apply to a client’s own tokens only and require its credentials', async () => {
    const token = await getToken();
    const said = await post('/oauth/introspect', { ...own(), token });
    expect(await said.json()).toMatchObject({
      active: true,
      client_id: client.clientId,
      scope: 'manage-key',
      token_type: 'Bearer',
      exp: expect.any(Number),
    });
    const other = await createClient(server.deps, { name: 'Another', product: null });
    const form = { client_id: other.clientId, client_secret: other.clientSecret, token };
    expect(await (await post('/oauth/introspect', form)).json()).toEqual({ active: false });
    expect((await post('/oauth/revoke', form)).status).toBe(200);
    expect(await (await post('/oauth/introspect', { ...own(), token })).json()).toMatchObject({
      active: true,
    });
    expect((await post('/oauth/introspect', { token })).status).toBe(401);
    expect((await post('/oauth/introspect', { ...own(), client_secret: 'x', token })).status).toBe(401);
  });

  it('revoke a token, and return 200 for an unknown one', async () => {
    const token = await getToken();
    expect((await post('/oauth/revoke', { ...own(), token })).status).toBe(200);
    expect(await (await post('/oauth/introspect', { ...own(), token })).json()).toEqual({ active: false });
    expect((await post('/oauth/revoke', { ...own(), token: 'unknown' })).status).toBe(200);
  });
});

describe('Discovery', () => {
  it('lists the endpoints under the portal’s own URL, whatever host the caller names', async () => {
    const response = await fetch(`${server.url}/.well-known/oauth-authorization-server`, {
      headers: { 'x-forwarded-host': 'evil.example.com' },
    });
    expect(response.status).toBe(200);
    expect(await response.json()).toEqual({
      issuer: 'https://portal.example.com',
      token_endpoint: 'https://portal.example.com/oauth/token',
      introspection_endpoint: 'https://portal.example.com/oauth/introspect',
      revocation_endpoint: 'https://portal.example.com/oauth/revoke',
      grant_types_supported: ['client_credentials'],
      response_types_supported: [],
      scopes_supported: ['manage-key'],
      token_endpoint_auth_methods_supported: ['client_secret_basic', 'client_secret_post'],
      introspection_endpoint_auth_methods_supported: ['client_secret_basic', 'client_secret_post'],
      revocation_endpoint_auth_methods_supported: ['client_secret_basic', 'client_secret_post'],
      service_documentation: 'https://portal.example.com/docs/api',
    });
    expect(response.headers.get('cache-control')).toBe('public, max-age=3600');
  });

  it('describes /api/validate as the protected resource (RFC 9728)', async () => {
    const response = await fetch(`${server.url}/.well-known/oauth-protected-resource/api/validate`);
    expect(await response.json()).toEqual({
      resource: 'https://portal.example.com/api/validate',
      authorization_servers: ['https://portal.example.com'],
      scopes_supported: ['manage-key'],
      bearer_methods_supported: ['header'],
      resource_documentation: 'https://portal.example.com/docs/api',
    });
  });

  it('offers no OpenID configuration and no JWKS', async () => {
    for (const path of [
      '/.well-known/openid-configuration',
      '/oauth/jwks',
      '/jwks',
      '/.well-known/jwks.json',
    ])
      expect((await fetch(server.url + path)).status).toBe(404);
  });

  it('leaves the library’s other endpoints unreachable', async () => {
    for (const path of [
      '/auth',
      '/oauth/authorize',
      '/me',
      '/session/end',
      '/reg',
      '/request',
      '/oauth',
      '/token',
    ]) {
      expect((await fetch(server.url + path)).status).toBe(404);
    }
  });
});

describe('The stored OAuth data', () => {
  it('contains neither a token nor a secret in plain text', async () => {
    const token = await getToken();
    const rows = await Promise.all(
      ['access_tokens', 'instance_clients'].map((table) =>
        database.db.query(`SELECT * FROM ${table}`, { type: QueryTypes.SELECT }),
      ),
    );
    const text = JSON.stringify(rows, (_, value) =>
      value?.type === 'Buffer' ? Buffer.from(value.data).toString('latin1') : value,
    );
    expect(text).toContain(client.clientId);
    expect(text).not.toContain(token);
    expect(text).not.toContain(client.clientSecret);
    expect(text).not.toContain('"d"');
    const [row] = await database.db.query<{ token_hash: Buffer }>('SELECT token_hash FROM access_tokens', {
      type: QueryTypes.SELECT,
    });
    expect(row?.token_hash).toEqual(createHash('sha256').update(token).digest());
  });
});
