/**
 * Tests subscription references, which map Paddle's subscriptions to streams: when they are written, how many queries
 * they need, and how a second subscription is linked to a stream.
 */
import { pino } from 'pino';
import { QueryTypes } from 'sequelize';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import * as migration from '#db/migrations/2026.11.30T10.subscription-refs.ts';
import { type Portal, startPortal } from '#proofs/shop/portal.ts';
import { buildDeps } from '#server/build-deps.ts';
import type { Deps } from '#server/deps.ts';
import { streamRepository } from '#server/features/billing/event-log/stream.repository.ts';
import { rebuild } from '#server/features/billing/inbox/rebuild.ts';
import { recordEvent } from '#server/features/billing/projections/record-event.ts';
import { subscriptionRefRepository } from '#server/features/billing/streams/subscription-ref.repository.ts';
import { subscriptionRepository } from '#server/features/billing/subscription.repository.ts';
import { eraseDataSubject } from '#server/features/privacy/erasure/erase-data-subject.ts';
import { classicRef } from '#server/platform/paddle/reference.ts';
import { cancelledAlert, createdAlert, passthroughOf, paymentAlert } from '#tests/support/billing/alerts.ts';
import { seedPlansOnSale } from '#tests/support/billing/plans-on-sale.ts';
import { addCustomer } from '#tests/support/database/add-customer.ts';
import { useDatabase } from '#tests/support/database/database.ts';
import { rowsRead } from '#tests/support/database/large-tables.ts';
import { numbers } from '#tests/support/database/numbers.ts';
import { statementsOf } from '#tests/support/database/statements.ts';

const test = useDatabase();
const first = classicRef('subscription', 502_198);
const second = classicRef('subscription', 502_300);
const stream = 'subscription:502198';
let portal: Portal;
let deps: Deps;

beforeEach(async () => {
  portal = await startPortal({ databaseUrl: test.url, at: '2026-01-21T09:20:00Z' });
  deps = buildDeps({
    config: portal.config,
    db: test.db,
    log: pino({ level: 'silent' }),
    clock: { now: portal.now },
  });
  await seedPlansOnSale(test.db);
});
afterEach(() => portal.stop());

const rows = <T extends object>(sql: string) => test.db.query<T>(sql, { type: QueryTypes.SELECT });
const refs = () =>
  rows(
    'SELECT stream, paddle_product, kind, id, linked_at, superseded_at FROM subscription_refs ORDER BY stream, id',
  );
const row = (id: string, changes: object = {}) => ({
  stream: `subscription:${id}`,
  ...{ paddle_product: 'classic', kind: 'subscription', id, linked_at: null, superseded_at: null },
  ...changes,
});
const differences = async () => (await rebuild(deps, { dryRun: true })).differences;

const linkedAt = new Date('2026-01-21T09:00:00.250Z');
const link = (to: typeof first, on = stream) =>
  recordEvent(deps, {
    ...{ stream: on, source: 'system', at: linkedAt },
    event: { type: 'subscription_linked', by: 'system', ref: to, paidThrough: null },
  });
/** Returns alert fields for a second subscription of the same buyer. */
const next = (changes: Record<string, string> = {}) => ({
  ...{ subscription_id: second.id, checkout_id: '675737-chre2', event_time: '2026-01-21 09:00:05' },
  ...changes,
});

