/**
 * Tests erasing a person whose address another customer entered at the checkout. Everything that names the other
 * customer's account must stay with that account.
 */
import { QueryTypes } from 'sequelize';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Portal, startPortal } from '#proofs/shop/portal.ts';
import { buildDeps } from '#server/build-deps.ts';
import type { Deps } from '#server/deps.ts';
import { rebuild } from '#server/features/billing/inbox/rebuild.ts';
import { eraseDataSubject } from '#server/features/privacy/erasure/erase-data-subject.ts';
import { cancelledAlert, createdAlert, passthroughOf, paymentAlert } from '#tests/support/billing/alerts.ts';
import { planOnSale } from '#tests/support/billing/plans-on-sale.ts';
import { addCustomer } from '#tests/support/database/add-customer.ts';
import { useDatabase } from '#tests/support/database/database.ts';

const test = useDatabase();
const ann = 1;
const bob = { id: 2, email: 'bob@example.test' };
const now = () => new Date('2026-02-20T10:00:00Z');
let portal: Portal;
let deps: Deps;

beforeEach(async () => {
  portal = await startPortal({ databaseUrl: test.url, at: now().toISOString(), logLevel: 'warn' });
  deps = buildDeps({ config: portal.config, db: test.db, log: portal.logger, clock: { now } });
  await planOnSale(test.db);
  await addCustomer(test.db, { id: ann, name: 'Ann', email: 'ann@example.test' });
  await addCustomer(test.db, { ...bob, name: 'Bob' });
});
afterEach(() => portal.stop());

const rows = <T extends object>(sql: string, replacements: unknown[] = []) =>
  test.db.query<T>(sql, { type: QueryTypes.SELECT, replacements });
const ownerIn = async (table: 'licences' | 'receipts' | 'event_streams', stream: string) =>
  (await rows<{ user_id: number | null }>(`SELECT user_id FROM ${table} WHERE stream = ?`, [stream])).map(
    ({ user_id }) => user_id,
  );
const tombstones = async () =>
  (await rows<{ name: string }>('SELECT name FROM tombstones ORDER BY name')).map(({ name }) => name);

const about700 = (passthrough: string) => ({ subscription_id: '700', email: bob.email, passthrough });
const disputeOf = (order_id: string) => ({
  ...{ alert_name: 'payment_dispute_created', event_time: '2026-01-20 09:00:00', order_id },
  ...{ amount: '9.00', currency: 'USD', status: 'open', fee_usd: '15', email: bob.email, passthrough: '' },
});
const caseOf = (order_id: string) => ({
  ...{
    alert_name: 'high_risk_transaction_created',
    event_time: '2026-01-21 09:00:00',
    case_id: '77',
    order_id,
  },
  ...{
    customer_email_address: bob.email,
    customer_user_id: '88001',
    product_id: '24749',
    risk_score: '80.5',
  },
  ...{ passthrough: '', status: 'pending' },
});
const oneOff = (order_id: string, passthrough: string) => ({
  ...{ alert_name: 'payment_succeeded', event_time: '2026-01-19 09:00:00', order_id, passthrough },
  ...{
    balance_currency: 'USD',
    balance_earnings: '8',
    balance_fee: '1',
    balance_gross: '9',
    balance_tax: '0',
  },
  ...{ checkout_id: '1-chre', country: 'US', coupon: '', currency: 'USD', customer_name: 'Ann', fee: '1' },
  ...{ earnings: '8', email: bob.email, marketing_consent: '0', payment_method: 'card', payment_tax: '0' },
  ...{
    product_id: '24749',
    product_name: 'Monica',
    quantity: '1',
    sale_gross: '9',
    used_price_override: '0',
  },
  receipt_url: 'https://my.example.test/receipt/2-2',
});
const eraseBob = async () =>
  expect(await eraseDataSubject(deps, { accountId: bob.id, reason: 'asked' })).toMatchObject({
    ...{ status: 'erased', accountId: bob.id, unfolded: [], unreadable: [] },
  });

describe("A purchase by another account with the erased customer's address", () => {
  it('belongs to that account, even though its first alert contained only the erased address', async () => {
    await portal.alert(cancelledAlert(about700('')));
    await eraseBob();
    await portal.alert(createdAlert(about700(passthroughOf(ann))));
    await portal.alert(paymentAlert({ ...about700(passthroughOf(ann)), order_id: '1-1' }));
    expect(await ownerIn('licences', 'subscription:700')).toEqual([ann]);
    expect(await ownerIn('receipts', 'subscription:700')).toEqual([ann]);
    expect((await rebuild(deps, { dryRun: true })).differences).toEqual([]);
  });

  it('belongs to that account, even though its dispute arrived first', async () => {
    await portal.alert(disputeOf('2-2'));
    await eraseBob();
    await portal.alert(oneOff('2-2', passthroughOf(ann)));
    expect(await ownerIn('event_streams', 'order:2-2')).toEqual([ann]);
    expect((await rebuild(deps, { dryRun: true })).differences).toEqual([]);
  });
});

