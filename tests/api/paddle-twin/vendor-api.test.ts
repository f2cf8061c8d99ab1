/** Tests that the twin's vendor API responds as Paddle Classic's does (docs/paddle-classic.md, "Vendor API"). */
import { describe, expect, it } from 'vitest';
import { alertOfHistory } from '#server/platform/paddle/classic/history-alert.ts';
import {
  callVendorApi,
  monthly,
  provenAlerts,
  seats,
  startTestTwin,
  trial,
} from '#tests/support/portal/recorded-twin.ts';
import type { PaddleTwin } from '#twin/start-twin.ts';

const startStill = () => startTestTwin({ clockStands: true });
const buyer = { email: 'ada@example.com', passthrough: '{"billable_id":1}' };

async function ask(twin: PaddleTwin, path: string, fields = {}) {
  const { status, answer } = await callVendorApi(twin, path, fields);
  expect(status).toBe(200);
  return answer;
}
const told = async (twin: PaddleTwin, path: string, fields = {}) => {
  const answer = await ask(twin, path, fields);
  expect(answer).toMatchObject({ success: true });
  return answer.response;
};
const codeOf = async (twin: PaddleTwin, path: string, fields = {}) => {
  const answer = await ask(twin, path, fields);
  expect(answer.success).toBe(false);
  return answer.error.code;
};

describe('Every vendor API call', () => {
  it.each([
    [116, { vendor_id: '' }],
    [102, { vendor_auth_code: 'wrong' }],
    [107, { vendor_id: 1 }],
  ])('with invalid credentials returns error %d', async (code, credentials) => {
    const { twin } = await startStill();
    for (const path of [
      '/subscription/users',
      '/subscription/payments',
      '/payment/refund',
      '/alert/webhooks',
    ])
      expect(await codeOf(twin, path, credentials)).toBe(code);
  });
});

describe('subscription/users', () => {
  it('returns numbers as numbers, and the next payment and the pause only when present', async () => {
    const { twin } = await startStill();
    const id = twin.subscribe({ planId: monthly.id, ...buyer });
    const many = twin.subscribe({ planId: seats.id, quantity: 7, email: 'b@example.com', passthrough: '' });
    twin.pause(id);
    const [first, second] = await told(twin, '/subscription/users');
    expect(first).toEqual({
      subscription_id: id,
      plan_id: monthly.id,
      user_id: expect.any(Number),
      user_email: 'ada@example.com',
      marketing_consent: false,
      state: 'active',
      signup_date: '2027-01-31 10:00:00',
      last_payment: { amount: 9, currency: 'USD', date: '2027-01-31' },
      next_payment: { amount: 9, currency: 'USD', date: '2027-02-28' },
      update_url: expect.stringContaining(`/subscription/${id}/hash/`),
      cancel_url: expect.stringContaining('/cancel'),
      payment_information: {
        payment_method: 'card',
        card_type: 'visa',
        last_four_digits: '4242',
        expiry_date: '12/2099',
      },
      paused_at: '2027-01-31 10:00:00',
      paused_from: '2027-02-28 00:00:00',
      paused_reason: 'voluntary',
    });
    expect(second).toMatchObject({ subscription_id: many, quantity: 7 });
    await twin.advanceDays(30);
    const [paused] = await told(twin, '/subscription/users', { state: 'paused' });
    expect(paused).not.toHaveProperty('next_payment');
  });

  it('omits deleted subscriptions by default, and supports filters and paging', async () => {
    const { twin } = await startStill();
    const ids = [1, 2, 3, 4, 5].map((number) =>
      twin.subscribe({
        planId: number === 5 ? trial.id : monthly.id,
        email: `${number}@example.com`,
        passthrough: '',
      }),
    );
    twin.cancel(ids[0] ?? 0);
    const idsOf = async (fields = {}) =>
      (await told(twin, '/subscription/users', fields)).map(
        (row: { subscription_id: number }) => row.subscription_id,
      );
    expect(await idsOf()).toEqual(ids.slice(1));
    expect(await idsOf({ state: 'deleted' })).toEqual([ids[0]]);
    expect(await idsOf({ state: 'trialing' })).toEqual([ids[4]]);
    expect(await idsOf({ plan_id: monthly.id, results_per_page: 2, page: 2 })).toEqual([ids[3]]);
    expect(await idsOf({ subscription_id: ids[2] })).toEqual([ids[2]]);
    expect(await codeOf(twin, '/subscription/users', { subscription_id: 1 })).toBe(119);
    expect(await codeOf(twin, '/subscription/users', { state: 'asleep' })).toBe(116);
  });
});

