/**
 * Tests Paddle's webhook. Verified alerts are stored before the response is sent; unverified ones only increment a
 * counter.
 */
import { generateKeyPairSync } from 'node:crypto';
import { QueryTypes } from 'sequelize';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Portal, startPortal } from '#proofs/shop/portal.ts';
import { planRepository } from '#server/features/catalogue/plan.repository.ts';
import { cancelledAlert, createdAlert, passthroughOf, paymentAlert } from '#tests/support/billing/alerts.ts';
import { monicaMonthly, planOnSale } from '#tests/support/billing/plans-on-sale.ts';
import { addCustomer } from '#tests/support/database/add-customer.ts';
import { useDatabase } from '#tests/support/database/database.ts';
import { createSigner } from '#twin/alerts/signer.ts';

const test = useDatabase();
let portal: Portal;

const rows = <T extends object>(sql: string) => test.db.query<T>(sql, { type: QueryTypes.SELECT });
const countOf = async (table: string) =>
  (await rows<{ n: number }>(`SELECT COUNT(*) AS n FROM ${table}`))[0]?.n;

beforeEach(async () => {
  portal = await startPortal({ databaseUrl: test.url, at: '2026-01-12T09:15:00Z' });
  await planOnSale(test.db);
  await addCustomer(test.db, { id: 7, email: 'nora@example.test' });
});
afterEach(async () => {
  await portal.stop();
});

const ours = { passthrough: passthroughOf(7) };

describe('An unverified alert', () => {
  const stranger = createSigner(
    generateKeyPairSync('rsa', {
      modulusLength: 2048,
      publicKeyEncoding: { type: 'spki', format: 'pem' },
      privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
    }).privateKey,
  );
  const signed = () => portal.signer.sign({ alert_id: '1', ...createdAlert(ours) });

  it.each([
    ['unsigned', () => new URLSearchParams(createdAlert(ours)).toString()],
    ['signed by another key', () => stranger.sign({ alert_id: '1', ...createdAlert(ours) })],
    ['altered', () => signed().replace('next_bill_date=2026-02-12', 'next_bill_date=2036-02-12')],
    ['with a field added', () => `${signed()}&q=1`],
    ['empty', () => ''],
    ['not a form', () => '{"alert_name":"subscription_created"}'],
  ])('gets 403 when its body is %s, and is only counted', async (_name, body) => {
    const answer = await portal.post(body());
    expect(answer.status).toBe(403);
    expect(await countOf('billing_events')).toBe(0);
    expect(await countOf('licences')).toBe(0);
    expect(await portal.metrics()).toContain('paddle_alerts_total{alert="unproven",result="refused"} 1');
  });

  it('gets 403 even with a valid signature while the public key is missing or unusable', async () => {
    for (const key of ['', 'not a key']) {
      const other = await startPortal({ databaseUrl: test.url, settings: { PADDLE_PUBLIC_KEY: key } });
      try {
        expect((await other.alert(createdAlert(ours))).status).toBe(403);
      } finally {
        await other.stop();
      }
    }
    expect(await countOf('billing_events')).toBe(0);
  });

  it('gets 403 when the signed fields are in the query string', async () => {
    const answer = await fetch(`${portal.url}/paddle/webhook?${signed()}`, { method: 'POST' });
    expect(answer.status).toBe(403);
  });
});

describe('A body over the limit', () => {
  it('gets 413 and isn’t stored', async () => {
    const answer = await portal.post(`a=${'x'.repeat(300 * 1024)}`);
    expect(answer.status).toBe(413);
    expect(await countOf('billing_events')).toBe(0);
  });
});

