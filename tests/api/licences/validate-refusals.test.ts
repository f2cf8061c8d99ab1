import { request } from 'node:http';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createClient } from '#server/features/instances/create-client.ts';
import { hashToken } from '#server/features/instances/oauth/token-hash.ts';
import { revokeClient } from '#server/features/instances/revoke-client.ts';
import { rotateClientSecret } from '#server/features/instances/secrets/rotate-client-secret.ts';
import type { Product } from '#shared/catalogue/catalogue.ts';
import { useDatabase } from '#tests/support/database/database.ts';
import { type InstanceServer, startInstanceServer } from '#tests/support/portal/instance-server.ts';

const database = useDatabase();
let server: InstanceServer;
let token: string;
let clientId: string;

const start = (settings: Record<string, string> = {}) =>
  startInstanceServer({ db: database.db, databaseUrl: database.url, settings });

async function getToken(at: InstanceServer, product: Product | null = null, scope = 'manage-key') {
  const client = await createClient(at.deps, { name: 'An instance', product });
  const form = {
    grant_type: 'client_credentials',
    client_id: client.clientId,
    client_secret: client.clientSecret,
    scope,
  };
  const response = await fetch(`${at.url}/oauth/token`, { method: 'POST', body: new URLSearchParams(form) });
  const { access_token } = (await response.json()) as { access_token: string };
  return { token: access_token, clientId: client.clientId };
}

beforeEach(async () => {
  server = await start();
  ({ token, clientId } = await getToken(server));
});
afterEach(() => server.stop());

const json = { 'content-type': 'application/json' };
const send = (init: RequestInit, at = server, bearer: string | null = token) =>
  fetch(`${at.url}/api/validate`, {
    method: 'POST',
    ...init,
    headers: { ...(bearer === null ? {} : { authorization: `Bearer ${bearer}` }), ...init.headers },
  });
const ping = (key: unknown, at = server, bearer: string | null = token) =>
  send({ body: JSON.stringify({ licence_key: key }), headers: json }, at, bearer);

interface Problem {
  type: string;
  title: string;
  status: number;
  detail: string;
  message: string;
  reason?: string;
}

/**
 * Asserts that the response is an RFC 9457 problem that also has Laravel's `message` field, and returns the problem.
 */
async function expectProblem(response: Response, status: number, name: string): Promise<Problem> {
  const text = await response.text();
  expect({ status: response.status, text }).toMatchObject({ status });
  expect(response.headers.get('content-type')).toBe('application/problem+json; charset=utf-8');
  expect(response.headers.get('cache-control')).toBe('no-store');
  const problem: Problem = JSON.parse(text);
  expect(problem).toMatchObject({
    type: `https://portal.example.com/problems/${name}`,
    status,
    message: problem.detail,
  });
  expect(problem.detail).not.toBe('');
  return problem;
}

/** Asserts that nothing above level `info` was logged. Expected refusals aren't faults. */
const expectQuietLog = () => expect(server.logged.filter((line) => Number(line.level) > 30)).toEqual([]);