describe("Later alerts for another account's purchase, without a passthrough", () => {
  const said = async () =>
    (await rows<{ payload: string }>('SELECT payload FROM billing_events ORDER BY id')).map(({ payload }) =>
      payload.includes(bob.email),
    );
  const moved = (passthrough: string) =>
    cancelledAlert({ ...about700(passthrough), event_time: '2026-02-21 09:00:00' });

  it('keep their personal data', async () => {
    await portal.alert(cancelledAlert(about700('')));
    await eraseBob();
    expect(await tombstones()).toContain('subscription:700');
    await portal.alert(createdAlert(about700(passthroughOf(ann))));
    await portal.alert(paymentAlert({ ...about700(''), order_id: '1-1' }));
    await portal.alert(disputeOf('1-1'));
    await portal.alert(moved(''));
    expect(await said()).toEqual([false, true, true, true, true]);
    expect(await ownerIn('licences', 'subscription:700')).toEqual([ann]);
    expect((await rebuild(deps, { dryRun: true })).differences).toEqual([]);
  });

  it('keep their personal data when an order of the purchase was tombstoned as well', async () => {
    await portal.alert(paymentAlert({ ...about700(''), order_id: '1-1' }));
    await eraseBob();
    await portal.alert(createdAlert(about700(passthroughOf(ann))));
    await portal.alert(
      paymentAlert({ ...about700(passthroughOf(ann)), order_id: '1-1', event_time: '2026-01-12 09:14:06' }),
    );
    await portal.alert(disputeOf('1-1'));
    expect(await said()).toEqual([false, true, true, true]);
  });

  it('keep their personal data when the creation and the payment arrive concurrently', async () => {
    await portal.alert(cancelledAlert(about700('')));
    await eraseBob();
    await Promise.all([
      portal.alert(createdAlert(about700(passthroughOf(ann)))),
      portal.alert(paymentAlert({ ...about700(passthroughOf(ann)), order_id: '1-1' })),
    ]);
    await portal.alert(moved(''));
    expect(await said()).toEqual([false, true, true, true]);
  });

  it('are redacted once that account is erased as well', async () => {
    await portal.alert(cancelledAlert(about700('')));
    await eraseBob();
    await portal.alert(createdAlert(about700(passthroughOf(ann))));
    await portal.alert(
      cancelledAlert({ ...about700(passthroughOf(ann)), event_time: '2026-02-20 09:00:00' }),
    );
    expect(await eraseDataSubject(deps, { accountId: ann, reason: 'asked' })).toMatchObject({
      status: 'erased',
    });
    await portal.alert(moved(''));
    expect(await said()).toEqual([false, false, false, false]);
  });
});

describe("Disputes and fraud cases with the erased customer's address", () => {
  const told = () =>
    rows<{ payload: string }>(
      `SELECT payload FROM billing_events WHERE type IN ('payment_dispute_created', 'high_risk_transaction_created')
       ORDER BY id`,
    );

  it.each(['before', 'after'])(
    "stay unchanged when they arrived %s another account's purchase",
    async (when) => {
      const purchase = [
        createdAlert(about700(passthroughOf(ann))),
        paymentAlert({ ...about700(passthroughOf(ann)), order_id: '1-1' }),
      ];
      const notices = [disputeOf('1-1'), caseOf('1-1')];
      for (const fields of when === 'after' ? [...purchase, ...notices] : [...notices, ...purchase])
        await portal.alert(fields);
      const before = await told();
      expect(before).toHaveLength(2);
      await eraseBob();
      expect(await told()).toEqual(before);
      expect(await tombstones()).toEqual(['account:2']);
      expect(await ownerIn('licences', 'subscription:700')).toEqual([ann]);
      expect(await ownerIn('event_streams', 'order:1-1')).toEqual([null]);
      expect((await rebuild(deps, { dryRun: true })).differences).toEqual([]);
    },
  );

  it("stay unchanged for another account's one-off purchase", async () => {
    await portal.alert(oneOff('2-2', passthroughOf(ann)));
    await portal.alert(disputeOf('2-2'));
    await portal.alert(caseOf('2-2'));
    const before = await told();
    await eraseBob();
    expect(await told()).toEqual(before);
    expect(await tombstones()).toEqual(['account:2']);
    expect(await ownerIn('event_streams', 'order:2-2')).toEqual([ann]);
  });

  it("are redacted for the erased customer's own purchase", async () => {
    const own = passthroughOf(bob.id);
    await portal.alert(createdAlert(about700(own)));
    await portal.alert(paymentAlert({ ...about700(own), order_id: '1-1' }));
    await portal.alert(disputeOf('1-1'));
    await portal.alert(caseOf('1-1'));
    await portal.alert(cancelledAlert(about700(own)));
    await eraseBob();
    for (const { payload } of await told()) expect(payload).not.toContain(bob.email);
    expect(await tombstones()).toEqual(['account:2', 'case:77', 'order:1-1', 'subscription:700']);
  });
});
