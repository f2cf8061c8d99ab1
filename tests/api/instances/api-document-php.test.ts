/**
 * Tests the PHP code from docs/api.md in a real PHP interpreter, against the portal and against misbehaving servers.
 */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { createClient } from '#server/features/instances/create-client.ts';
import { apiDocument, codeIn } from '#tests/support/api-document.ts';
import { applyEntitlement, makeLicence, makePlan } from '#tests/support/billing/licences.ts';
import { useDatabase } from '#tests/support/database/database.ts';
import { hasPhp, runStrictPhp } from '#tests/support/php.ts';
import { type InstanceServer, startInstanceServer } from '#tests/support/portal/instance-server.ts';

const database = useDatabase();
const [reader = '', recipe = ''] = codeIn(apiDocument, 'php').map((code) => code.replace('<?php\n', ''));

/** A cache like Laravel's that also counts its writes. */
const cache = `$cache = new class { public $kept = []; public $puts = 0;
  function get($name) { return $this->kept[$name] ?? null; }
  function put($name, $value, $seconds) { $this->puts += 1; $this->kept[$name] = $value; } };`;

interface Credentials {
  url: string;
  clientId: string;
  clientSecret: string;
  seconds?: number;
}

/** Runs PHP code, which can use `$portal` and `$cache` and must print JSON. */
const php = (credentials: Credentials, script: string, input: Record<string, unknown> = {}) =>
  runStrictPhp(
    `${recipe} ${cache}
     $made = fn (string $url, string $id, string $secret) => new CustomerPortal($url, $id, $secret, $cache, $input['seconds']);
     $portal = $made($input['url'], $input['clientId'], $input['clientSecret']); ${script}`,
    { seconds: 10, ...credentials, ...input },
  );

