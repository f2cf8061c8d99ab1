/**
 * Tests many subscriptions to one product. Each must be flagged exactly once, as a duplicate of the one before it, in
 * whatever order the alerts arrive.
 */
import { pino } from 'pino';
import { QueryTypes } from 'sequelize';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Portal, startPortal } from '#proofs/shop/portal.ts';
import { buildDeps } from '#server/build-deps.ts';
import type { BoundDeps, Deps } from '#server/deps.ts';
import { resolveFlag } from '#server/features/billing/decisions/resolve-flag.ts';
import { findDuplicateSubscriptions } from '#server/features/billing/duplicate-subscriptions/find-duplicate-subscriptions.ts';
import { rebuild } from '#server/features/billing/inbox/rebuild.ts';
import { composeDuplicateSubscription } from '#server/features/billing/mails/compose-duplicate-subscription.ts';
import { cancelledAlert, createdAlert, passthroughOf } from '#tests/support/billing/alerts.ts';
import { seedPlansOnSale } from '#tests/support/billing/plans-on-sale.ts';
import { someOf } from '#tests/support/cases/some-of.ts';
import { addCustomer } from '#tests/support/database/add-customer.ts';
import { useDatabase } from '#tests/support/database/database.ts';

const test = useDatabase();
let portal: Portal;
let deps: Deps;
let userId: number;

beforeEach(async () => {
  portal = await startPortal({ databaseUrl: test.url, at: '2026-01-20T09:20:00Z' });
  deps = buildDeps({
    config: portal.config,
    db: test.db,
    log: pino({ level: 'silent' }),
    clock: { now: portal.now },
  });
  await seedPlansOnSale(test.db);
  userId = await addCustomer(test.db, { email: 'nora@example.test' });
});
afterEach(() => portal.stop());

const rows = <T extends object>(sql: string) => test.db.query<T>(sql, { type: QueryTypes.SELECT });
const openFlags = async () =>
  (
    await rows<{ stream: string; detail: string }>(
      "SELECT stream, detail FROM flags WHERE kind = 'second_licence' AND resolved_at IS NULL ORDER BY stream",
    )
  ).map(({ stream, detail }) => [stream, detail]);
const streamOf = (turn: number) => `subscription:${600_100 + turn}`;
const timeOf = (turn: number) => `2026-01-12 09:${String(10 + turn).padStart(2, '0')}:00`;

let minute = 0;
/** Advances the portal's clock by a minute and delivers an alert for subscription number `turn`. */
async function tell(
  alert: (fields: Record<string, string>) => Record<string, string>,
  turn: number,
  fields: Record<string, string> = {},
): Promise<void> {
  minute += 1;
  portal.setNow(new Date(Date.parse('2026-01-20T10:00:00Z') + minute * 60_000).toISOString());
  const own = { subscription_id: `${600_100 + turn}`, checkout_id: `${turn}-chre`, event_time: timeOf(turn) };
  const { status } = await portal.alert(alert({ ...own, passthrough: passthroughOf(userId), ...fields }));
  expect(status).toBe(200);
}

const turns = (count: number) => Array.from({ length: count }, (_, turn) => turn);
const chain = (among: readonly number[]) =>
  among.slice(1).map((turn, index) => [streamOf(turn), streamOf(among[index] ?? 0)]);

function permutations<T>(items: readonly T[]): T[][] {
  if (items.length < 2) return [[...items]];
  return items.flatMap((item, index) =>
    permutations(items.filter((_, other) => other !== index)).map((rest) => [item, ...rest]),
  );
}

describe('Several subscriptions to one product', () => {
  const count = 8;
  const orders: [string, number[]][] = [
    ['from both ends', turns(count).map((turn) => (turn % 2 === 0 ? turn : count - turn))],
    ['as they were bought', turns(count)],
    ['the newest first', turns(count).reverse()],
  ];
  it.each(someOf(orders, 1))('are flagged once each when their alerts arrive %s', async (_how, order) => {
    expect([...order].sort((a, b) => a - b)).toEqual(turns(count));
    for (const turn of order) await tell(createdAlert, turn);
    expect(await openFlags()).toEqual(chain(turns(count)));
    expect(await findDuplicateSubscriptions(deps)).toEqual([]);
    const [written] = await rows<{ total: number }>(
      "SELECT COUNT(*) AS total FROM billing_events WHERE type LIKE 'second_licence%'",
    );
    expect(written?.total).toBeLessThanOrEqual(3 * count);
    const mails = await rows("SELECT idempotency_key FROM outbox WHERE template = 'second-licence'");
    expect(mails).toHaveLength(count - 1);
    expect(await rebuild(deps, { dryRun: true })).toMatchObject({ differences: [], failures: [] });
  });

  it('get the same flags in every order of arrival', async () => {
    for (const order of permutations(turns(3))) {
      for (const turn of order) await tell(createdAlert, turn, turn === 1 ? { passthrough: wanted() } : {});
      // The second subscription was marked as deliberate, so it isn't flagged. The third is flagged as a duplicate of
      // the second.
      expect(await openFlags()).toEqual([[streamOf(2), streamOf(1)]]);
      for (const table of ['flags', 'outbox', 'licence_keys', 'licences', 'subscriptions', 'receipts'])
        await test.db.query(`DELETE FROM ${table}`);
      for (const table of ['billing_events', 'event_streams']) await test.db.query(`DELETE FROM ${table}`);
    }
  });
  const wanted = () => JSON.stringify({ ...JSON.parse(passthroughOf(userId)), another: true });

  it('flag the third against the first when the second was cancelled before the third was bought', async () => {
    for (const turn of turns(3)) await tell(createdAlert, turn);
    expect(await openFlags()).toEqual(chain([0, 1, 2]));
    await tell(cancelledAlert, 1, { event_time: '2026-01-12 09:11:30' });
    expect(await openFlags()).toEqual([
      [streamOf(1), streamOf(0)],
      [streamOf(2), streamOf(0)],
    ]);
    expect(await rebuild(deps, { dryRun: true })).toMatchObject({ differences: [], failures: [] });
  });

  it('keep a resolved flag resolved when an earlier subscription becomes known', async () => {
    for (const turn of [0, 2]) await tell(createdAlert, turn);
    const reference = `second_licence:${streamOf(2)}+${streamOf(0)}`;
    await resolveFlag(deps, { reference, by: 'command line', reason: 'they want both' });
    await tell(createdAlert, 1);
    expect(await openFlags()).toEqual([[streamOf(1), streamOf(0)]]);
    expect(await findDuplicateSubscriptions(deps)).toEqual([]);
  });

  it('each cause an e-mail that names the preceding subscription known when it is sent', async () => {
    for (const turn of [0, 2, 1]) await tell(createdAlert, turn);
    const [mail] = (await deps.outbox.list({ limit: 10 })).filter(({ idempotencyKey }) =>
      idempotencyKey.endsWith(streamOf(2)),
    );
    if (!mail) throw new Error('nobody is told');
    expect(await composeDuplicateSubscription(deps, mail)).toMatchObject({
      data: { first: { id: '600101' }, second: { id: '600102' } },
    });
    // Mails that an earlier release enqueued contain only the ID of the flag.
    const flag = `second_licence:${streamOf(2)}+${streamOf(1)}`;
    expect(await composeDuplicateSubscription(deps, { ...mail, ids: { flag } })).toMatchObject({
      data: { first: { id: '600101' }, second: { id: '600102' } },
    });
  });
});

