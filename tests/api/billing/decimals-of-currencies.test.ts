/**
 * Tests the migration that finds amounts stored with the number of decimals their currency formerly had, and has those
 * amounts recomputed from the alerts.
 */
import { QueryTypes } from 'sequelize';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { migrations } from '#db/migration-list.ts';
import { type Portal, startPortal } from '#proofs/shop/portal.ts';
import { createdAlert, passthroughOf, paymentAlert, refundAlert } from '#tests/support/billing/alerts.ts';
import { monicaMonthly, planOnSale } from '#tests/support/billing/plans-on-sale.ts';
import { addCustomer } from '#tests/support/database/add-customer.ts';
import { useDatabase } from '#tests/support/database/database.ts';

const test = useDatabase();
let portal: Portal;

const receipts = () =>
  test.db.query(
    'SELECT order_id, amount_minor, tax_minor, refunded_minor, currency FROM receipts ORDER BY order_id',
    { type: QueryTypes.SELECT },
  );
const licences = () =>
  test.db.query<{ stream: string }>(
    'SELECT stream, last_paid_minor, last_paid_currency FROM licences ORDER BY stream',
    {
      type: QueryTypes.SELECT,
    },
  );

const versions = () =>
  test.db.query<{ stream: string; version: number }>(
    'SELECT stream, version FROM event_streams ORDER BY stream',
    { type: QueryTypes.SELECT },
  );

async function tell(...alerts: Record<string, string>[]): Promise<void> {
  for (const [index, alert] of alerts.entries()) {
    const answer = await portal.post(
      portal.signer.sign({ alert_id: `${alert.subscription_id}${index}`, ...alert }),
    );
    expect(answer.status).toBe(200);
  }
}

/** Returns three alerts of a subscription in the given currency: its creation, a payment, and a partial refund. */
const life = (id: string, currency: string, paid: string, given: string) => {
  const its = {
    ...{ currency, subscription_id: id, passthrough: passthroughOf(7), balance_currency: currency },
    order_id: `${id}-1`,
    ...{ subscription_payment_id: `${id}1`, checkout_id: `${id}-chre`, user_id: id },
  };
  return [
    createdAlert(its),
    paymentAlert({ ...its, sale_gross: paid, payment_tax: '0.00' }),
    refundAlert({
      ...{ ...its, refund_type: 'partial', gross_refund: given, amount: given },
      event_time: '2026-01-12 09:14:30',
    }),
  ];
};

/** Returns the payment alert of a one-off order. */
const order = (id: string, currency: string, paid: string) => ({
  ...paymentAlert({
    ...{ currency, balance_currency: currency, passthrough: passthroughOf(7), subscription_id: id },
    ...{ order_id: `${id}-1`, checkout_id: `${id}-chre`, sale_gross: paid, payment_tax: '0.00' },
  }),
  alert_name: 'payment_succeeded',
  product_id: String(monicaMonthly.paddlePlanId),
  product_name: monicaMonthly.friendlyName,
});

const atPaddle = { databaseUrl: test.url, at: '2026-01-12T09:15:00Z' };

const migration = migrations['2026.11.29T06.decimals-of-currencies'];
const renaming = migrations['2026.11.30T00.words-of-the-field'];

/**
 * Runs the migration with the table names of its time: a later migration that renames tables is undone first and run
 * again afterwards.
 */
async function migrate({ meanwhile = async () => {} } = {}): Promise<string[]> {
  const notes: string[] = [];
  const params = { name: '', context: test.db, note: (line: string) => notes.push(line) };
  await portal.stop();
  await renaming?.down(params);
  await migration?.up(params);
  await renaming?.up(params);
  await meanwhile();
  portal = await startPortal(atPaddle);
  return notes;
}

beforeEach(async () => {
  portal = await startPortal(atPaddle);
  await planOnSale(test.db);
  await addCustomer(test.db, { id: 7, email: 'nora@example.test' });
});
afterEach(async () => {
  await portal.stop();
});

describe('Amounts in currencies whose decimals have changed', () => {
  it('are recomputed for those currencies and for no others', async () => {
    await tell(...life('901', 'HUF', '4138.00', '1000.00'), ...life('902', 'COP', '39000', '9000.5'));
    await tell(...life('903', 'USD', '9.00', '1.00'), ...life('904', 'JPY', '1200', '200'));
    await tell(order('905', 'HUF', '4138.00'));
    await tell(order('906', 'USD', '9.00'));
    const [before, licencesBefore] = [await receipts(), await licences()];
    expect(before).toEqual([
      expect.objectContaining({ order_id: '901-1', amount_minor: 413_800, refunded_minor: 100_000 }),
      expect.objectContaining({ order_id: '902-1', amount_minor: 3_900_000, refunded_minor: 900_050 }),
      expect.objectContaining({ order_id: '903-1', amount_minor: 900, refunded_minor: 100 }),
      expect.objectContaining({ order_id: '904-1', amount_minor: 1_200, refunded_minor: 200 }),
      expect.objectContaining({ order_id: '905-1', amount_minor: 413_800, refunded_minor: null }),
      expect.objectContaining({ order_id: '906-1', amount_minor: 900, refunded_minor: null }),
    ]);
    const doubtful = ['order:905-1', 'subscription:901', 'subscription:902'];
    expect(licencesBefore.filter(({ stream }) => doubtful.includes(stream))).toHaveLength(3);

    // Simulates amounts that were stored by a Node version with other decimals for these currencies.
    const older = "currency IN ('HUF', 'COP')";
    await test.db.query(
      `UPDATE receipts SET amount_minor = amount_minor / 100, refunded_minor = refunded_minor / 100 WHERE ${older}`,
    );
    await test.db.query(
      `UPDATE licences SET last_paid_minor = last_paid_minor / 100 WHERE last_paid_${older}`,
    );
    expect(await receipts()).not.toEqual(before);
    const versionsBefore = await versions();

    let versionsDue: Awaited<ReturnType<typeof versions>> = [];
    const notes = await migrate({
      meanwhile: async () => {
        versionsDue = await versions();
      },
    });
    expect(notes).toEqual([expect.stringMatching(/^3 subscriptions and orders have amounts/)]);
    // The migration raises the versions of the affected streams, so a process that is folding one of them at that
    // moment can't store its outdated result.
    expect(versionsDue).toEqual(
      versionsBefore.map(({ stream, version }) => ({
        stream,
        version: doubtful.includes(stream) ? version + 1 : version,
      })),
    );
    await vi.waitFor(async () => expect(await receipts()).toEqual(before), { timeout: 60_000 });
    expect(await licences()).toEqual(licencesBefore);
    const foldedAgain = (await versions()).filter(
      ({ stream, version }) => version !== versionsBefore.find((one) => one.stream === stream)?.version,
    );
    expect(foldedAgain.map(({ stream }) => stream)).toEqual(doubtful);
  });

  it('are reported to the operator for plan prices, which no alert can correct', async () => {
    expect(await migrate()).toEqual([]);
    await planOnSale(test.db, {
      ...monicaMonthly,
      ...{ paddlePlanId: 24_777, planName: 'monica-forint', price: { minor: 325_800, currency: 'HUF' } },
    });
    expect(await migrate()).toEqual([expect.stringMatching(/plan:list.*: 24777\.$/)]);
  });
});