describe('A subscription reference', () => {
  it('is written with the first alert and costs a later alert two queries', async () => {
    await portal.alert(createdAlert());
    expect(await refs()).toEqual([row(first.id)]);
    const statements = await statementsOf(() => portal.alert(paymentAlert()));
    const about = statements.filter((sql) => sql.includes('subscription_refs'));
    expect(about.map((sql) => /FROM (\w+)/.exec(sql)?.[1])).toEqual(['subscription_refs', 'event_streams']);
    expect(await refs()).toEqual([row(first.id)]);
    expect(await differences()).toEqual([]);
  });

  it('is written once for concurrent alerts', async () => {
    const other = { subscription_id: '502400', order_id: '317366-99', subscription_payment_id: '770099' };
    await Promise.all([
      portal.alert(createdAlert({ alert_id: '1' })),
      portal.alert(paymentAlert({ alert_id: '2' })),
      deps.inbox.ingest(received(paymentAlert({ alert_id: '3', ...other }))),
      deps.inbox.ingest(received(paymentAlert({ alert_id: '2' }))),
      portal.alert(cancelledAlert({ alert_id: '4' })),
    ]);
    expect(await refs()).toEqual([row(first.id), row('502400')]);
  });

  it('is written for a malformed alert too', async () => {
    const answer = await portal.alert(createdAlert({ quantity: 'many' }));
    expect(answer.body.result).toBe('malformed');
    expect(await refs()).toEqual([row(first.id)]);
    expect(await rows('SELECT stream, state FROM billing_events')).toEqual([{ stream, state: 'failed' }]);
  });

  it('is written when reconciliation is the first to report the subscription', async () => {
    await recordEvent(deps, {
      ...{ stream, source: 'reconciliation' },
      event: {
        ...{ type: 'payment_found', by: 'reconciliation', ref: first, paymentId: 1, planId: 24_749 },
        ...{ amount: { minor: 900, currency: 'USD' }, quantity: 1, receiptUrl: null },
        ...{ paidOn: '2026-01-12' as never, paidThrough: '2026-02-12' as never },
      },
    });
    expect(await refs()).toEqual([row(first.id)]);
    // The format of payloads in the event log must not change.
    expect(await rows('SELECT payload FROM billing_events')).toEqual([
      { payload: expect.stringContaining('"subscriptionId":502198') },
    ]);
  });

  it('is restored by a rebuild after it was lost', async () => {
    await portal.alert(createdAlert());
    await link(second);
    const before = await refs();
    await test.db.query('DELETE FROM subscription_refs');
    expect(await differences()).toMatchObject([
      { stream, table: 'subscription_refs', what: '502198: missing' },
      { stream, table: 'subscription_refs', what: '502300: missing' },
    ]);
    await rebuild(deps, { dryRun: false });
    expect(await refs()).toEqual(before);
  });
});

const received = (form: Record<string, string>) => {
  const reading = deps.paddle.readAlert(Buffer.from(portal.signer.sign(form)));
  if (reading.status !== 'proven') throw new Error(reading.reason);
  return reading.alert;
};

describe('A second subscription linked to the stream', () => {
  const keys = () => rows('SELECT licence_id, key_hash, retired_at FROM licence_keys');

  it('replaces the first, keeps licence and key, and ignores late alerts of the first', async () => {
    await portal.alert(createdAlert());
    await portal.alert(paymentAlert());
    const before = await keys();
    await link(second);
    await portal.alert(createdAlert(next({ subscription_plan_id: '24750', next_bill_date: '2027-01-21' })));
    await portal.alert(
      paymentAlert(
        next({
          ...{ order_id: '317366-7', subscription_payment_id: '770012', subscription_plan_id: '24750' },
          next_bill_date: '2027-01-21',
        }),
      ),
    );
    const licence = () =>
      rows(
        `SELECT l.status, CAST(l.valid_until_at AS CHAR) AS until, CAST(l.ends_on AS CHAR) AS ends, s.status AS subscribed,
           s.paddle_subscription_id AS id
         FROM licences l JOIN subscriptions s ON s.stream = l.stream`,
      );
    const moved = [
      { status: 'active', until: '2027-01-21', ends: null, subscribed: 'active', id: Number(second.id) },
    ];
    expect(await licence()).toEqual(moved);
    const late = await portal.alert(cancelledAlert({ event_time: '2026-01-22 18:00:00' }));
    expect(late.body).toMatchObject({ result: 'applied', licence: 'unchanged' });
    expect(await licence()).toEqual(moved);
    expect(await keys()).toEqual(before);
    expect(await rows('SELECT DISTINCT stream FROM billing_events')).toEqual([{ stream }]);
    expect(await rows('SELECT order_id FROM receipts ORDER BY id')).toHaveLength(2);
    expect(await refs()).toEqual([
      row(first.id, { superseded_at: linkedAt }),
      row(second.id, { stream, linked_at: linkedAt }),
    ]);
    expect(await deps.subscriptionRefs.currentOf([stream])).toEqual(new Map([[stream, second]]));
    expect(await differences()).toEqual([]);
  });

  it('is rejected and not stored when it already has a stream of its own', async () => {
    await portal.alert(createdAlert());
    await portal.alert(createdAlert(next()));
    const logged = () => rows('SELECT id FROM billing_events');
    const before = await logged();
    await expect(link(second)).rejects.toThrow('subscription 502300 of subscription:502198 belongs to');
    expect(await logged()).toEqual(before);
    expect(await refs()).toEqual([row(first.id), row(second.id)]);
  });

  it('is rejected by the database when another process creates its stream concurrently', async () => {
    await portal.alert(createdAlert());
    const racing: Deps = {
      ...deps,
      transaction: (work) =>
        deps.transaction((bound) =>
          work({
            ...bound,
            subscriptionRefs: {
              ...bound.subscriptionRefs,
              add: async (refs) => {
                if ((await deps.subscriptionRefs.find([second])).length === 0)
                  await deps.subscriptionRefs.open([{ stream: 'subscription:502300', ref: second }]);
                await bound.subscriptionRefs.add(refs);
              },
            },
          }),
        ),
    };
    await expect(
      recordEvent(racing, {
        ...{ stream, source: 'system', at: linkedAt },
        event: { type: 'subscription_linked', by: 'system', ref: second, paidThrough: null },
      }),
    ).rejects.toThrow('subscription 502300 of subscription:502198 belongs to');
    expect(await refs()).toEqual([row(first.id), row(second.id)]);
  });

  it('blocks the customer’s erasure until it is cancelled, and its references remain', async () => {
    const userId = await addCustomer(test.db, { email: 'buyer@example.test' });
    const theirs = { passthrough: passthroughOf(userId) };
    await portal.alert(createdAlert(theirs));
    await link(second);
    await portal.alert(createdAlert(next(theirs)));
    const erase = () => eraseDataSubject(deps, { accountId: userId, reason: 'asked' });
    expect(await erase()).toEqual({ status: 'still_charged', subscriptions: [{ stream, ref: second }] });
    await portal.alert(cancelledAlert(next({ ...theirs, event_time: '2026-01-21 09:10:00' })));
    expect(await erase()).toMatchObject({ status: 'erased', unfolded: [] });
    expect(await refs()).toHaveLength(2);
    expect(await differences()).toEqual([]);
    // A later alert for the first subscription is also about the erased customer, so their address in it must not be
    // stored.
    await portal.alert(cancelledAlert({ ...theirs, event_time: '2026-01-22 18:00:00', alert_id: '77' }));
    expect(
      await rows("SELECT payload FROM billing_events WHERE payload LIKE '%buyer@example.test%'"),
    ).toEqual([]);
  });
});