describe('A purchase', () => {
  it('creates one licence with one key and a receipt for the customer in the passthrough', async () => {
    expect(await portal.alert(createdAlert(ours))).toMatchObject({
      status: 200,
      body: { result: 'applied', licence: 'issued' },
    });
    expect(await portal.alert(paymentAlert(ours))).toMatchObject({
      status: 200,
      body: { result: 'applied', licence: 'changed' },
    });
    expect(
      await rows(
        'SELECT user_id, status, subscription_state, quantity, valid_until_at, last_paid_minor FROM licences',
      ),
    ).toEqual([
      {
        user_id: 7,
        status: 'active',
        subscription_state: 'subscription_payment_succeeded',
        quantity: 1,
        valid_until_at: '2026-02-12',
        last_paid_minor: 900,
      },
    ]);
    expect(await rows('SELECT is_current FROM licence_keys')).toEqual([{ is_current: 1 }]);
    expect(await rows('SELECT order_id, user_id, amount_minor, currency, paid_at FROM receipts')).toEqual([
      {
        order_id: '317366-1864142',
        user_id: 7,
        amount_minor: 900,
        currency: 'USD',
        paid_at: new Date('2026-01-12T09:14:05Z'),
      },
    ]);
    expect(await rows('SELECT type, state, stream FROM billing_events ORDER BY id')).toEqual([
      { type: 'subscription_created', state: 'applied', stream: 'subscription:502198' },
      { type: 'subscription_payment_succeeded', state: 'applied', stream: 'subscription:502198' },
    ]);
  });

  it('waits for its subscription when the payment arrives first, and ends the same', async () => {
    expect((await portal.alert(paymentAlert(ours))).body).toMatchObject({ result: 'waiting' });
    expect(await countOf('licences')).toBe(0);
    await portal.alert(createdAlert(ours));
    expect(await rows('SELECT status, subscription_state FROM licences')).toEqual([
      { status: 'active', subscription_state: 'subscription_payment_succeeded' },
    ]);
    expect(await countOf('receipts')).toBe(1);
    expect(await rows("SELECT id FROM billing_events WHERE state <> 'applied'")).toEqual([]);
  });

  it('delivered again, under the same alert id or another, changes nothing', async () => {
    const body = portal.signer.sign({ alert_id: '1', ...createdAlert(ours) });
    expect((await portal.post(body)).status).toBe(200);
    const [key] = await rows<{ key_hash: Buffer }>('SELECT key_hash FROM licence_keys');
    expect(await (await portal.post(body)).json()).toMatchObject({ result: 'known' });
    expect((await portal.alert(createdAlert(ours))).body).toMatchObject({ result: 'known' });
    expect(await countOf('billing_events')).toBe(1);
    expect(await rows('SELECT key_hash FROM licence_keys')).toEqual([key]);
  });

  it('ends with one licence and one key when ten of its alerts arrive at once', async () => {
    const bodies = Array.from({ length: 10 }, (_, index) =>
      index % 2 === 0
        ? portal.signer.sign({ alert_id: String(index + 1), ...createdAlert(ours) })
        : portal.signer.sign({
            alert_id: String(index + 1),
            ...paymentAlert({ ...ours, order_id: `1-${index}`, subscription_payment_id: String(index) }),
          }),
    );
    const answers = await Promise.all(bodies.map((body) => portal.post(body)));
    expect(answers.map((answer) => answer.status)).toEqual(bodies.map(() => 200));
    await expect.poll(() => rows("SELECT id FROM billing_events WHERE state <> 'applied'")).toEqual([]);
    expect([await countOf('licences'), await countOf('licence_keys'), await countOf('receipts')]).toEqual([
      1, 1, 5,
    ]);
  });

  it('of seats creates a licence for the number of seats bought', async () => {
    await planRepository(test.db).save({
      ...monicaMonthly,
      product: 'OfficeLife',
      paddlePlanId: 24_751,
      planName: 'seats',
    });
    await portal.alert(createdAlert({ ...ours, subscription_plan_id: '24751', quantity: '12' }));
    expect(await rows('SELECT quantity FROM licences')).toEqual([{ quantity: 12 }]);
  });

  it('isn’t listed for signed-out visitors', async () => {
    await portal.alert(createdAlert(ours));
    await expect(portal.trpc().licences.list.query({})).rejects.toMatchObject({
      data: { appCode: 'not_signed_in' },
    });
  });
});

describe('The owner of a purchase', () => {
  it('is the verified owner of its e-mail address when the passthrough is foreign', async () => {
    await portal.alert(createdAlert({ email: 'Nora@Example.test', passthrough: 'Example String' }));
    expect(await rows('SELECT user_id FROM licences')).toEqual([{ user_id: 7 }]);
  });

  it('stays unset while the account’s address isn’t verified', async () => {
    await addCustomer(test.db, { id: 8, email: 'mallory@example.test', isVerified: false });
    await portal.alert(createdAlert({ email: 'mallory@example.test' }));
    expect(await rows('SELECT user_id FROM licences')).toEqual([{ user_id: null }]);
    expect(await rows('SELECT contact_email FROM subscriptions')).toEqual([
      { contact_email: 'mallory@example.test' },
    ]);
  });
});

describe('A cancellation', () => {
  it('ends the licence on the effective date, not at once', async () => {
    await portal.alert(createdAlert(ours));
    await portal.alert(cancelledAlert(ours));
    expect(await rows('SELECT status, ends_on, valid_until_at, subscription_state FROM licences')).toEqual([
      {
        status: 'cancelled',
        ends_on: '2026-02-12',
        valid_until_at: '2026-02-12',
        subscription_state: 'subscription_cancelled',
      },
    ]);
  });
});

