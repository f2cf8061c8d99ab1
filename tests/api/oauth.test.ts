/** The OAuth server that instances speak to: real HTTP, real database. */
import { createHash } from 'node:crypto';
import bcrypt from 'bcryptjs';
import { QueryTypes } from 'sequelize';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createClient } from '#server/features/instances/create-client.ts';
import { revokeClient } from '#server/features/instances/revoke-client.ts';
import { rotateClientSecret } from '#server/features/instances/rotate-client-secret.ts';
import { signingKeyOf } from '#server/platform/oauth/signing-key.ts';
import { useDatabase } from '#tests/support/database.ts';
import { type InstanceServer, startInstanceServer } from '#tests/support/instance-server.ts';

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

/** Exactly what the real client sends. */
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

const basic = (id: string, secret: string): Form => ({
  authorization: `Basic ${Buffer.from(`${encodeURIComponent(id)}:${encodeURIComponent(secret)}`).toString('base64')}`,
});
const own = () => ({ client_id: client.clientId, client_secret: client.clientSecret });

describe('POST /oauth/token 200', () => {
  it("gives the real client's four parameters a token that lives a year", async () => {
    const response = await post('/oauth/token', tokenForm());
    expect(response.status).toBe(200);
    expect(response.headers.get('cache-control')).toBe('no-store');
    expect(await response.json()).toEqual({
      token_type: 'Bearer',
      expires_in: 31_536_000,
      access_token: expect.stringMatching(/^[\w-]{43}$/),
      scope: 'manage-key',
    });
  });

  it('accepts HTTP Basic client authentication', async () => {
    const { client_id: _, client_secret: __, ...form } = tokenForm();
    const response = await post('/oauth/token', form, basic(client.clientId, client.clientSecret));
    expect(response.status).toBe(200);
    expect(await response.json()).toMatchObject({ expires_in: 31_536_000, scope: 'manage-key' });
  });

  it('accepts a legacy integer id with the bcrypt secret of the PHP portal', async () => {
    const secretHash = bcrypt.hashSync('legacy secret', 4).replace('$2b$', '$2y$');
    await server.deps.instanceClients.add({ id: '3', name: 'Old', product: null, secretHash });
    const given = await post('/oauth/token', tokenForm({ client_id: '3', client_secret: 'legacy secret' }));
    expect(given.status).toBe(200);
    const refused = await post('/oauth/token', tokenForm({ client_id: '3', client_secret: 'wrong' }));
    expect(refused.status).toBe(401);
  });

  it('gives a token without scope when none is asked for', async () => {
    const { scope: _, ...form } = tokenForm();
    const response = await post('/oauth/token', form);
    expect(response.status).toBe(200);
    expect(await response.json()).not.toHaveProperty('scope');
  });

  it('survives a restart: another process knows the token', async () => {
    const token = await getToken();
    const other = await startInstanceServer({ db: database.db, databaseUrl: database.url });
    const response = await fetch(`${other.url}/oauth/introspect`, {
      method: 'POST',
      body: new URLSearchParams({ ...own(), token }),
    });
    await other.stop();
    expect(await response.json()).toMatchObject({ active: true });
  });
});

describe('POST /oauth/token 401 invalid_client', () => {
  it.each([
    ['a wrong secret', { client_secret: 'wrong' }],
    ['an empty-looking secret', { client_secret: ' ' }],
    ['an unknown client', { client_id: '6a3f6c5e-5c57-4f0a-9a0e-3f1d7c1a2b3c' }],
    ['the hash in place of the secret', { client_secret: 'HASH' }],
  ])('refuses %s', async (_, over: Form) => {
    const stored = await server.deps.instanceClients.findById(client.clientId);
    const form = over.client_secret === 'HASH' ? { client_secret: stored?.secretHash ?? '' } : over;
    const response = await post('/oauth/token', tokenForm(form));
    expect(response.status).toBe(401);
    expect(await response.json()).toMatchObject({ error: 'invalid_client' });
    expect(response.headers.get('www-authenticate')).toBeNull();
  });

  it('says WWW-Authenticate when Basic was used', async () => {
    const { client_id: _, client_secret: __, ...form } = tokenForm();
    const response = await post('/oauth/token', form, basic(client.clientId, 'wrong'));
    expect(response.status).toBe(401);
    expect(response.headers.get('www-authenticate')).toMatch(/^Basic /);
    expect(await response.json()).toMatchObject({ error: 'invalid_client' });
  });

  it('refuses a client from the moment it is revoked', async () => {
    expect(await revokeClient(server.deps, client.clientId)).toEqual({ status: 'revoked', revokedTokens: 0 });
    expect((await post('/oauth/token', tokenForm())).status).toBe(401);
    expect(await revokeClient(server.deps, client.clientId)).toEqual({ status: 'unknown' });
    expect(await rotateClientSecret(server.deps, { clientId: client.clientId, revokeTokens: false })).toEqual(
      {
        status: 'unknown',
      },
    );
  });
});

