/** Tests that bulk operations need no more SQL statements for many rows than for few. */
import { pino } from 'pino';
import { QueryTypes } from 'sequelize';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Portal, startPortal } from '#proofs/shop/portal.ts';
import { buildDeps } from '#server/build-deps.ts';
import type { Deps } from '#server/deps.ts';
import { sweep } from '#server/features/billing/inbox/sweep.ts';
import { applyStreams } from '#server/features/billing/projections/apply-streams.ts';
import { eraseDataSubject } from '#server/features/privacy/erasure/erase-data-subject.ts';
import { cancelledAlert, createdAlert, passthroughOf, paymentAlert } from '#tests/support/billing/alerts.ts';
import { seedPlansOnSale } from '#tests/support/billing/plans-on-sale.ts';
import { isEveryCase } from '#tests/support/cases/some-of.ts';
import { addCustomer } from '#tests/support/database/add-customer.ts';
import { useDatabase } from '#tests/support/database/database.ts';
import { statementsOf } from '#tests/support/database/statements.ts';

const test = useDatabase();
let portal: Portal;
let running: Portal | null = null;
let deps: Deps;

beforeEach(async () => {
  portal = await startPortal({ databaseUrl: test.url, at: '2026-01-12T09:20:00Z' });
  running = portal;
  deps = buildDeps({
    config: portal.config,
    db: test.db,
    log: pino({ level: 'silent' }),
    clock: { now: portal.now },
  });
  await seedPlansOnSale(test.db);
});
afterEach(() => stop());

/** Stops the portal after all alerts are delivered, so that its background work isn't counted. */
async function stop(): Promise<void> {
  await running?.stop();
  running = null;
}

const rows = <T extends object>(sql: string) => test.db.query<T>(sql, { type: QueryTypes.SELECT });
const few = 2;
const many = isEveryCase ? 14 : 5;

/** Counts the statements that change a table, grouped by statement type and table. */
async function changesOf(work: () => Promise<unknown>): Promise<Record<string, number>> {
  const counts: Record<string, number> = {};
  for (const sql of await statementsOf(work)) {
    const [kind] = /^(?:UPDATE|DELETE FROM|INSERT (?:IGNORE )?INTO) `?\w+/.exec(sql) ?? [];
    if (kind) counts[kind] = (counts[kind] ?? 0) + 1;
  }
  return counts;
}

let subscription = 600_000;
/** Delivers the alerts of `count` new subscriptions and returns the subscriptions' streams. */
async function bought(
  count: number,
  fields: Record<string, string>,
  alerts: readonly ((fields: Record<string, string>) => Record<string, string>)[],
): Promise<string[]> {
  const streams: string[] = [];
  for (let turn = 0; turn < count; turn += 1) {
    subscription += 1;
    const own = { subscription_id: `${subscription}`, checkout_id: `${subscription}-chre`, ...fields };
    for (const alert of alerts)
      expect((await portal.alert(alert({ order_id: `9-${subscription}`, ...own }))).status).toBe(200);
    streams.push(`subscription:${subscription}`);
  }
  return streams;
}

const cancelled = (fields: Record<string, string>) => {
  const { order_id: _, ...own } = fields;
  return cancelledAlert(own);
};
const created = (fields: Record<string, string>) => {
  const { order_id: _, ...own } = fields;
  return createdAlert(own);
};

describe('The number of write statements', () => {
  it('is the same for few and many rows when a customer is erased', async () => {
    const erased = async (count: number) => {
      const email = `buyer-${count}@example.test`;
      const userId = await addCustomer(test.db, { email });
      const fields = { email, passthrough: passthroughOf(userId), user_id: `${88_000 + count}` };
      const streams = await bought(count, fields, [created, paymentAlert, cancelled]);
      const keysOf = () =>
        rows<{ bytes: number }>(
          `SELECT LENGTH(k.ciphertext) AS bytes FROM licence_keys k JOIN licences l ON l.id = k.licence_id
           WHERE l.stream IN (${streams.map((stream) => `'${stream}'`).join(', ')})`,
        );
      expect(await keysOf()).toHaveLength(count);
      return { count, email, userId, streams, keysOf };
    };
    const erasing = async ({ count, email, userId, streams, keysOf }: Awaited<ReturnType<typeof erased>>) => {
      const changes = await changesOf(async () => {
        expect(await eraseDataSubject(deps, { accountId: userId, reason: 'asked' })).toMatchObject({
          ...{ status: 'erased', unfolded: [] },
          events: count * 3,
        });
      });
      const payloads = await rows<{ payload: string }>(
        `SELECT payload FROM billing_events WHERE stream IN (${streams.map((stream) => `'${stream}'`).join(', ')})`,
      );
      expect(payloads.filter(({ payload }) => payload.includes(email))).toEqual([]);
      for (const { bytes } of await keysOf()) expect(bytes).toBe(28);
      const heads = await deps.streams.find(streams);
      expect([...heads.values()].map(({ userId: owner, buyerEmail }) => [owner, buyerEmail])).toEqual(
        streams.map(() => [null, null]),
      );
      return changes;
    };
    const buyers = { few: await erased(few), many: await erased(many) };
    await stop();
    expect(await erasing(buyers.many)).toEqual(await erasing(buyers.few));
  });

  it('is the same for few and many events that wait or fail for different reasons', async () => {
    const told = async (count: number) => ({
      count,
      streams: [
        ...(await bought(count, { subscription_plan_id: `${70_000 + count}` }, [created, paymentAlert])),
        ...(await bought(count, {}, [cancelled])),
      ],
    });
    const failing = async ({ count, streams }: Awaited<ReturnType<typeof told>>) => {
      const list = streams.map((stream) => `'${stream}'`).join(', ');
      // Gives the events different numbers of attempts, so that their next attempts are due at different times.
      await test.db.query(`UPDATE billing_events SET attempts = id % 7 WHERE stream IN (${list})`);
      const changes = await changesOf(() => applyStreams(deps, streams));
      expect(
        await rows(
          `SELECT state, COUNT(*) AS total, COUNT(DISTINCT next_attempt_at) > 1 AS isSpread, MIN(error) <> '' AS isTold
           FROM billing_events WHERE stream IN (${list}) GROUP BY state ORDER BY CONCAT(state) DESC`,
        ),
      ).toMatchObject([
        { state: 'waiting', total: count, isSpread: 1, isTold: 1 },
        { state: 'failed', total: 2 * count, isSpread: 1, isTold: 1 },
      ]);
      return changes;
    };
    const purchases = { few: await told(few), many: await told(many) };
    await stop();
    expect(await failing(purchases.many)).toEqual(await failing(purchases.few));
  });

  it('is the same for few and many unassigned events that have become readable', async () => {
    const placing = async (streams: readonly string[]) => {
      const list = streams.map((stream) => `'${stream}'`).join(', ');
      await test.db.query(
        `UPDATE billing_events SET stream = NULL, state = 'pending', next_attempt_at = '2026-01-01' WHERE stream IN (${list})`,
      );
      const changes = await changesOf(() => sweep(deps));
      expect(
        await rows(
          `SELECT state, COUNT(*) AS total FROM billing_events WHERE stream IN (${list}) GROUP BY state`,
        ),
      ).toEqual([{ state: 'applied', total: streams.length }]);
      return changes;
    };
    const purchases = { few: await bought(few, {}, [created]), many: await bought(many, {}, [created]) };
    await stop();
    expect(await placing(purchases.many)).toEqual(await placing(purchases.few));
  });
});