/** Starts a fake portal that responds with `answer` and records the requests it gets. */
async function impostor(answer: (req: IncomingMessage, res: ServerResponse) => void) {
  const asked: string[] = [];
  const server = createServer((req, res) => {
    asked.push(`${req.method} ${req.url}`);
    answer(req, res);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, asked };
}
const json = (res: ServerResponse, status: number, body: unknown, headers: Record<string, string> = {}) => {
  res.writeHead(status, { 'Content-Type': 'application/json', ...headers });
  res.end(JSON.stringify(body));
};
const anyone = { clientId: 'id', clientSecret: 'secret' };
const withToken = {
  token:
    '$cache->put("customer_portal.token.".hash("sha256", $input["url"]." ".$input["clientId"]), "kept", 1);',
};
const ask = 'echo json_encode($portal->validate("YQ=="));';

describe.skipIf(!hasPhp)('The PHP class in docs/api.md (skipped without php and curl)', () => {
  let portal: InstanceServer;
  let client: Credentials;

  beforeAll(async () => {
    portal = await startInstanceServer({ db: database.db, databaseUrl: database.url });
  });
  afterAll(() => portal.stop());

  async function newClient(): Promise<Credentials> {
    const made = await createClient(portal.deps, { name: 'OfficeLife', product: 'OfficeLife' });
    client = { url: portal.url, ...made };
    return client;
  }
  const newKey = async (quantity = 1) =>
    makeLicence(portal.deps, { plan: await makePlan(portal.deps, 'OfficeLife'), quantity });

  test('accepts a valid key with its seats, however it was pasted, and reuses one token', async () => {
    const { key } = await newKey(12);
    const pasted = [key, `\u200b ${key}\r\n`, key.replace(/.{76}/g, '$&\r\n'), `\ufeff${key}\u00a0`];
    const answers = await php(
      await newClient(),
      'echo json_encode([array_map(fn ($key) => $portal->validate($key), $input["pasted"]), $cache->puts]);',
      { pasted },
    );
    const good = { state: 'good', next_check_at: '2027-02-01', seats: 12 };
    expect(answers).toEqual([pasted.map(() => good), 1]);
  });

  test('accepts a portal URL that ends in a slash', async () => {
    const { key } = await newKey();
    const { url, ...rest } = await newClient();
    expect(
      await php({ ...rest, url: `${url}/` }, 'echo json_encode($portal->validate($input["key"])["state"]);', {
        key,
      }),
    ).toBe('good');
  });

  test('reports a malformed key as invalid, and a foreign or ended one as locked with the reason', async () => {
    const other = await makeLicence(portal.deps, { plan: await makePlan(portal.deps, 'Monica') });
    const ended = await newKey();
    await portal.deps.transaction((bound) =>
      applyEntitlement(bound, { ...ended.entitlement, status: 'revoked' }),
    );
    const answers = await php(
      await newClient(),
      'echo json_encode(array_map(fn ($key) => $portal->validate($key), $input["keys"]));',
      { keys: ['', ' \n', 'not a key!', 'Zm9yZ2Vk', other.key, ended.key] },
    );
    const message = expect.stringMatching(/\.$/);
    expect(answers).toEqual([
      { state: 'invalid', problem: 'body-invalid', message },
      { state: 'invalid', problem: 'body-invalid', message },
      { state: 'invalid', problem: 'body-invalid', message },
      { state: 'invalid', problem: 'key-invalid', message },
      { state: 'locked', problem: 'licence-unknown', message },
      { state: 'locked', problem: 'licence-ended', reason: 'revoked', message },
    ]);
  });

  test('replaces a rejected token within the same call', async () => {
    const { key } = await newKey();
    const answer = await php(
      await newClient(),
      `${withToken.token} echo json_encode([$portal->validate($input["key"])["state"], $cache->puts]);`,
      { key },
    );
    expect(answer).toEqual(['good', 2]);
  });

  test('returns a state for a wrong secret instead of throwing, and shares no token between clients', async () => {
    const { key } = await newKey();
    const answers = await php(
      await newClient(),
      `$wrong = $made($input['url'], strrev($input['clientId']), 'wrong');
       echo json_encode([$portal->validate($input['key'])['state'], $wrong->validate($input['key'])]);`,
      { key },
    );
    expect(answers).toEqual([
      'good',
      { state: 'unknown', problem: 'no-token', message: expect.stringContaining('wrong') },
    ]);
  });
});

describe.skipIf(!hasPhp)('The PHP class without a working portal (skipped without php and curl)', () => {
  const askWithToken = `${withToken.token} ${ask}`;

  test('returns an unknown state when the portal is down, with and without a token', async () => {
    const down = { url: 'http://127.0.0.1:1', ...anyone };
    for (const script of [ask, askWithToken])
      expect(await php(down, script)).toMatchObject({ state: 'unknown', message: expect.any(String) });
  });

  test.each<[string, (res: ServerResponse) => void]>([
    ['a page', (res) => res.writeHead(200, { 'Content-Type': 'text/html' }).end('<h1>Maintenance</h1>')],
    ['nothing', (res) => res.writeHead(200).end()],
    ['JSON of another kind', (res) => json(res, 200, { ok: true })],
    ['a date that is none', (res) => json(res, 200, { next_check_at: 'soon', quantity: 1 })],
    ['a list', (res) => json(res, 200, [1])],
    ['a text', (res) => json(res, 200, 'good')],
    ['an error of a proxy', (res) => json(res, 404, { message: 'No such host' })],
    ['a type that is no text', (res) => json(res, 410, { type: ['licence-ended'], reason: 5, message: [] })],
    ['more than an answer can be', (res) => res.writeHead(200).end(`"${'x'.repeat(100_000)}"`)],
  ])('returns an unknown state when the response is %s', async (_, answer) => {
    const { url } = await impostor((_req, res) => answer(res));
    for (const script of [ask, askWithToken])
      expect(await php({ url, ...anyone }, script)).toMatchObject({ state: 'unknown' });
  });

  test.each([301, 302, 307, 308])('doesn’t follow a redirect with status %s', async (status) => {
    const elsewhere = await impostor((_req, res) =>
      json(res, 200, { next_check_at: '2099-01-01', quantity: 1, access_token: 'x', expires_in: 100_000 }),
    );
    const { url } = await impostor((req, res) =>
      res.writeHead(status, { Location: `${elsewhere.url}${req.url}` }).end(),
    );
    for (const script of [ask, askWithToken])
      expect(await php({ url, ...anyone }, script)).toMatchObject({ state: 'unknown' });
    expect(elsewhere.asked).toEqual([]);
  });

  test('stops at its timeout when the response arrives slowly', async () => {
    const { url } = await impostor((_req, res) => {
      res.writeHead(200, { 'Content-Type': 'application/json' });
      const drip = setInterval(() => res.write(' '), 50);
      res.once('close', () => clearInterval(drip));
    });
    expect(await php({ url, ...anyone, seconds: 1 }, askWithToken)).toMatchObject({ state: 'unknown' });
  });

  test('requests a new token only once when the token is rejected repeatedly', async () => {
    const { url, asked } = await impostor((req, res) =>
      req.url === '/oauth/token'
        ? json(res, 200, { access_token: 'new', expires_in: 31_536_000 })
        : json(res, 401, { type: 'https://x.example/problems/token-invalid', message: 'No.' }),
    );
    expect(await php({ url, ...anyone }, askWithToken)).toEqual({
      ...{ state: 'unknown', problem: 'token-invalid', message: 'No.' },
    });
    expect(asked).toEqual(['POST /api/validate', 'POST /oauth/token', 'POST /api/validate']);
  });

  test('passes Retry-After on to the caller', async () => {
    const { url } = await impostor((_req, res) =>
      json(
        res,
        503,
        { type: 'https://x.example/problems/service-unavailable', message: 'Later.' },
        { 'Retry-After': '7' },
      ),
    );
    const later = { state: 'unknown', retry_after: 7, message: 'Later.' };
    expect(await php({ url, ...anyone }, askWithToken)).toEqual({
      ...later,
      problem: 'service-unavailable',
    });
    expect(await php({ url, ...anyone }, ask)).toEqual({ ...later, problem: 'no-token' });
  });
});

describe.skipIf(!hasPhp)('The PHP key reader in docs/api.md (skipped without php and curl)', () => {
  const vector = codeIn(apiDocument, 'json')
    .map((code) => JSON.parse(code) as Record<string, unknown>)
    .find((example) => 'private_key' in example);
  const envelopeOf = (key: unknown) => JSON.parse(Buffer.from(String(key), 'base64').toString());
  const sealed = (envelope: unknown) => Buffer.from(JSON.stringify(envelope)).toString('base64');

  test('opens the document’s sample key and no altered key', async () => {
    const key = String(vector?.licence_key);
    const envelope = envelopeOf(key);
    const tag = Buffer.from(envelope.tag, 'base64');
    const changed = [
      sealed({ ...envelope, tag: tag.subarray(0, 15).toString('base64') }),
      sealed({ ...envelope, tag: tag.subarray(0, 4).toString('base64') }),
      sealed({ ...envelope, tag: '' }),
      sealed({ ...envelope, tag: Buffer.from(tag.map((byte) => byte ^ 1)).toString('base64') }),
      sealed({ ...envelope, iv: Buffer.alloc(16).toString('base64') }),
      sealed({ ...envelope, iv: 5, value: [] }),
      ...[sealed([]), sealed(null), key.slice(0, 100), '', 'nonsense!'],
    ];
    const opened = await runStrictPhp(
      `${reader} echo json_encode(array_map(fn ($key) => openLicenceKey($key, $input['private_key']), $input['keys']));`,
      { private_key: vector?.private_key, keys: [key, key.replace(/.{60}/g, '$&\n'), ...changed] },
    );
    expect(opened).toEqual([vector?.content, vector?.content, ...changed.map(() => null)]);
  });
});