describe('POST /oauth/token 400', () => {
  it.each([
    ['unsupported_grant_type', { grant_type: 'password' }],
    ['unsupported_grant_type', { grant_type: 'authorization_code' }],
    ['unsupported_grant_type', { grant_type: 'refresh_token' }],
    ['unsupported_grant_type', { grant_type: 'implicit' }],
    ['invalid_scope', { scope: 'everything' }],
    ['invalid_scope', { scope: 'manage-key everything' }],
    ['invalid_scope', { scope: 'openid' }],
    ['invalid_request', { grant_type: '' }],
    ['invalid_target', { resource: 'https://elsewhere.example.com' }],
  ])('%s', async (error, over: Form) => {
    const response = await post('/oauth/token', tokenForm(over));
    expect(response.status).toBe(400);
    expect(await response.json()).toMatchObject({ error });
  });

  it('invalid_request on JSON and on doubled parameters', async () => {
    const bodies = [
      { body: JSON.stringify(tokenForm()), type: 'application/json' },
      {
        body: `${new URLSearchParams(tokenForm())}&scope=manage-key`,
        type: 'application/x-www-form-urlencoded',
      },
    ];
    for (const { body, type } of bodies) {
      const response = await fetch(`${server.url}/oauth/token`, {
        method: 'POST',
        body,
        headers: { 'content-type': type },
      });
      expect(response.status).toBe(400);
      expect(await response.json()).toMatchObject({ error: 'invalid_request' });
    }
  });
});

describe('POST without client authentication', () => {
  it.each(['/oauth/token', '/oauth/introspect', '/oauth/revoke'])(
    '%s answers 401 invalid_client',
    async (path) => {
      const response = await post(path, { grant_type: 'client_credentials', token: 'x' });
      expect(response.status).toBe(401);
      expect(response.headers.get('www-authenticate')).toMatch(/^Basic/);
      expect(await response.json()).toMatchObject({ error: 'invalid_client' });
    },
  );
});

describe('another method, or too much', () => {
  it.each([
    ['GET', '/oauth/token', 'POST'],
    ['OPTIONS', '/oauth/token', 'POST'],
    ['POST', '/oauth/jwks', 'GET, HEAD'],
  ])('%s %s is 405 and says which', async (method, path, allowed) => {
    const response = await fetch(`${server.url}${path}`, { method });
    expect(response.status).toBe(405);
    expect(response.headers.get('allow')).toBe(allowed);
  });

  it('a form over the limit is 413', async () => {
    const response = await post('/oauth/token', { ...tokenForm(), x: 'x'.repeat(70_000) });
    expect(response.status).toBe(413);
  });
});

describe('rotating a secret', () => {
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

  it('ends the tokens too when told so', async () => {
    const token = await getToken();
    const rotated = await rotateClientSecret(server.deps, { clientId: client.clientId, revokeTokens: true });
    expect(rotated).toMatchObject({ status: 'rotated', revokedTokens: 1 });
    if (rotated.status !== 'rotated') return;
    client = { ...client, clientSecret: rotated.clientSecret };
    const said = await post('/oauth/introspect', { ...own(), token });
    expect(await said.json()).toEqual({ active: false });
  });
});

describe('introspection and revocation', () => {
  it('tells a client of its own token, and nobody of another one', async () => {
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

  it('revokes a token, and stays quiet about one it does not know', async () => {
    const token = await getToken();
    expect((await post('/oauth/revoke', { ...own(), token })).status).toBe(200);
    expect(await (await post('/oauth/introspect', { ...own(), token })).json()).toEqual({ active: false });
    expect((await post('/oauth/revoke', { ...own(), token: 'unknown' })).status).toBe(200);
  });
});

describe('discovery', () => {
  it('names what is served, by the address of the portal and not by what the caller calls it', async () => {
    const response = await fetch(`${server.url}/.well-known/oauth-authorization-server`, {
      headers: { 'x-forwarded-host': 'evil.example.com' },
    });
    expect(response.status).toBe(200);
    expect(await response.json()).toEqual({
      issuer: 'https://portal.example.com',
      token_endpoint: 'https://portal.example.com/oauth/token',
      introspection_endpoint: 'https://portal.example.com/oauth/introspect',
      revocation_endpoint: 'https://portal.example.com/oauth/revoke',
      jwks_uri: 'https://portal.example.com/oauth/jwks',
      grant_types_supported: ['client_credentials'],
      response_types_supported: [],
      scopes_supported: ['manage-key'],
      token_endpoint_auth_methods_supported: ['client_secret_basic', 'client_secret_post'],
    });
    expect((await fetch(`${server.url}/.well-known/openid-configuration`)).status).toBe(200);
  });

  it('shows a public key of our own, the same in every process', async () => {
    const [first, second] = await Promise.all([signingKeyOf(server.deps), signingKeyOf(server.deps)]);
    expect(first).toEqual(second);
    const { keys } = (await (await fetch(`${server.url}/oauth/jwks`)).json()) as {
      keys: Record<string, unknown>[];
    };
    expect(keys).toEqual([
      { kty: 'EC', crv: 'P-256', use: 'sig', alg: 'ES256', kid: first.kid, x: first.x, y: first.y },
    ]);
    const rows = await database.db.query('SELECT ciphertext FROM signing_keys', { type: QueryTypes.SELECT });
    expect(rows).toHaveLength(1);
  });

  it('leaves every other address of the library unreachable', async () => {
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

describe('what is stored', () => {
  it('is neither token nor secret, in any column of any table', async () => {
    const token = await getToken();
    const rows = await Promise.all(
      ['access_tokens', 'instance_clients', 'signing_keys'].map((table) =>
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
