/** Fuzzes every endpoint. No response may be an internal error or reveal internal details. */
import fc from 'fast-check';
import { beforeEach, describe, expect, it } from 'vitest';
import { buildDeps } from '#server/build-deps.ts';
import { createApiToken } from '#server/features/accounts/api-tokens/change-api-tokens.ts';
import { endpoints } from '#server/features/identity/better-auth/endpoints.ts';
import { createClient } from '#server/features/instances/create-client.ts';
import { someOf } from '#tests/support/cases/some-of.ts';
import { useDatabase } from '#tests/support/database/database.ts';
import { usePeople } from '#tests/support/people/people.ts';
import { allProcedures, callRaw } from '#tests/support/portal/procedures.ts';
import { arbitraryOf, besideOf, nasty } from './zod-arbitrary.ts';

interface Heard {
  status: number;
  text: string;
}

const insides = /\n\s+at |node_modules|\.ts:\d|Sequelize|SQLSTATE|\bER_[A-Z_]+|SELECT |INSERT INTO|mysql/;
const atOnce = 8;

/** Serializes a value for a request body. A value that JSON can't represent becomes null. */
const asJson = (value: unknown): string => JSON.stringify(value) ?? 'null';

/** Request bodies that the portal's client never sends. */
const rawBodies = [
  '',
  '{',
  'null',
  '"text"',
  '[]',
  '[[[[',
  '{"json":',
  '{"json":{},"meta":null}',
  '{"json":{},"meta":{"values":{"a.b.c":["Date"]}}}',
  '{"json":{"a":1},"meta":{"values":{"__proto__.polluted":["Date"],"a":["map"]}}}',
  '{"json":{"a":"x"},"meta":{"values":{"a":["bigint"]}}}',
  '{"json":{"a":"x"},"meta":{"values":{"a":["regexp"]}}}',
  '{"json":{"a":["x"]},"meta":{"values":{"a":["custom","x"]}}}',
  '{"json":{"a":["x"]},"meta":{"referentialEqualities":{"a":["constructor.prototype"]}}}',
  '{"json":{"a":{"length":1e9}},"meta":{"values":{"a":[["typed-array","Float64Array"]]}}}',
  '{"json":{"a":[]},"meta":{"values":{"a.4294967294":["undefined"]}}}',
  '{"json":[[1,2]],"meta":{"values":["map"],"v":1}}',
  '{"json":["x"],"meta":{"values":{"0":["URL"]},"v":2}}',
  '{"json":{"a":null},"meta":{"values":{"a":["undefined",{"b":["set"]}]}}}',
  `{"json":${'['.repeat(5_000)}${']'.repeat(5_000)}}`,
];

/** All endpoints of one kind parse bodies in the same place, so a few bodies per endpoint are enough. */
const someRawBodies = someOf(rawBodies, 4);
/** All procedures parse their inputs with the same code. */
const someProcedures = someOf(allProcedures(), 20);

