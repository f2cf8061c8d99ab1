/**
 * Fuzzes batches, headers, cookies, encodings and addresses. The portal must never return an internal error or store
 * anything unexpected.
 */
import { isIP } from 'node:net';
import fc from 'fast-check';
import { QueryTypes } from 'sequelize';
import { beforeEach, describe, expect, it } from 'vitest';
import { errorTable } from '#shared/errors.ts';
import { isEmailAddress } from '#shared/identity/email-address.ts';
import { maxCallsInARequest } from '#shared/procedure-calls.ts';
import { useDatabase } from '#tests/support/database/database.ts';
import { usePeople } from '#tests/support/people/people.ts';
import { password } from '#tests/support/portal/account-portal.ts';
import { allProcedures } from '#tests/support/portal/procedures.ts';
import { type Batch, batchesOf } from './inputs.ts';
import { addresses, headersBeside, sendRaw, targetsBelow } from './requests.ts';

const insides = /\n\s+at |node_modules|\.ts:\d|Sequelize|SQLSTATE|\bER_[A-Z_]+|SELECT |INSERT INTO|mysql/;
const countryHeader = 'X-Country';
const paths = [
  ...['/', '/login', '/trpc/', '/trpc/catalogue.offers', '/trpc/accounts.me,', '/api/auth/', '/api/user'],
  ...['/api/auth/verify-email', '/auth/', '/oauth/', '/.well-known/', '/assets/', '/receipts/', '/problems/'],
  ...['/api/validate', '/paddle/webhook', '/index.html', '/user/data.json', '/docs/api', '/livez'],
];

interface Heard {
  status: number;
  text: string;
}

