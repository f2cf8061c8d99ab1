/**
 * Tests that events about a person are found by the identifiers stored with the events: only through indexes, under any
 * APP_KEY, and even in rows from earlier releases.
 */
import { createRequire } from 'node:module';
import mysql from 'mysql2';
import { QueryTypes } from 'sequelize';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Portal, startPortal } from '#proofs/shop/portal.ts';
import { buildDeps } from '#server/build-deps.ts';
import type { Deps } from '#server/deps.ts';
import { eraseDataSubject } from '#server/features/privacy/erasure/erase-data-subject.ts';
import { fillIdentifiers } from '#server/features/privacy/erasure/fill-identifiers.ts';
import { cancelledAlert, createdAlert, passthroughOf, paymentAlert } from '#tests/support/billing/alerts.ts';
import { planOnSale } from '#tests/support/billing/plans-on-sale.ts';
import { isEveryCase } from '#tests/support/cases/some-of.ts';
import { addCustomer } from '#tests/support/database/add-customer.ts';
import { useDatabase } from '#tests/support/database/database.ts';
import { numbers } from '#tests/support/database/numbers.ts';
import { everyStoredText } from '#tests/support/database/stored-texts.ts';

type Ask = (this: unknown, ...args: unknown[]) => unknown;
/** The prototype of the driver's connections. Every statement goes through its methods. */
const connection = (
  createRequire(import.meta.url)('mysql2') as { Connection: { prototype: { query: Ask; execute: Ask } } }
).Connection.prototype;

const test = useDatabase();
const ann = { id: 501, email: 'ann@example.test' };
const joann = 'joann@example.test';
let portal: Portal;
let deps: Deps;
const now = () => new Date('2026-02-13T10:00:00Z');

beforeEach(async () => {
  portal = await startPortal({ databaseUrl: test.url, at: now().toISOString(), logLevel: 'warn' });
  deps = buildDeps({ config: portal.config, db: test.db, log: portal.logger, clock: { now } });
  await planOnSale(test.db);
  await addCustomer(test.db, { ...ann, name: 'Ann' });
});
afterEach(() => portal.stop());

const rows = <T extends object>(sql: string) => test.db.query<T>(sql, { type: QueryTypes.SELECT });
const caseOf = (email: string, id: string) => ({
  ...{ alert_name: 'high_risk_transaction_created', event_time: '2026-01-21 09:00:00', case_id: id },
  ...{ customer_email_address: email, customer_user_id: '88001', product_id: '24749', risk_score: '80.5' },
  ...{ passthrough: '', status: 'pending' },
});
const moved = (before: string, after: string) => ({
  ...{ alert_name: 'update_audience_member', event_time: '2026-02-01 09:00:00', user_id: '88009' },
  ...{ new_customer_email: after, old_customer_email: before, products: '', source: '' },
});

/** Delivers Ann's purchase, payment, fraud case and cancellation, and events about a person with a similar address. */
async function live(): Promise<void> {
  const hers = { passthrough: passthroughOf(ann.id), email: ann.email };
  await portal.alert(createdAlert(hers));
  await portal.alert(paymentAlert(hers));
  await portal.alert(cancelledAlert(hers));
  await portal.alert(caseOf(ann.email, '77'));
  await portal.alert(caseOf(joann, '78'));
  await portal.alert(moved(ann.email, joann));
  await portal.alert({ ...moved('older@example.test', ann.email), user_id: '88010' });
  await portal.alert({
    alert_name: 'alert_of_tomorrow',
    event_time: '2026-02-02 09:00:00',
    buyer: `<${ann.email}>`,
  });
  await portal.alert({
    alert_name: 'alert_of_tomorrow',
    event_time: '2026-02-03 09:00:00',
    buyer: `<${joann}>`,
  });
}

const named = async (email: string) =>
  (await everyStoredText(test.db)).filter((text) => new RegExp(`(^|[^a-z])${email}`).test(text));

