import { request } from 'node:http';
import bcrypt from 'bcryptjs';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createClient } from '#server/features/instances/create-client.ts';
import { revokeClient } from '#server/features/instances/revoke-client.ts';
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

const basic = (id: string, secret: string): Form => ({
  authorization: `Basic ${Buffer.from(`${encodeURIComponent(id)}:${encodeURIComponent(secret)}`).toString('base64')}`,
});
const challenge = 'Basic realm="customer-portal", charset="UTF-8"';
const own = () => ({ client_id: client.clientId, client_secret: client.clientSecret });

describe('POST /oauth/token with valid credentials', () => {
  it('returns a token valid for a year for the real client’s four parameters', async () => {
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

  it.each([
    ['left out', {}],
    ['empty', { scope: '' }],
    ['blank', { scope: ' ' }],
  ])('grants and returns the only scope when the requested scope is %s', async (_, over: Form) => {
    const { scope: __, ...form } = tokenForm();
    const response = await post('/oauth/token', { ...form, ...over });
    expect(response.status).toBe(200);
    const given = (await response.json()) as { scope: string; access_token: string };
    expect(given.scope).toBe('manage-key');
    const said = await post('/oauth/introspect', { ...own(), token: given.access_token });
    expect(await said.json()).toMatchObject({ active: true, scope: 'manage-key' });
  });

  it.each([
    ['a line break behind the secret', (id: string, secret: string) => [id, `${secret}\n`]],
    ['spaces around the id', (id: string, secret: string) => [`  ${id}\t`, secret]],
    [
      'a byte order mark and a space of no width',
      (id: string, secret: string) => [`\ufeff${id}`, `${secret}\u200b`],
    ],
    ['a space that does not break', (id: string, secret: string) => [id, `\u00a0${secret}\r\n`]],
    ['an id in upper case', (id: string, secret: string) => [id.toUpperCase(), secret]],
  ])('tolerates %s, in the form and in Basic, at every endpoint', async (_, written) => {
    const [id = '', secret = ''] = written(client.clientId, client.clientSecret);
    for (const path of ['/oauth/token', '/oauth/introspect', '/oauth/revoke']) {
      const form: Form = { grant_type: 'client_credentials', token: 'unknown' };
      const inForm = await post(path, { ...form, client_id: id, client_secret: secret });
      expect({ path, status: inForm.status }).toEqual({ path, status: 200 });
      expect((await post(path, form, basic(id, secret))).status).toBe(200);
      expect((await post(path, { ...form, client_id: id }, basic(client.clientId, secret))).status).toBe(200);
    }
  });

  it.each(['/oauth/token/', '//oauth/token', '/OAuth/Token', '/oauth//token//', '/oauth/token?x=1'])(
    'responds at %s too, for instances that append the path to their configured URL',
    async (path) => {
      expect((await post(path, tokenForm())).status).toBe(200);
    },
  );

  it('returns a token that another process accepts', async () => {
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

describe('POST /oauth/token with invalid credentials', () => {
  it.each([
    ['a wrong secret', { client_secret: 'wrong' }],
    ['an empty-looking secret', { client_secret: ' ' }],
    ['an unknown client', { client_id: '6a3f6c5e-5c57-4f0a-9a0e-3f1d7c1a2b3c' }],
    ['the hash in place of the secret', { client_secret: 'HASH' }],
  ])('returns 401 invalid_client for %s', async (_, over: Form) => {
    const stored = await server.deps.instanceClients.findById(client.clientId);
    const form = over.client_secret === 'HASH' ? { client_secret: stored?.secretHash ?? '' } : over;
    const response = await post('/oauth/token', tokenForm(form));
    expect(response.status).toBe(401);
    expect(await response.json()).toMatchObject({ error: 'invalid_client' });
    expect(response.headers.get('www-authenticate')).toBe(challenge);
  });

  it('returns WWW-Authenticate when Basic was used', async () => {
    const { client_id: _, client_secret: __, ...form } = tokenForm();
    const response = await post('/oauth/token', form, basic(client.clientId, 'wrong'));
    expect(response.status).toBe(401);
    expect(response.headers.get('www-authenticate')).toBe(challenge);
    expect(await response.json()).toMatchObject({ error: 'invalid_client' });
  });

  it.each([
    ['no colon', `Basic ${Buffer.from('nothing').toString('base64')}`],
    ['not base64', 'Basic !!!'],
    ['nothing behind it', 'Basic'],
    ['a bare percent sign', `Basic ${Buffer.from('id:ab%zz9').toString('base64')}`],
    ['an empty secret', `Basic ${Buffer.from('id:').toString('base64')}`],
    ['another scheme', 'Bearer nonsense'],
  ])('returns 401 for an unreadable Authorization header: %s', async (_, authorization) => {
    for (const path of ['/oauth/token', '/oauth/introspect', '/oauth/revoke']) {
      const response = await post(path, { grant_type: 'client_credentials', token: 'x' }, { authorization });
      expect(response.status).toBe(401);
      expect(response.headers.get('www-authenticate')).toBe(challenge);
      expect(await response.json()).toMatchObject({
        error: 'invalid_client',
        error_description: expect.stringMatching(/^[ !#-[\]-~]+$/),
      });
    }
  });

  it('returns 401 as soon as the client is revoked', async () => {
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

describe('POST /oauth/token with an invalid request', () => {
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
  ])('returns 400 with the error %s', async (error, over: Form) => {
    const response = await post('/oauth/token', tokenForm(over));
    expect(response.status).toBe(400);
    expect(await response.json()).toMatchObject({ error });
  });

  it.each(['scope', 'grant_type', 'client_id', 'client_secret'])(
    'returns 400 invalid_request when %s is sent twice',
    async (name) => {
      const form = tokenForm();
      const response = await fetch(`${server.url}/oauth/token`, {
        method: 'POST',
        body: new URLSearchParams([...Object.entries(form), [name, form[name] ?? '']]),
      });
      expect(response.status).toBe(400);
      expect(await response.json()).toMatchObject({ error: 'invalid_request' });
    },
  );

  it('returns 400 invalid_request when the request has two sets of client credentials', async () => {
    const right = basic(client.clientId, client.clientSecret);
    const { client_secret: _, ...withoutSecret } = tokenForm();
    for (const form of [tokenForm(), { ...withoutSecret, client_id: 'another' }]) {
      const response = await post('/oauth/token', form, right);
      expect(response.status).toBe(400);
      expect(await response.json()).toMatchObject({ error: 'invalid_request' });
    }
    const status = await new Promise((resolve, reject) => {
      const headers = [
        'Authorization',
        right.authorization ?? '',
        'Authorization',
        'Basic eDp5',
        'Host',
        'x',
      ];
      const req = request(`${server.url}/oauth/token`, { method: 'POST', headers }, (response) => {
        response.resume();
        resolve(response.statusCode);
      });
      req.once('error', reject);
      req.end();
    });
    expect(status).toBe(400);
  });
});

describe('POST with an unsupported body', () => {
  it.each(['/oauth/token', '/oauth/introspect', '/oauth/revoke'])(
    '%s returns 415 for any body except a URL-encoded form',
    async (path) => {
      const multipart = new FormData();
      for (const [name, value] of Object.entries(tokenForm())) multipart.set(name, value);
      const bodies: RequestInit[] = [
        { body: JSON.stringify(tokenForm()), headers: { 'content-type': 'application/json' } },
        { body: multipart },
        { body: new URLSearchParams(tokenForm()).toString(), headers: { 'content-type': 'text/plain' } },
      ];
      for (const init of bodies) {
        const response = await fetch(server.url + path, { method: 'POST', ...init });
        expect(response.status).toBe(415);
        expect(response.headers.get('accept')).toBe('application/x-www-form-urlencoded');
        expect(await response.json()).toMatchObject({
          error: 'invalid_request',
          error_description: expect.stringContaining('application/x-www-form-urlencoded'),
        });
      }
    },
  );

  it('returns 415 for a compressed body and names the accepted encoding', async () => {
    const response = await post('/oauth/token', tokenForm(), { 'content-encoding': 'gzip' });
    expect(response.status).toBe(415);
    expect(response.headers.get('accept-encoding')).toBe('identity');
    expect(await response.json()).toMatchObject({
      type: 'https://portal.example.com/problems/unsupported-media-type',
    });
    expect((await post('/oauth/token', tokenForm(), { 'content-encoding': 'identity' })).status).toBe(200);
  });
});

describe('POST without client authentication', () => {
  it.each(['/oauth/token', '/oauth/introspect', '/oauth/revoke'])(
    '%s returns 401 invalid_client',
    async (path) => {
      const response = await post(path, { grant_type: 'client_credentials', token: 'x' });
      expect(response.status).toBe(401);
      expect(response.headers.get('www-authenticate')).toBe(challenge);
      expect(await response.json()).toMatchObject({ error: 'invalid_client' });
    },
  );
});