describe('subscription/users/update', () => {
  it('changes plan data, quantity and pause, and returns the next payment', async () => {
    const { twin, webhook } = await startStill();
    const id = twin.subscribe({ planId: seats.id, quantity: 2, ...buyer });
    const update = (fields: object) =>
      told(twin, '/subscription/users/update', { subscription_id: id, ...fields });
    expect(await update({ quantity: 3, bill_immediately: true, prorate: true })).toEqual({
      subscription_id: id,
      user_id: expect.any(Number),
      plan_id: seats.id,
      next_payment: { amount: 120, currency: 'USD', date: '2028-01-31' },
    });
    await update({ passthrough: 'mine' });
    await update({ pause: true });
    expect(twin.truth().subscriptions[0]).toMatchObject({ pausedFrom: '2028-01-31', passthrough: 'mine' });
    await update({ pause: 'false' });
    await twin.drain();
    expect(webhook.names().slice(2)).toEqual([
      'subscription_updated',
      'subscription_payment_succeeded',
      'subscription_updated',
      'subscription_updated',
      'subscription_updated',
    ]);
  });

  it.each([
    [116, {}],
    [116, { quantity: 'many' }],
    [116, { pause: 'perhaps' }],
    [141, { plan_id: 999_999 }],
    [119, { subscription_id: 1, quantity: 2 }],
    [116, { subscription_id: '', quantity: 2 }],
  ])('returns error %d for %j', async (code, fields) => {
    const { twin } = await startStill();
    const id = twin.subscribe({ planId: seats.id, ...buyer });
    expect(await codeOf(twin, '/subscription/users/update', { subscription_id: id, ...fields })).toBe(code);
  });
});

describe('subscription/users/update to another billing interval', () => {
  it('requires immediate billing (148) and fails while an invoice is being processed (146)', async () => {
    const { twin } = await startStill();
    const id = twin.subscribe({ planId: monthly.id, ...buyer });
    const yearly = { subscription_id: id, plan_id: seats.id };
    expect(await codeOf(twin, '/subscription/users/update', yearly)).toBe(148);
    twin.setFaults({ errors: [146, 120] });
    const atOnce = { ...yearly, bill_immediately: 1 };
    expect(await codeOf(twin, '/subscription/users/update', atOnce)).toBe(146);
    expect(await codeOf(twin, '/subscription/users')).toBe(120);
    expect(await told(twin, '/subscription/users/update', atOnce)).toMatchObject({ plan_id: seats.id });
  });
});

describe('subscription/users_cancel', () => {
  it('cancels immediately with success only, and returns 119 the second time', async () => {
    const { twin, webhook } = await startStill();
    const id = twin.subscribe({ planId: monthly.id, ...buyer });
    expect(await ask(twin, '/subscription/users_cancel', { subscription_id: id })).toEqual({ success: true });
    expect(await codeOf(twin, '/subscription/users_cancel', { subscription_id: id })).toBe(119);
    await twin.drain();
    expect(provenAlerts(twin, webhook).at(-1)).toMatchObject({
      alert_name: 'subscription_cancelled',
      cancellation_effective_date: '2027-02-28',
    });
  });
});

describe('subscription/payments and plans', () => {
  it('lists paid payments with receipts and the next payment with the id of its future alert', async () => {
    const { twin, webhook } = await startStill();
    const id = twin.subscribe({ planId: monthly.id, ...buyer });
    twin.subscribe({ planId: seats.id, email: 'b@example.com', passthrough: '' });
    const rows = await told(twin, '/subscription/payments', { subscription_id: id });
    expect(rows).toEqual([
      {
        id: expect.any(Number),
        subscription_id: id,
        amount: 9,
        currency: 'USD',
        payout_date: '2027-01-31',
        is_paid: 1,
        is_one_off_charge: false,
        receipt_url: expect.stringContaining('/receipt/'),
      },
      {
        id: expect.any(Number),
        subscription_id: id,
        amount: 9,
        currency: 'USD',
        payout_date: '2027-02-28',
        is_paid: 0,
        is_one_off_charge: false,
      },
    ]);
    await twin.advanceDays(28);
    expect(provenAlerts(twin, webhook).at(-1)).toMatchObject({ subscription_payment_id: String(rows[1].id) });
    const paid = await told(twin, '/subscription/payments', { is_paid: 1, from: '2027-02-01' });
    expect(paid.map((row: { id: number }) => row.id)).toEqual([rows[1].id]);
    expect(await told(twin, '/subscription/payments', { is_paid: 0, plan: seats.id })).toHaveLength(1);
    expect(await told(twin, '/subscription/payments', { limit: 1, offset: 1, is_paid: 1 })).toHaveLength(1);
    expect(await told(twin, '/subscription/payments', { is_one_off_charge: 1 })).toEqual([]);
    expect(await codeOf(twin, '/subscription/payments', { to: 'soon' })).toBe(122);
  });

  it('lists only recurring plans, with prices as text', async () => {
    const { twin } = await startStill();
    expect(await told(twin, '/subscription/plans', { plan: trial.id })).toEqual([
      {
        id: trial.id,
        name: trial.name,
        billing_type: 'month',
        billing_period: 1,
        initial_price: { USD: '0.00' },
        recurring_price: { USD: '9.00' },
        trial_days: 14,
      },
    ]);
    expect(await told(twin, '/subscription/plans')).toHaveLength(3);
    expect(await codeOf(twin, '/subscription/plans', { plan: 1 })).toBe(141);
  });
});