/** Sends at least `runs` inputs to every endpoint. Call it in a separate file, in the test project `api` or `long`. */
export function fuzzEverything({ runs }: { runs: number }): void {
  const database = useDatabase();
  const people = usePeople(database);
  let deps: ReturnType<typeof buildDeps>;

  beforeEach(() => {
    const { config, logger: log, now } = people.portal;
    deps = buildDeps({ config, db: database.db, log, clock: { now } });
    people.portal.log.length = 0;
  });

  /**
   * Fails if a response is an internal error or reveals internal details. `expected500` allows a 500 that is part of
   * the contract, such as the response of /api/validate to a forged key.
   */
  function judge({ status, text }: Heard, sent: string, expected500 = false): void {
    const what = `${status} for ${sent.slice(0, 300)}`;
    if (!expected500) expect(status, what).not.toBe(500);
    expect(status, what).toBeGreaterThanOrEqual(200);
    expect(text, what).not.toMatch(insides);
  }

  /** Sends all bodies, a few at a time. Then checks the log for errors that no response showed. */
  async function sendAll(
    bodies: readonly string[],
    send: (body: string) => Promise<Heard>,
    expected500 = false,
  ): Promise<void> {
    for (let first = 0; first < bodies.length; first += atOnce) {
      const some = bodies.slice(first, first + atOnce);
      const heard = await Promise.all(some.map(send));
      for (const [index, each] of heard.entries()) judge(each, some[index] ?? '', expected500);
    }
    // Level 50 is "error" in pino.
    expect(people.portal.log.filter(({ level }) => Number(level) >= 50)).toEqual([]);
    expect(Object.hasOwn(Object.prototype, 'polluted')).toBe(false);
  }

  const samples = (arbitrary: fc.Arbitrary<unknown>): unknown[] => [
    ...fc.sample(arbitrary, runs),
    ...fc.sample(besideOf(arbitrary), runs),
  ];
  const heardFrom = async (response: Response): Promise<Heard> => ({
    status: response.status,
    text: await response.text(),
  });

  describe('procedures', () => {
    it.each(someProcedures.map((procedure) => [procedure.path, procedure] as const))(
      '%s',
      async (_path, procedure) => {
        const inputs = samples(procedure.input ? arbitraryOf(procedure.input) : nasty);
        const bodies = [...inputs.map((input) => `{"json":${asJson(input)}}`), ...someRawBodies];
        await sendAll(bodies, (body) => callRaw(people.portal.url, procedure, body, people.owner.cookie));
      },
    );

    it('batches, unknown names, other methods and other content types', async () => {
      const { url } = people.portal;
      const paths = [
        '',
        'account',
        'accounts.me,accounts.me',
        'a.b.c',
        '__proto__',
        'constructor',
        '%00',
        '..%2f..',
      ];
      await sendAll(
        paths.flatMap((path) => [
          `GET ${path}`,
          `POST ${path}`,
          `PUT ${path}`,
          `DELETE ${path}?batch=1&input=x`,
        ]),
        async (line) => {
          const [method = 'GET', path = ''] = line.split(' ');
          return heardFrom(
            await fetch(`${url}/trpc/${path}`, {
              method,
              headers: { origin: url, cookie: people.owner.cookie, 'content-type': 'text/plain' },
            }),
          );
        },
      );
    });
  });

  describe('endpoints of sign-in', () => {
    it.each(someOf(Object.entries(endpoints), 6))('%s', async (endpoint, { input }) => {
      const { url } = people.portal;
      const post = async (body: string) =>
        heardFrom(
          await fetch(`${url}/api/auth${endpoint}`, {
            method: 'POST',
            headers: { origin: url, 'content-type': 'application/json', cookie: people.owner.cookie },
            body,
            redirect: 'manual',
          }),
        );
      await sendAll([...samples(arbitraryOf(input)).map(asJson), ...someRawBodies], post);
    });

    it('random links and URLs', async () => {
      const { url } = people.portal;
      const ends = fc.sample(fc.webQueryParameters(), runs);
      await sendAll(
        [
          '/verify-email',
          '/reset-password/x',
          '/callback/x',
          '/error',
          '/ok',
          '/',
          '/%00',
          '/__proto__',
        ].flatMap((path) => [
          path,
          `${path}?token=x&callbackURL=//evil.example`,
          `${path}?${ends.pop() ?? ''}`,
        ]),
        async (path) => heardFrom(await fetch(`${url}/api/auth${path}`, { redirect: 'manual' })),
      );
    });
  });

  describe('REST', () => {
    it('the customer’s own data, with any query and any token', async () => {
      const created = await createApiToken(
        deps,
        { userId: people.owner.id, caller: { ipAddress: null, userAgent: null } },
        {
          name: 'fuzz',
          permissions: ['account:read', 'licences:read', 'receipts:read'],
          expiresInDays: 1,
        },
      );
      const token = created.status === 'created' ? created.token : '';
      const queries = [
        ...fc.sample(fc.webQueryParameters(), runs),
        'page=-1',
        'page=1e99',
        'page[]=1&page[a]=2',
      ];
      await sendAll(
        ['/api/user', '/api/licences', '/api/receipts'].flatMap((path) =>
          queries.flatMap((query) => [`${token} ${path}?${query}`, `${'x'.repeat(600)} ${path}?${query}`]),
        ),
        async (line) => {
          const [given = '', path = ''] = line.split(' ');
          const headers = { authorization: `Bearer ${given}` };
          return heardFrom(await fetch(people.portal.url + path, { headers }));
        },
      );
    });

    it('POST /oauth/token, /oauth/introspect, /oauth/revoke', async () => {
      const { clientId, clientSecret } = await createClient(deps, { name: 'fuzz', product: null });
      const fields = fc.dictionary(
        fc.constantFrom('grant_type', 'scope', 'token', 'resource', 'x'),
        fc.string(),
      );
      const forms = fc
        .sample(fields, runs)
        .map((form) =>
          new URLSearchParams({ ...form, client_id: clientId, client_secret: clientSecret }).toString(),
        );
      await sendAll(
        ['/oauth/token', '/oauth/introspect', '/oauth/revoke'].flatMap((path) =>
          [
            ...forms,
            '%',
            'a=%ff',
            'client_id=%00&client_secret=%00',
            '{}',
            'client_id=__proto__&client_secret=x',
          ].map((form) => `${path} ${form}`),
        ),
        async (line) => {
          const [path = '', body = ''] = line.split(' ');
          const headers = { 'content-type': 'application/x-www-form-urlencoded' };
          return heardFrom(await fetch(people.portal.url + path, { method: 'POST', headers, body }));
        },
      );
    });

    it('POST /api/validate: an invalid key gets the 500 that its callers expect', async () => {
      const { clientId, clientSecret } = await createClient(deps, { name: 'fuzz', product: null });
      const body = new URLSearchParams({
        ...{ grant_type: 'client_credentials', scope: 'manage-key' },
        ...{ client_id: clientId, client_secret: clientSecret },
      });
      const answer = await fetch(`${people.portal.url}/oauth/token`, { method: 'POST', body });
      const { access_token: token } = (await answer.json()) as { access_token: string };
      const keys = samples(fc.record({ licence_key: fc.base64String({ maxLength: 400 }) })).map(asJson);
      await sendAll(
        [...keys, ...rawBodies],
        async (text) =>
          heardFrom(
            await fetch(`${people.portal.url}/api/validate`, {
              method: 'POST',
              headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
              body: text,
            }),
          ),
        true,
      );
    });

    it('POST /paddle/webhook: unsigned alerts and signed nonsense', async () => {
      const fields = fc.dictionary(
        fc.constantFrom(
          'alert_name',
          'alert_id',
          'subscription_id',
          'passthrough',
          'event_time',
          'email',
          'x',
        ),
        fc.string({ unit: 'grapheme', maxLength: 60 }),
      );
      const forms = fc.sample(fields, runs);
      await sendAll(
        [...forms.map((form) => new URLSearchParams(form).toString()), ...rawBodies],
        async (text) => heardFrom(await people.portal.post(text)),
      );
      await sendAll(
        forms.map((form, index) => people.portal.signer.sign({ alert_id: `9${index}`, ...form })),
        async (text) => heardFrom(await people.portal.post(text)),
      );
    });
  });
}