// Runs only with EVERY_CASE, because it fills a large table.
if (isEveryCase)
  describe('Deleting an account', () => {
    it('runs only indexed queries on a long event log', async () => {
      await live();
      await test.db.query(
        `INSERT INTO billing_events (source, type, stream, payload, occurred_at, received_at, state, attempts,
         customer_id, order_id, address_hash, former_address_hash, identified_with)
       SELECT 'paddle_alert', 'subscription_created', CONCAT('subscription:', 1000000 + seq), '{}', NOW(), NOW(),
         'applied', 0, 10000 + seq, CONCAT('9-', seq), UNHEX(SHA2(seq, 256)), UNHEX(SHA2(seq + 1, 256)), 'abcd'
       FROM ${numbers} AS numbers`,
      );
      await test.db.query(
        `INSERT INTO event_streams (stream, version, buyer_email, paddle_user_id)
       SELECT CONCAT('subscription:', 1000000 + seq), 1, CONCAT('buyer-', seq, '@example.test'), 200000 + seq
       FROM ${numbers} AS numbers`,
      );
      await test.db.query(
        `INSERT INTO paddle_customers (paddle_user_id, email, email_since)
       SELECT 200000 + seq, CONCAT('buyer-', seq, '@example.test'), NOW() FROM ${numbers} AS numbers`,
      );
      await test.db.query(
        `INSERT INTO tombstones (name, erased_at) SELECT CONCAT('account:', 900000 + seq), NOW() FROM ${numbers} AS numbers`,
      );
      await test.db.query(
        `INSERT INTO subscription_refs (stream, paddle_product, kind, id)
       SELECT CONCAT('subscription:', 1000000 + seq), 'classic', 'subscription', 1000000 + seq FROM ${numbers} AS numbers`,
      );
      const large = [
        'billing_events',
        'event_streams',
        'paddle_customers',
        'tombstones',
        'subscription_refs',
      ];
      for (const table of large) await test.db.query(`ANALYZE TABLE ${table}`);

      const asked = new Map<string, string>();
      const { query, execute } = connection;
      const listening = (original: Ask): Ask =>
        function (this: unknown, ...args) {
          const [first, values] = args as [string | { sql: string; values?: unknown[] }, unknown];
          const sql = typeof first === 'string' ? first : first.sql;
          const list = Array.isArray(values) ? values : typeof first === 'string' ? [] : (first.values ?? []);
          asked.set(sql, mysql.format(sql, list));
          return original.apply(this, args);
        };
      Object.assign(connection, { query: listening(query), execute: listening(execute) });
      const outcome = await eraseDataSubject(deps, { accountId: ann.id, reason: 'asked' }).finally(() =>
        Object.assign(connection, { query, execute }),
      );
      expect(outcome).toMatchObject({ status: 'erased' });

      const seen = new Set<string>();
      for (const sql of asked.values()) {
        const table = large.find((name) => sql.includes(name));
        if (!table || !/^\s*(?:SELECT|UPDATE|DELETE)/i.test(sql)) continue;
        const plan = await rows<{ type: string | null; table: string | null }>(`EXPLAIN ${sql}`);
        const scans = plan.filter(({ type }) => type === 'ALL' || type === 'index');
        expect(scans, sql).toEqual([]);
        expect(sql).not.toMatch(/INSTR|LIKE '%/i);
        seen.add(table);
      }
      expect([...seen]).toEqual(expect.arrayContaining(large.slice(0, 3)));
      expect(await named(ann.email)).toEqual([]);
    });
  });

describe('Events stored by an earlier release', () => {
  const forgetIdentifiers = () =>
    test.db.query(`UPDATE billing_events SET customer_id = NULL, order_id = NULL, address_hash = NULL,
      former_address_hash = NULL, identified_with = NULL`);

  it('get the same identifiers as new events when they are filled in page by page', async () => {
    await live();
    const columns = 'id, customer_id, order_id, address_hash, former_address_hash, identified_with';
    const written = await rows(`SELECT ${columns} FROM billing_events ORDER BY id`);
    await forgetIdentifiers();
    while ((await fillIdentifiers(deps, { pages: 1 })) > 0);
    expect(await rows(`SELECT ${columns} FROM billing_events ORDER BY id`)).toEqual(written);
  });

  it('are redacted immediately for a purchase, and otherwise once their identifiers are filled in', async () => {
    await live();
    await portal.stop();
    await forgetIdentifiers();
    expect(await eraseDataSubject(deps, { accountId: ann.id, reason: 'asked' })).toMatchObject({
      status: 'erased',
    });
    const left = await named(ann.email);
    expect(new Set(left.map((text) => text.split(':', 1)[0]))).toEqual(
      new Set(['billing_events.payload', 'paddle_customers.email']),
    );
    expect(left.filter((text) => text.includes('subscription_id'))).toEqual([]);
    while ((await fillIdentifiers(deps, { pages: 1 })) > 0);
    const rest = await named(ann.email);
    // Only the event about the other person is left. It names Ann's address as the one that person had before.
    expect(rest.every((text) => text.includes('update_audience_member'))).toBe(true);
    expect((await named(joann)).length).toBeGreaterThanOrEqual(3);
    const sought = () => rows("SELECT name FROM tombstones WHERE name LIKE 'address:%'");
    expect(await sought()).toHaveLength(1);
    const later: Deps = { ...deps, now: () => new Date(now().getTime() + 2 * 3_600_000) };
    await fillIdentifiers(later, { pages: 1 });
    expect(await sought()).toEqual([]);
    portal = await startPortal({ databaseUrl: test.url, at: now().toISOString(), logLevel: 'warn' });
  });

  it('under another APP_KEY are found and re-identified under the current key', async () => {
    await live();
    const { config } = portal;
    const rotated = buildDeps({
      config: { ...config, appKeys: [Buffer.alloc(32, 7), ...config.appKeys] },
      db: test.db,
      log: portal.logger,
      clock: { now },
    });
    const versions = () => rows('SELECT DISTINCT identified_with AS version FROM billing_events');
    const [old] = await versions();
    while ((await fillIdentifiers(rotated, { pages: 1 })) > 0);
    const after = await versions();
    expect(after).toHaveLength(1);
    expect(after[0]).not.toEqual(old);
    await forgetIdentifiers();
    while ((await fillIdentifiers(deps, { pages: 1 })) > 0);
    expect(await eraseDataSubject(rotated, { accountId: ann.id, reason: 'asked' })).toMatchObject({
      status: 'erased',
    });
    expect(await named(ann.email)).toEqual([]);
    expect((await named(joann)).length).toBeGreaterThanOrEqual(3);
  });
});
