/**
 * Tests that every endpoint responds with 503 and Retry-After while the database is away, and recovers once it is back.
 */
import { get, type IncomingMessage } from 'node:http';
import { QueryTypes } from 'sequelize';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Portal, startPortal } from '#proofs/shop/portal.ts';
import { createdAlert } from '#tests/support/billing/alerts.ts';
import { planOnSale } from '#tests/support/billing/plans-on-sale.ts';
import { someOf } from '#tests/support/cases/some-of.ts';
import { useDatabase } from '#tests/support/database/database.ts';
import { tcpGate } from '#tests/support/database/tcp-gate.ts';

const test = useDatabase();
let portal: Portal;
let gate: Awaited<ReturnType<typeof tcpGate>>;

beforeEach(async () => {
  const direct = new URL(test.url);
  gate = await tcpGate({ host: direct.hostname, port: Number(direct.port) });
  const gated = new URL(test.url);
  gated.port = String(gate.port);
  portal = await startPortal({ databaseUrl: gated.href, databaseAnswersWithin: 700 });
  await planOnSale(test.db);
});
afterEach(async () => {
  await portal.stop();
  await gate.stop();
});

const form = { 'content-type': 'application/x-www-form-urlencoded' };
const json = { 'content-type': 'application/json' };

const offersAddress = () =>
  `${portal.url}/trpc/catalogue.offers?input=${encodeURIComponent('{"json":{"product":"Monica"}}')}`;

const endpoints: [string, () => Promise<Response>][] = [
  ['GET /readyz', () => fetch(`${portal.url}/readyz`)],
  ['GET /trpc', () => fetch(offersAddress())],
  [
    'POST /api/validate',
    () =>
      fetch(`${portal.url}/api/validate`, {
        method: 'POST',
        headers: { ...json, authorization: 'Bearer never-issued' },
        body: '{"licence_key":"x"}',
      }),
  ],
  [
    'POST /oauth/token',
    () =>
      fetch(`${portal.url}/oauth/token`, {
        method: 'POST',
        headers: form,
        body: new URLSearchParams({
          grant_type: 'client_credentials',
          client_id: '3b241101-e2bb-4255-8caf-4136c566a962',
          client_secret: 'x',
          scope: 'manage-key',
        }),
      }),
  ],
  [
    'POST /api/auth/sign-in/email',
    () =>
      fetch(`${portal.url}/api/auth/sign-in/email`, {
        method: 'POST',
        headers: { ...json, origin: portal.url },
        body: JSON.stringify({ email: 'nora@example.test', password: 'a long enough password' }),
      }),
  ],
  ['POST /paddle/webhook', () => portal.post(portal.signer.sign({ alert_id: '1', ...createdAlert() }))],
];

async function statusOf(ask: () => Promise<Response>): Promise<number> {
  const answer = await ask();
  await answer.arrayBuffer();
  return answer.status;
}

async function expectUnavailable(answer: Response): Promise<void> {
  expect(answer.status).toBe(503);
  expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(0);
  expect(await answer.text()).not.toMatch(/sequelize|mysql|ECONN|ETIMEDOUT|not responded|stack/i);
}

/** Returns the number of statements in this database that are waiting for a metadata lock. */
async function waitingStatements(): Promise<number> {
  const [row] = await test.db.query<{ count: number }>(
    "SELECT COUNT(*) AS count FROM information_schema.processlist WHERE db = DATABASE() AND state LIKE '%metadata lock%'",
    { type: QueryTypes.SELECT },
  );
  return row?.count ?? 0;
}

/**
 * Waits until the portal's startup work is done. Otherwise background work might be using the connection that the test
 * breaks, and the request would succeed over a new one.
 */
async function settled(): Promise<void> {
  let quietLooks = 0;
  const look = async () => {
    const [row] = await test.db.query<{ busy: number }>(
      `SELECT COUNT(*) AS busy FROM information_schema.processlist
       WHERE db = DATABASE() AND command <> 'Sleep' AND id <> CONNECTION_ID()`,
      { type: QueryTypes.SELECT },
    );
    quietLooks = row?.busy === 0 ? quietLooks + 1 : 0;
    return quietLooks;
  };
  await expect.poll(look, { interval: 40 }).toBeGreaterThan(8);
}

describe('Without a database', () => {
  it.each(endpoints)('%s returns 503 with Retry-After and recovers once it is back', async (_name, ask) => {
    const before = await statusOf(ask);
    expect(before).not.toBe(503);

    gate.close();
    await expectUnavailable(await ask());

    gate.open();
    await expect.poll(() => statusOf(ask)).toBe(before);
  });

  it.each(someOf(endpoints, 1))(
    '%s returns 503 when the database hangs and recovers without a restart',
    async (_name, ask) => {
      await settled();
      const before = await statusOf(ask);
      expect(before).not.toBe(503);

      gate.hang();
      await expectUnavailable(await ask());

      // The connections that hung have been closed, and new ones replace them.
      await expect.poll(() => statusOf(ask)).toBe(before);
      expect(portal.log.filter((line) => Number(line.level) >= 50)).toEqual([]);
    },
  );

  it('the portal stops within 5 seconds and returns 503 for the pending request', async () => {
    await test.db.transaction(async (transaction) => {
      await test.db.query('LOCK TABLES plans WRITE', { transaction });
      const answer = new Promise<IncomingMessage>((resolve, reject) => {
        // Uses a new connection without keep-alive.
        get(offersAddress(), { agent: false }, resolve).once('error', reject);
      });
      await expect.poll(waitingStatements).toBe(1);
      const begun = performance.now();
      await portal.stop();
      expect(performance.now() - begun).toBeLessThan(5_000);
      expect((await answer).statusCode).toBe(503);
      await test.db.query('UNLOCK TABLES', { transaction });
    });
  });

  it('the outage is logged once, regardless of the number of failed requests', async () => {
    await settled();
    const before = portal.log.length;
    gate.close();
    for (let round = 0; round < 3; round += 1)
      for (const [, ask] of endpoints) await expectUnavailable(await ask());
    gate.open();
    // Leaves out the lines that background work logs about the outage.
    const causes = portal.log
      .slice(before)
      .filter(({ err, msg }) => err && !/background work|a job/.test(String(msg)));
    expect(causes.map(({ msg }) => msg)).toEqual([
      expect.stringMatching(/: the database cannot be reached$/),
    ]);
  });

  it('/readyz returns 503 while /livez still returns 200', async () => {
    gate.close();
    await expectUnavailable(await fetch(`${portal.url}/readyz`));
    expect((await fetch(`${portal.url}/livez`)).status).toBe(200);
    gate.open();
  });
});