describe('payment/refund', () => {
  it('sends the refund alert after a one-day review', async () => {
    const { twin, webhook } = await startStill();
    twin.subscribe({ planId: monthly.id, ...buyer });
    const orderId = twin.truth().subscriptions[0]?.payments[0]?.orderId;
    const refund = (fields: object) => ({ order_id: orderId, ...fields });
    expect(await told(twin, '/payment/refund', refund({ amount: '2.50', reason: 'sorry' }))).toEqual({
      refund_request_id: expect.any(Number),
    });
    await twin.drain();
    expect(webhook.names()).not.toContain('subscription_payment_refunded');
    await twin.advanceDays(1);
    expect(provenAlerts(twin, webhook).at(-1)).toMatchObject({
      alert_name: 'subscription_payment_refunded',
      refund_type: 'partial',
      gross_refund: '2.50',
      refund_reason: 'sorry',
    });
    await told(twin, '/payment/refund', refund({}));
    await twin.advanceDays(1);
    expect(provenAlerts(twin, webhook).at(-1)).toMatchObject({ refund_type: 'full', gross_refund: '6.50' });
    expect(await codeOf(twin, '/payment/refund', refund({}))).toBe(129);
    expect(await codeOf(twin, '/payment/refund', refund({ amount: 'all' }))).toBe(129);
    expect(await codeOf(twin, '/payment/refund', { order_id: '4711-1' })).toBe(110);
    expect(await codeOf(twin, '/payment/refund')).toBe(116);
  });
});

describe('alert/webhooks', () => {
  it('lists all alerts of the last 90 days, including lost ones, with the same fields as delivered', async () => {
    const { twin, webhook } = await startStill();
    const id = twin.subscribe({ planId: seats.id, quantity: 3, ...buyer });
    twin.pause(id);
    await twin.drain();
    twin.setFaults({ lose: 1 });
    twin.resume(id);
    await twin.drain();
    twin.setFaults({ lose: 0, nonsense: true });
    twin.cancel(id);
    await twin.drain();
    const history = await told(twin, '/alert/webhooks', { alerts_per_page: 2, page: 1 });
    expect(history).toMatchObject({ current_page: 1, total_pages: 3, alerts_per_page: 2, total_alerts: 5 });
    const rows = [];
    for (let page = 1; page <= history.total_pages; page += 1)
      rows.push(...(await told(twin, '/alert/webhooks', { alerts_per_page: 2, page })).data);
    expect(rows.map((row) => [row.alert_name, row.status, row.attempts])).toEqual([
      ['subscription_cancelled', 'success', 1],
      ['subscription_updated', 'success', 1],
      ['subscription_updated', 'success', 1],
      ['subscription_payment_succeeded', 'success', 1],
      ['subscription_created', 'success', 1],
    ]);
    expect(rows[4].fields).toMatchObject({ quantity: 3, marketing_consent: 0, unit_price: '40.00' });
    const delivered = provenAlerts(twin, webhook).map(({ p_signature: _signature, ...fields }) => fields);
    const recalled = rows.map((row) => alertOfHistory(row)?.payload);
    for (const fields of delivered.filter(({ passthrough }) => passthrough !== 'Example String'))
      expect(recalled).toContainEqual(fields);
    expect(delivered).toHaveLength(5);
  });

  it('filters by time range and drops alerts after 90 days', async () => {
    const { twin } = await startStill();
    twin.subscribe({ planId: seats.id, ...buyer });
    await twin.advanceDays(50);
    twin.subscribe({ planId: seats.id, email: 'b@example.com', passthrough: '' });
    const count = async (fields = {}) => (await told(twin, '/alert/webhooks', fields)).total_alerts;
    expect(await count()).toBe(4);
    expect(await count({ query_tail: '2027-02-01 00:00:00' })).toBe(2);
    expect(await count({ query_head: '2027-01-31 10:00:00', query_tail: '2027-01-31 10:00:00' })).toBe(2);
    await twin.advanceDays(50);
    expect(await count({ query_tail: '2027-01-01' })).toBe(2);
    expect(await codeOf(twin, '/alert/webhooks', { query_head: 'yesterday' })).toBe(122);
  });
});
