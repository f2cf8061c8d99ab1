/** Tests each status of /api/validate, over real HTTP and with a real database. */
import { randomBytes } from 'node:crypto';
import { QueryTypes } from 'sequelize';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createClient } from '#server/features/instances/create-client.ts';
import { createLicenceCipher } from '#server/platform/crypto/licence-cipher.ts';
import type { Product } from '#shared/catalogue/catalogue.ts';
import type { LicenceStatus } from '#shared/licences/licences.ts';
import { applyEntitlement, day, keyOf, makeLicence, makePlan } from '#tests/support/billing/licences.ts';
import { useDatabase } from '#tests/support/database/database.ts';
import {
  type InstanceServer,
  startInstanceServer,
  testConfig,
} from '#tests/support/portal/instance-server.ts';

const database = useDatabase();
let server: InstanceServer;
let token: string;

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
  ({ token } = await getToken(server));
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

function multipart(fields: [string, string | Blob][]): FormData {
  const form = new FormData();
  for (const [name, value] of fields) form.append(name, value);
  return form;
}

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

describe('Valid licences', () => {
  it('returns 200 with next_check_at as the first field', async () => {
    const { key } = await makeLicence(server.deps);
    const response = await ping(key);
    expect(response.status).toBe(200);
    expect(response.headers.get('content-type')).toBe('application/json; charset=utf-8');
    const text = await response.text();
    expect(text).toMatch(/^\{"next_check_at":"2027-02-01"/);
    expect(JSON.parse(text)).toEqual({
      next_check_at: '2027-02-01',
      product: 'Monica',
      plan: 'Yearly plan',
      quantity: 1,
      frequency: 'year',
      state: 'active',
      valid_until: '2027-01-31',
    });
    expectQuietLog();
  });

  it.each([
    ['line breaks and spaces', (key: string) => `\r\n ${key}\t\n`],
    ['a trailing zero-width space', (key: string) => `${key}\u200b`],
    ['a byte order mark and non-breaking spaces', (key: string) => `\ufeff\u00a0${key}\u00a0\u2060`],
    ['directional marks', (key: string) => `\u200e${key}\u202c`],
    ['the URL-safe alphabet', (key: string) => key.replaceAll('+', '-').replaceAll('/', '_')],
  ])('accepts a key with %s in JSON, form and multipart bodies', async (_, written) => {
    const { key } = await makeLicence(server.deps);
    const form = new FormData();
    form.set('another', 'field');
    form.set('licence_key', written(key));
    expect((await ping(written(key))).status).toBe(200);
    expect((await send({ body: new URLSearchParams({ licence_key: written(key) }) })).status).toBe(200);
    expect((await send({ body: form })).status).toBe(200);
    expectQuietLog();
  });

  it.each([
    ['as .NET writes them', 'multipart/form-data; boundary="x y"', 'name=licence_key'],
    ['as PHP writes them', 'multipart/form-data; boundary="x y"', 'name="licence_key"'],
    [
      'with a Content-Length',
      'Multipart/Form-Data; Boundary="x y"',
      'name="licence_key"\r\nContent-Length: 300',
    ],
  ])('reads multipart bodies %s', async (_, type, disposition) => {
    const { key } = await makeLicence(server.deps);
    const body = `--x y\r\nContent-Disposition: form-data; ${disposition}\r\n\r\n${key}\r\n--x y--\r\n`;
    const response = await send({ body, headers: { 'content-type': type } });
    expect({ type, status: response.status }).toEqual({ type, status: 200 });
  });

  it('sets next_check_at to the day after the grace period for an overdue licence', async () => {
    const { key } = await makeLicence(server.deps);
    server.setNow(new Date('2027-02-01T00:00:00Z'));
    expect(await (await ping(key)).json()).toMatchObject({ next_check_at: '2027-02-08' });
    server.setNow(new Date('2027-02-07T23:59:59Z'));
    expect(await (await ping(key)).json()).toMatchObject({ next_check_at: '2027-02-08' });
  });

  it("returns the current licence data when the key's contents are outdated", async () => {
    const plan = await makePlan(server.deps, 'OfficeLife', 'Monthly');
    const { key, entitlement } = await makeLicence(server.deps, { plan, quantity: 5 });
    await server.deps.transaction((bound) =>
      applyEntitlement(bound, { ...entitlement, quantity: 12, validUntil: day('2027-02-28') }),
    );
    expect(await (await ping(key)).json()).toMatchObject({
      next_check_at: '2027-03-01',
      quantity: 12,
      frequency: 'month',
      product: 'OfficeLife',
    });
  });

  it('finds keys stored under a previous APP_KEY', async () => {
    const { key } = await makeLicence(server.deps);
    const appKeyNow = `base64:${randomBytes(32).toString('base64')}`;
    const before = testConfig(database.url).appKeys[0];
    const rotated = await start({
      APP_KEY: appKeyNow,
      APP_KEY_PREVIOUS: `base64:${before?.toString('base64')}`,
    });
    const answers = await Promise.all([
      ping(key, rotated),
      ping((await makeLicence(rotated.deps)).key, rotated),
    ]);
    await rotated.stop();
    expect(answers.map((answer) => answer.status)).toEqual([200, 200]);
  });

  it('returns the right licence for each of 60 concurrent keys', async () => {
    const plan = await makePlan(server.deps, 'OfficeLife');
    const made = await Promise.all(
      Array.from({ length: 60 }, (_, index) => makeLicence(server.deps, { plan, quantity: index + 1 })),
    );
    const answers = await Promise.all(made.map(async ({ key }) => (await ping(key)).json()));
    expect(answers.map((answer) => (answer as { quantity: number }).quantity)).toEqual(
      made.map((_, index) => index + 1),
    );
  });
});

describe('Rate limit', () => {
  it('returns 429 with Retry-After to one client without affecting another', async () => {
    const slow = await start({ VALIDATE_RATE_LIMIT: '3' });
    const { key } = await makeLicence(slow.deps);
    const answers = await Promise.all(Array.from({ length: 8 }, () => ping(key, slow)));
    const other = await getToken(slow);
    const undisturbed = await ping(key, slow, other.token);
    await slow.stop();
    expect(answers.filter((answer) => answer.status === 200)).toHaveLength(3);
    const refused = answers.find((answer) => answer.status === 429);
    expect(refused?.headers.get('retry-after')).toBe('1');
    if (refused) await expectProblem(refused, 429, 'too-many-requests');
    expect(undisturbed.status).toBe(200);
  });

  it('allows a hundred requests per second by default', async () => {
    const answers = await Promise.all(Array.from({ length: 100 }, () => ping('x')));
    expect(new Set(answers.map((answer) => answer.status))).toEqual(new Set([500]));
  });
});

describe('Invalid keys', () => {
  it.each<[string, RequestInit]>([
    ['no body', {}],
    ['an empty object', { body: '{}', headers: json }],
    ['malformed JSON', { body: '{"licence_key":', headers: json }],
    ['a JSON array', { body: '[]', headers: json }],
    ['null as the body', { body: 'null', headers: json }],
    ['a number as the key', { body: '{"licence_key":5}', headers: json }],
    ['an array of keys', { body: '{"licence_key":["YWJj"]}', headers: json }],
    ['an object as the key', { body: '{"licence_key":{"a":1}}', headers: json }],
    ['an empty key', { body: '{"licence_key":""}', headers: json }],
    ['a blank key', { body: '{"licence_key":"  "}', headers: json }],
    [
      'a key over 4,096 characters',
      { body: JSON.stringify({ licence_key: 'A'.repeat(4_097) }), headers: json },
    ],
    [
      'characters that no key contains',
      { body: '{"licence_key":"é\\u0000\'; DROP TABLE licences"}', headers: json },
    ],
    ['invalid UTF-8', { body: Buffer.from([0x7b, 0xff, 0x7d]), headers: json }],
    [
      'two keys in a form',
      {
        body: new URLSearchParams([
          ['licence_key', 'YQ=='],
          ['licence_key', 'Yg=='],
        ]),
      },
    ],
    ['a form without a key', { body: new URLSearchParams({ other: 'x' }) }],
    ['multipart without a key', { body: multipart([['other', 'x']]) }],
    [
      'two keys in multipart',
      {
        body: multipart([
          ['licence_key', 'YQ=='],
          ['licence_key', 'Yg=='],
        ]),
      },
    ],
    ['a file instead of the key', { body: multipart([['licence_key', new Blob(['YQ=='])]]) }],
    ['multipart with a hundred parts', { body: multipart(Array(100).fill(['licence_key', 'YQ=='])) }],
    ['multipart without a boundary', { body: 'YQ==', headers: { 'content-type': 'multipart/form-data' } }],
    [
      'a multipart content type without multipart data',
      { body: 'YQ==', headers: { 'content-type': 'multipart/form-data; boundary=x' } },
    ],
    ['a key of 60,000 spaces', { body: JSON.stringify({ licence_key: `${' '.repeat(60_000)}!` }) }],
  ])('returns 500 for %s', async (_, init) => {
    await expectProblem(await send(init), 500, 'body-invalid');
    expectQuietLog();
  });

  it('returns 500 for a key encrypted with an unknown private key', async () => {
    const forged = createLicenceCipher([randomBytes(32)]).seal({
      frequency: 'year',
      purchaserEmail: 'a@b.example',
      quantity: 1,
      product: 'Monica',
      plan: 'x',
      validUntil: '2030-01-01',
      nextCheckOn: '2030-01-02',
    });
    const response = await ping(forged);
    const problem = await expectProblem(response, 500, 'key-invalid');
    expect(JSON.stringify(problem)).not.toContain(forged);
    expect(JSON.stringify(problem)).not.toContain('    at ');
    expectQuietLog();
  });

  it('returns 500 for a genuine key with the case of one letter changed', async () => {
    const { key } = await makeLicence(server.deps);
    const swapped = key.replace(/[a-z](?=[^a-z]*$)/, (letter) => letter.toUpperCase());
    expect(swapped).not.toBe(key);
    await expectProblem(await ping(swapped), 500, 'key-invalid');
  });
});

describe('Unknown licences', () => {
  it("returns 404 for a genuine key that isn't stored", async () => {
    const { key } = await makeLicence(server.deps);
    await database.db.query('DELETE FROM licence_keys');
    await expectProblem(await ping(key), 404, 'licence-unknown');
    expectQuietLog();
  });

  it('returns 404 for a replaced key from the moment it is retired', async () => {
    const { key } = await makeLicence(server.deps);
    await database.db.query("UPDATE licence_keys SET is_current = NULL, retired_at = '2027-01-20 12:00:00'");
    expect((await ping(key)).status).toBe(200);
    server.setNow(new Date('2027-01-20T11:59:59.999Z'));
    expect((await ping(key)).status).toBe(200);
    server.setNow(new Date('2027-01-20T12:00:00Z'));
    await expectProblem(await ping(key), 404, 'licence-unknown');
  });

  it('returns 404 for a key of another product when the client is bound to one', async () => {
    const bound = await getToken(server, 'Monica');
    const monica = await makeLicence(server.deps);
    const office = await makeLicence(server.deps, { plan: await makePlan(server.deps, 'OfficeLife') });
    expect((await ping(monica.key, server, bound.token)).status).toBe(200);
    const refused = await expectProblem(await ping(office.key, server, bound.token), 404, 'licence-unknown');
    expect((await ping(office.key)).status).toBe(200);
    await database.db.query('DELETE FROM licence_keys');
    expect(refused).toEqual(
      await expectProblem(await ping(office.key, server, bound.token), 404, 'licence-unknown'),
    );
  });
});

describe('Ended licences', () => {
  it('returns 410 the day after the grace period ends', async () => {
    const { key } = await makeLicence(server.deps);
    server.setNow(new Date('2027-02-08T00:00:00Z'));
    expect(await expectProblem(await ping(key), 410, 'licence-ended')).toMatchObject({ reason: 'expired' });
    expectQuietLog();
  });

  it.each<[LicenceStatus, string]>([
    ['cancelled', 'cancelled'],
    ['paused', 'paused'],
  ])(
    'returns 410 for a %s licence the day after its last valid day, without grace',
    async (status, reason) => {
      const { key } = await makeLicence(server.deps, { status });
      server.setNow(new Date('2027-01-31T23:59:59Z'));
      expect(await (await ping(key)).json()).toMatchObject({ next_check_at: '2027-02-01' });
      server.setNow(new Date('2027-02-01T00:00:00Z'));
      expect(await expectProblem(await ping(key), 410, 'licence-ended')).toMatchObject({ reason });
    },
  );

  it('returns 410 for a revoked licence immediately', async () => {
    const { key, entitlement } = await makeLicence(server.deps);
    expect((await ping(key)).status).toBe(200);
    await server.deps.transaction((bound) => applyEntitlement(bound, { ...entitlement, status: 'revoked' }));
    expect(await expectProblem(await ping(key), 410, 'licence-ended')).toMatchObject({ reason: 'revoked' });
  });

  it.each<[LicenceStatus, string]>([
    ['refunded', 'refunded'],
    ['one_off', 'expired'],
    ['granted', 'expired'],
  ])(
    'returns the state of a %s licence until its last valid day and 410 the day after',
    async (status, reason) => {
      const { key } = await makeLicence(server.deps, { status });
      server.setNow(new Date('2027-01-31T23:59:59Z'));
      expect(await (await ping(key)).json()).toMatchObject({ next_check_at: '2027-02-01', state: status });
      server.setNow(new Date('2027-02-01T00:00:00Z'));
      expect(await expectProblem(await ping(key), 410, 'licence-ended')).toMatchObject({ reason });
    },
  );
});

describe('Key storage', () => {
  it('stores a hash and a ciphertext, never the plain key', async () => {
    const { key, licenceId } = await makeLicence(server.deps);
    const rows = await database.db.query('SELECT * FROM licence_keys', { type: QueryTypes.SELECT });
    const text = JSON.stringify(rows, (_, value) =>
      value?.type === 'Buffer' ? Buffer.from(value.data).toString('latin1') : value,
    );
    expect(rows).toHaveLength(1);
    expect(text).not.toContain(key.slice(0, 24));
    expect(text).not.toContain(key.slice(-24));
    expect(await keyOf(server.deps, licenceId)).toBe(key);
  });
});
