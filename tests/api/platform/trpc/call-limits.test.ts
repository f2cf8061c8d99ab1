/** Tests the limit on the calls in one request and the limit on an account's calls per minute. */
import { beforeEach, describe, expect, it } from 'vitest';
import { type Portal, startPortal } from '#proofs/shop/portal.ts';
import { maxCallsInARequest } from '#shared/procedure-calls.ts';
import { someOf } from '#tests/support/cases/some-of.ts';
import { useDatabase } from '#tests/support/database/database.ts';
import { usePeople } from '#tests/support/people/people.ts';
import { callRaw } from '#tests/support/portal/procedures.ts';

const database = useDatabase();
const people = usePeople(database);
beforeEach(() => {
  people.portal.log.length = 0;
});

const warnings = () => people.portal.log.filter(({ level }) => Number(level) >= 40);
const lines = () => people.portal.log.filter(({ msg }) => msg !== 'Paddle is unavailable');
const names = (count: number, name = 'x') => Array.from({ length: count }, () => name).join(',');

describe('Calls in one request', () => {
  const over = (path: string, init: RequestInit = {}) =>
    fetch(`${people.portal.url}/trpc/${path}`, {
      ...init,
      headers: { origin: people.portal.url, 'content-type': 'application/json', cookie: people.owner.cookie },
    });
  /** Waits for the log line, which is written only after the response has been sent. */
  const logged = () => expect.poll(() => lines().length).toBe(1);

  const tooMany: [string, string, RequestInit][] = [
    ['7,000 unknown procedures', `${names(7_000)}?batch=1`, {}],
    ['one call over the limit', `${names(maxCallsInARequest + 1, 'accounts.me')}?batch=1`, {}],
    ['a percent-encoded batch', `${names(11, 'account%2Eme').replaceAll(',', '%2C')}?%62atch=%31`, {}],
    ['a repeated batch parameter', `${names(11, 'accounts.me')}?batch=1&batch=0`, {}],
    ['300 mutations', `${names(300, 'billing.startCheckout')}?batch=1`, { method: 'POST', body: '{}' }],
  ];

  it.each(someOf(tooMany, 2))(
    'above the limit get one short 400 with the limit and one log line: %s',
    async (_name, path, init) => {
      const answer = await over(path, init);
      const text = await answer.text();
      expect(answer.status).toBe(400);
      expect(text.length).toBeLessThan(600);
      expect(JSON.parse(text)).toMatchObject({
        error: {
          json: {
            message: 'The request is not valid',
            data: {
              ...{ code: 'BAD_REQUEST', httpStatus: 400, appCode: 'invalid_input' },
              requestId: answer.headers.get('x-request-id'),
              issues: [{ path: 'batch', message: 'A request may contain at most 10 calls.' }],
            },
          },
        },
      });
      await logged();
      expect(lines()[0]).toMatchObject({
        msg: 'request',
        status: 400,
        refusals: [{ code: 'invalid_input' }],
      });
    },
  );

  it('up to the limit are answered separately and logged in one line', async () => {
    const answer = await over(`${names(maxCallsInARequest - 1, 'accounts.me')},account.none?batch=1`);
    const answers = (await answer.json()) as object[];
    expect(answers).toHaveLength(maxCallsInARequest);
    expect(answers.filter((each) => 'result' in each)).toHaveLength(maxCallsInARequest - 1);
    await logged();
    expect(lines()[0]).toMatchObject({ refusals: [{ code: 'not_found', call: null }] });
  });

  it('that all fail are logged in one line', async () => {
    const answer = await over(
      `${names(maxCallsInARequest, 'licences.revealKey')}?batch=1&input=${encodeURIComponent('{}')}`,
    );
    expect(answer.status).toBe(400);
    await logged();
    expect(lines()[0]?.refusals).toHaveLength(maxCallsInARequest);
  });

  it("get 415 when the body isn't JSON", async () => {
    for (const type of ['multipart/form-data; boundary=x', 'application/octet-stream', 'text/plain', '']) {
      const answer = await fetch(`${people.portal.url}/trpc/accounts.rename`, {
        ...{ method: 'POST', body: '{"json":{"name":"Eve"}}' },
        headers: { origin: people.portal.url, 'content-type': type, cookie: people.owner.cookie },
      });
      expect(answer.status, type).toBe(415);
    }
  });
});

describe('The calls of an account per minute', () => {
  const order = { planId: 1, quantity: 1, another: false };
  const each: [string, 'query' | 'mutation', unknown, number][] = [
    ['billing.startCheckout', 'mutation', order, 20],
    ['catalogue.offers', 'query', { product: 'Monica' }, 60],
    ['licences.revealKey', 'query', { licenceId: 1 }, 60],
  ];

  it.each(someOf(each, 1))(
    'to %s (%s) are limited across processes, with each call of a batch counted',
    async (path, type, input, tries) => {
      const call = (cookie: string, portal: Portal = people.portal) =>
        callRaw(portal.url, { path, type }, JSON.stringify({ json: input }), cookie);
      // The limit's window starts with the first call, so the test doesn't have to wait for a window to begin.
      const all = JSON.stringify(
        Object.fromEntries(Array.from({ length: 10 }, (_, at) => [at, { json: input }])),
      );
      const batch = await fetch(
        `${people.portal.url}/trpc/${names(10, path)}?batch=1${type === 'query' ? `&input=${encodeURIComponent(all)}` : ''}`,
        {
          headers: {
            origin: people.portal.url,
            'content-type': 'application/json',
            cookie: people.owner.cookie,
          },
          ...(type === 'query' ? {} : { method: 'POST', body: all }),
        },
      );
      expect(await batch.text()).not.toContain('too_many_requests');
      const before: number[] = [];
      while (before.length < tries - 10) before.push((await call(people.owner.cookie)).status);
      expect(before).not.toContain(429);

      const second = await startPortal({ databaseUrl: database.url });
      const refused = await call(people.owner.cookie, second);
      expect(refused).toMatchObject({ status: 429, appCode: 'too_many_requests' });
      const seconds = Number(refused.headers.get('retry-after'));
      expect(seconds).toBeGreaterThan(0);
      expect(seconds).toBeLessThanOrEqual(60);
      expect(refused.text).toContain(`"retryAfterSeconds":${seconds}`);
      expect((await call(people.other.cookie)).status).not.toBe(429);
      expect((await call(people.owner.cookie)).status).toBe(429);
      expect(warnings().filter(({ msg }) => !/Paddle/.test(String(msg)))).toEqual([]);
      await second.stop();
    },
  );

  it("don't limit price queries from a signed-out network", async () => {
    const input = JSON.stringify({ json: { product: 'Monica' } });
    const answers = await Promise.all(
      Array.from({ length: 80 }, () =>
        callRaw(people.portal.url, { path: 'catalogue.offers', type: 'query' }, input, ''),
      ),
    );
    expect(answers.map(({ status }) => status)).not.toContain(429);
  });
});