/** Sends `runs` requests of each kind. Call it in a separate file, in the test project `api` or `long`. */
export function fuzzRequests({ runs }: { runs: number }): void {
  const database = useDatabase();
  const people = usePeople(database, () => ({
    pages: true,
    settings: { TRUST_PROXY: '1', COUNTRY_HEADER: countryHeader },
  }));
  beforeEach(() => {
    people.portal.log.length = 0;
  });

  /** Checks each value separately, so that fast-check can reduce a failing input to its shortest form. */
  async function check<T>(
    arbitrary: fc.Arbitrary<T>,
    judge: (value: T) => Promise<void>,
    numRuns = runs,
  ): Promise<void> {
    const one = async (value: T) => {
      people.portal.log.length = 0;
      await judge(value);
      // Level 50 is "error" in pino.
      expect(people.portal.log.filter(({ level }) => Number(level) >= 50)).toEqual([]);
      expect(Object.hasOwn(Object.prototype, 'polluted')).toBe(false);
    };
    await fc.assert(fc.asyncProperty(arbitrary, one), { numRuns, endOnFailure: runs < 100 });
  }

  function expectNoFault({ status, text }: Heard): void {
    expect(status).toBeGreaterThanOrEqual(200);
    expect(status).toBeLessThan(500);
    // Cookies are left out, because their values are random letters and could spell anything.
    expect(text.replaceAll(/^set-cookie:.*$/gim, '')).not.toMatch(insides);
  }

  const rawRequest = (method: string, target: string, headers: readonly [string, string][], body = '') => {
    const { host } = new URL(people.portal.url);
    const lines = [
      `${method} ${target} HTTP/1.1`,
      `Host: ${host}`,
      'Connection: close',
      ...headers.map(([name, value]) => `${name}: ${value}`),
      ...(body ? [`Content-Length: ${Buffer.byteLength(body)}`] : []),
    ];
    return sendRaw(people.portal.url, `${lines.join('\r\n')}\r\n\r\n${body}`);
  };

  describe('batches', () => {
    const ask = async ({ calls, method, batch, inputs }: Batch): Promise<Heard> => {
      const { url } = people.portal;
      const query = `batch=${batch}${method === 'GET' ? `&input=${encodeURIComponent(inputs)}` : ''}`;
      const answer = await fetch(`${url}/trpc/${calls.join(',')}?${query}`, {
        method,
        headers: { origin: url, cookie: people.owner.cookie, 'content-type': 'application/json' },
        ...(method === 'GET' ? {} : { body: inputs }),
      });
      return { status: answer.status, text: await answer.text() };
    };
    interface Each {
      result?: unknown;
      error?: { json?: { data?: { appCode?: string } } };
    }

    it('of random calls, with inputs under random indexes', async () => {
      const names = allProcedures().map(({ path }) => path);
      await check(batchesOf(names), async (batch) => {
        const { status, text } = await ask(batch);
        // Paddle is unavailable in this test. Procedures that call it return 502.
        expect(status === 502 || status < 500, `${status}: ${text}`).toBe(true);
        expect(text).not.toMatch(insides);
        const answer: unknown = JSON.parse(text);
        const all = (Array.isArray(answer) ? answer : [answer]) as Each[];
        const isBatch = batch.batch.startsWith('1');
        // A comma separates two calls even if it is percent-encoded.
        const calls = decodeURIComponent(batch.calls.join(',')).split(',').length;
        // A mutation that is requested with GET is refused with 405, as any other wrong method is, however many
        // other calls there are.
        if (status === 405) return expect(answer).toMatchObject({ status: 405, detail: expect.any(String) });
        if (isBatch && calls > maxCallsInARequest) expect(status).toBe(400);
        if (Array.isArray(answer)) expect(answer).toHaveLength(calls);
        for (const each of all) {
          if (each.result !== undefined) continue;
          const code = each.error?.json?.data?.appCode ?? 'none';
          expect(Object.keys(errorTable), text).toContain(code);
          expect(code).not.toBe('internal');
        }
      });
    });
  });

  describe('requests', () => {
    it('with random headers, cookies and percent-encodings', async () => {
      const known = people.owner.cookie.split('; ');
      const requests = fc.record({
        method: fc.constantFrom('GET', 'GET', 'HEAD', 'POST', 'PUT', 'DELETE', 'OPTIONS'),
        target: targetsBelow(paths),
        headers: headersBeside(known, countryHeader),
      });
      await check(requests, async ({ method, target, headers }) => {
        expectNoFault(await rawRequest(method, target, headers));
      });
    });

    it('to sign in, with random headers, of which only an address and a short name are stored', async () => {
      const { url, newBrowser } = { url: people.portal.url, newBrowser: people.portal.newBrowser };
      const known = [...newBrowser().jar].map(([name, value]) => `${name}=${value}`);
      const email = people.owner.email;
      await check(headersBeside(known, countryHeader), async (all) => {
        const headers = all.filter(([name]) => name !== 'Origin');
        const body = JSON.stringify({ email, password });
        const more: [string, string][] = [
          ['Origin', url],
          ['Content-Type', 'application/json'],
        ];
        expectNoFault(await rawRequest('POST', '/api/auth/sign-in/email', [...more, ...headers], body));
      });
      const kept = await database.db.query<{ ip: string | null; agent: string | null }>(
        'SELECT ip_address AS ip, user_agent AS agent FROM sessions',
        { type: QueryTypes.SELECT },
      );
      expect(kept.length).toBeGreaterThan(1);
      for (const { ip, agent } of kept) {
        expect(isIP(ip ?? '127.0.0.1'), String(ip)).toBeGreaterThan(0);
        expect((agent ?? '').length).toBeLessThanOrEqual(500);
      }
    });
  });

  describe('e-mail addresses', () => {
    const post = async (endpoint: string, body: object): Promise<Heard> => {
      const { url } = people.portal;
      const answer = await fetch(`${url}/api/auth${endpoint}`, {
        method: 'POST',
        headers: { origin: url, 'content-type': 'application/json' },
        body: JSON.stringify(body),
      });
      return { status: answer.status, text: await answer.text() };
    };

    it('are accepted by every endpoint that takes one only if they are valid', async () => {
      await check(
        addresses,
        async (email) => {
          const name = 'Nora';
          const signUp = await post('/sign-up/email', { name, email, password, termsAccepted: true });
          expectNoFault(signUp);
          expect(signUp.status === 200).toBe(isEmailAddress(email));
          for (const [endpoint, more] of [
            ['/sign-in/email', { password: 'another secret of some length' }],
            ['/request-password-reset', {}],
            ['/send-verification-email', {}],
          ] as const)
            expectNoFault(await post(endpoint, { email, ...more }));
        },
        Math.ceil(runs / 4),
      );
      const users = await database.db.query<{ email: string }>('SELECT email FROM users', {
        type: QueryTypes.SELECT,
      });
      for (const { email } of users) {
        expect(email).toMatch(/^[\x21-\x7e]+@[a-z0-9.-]+$/);
        expect(email).toBe(email.toLowerCase());
      }
    });
  });
}