it('Pairwise flags of an earlier release are reduced to one per subscription', async () => {
  for (const turn of turns(3)) await tell(createdAlert, turn);
  await test.db.query(
    `INSERT INTO billing_events (source, type, stream, payload, occurred_at, received_at, state, attempts)
     VALUES ('system', 'second_licence_found', '${streamOf(2)}', '{"by":"system","other":"${streamOf(0)}"}',
       '2026-01-20 08:00:00', '2026-01-20 08:00:00', 'applied', 0)`,
  );
  await rebuild(deps, { dryRun: false });
  expect(await openFlags()).toHaveLength(3);
  expect(await findDuplicateSubscriptions(deps)).toEqual([]);
  expect(await openFlags()).toEqual(chain(turns(3)));
});

describe('A flag against a subscription that was cancelled before the later one was bought', () => {
  const cancelled = () => tell(cancelledAlert, 0, { event_time: '2026-01-12 09:10:30' });

  /** Leaves the database as if the process that applied the purchases had crashed before it checked them. */
  async function uncheck(): Promise<void> {
    for (const sql of [
      "DELETE FROM billing_events WHERE type = 'second_licence_found'",
      "DELETE FROM flags WHERE kind = 'second_licence'",
      "DELETE FROM outbox WHERE template IN ('second-licence', 'two-payments')",
    ])
      await test.db.query(sql);
  }

  it('is not raised when the cancellation is applied while the customer is being checked', async () => {
    for (const turn of turns(2)) await tell(createdAlert, turn);
    await uncheck();
    let checks = 0;
    const meanwhile = (bound: BoundDeps): BoundDeps =>
      Object.create(bound, {
        licences: {
          value: {
            ...bound.licences,
            async listForUser(id: number) {
              const read = await bound.licences.listForUser(id);
              checks += 1;
              if (checks === 1) await cancelled();
              return read;
            },
          },
        },
      });
    const found = await findDuplicateSubscriptions({
      ...{ customersWithSeveral: deps.customersWithSeveral, flags: deps.flags },
      transaction: (work) => deps.transaction((bound) => work(meanwhile(bound))),
    });
    expect(checks).toBeGreaterThan(0);
    expect(found).toEqual([]);
    expect(await openFlags()).toEqual([]);
    expect(await rows("SELECT id FROM outbox WHERE template IN ('second-licence', 'two-payments')")).toEqual(
      [],
    );
    expect(await rebuild(deps, { dryRun: true })).toMatchObject({ differences: [], failures: [] });
  });

  it('is withdrawn at night if the check that follows the cancellation never ran', async () => {
    for (const turn of turns(2)) await tell(createdAlert, turn);
    await uncheck();
    await cancelled();
    await test.db.query(
      `INSERT INTO billing_events (source, type, stream, payload, occurred_at, received_at, state, attempts)
       VALUES ('system', 'second_licence_found', '${streamOf(1)}', '{"by":"system","other":"${streamOf(0)}"}',
         '2026-01-20 10:00:00', '2026-01-20 10:00:00', 'applied', 0)`,
    );
    await rebuild(deps, { dryRun: false });
    expect(await openFlags()).toEqual([[streamOf(1), streamOf(0)]]);
    expect(await findDuplicateSubscriptions(deps)).toEqual([]);
    expect(await openFlags()).toEqual([]);
    expect(await rebuild(deps, { dryRun: true })).toMatchObject({ differences: [], failures: [] });
  });

  it('stays while the earlier subscription was cancelled only after the later one was bought', async () => {
    for (const turn of turns(2)) await tell(createdAlert, turn);
    await tell(cancelledAlert, 0, { event_time: '2026-01-12 09:11:30' });
    expect(await findDuplicateSubscriptions(deps)).toEqual([]);
    expect(await openFlags()).toEqual([[streamOf(1), streamOf(0)]]);
  });
});