describe('Missing and invalid tokens', () => {
  it.each([
    ['a token that was never issued', 'nonsense'],
    ['an endless token', 'x'.repeat(5_000)],
    ['a token with a space', 'a b'],
  ])('returns 401 for %s before validating the body', async (_, bearer) => {
    const response = await send({ body: 'not even a body' }, server, bearer);
    expect(response.headers.get('www-authenticate')).toMatch(/^Bearer .*error="invalid_token"/);
    await expectProblem(response, 401, 'token-invalid');
    expectQuietLog();
  });

  it.each<[string, Record<string, string>]>([
    ['nothing', {}],
    ['another scheme', { authorization: 'Basic eDp5' }],
    ['the scheme alone', { authorization: 'Bearer' }],
  ])(
    'returns 401 with a bare Bearer challenge for a request without a token (RFC 6750, section 3.1): %s',
    async (_, headers) => {
      const response = await send({ body: 'not even a body', headers }, server, null);
      expect(response.headers.get('www-authenticate')).toBe('Bearer realm="customer-portal"');
      await expectProblem(response, 401, 'token-missing');
      expectQuietLog();
    },
  );

  it('returns 400 for two Authorization headers', async () => {
    const headers = ['Authorization', `Bearer ${token}`, 'authorization', 'Bearer another', 'Host', 'x'];
    const status = await new Promise((resolve, reject) => {
      const req = request(`${server.url}/api/validate`, { method: 'POST', headers }, (response) => {
        response.resume();
        resolve(response.statusCode);
      });
      req.once('error', reject);
      req.end();
    });
    expect(status).toBe(400);
  });

  it('returns 401 for an expired token', async () => {
    await database.db.query("UPDATE access_tokens SET expires_at = '2020-01-01' WHERE token_hash = ?", {
      replacements: [hashToken(token)],
    });
    await expectProblem(await ping('x'), 401, 'token-invalid');
  });

  /** Sends requests for at most 5 seconds, until one is refused. Returns the number of seconds it took. */
  async function secondsUntilRefused(at: InstanceServer): Promise<number> {
    const begun = performance.now();
    while ((await ping('x', at)).status !== 401) {
      if (performance.now() - begun > 5_000) break;
    }
    return (performance.now() - begun) / 1000;
  }

  it.each<[string, () => Promise<unknown>]>([
    ['token is revoked', () => server.deps.accessTokens.revoke(hashToken(token))],
    ['client is disabled', () => revokeClient(server.deps, clientId)],
    ["client's tokens are revoked", () => rotateClientSecret(server.deps, { clientId, revokeTokens: true })],
  ])('returns 401 in every process within two seconds once the %s', async (_, revoke) => {
    const other = await start();
    expect((await ping('x')).status).toBe(500);
    expect((await ping('x', other)).status).toBe(500);
    await revoke();
    const seconds = await Promise.all([secondsUntilRefused(server), secondsUntilRefused(other)]);
    await other.stop();
    expect(Math.max(...seconds)).toBeLessThan(2);
  });

  it('keeps accepting existing tokens when only the client secret is rotated', async () => {
    await rotateClientSecret(server.deps, { clientId, revokeTokens: false });
    const fresh = await start();
    expect((await ping('x', fresh)).status).toBe(500);
    await fresh.stop();
  });
});

describe('Insufficient scope', () => {
  it('returns 403 for a token issued without a scope', async () => {
    const without = await getToken(server);
    await database.db.query("UPDATE access_tokens SET scope = '' WHERE token_hash = ?", {
      replacements: [hashToken(without.token)],
    });
    const response = await ping('x', server, without.token);
    expect(response.headers.get('www-authenticate')).toBe(
      'Bearer realm="customer-portal", error="insufficient_scope", scope="manage-key"',
    );
    await expectProblem(response, 403, 'scope-insufficient');
    expectQuietLog();
  });
});

describe('Invalid input', () => {
  it.each([
    ['a body without a key', 'body-invalid', { body: '{}' }],
    ['a key that was damaged', 'key-invalid', { body: JSON.stringify({ licence_key: 'YQ==' }) }],
  ])('returns 500 and counts as a refusal, not a fault: %s', async (_, problem, init) => {
    await expectProblem(await send(init), 500, problem);
    await expect.poll(() => server.refusals).toEqual([{ code: 'invalid_input', reason: problem }]);
    expectQuietLog();
  });
});

describe('Oversized bodies', () => {
  it('returns 413 for a body over 64 KiB', async () => {
    await expectProblem(await send({ body: 'x'.repeat(65_537) }), 413, 'payload-too-large');
    await expectProblem(await send({ body: 'x'.repeat(65_536) }), 500, 'body-invalid');
    expectQuietLog();
  });

  it('returns 413 for a chunked body as soon as it exceeds the limit', async () => {
    const status = await new Promise((resolve, reject) => {
      const req = request(`${server.url}/api/validate`, {
        method: 'POST',
        headers: { authorization: `Bearer ${token}`, 'transfer-encoding': 'chunked' },
      });
      req.on('response', (response) => {
        response.resume();
        req.end();
        resolve(response.statusCode);
      });
      req.on('error', reject);
      req.write('x'.repeat(70_000));
    });
    expect(status).toBe(413);
  });
});

describe('Encoded bodies', () => {
  it('returns 415 with Accept-Encoding: identity for a gzip body', async () => {
    const response = await send({ body: '{}', headers: { ...json, 'content-encoding': 'gzip' } });
    expect(response.headers.get('accept-encoding')).toBe('identity');
    await expectProblem(response, 415, 'unsupported-media-type');
    expect((await send({ body: '{}', headers: { 'content-encoding': 'identity' } })).status).toBe(500);
  });
});

describe('Other methods', () => {
  it.each(['GET', 'PUT', 'DELETE'])('returns 405 for %s', async (method) => {
    const response = await send({ method });
    expect(response.headers.get('allow')).toBe('POST, OPTIONS');
    await expectProblem(response, 405, 'method-not-allowed');
  });
});