describe('The migration of subscription references', () => {
  const note = () => undefined;
  const up = () => migration.up({ context: test.db, name: '', note } as Parameters<typeof migration.up>[0]);

  it('creates a reference for every subscription and can run again without harm', async () => {
    await portal.alert(createdAlert());
    await portal.alert(paymentAlert({ subscription_id: '502400', order_id: '9-9' }));
    await test.db.query(
      `INSERT INTO event_streams (stream, version) SELECT CONCAT('subscription:', 1000000 + seq), 1 FROM ${numbers} AS numbers`,
    );
    const before = await refs();
    await test.db.query('DELETE FROM subscription_refs');
    await up();
    const all = await refs();
    expect(all).toHaveLength(10_002);
    expect(all).toEqual(expect.arrayContaining(before));
    expect(all).toContainEqual(row('1000000'));
    await link(second);
    const linked = await refs();
    await up();
    expect(await refs()).toEqual(linked);
  });
});

describe('Look-ups among 10,000 references', () => {
  it('read few more rows than they find', async () => {
    await test.db.query(
      `INSERT INTO subscription_refs (stream, paddle_product, kind, id)
       SELECT CONCAT('subscription:', 1000000 + seq), 'classic', 'subscription', 1000000 + seq FROM ${numbers} AS numbers`,
    );
    await test.db.query(
      `INSERT INTO event_streams (stream, version) SELECT stream, 1 FROM subscription_refs`,
    );
    await test.db.query(
      `INSERT INTO subscriptions
         (stream, paddle_subscription_id, paddle_plan_id, status, quantity, started_on, created_at, updated_at)
       SELECT stream, id, 24749, 'active', 1, '2026-01-01', UTC_TIMESTAMP(3), UTC_TIMESTAMP(3) FROM subscription_refs`,
    );
    await test.db.query('ANALYZE TABLE subscription_refs, event_streams, subscriptions');
    const some = [1_000_007, 1_004_321, 1_009_999];
    const streams = some.map((id) => `subscription:${id}`);
    const looks = {
      byReference: () =>
        rowsRead(test.db, (transaction) =>
          subscriptionRefRepository(test.db, transaction).find(
            some.map((id) => classicRef('subscription', id)),
          ),
        ),
      current: () =>
        rowsRead(test.db, (transaction) =>
          subscriptionRefRepository(test.db, transaction).currentOf(streams),
        ),
      ofStreams: () =>
        rowsRead(test.db, (transaction) =>
          subscriptionRefRepository(test.db, transaction).listByStreams(streams),
        ),
      heads: () =>
        rowsRead(test.db, (transaction) => streamRepository(test.db, transaction).findWithRefs(streams)),
      page: () =>
        rowsRead(test.db, (transaction) =>
          subscriptionRepository(test.db, transaction).listAfter('subscription:1004999', 3),
        ),
    };
    for (const [name, look] of Object.entries(looks)) {
      const { value, rows: read } = await look();
      expect([...(Array.isArray(value) ? value : value.keys())], name).toHaveLength(3);
      expect(read, name).toBeLessThan(20);
    }
  });
});