describe('An alert that can’t be applied', () => {
  it('is stored as failed with every problem when it is malformed', async () => {
    const answer = await portal.alert(createdAlert({ next_bill_date: 'next_bill_date', quantity: 'many' }));
    expect(answer).toMatchObject({ status: 200, body: { result: 'malformed' } });
    const [event] = await rows<{ state: string; error: string }>('SELECT state, error FROM billing_events');
    expect(event?.state).toBe('failed');
    expect(event?.error).toMatch(/next_bill_date.*quantity|quantity.*next_bill_date/);
    expect(await countOf('licences')).toBe(0);
  });

  it('is stored when its type is unknown', async () => {
    const answer = await portal.alert({ ...createdAlert(ours), alert_name: 'subscription_teleported' });
    expect(answer).toMatchObject({ status: 200, body: { result: 'stored' } });
    expect(await rows('SELECT state FROM billing_events')).toEqual([{ state: 'stored' }]);
  });

  it('is stored as ignored when it doesn’t concern licences', async () => {
    const answer = await portal.alert({
      alert_name: 'transfer_paid',
      event_time: '2026-01-12 09:14:00',
      amount: '90.00',
      currency: 'USD',
      payout_id: '1',
      status: 'paid',
    });
    expect(answer).toMatchObject({ status: 200, body: { result: 'ignored' } });
    expect(await rows('SELECT state FROM billing_events')).toEqual([{ state: 'ignored' }]);
  });

  it('fails for an unknown plan and is applied once the plan exists', async () => {
    const answer = await portal.alert(createdAlert({ ...ours, subscription_plan_id: '999' }));
    expect(answer.body).toMatchObject({ result: 'failed' });
    await planRepository(test.db).save({ ...monicaMonthly, paddlePlanId: 999 });
    portal.setNow('2026-01-12T10:15:00Z');
    await expect.poll(() => countOf('licences')).toBe(1);
    expect(await rows('SELECT state, error FROM billing_events')).toEqual([
      { state: 'applied', error: null },
    ]);
  });
});

describe('A paid renewal that names an unknown plan', () => {
  it('renews the licence under its current plan and is stored as failed', async () => {
    await portal.alert(createdAlert(ours));
    const renewal = {
      ...ours,
      subscription_plan_id: '999',
      next_bill_date: '2026-03-12',
      event_time: '2026-02-12 06:00:00',
    };
    expect((await portal.alert(paymentAlert(renewal))).body).toMatchObject({ result: 'failed' });
    expect(await rows('SELECT valid_until_at, status FROM licences')).toEqual([
      { valid_until_at: '2026-03-12', status: 'active' },
    ]);
    expect(await countOf('receipts')).toBe(1);
    expect(await rows("SELECT error FROM billing_events WHERE state = 'failed'")).toEqual([
      { error: expect.stringContaining('999') },
    ]);
  });
});

describe('An alert with an impossible date', () => {
  it.each([
    ['a paid day of the year 9999', { next_bill_date: '9999-12-28' }],
    ['a paid day of the year 1', { next_bill_date: '0001-01-01' }],
    ['no time of the event', { event_time: '' }],
  ])('with %s is stored as malformed and creates no licence', async (_name, changes) => {
    expect((await portal.alert(createdAlert({ ...ours, ...changes }))).body).toMatchObject({
      result: 'malformed',
    });
    expect(await rows('SELECT state, next_attempt_at FROM billing_events')).toEqual([
      { state: 'failed', next_attempt_at: null },
    ]);
    expect(await countOf('licences')).toBe(0);
  });
});

describe('A crash between storing and applying an alert', () => {
  it('loses nothing, because the sweep applies the stored alert', async () => {
    const payload = JSON.stringify(createdAlert(ours));
    await test.db.query(
      `INSERT INTO billing_events (source, type, stream, alert_id, payload, occurred_at, received_at, state, next_attempt_at)
       VALUES ('paddle_alert', 'subscription_created', 'subscription:502198', '5', ?, '2026-01-12 09:14:00', '2026-01-12 09:14:01', 'pending', '2026-01-12 09:14:01')`,
      { replacements: [payload] },
    );
    await expect.poll(() => countOf('licences')).toBe(1);
    expect(await rows('SELECT state FROM billing_events')).toEqual([{ state: 'applied' }]);
  });
});

describe('A burst of alerts', () => {
  const crowd = Array.from({ length: 40 }, (_, index) => {
    // Each payment has its own customer, because 40 payments by one customer would be flagged as duplicates.
    const told = { passthrough: passthroughOf(1_000 + index), subscription_id: String(600_000 + index) };
    return [
      paymentAlert({
        ...told,
        order_id: `600000-${index}`,
        subscription_payment_id: String(900_000 + index),
      }),
      createdAlert(told),
    ];
  }).flat();
  beforeEach(async () => {
    for (let index = 0; index < 40; index += 1)
      await addCustomer(test.db, { id: 1_000 + index, email: `c${index}@example.test` });
  });
  const outcome = () =>
    rows(
      `SELECT (SELECT COUNT(*) FROM billing_events WHERE state = 'applied' AND source = 'paddle_alert') AS applied,
         (SELECT COUNT(*) FROM licences) AS licences, (SELECT COUNT(*) FROM licence_keys) AS licenceKeys,
         (SELECT COUNT(*) FROM receipts) AS receipts`,
    );
  const all = [{ applied: 80, licences: 40, licenceKeys: 40, receipts: 40 }];

  it('is stored and answered before it is applied, and every alert is applied', async () => {
    const answers = await Promise.all(crowd.map((fields) => portal.alert(fields)));
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]));
    expect(answers.map(({ body }) => body.result)).toContain('waiting');
    await expect.poll(outcome).toEqual(all);
  });

  it('is applied completely before the portal stops', async () => {
    await Promise.all(crowd.map((fields) => portal.alert(fields)));
    await portal.stop();
    expect(await outcome()).toEqual(all);
  });
});
