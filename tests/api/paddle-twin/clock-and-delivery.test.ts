/** Tests the Paddle twin's clock, its alert delivery, its state across restarts, and its controls. */
import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { newPrivateKey, vendor } from '#tests/support/billing/twin-settings.ts';
import { monthly, startTestTwin, startWebhook } from '#tests/support/portal/recorded-twin.ts';
import { noFaults } from '#twin/faults.ts';
import type { PaddleTwin } from '#twin/start-twin.ts';

async function payLink(twin: PaddleTwin, fields: Record<string, string> = {}): Promise<string> {
  const response = await fetch(`${twin.vendorsUrl}/product/generate_pay_link`, {
    method: 'POST',
    body: new URLSearchParams({
      vendor_id: String(vendor.id),
      vendor_auth_code: vendor.authCode,
      product_id: String(monthly.id),
      customer_email: 'amelie@example.com',
      customer_country: 'FR',
      quantity_variable: '0',
      return_url: 'http://127.0.0.1:3000/monica?checkout={checkout_hash}',
      passthrough: '{"billable_id":1}',
      ...fields,
    }),
  });
  const answer = await response.json();
  expect(answer).toMatchObject({ success: true });
  return answer.response.url;
}

const buy = async (twin: PaddleTwin, fields: Record<string, string> = {}) => {
  const outcome = await twin.pay(await payLink(twin, fields));
  expect(outcome.status).toBe('paid');
  await twin.drain();
  return outcome;
};

const fieldsOf = (body: string | undefined) => Object.fromEntries(new URLSearchParams(body));

describe('The clock', () => {
  it('renews monthly on the same day, restoring the 31st, with distinct order and checkout ids', async () => {
    const { twin, webhook } = await startTestTwin();
    await buy(twin);
    await twin.advanceDays(150);
    const payments = webhook.bodies
      .map(fieldsOf)
      .filter((fields) => fields.alert_name === 'subscription_payment_succeeded');
    expect(
      payments.map((fields) => [fields.event_time?.slice(0, 10), fields.next_bill_date, fields.instalments]),
    ).toEqual([
      ['2027-01-31', '2027-02-28', '1'],
      ['2027-02-28', '2027-03-31', '2'],
      ['2027-03-31', '2027-04-30', '3'],
      ['2027-04-30', '2027-05-31', '4'],
      ['2027-05-31', '2027-06-30', '5'],
      ['2027-06-30', '2027-07-31', '6'],
    ]);
    expect(new Set(payments.map((fields) => fields.order_id)).size).toBe(6);
    expect(new Set(payments.map((fields) => fields.checkout_id)).size).toBe(6);
  });

  it('runs at real time plus an offset that HTTP requests can read and advance', async () => {
    const { twin } = await startTestTwin();
    const told = async () => new Date((await (await fetch(twin.clockUrl)).json()).now).getTime();
    const before = await told();
    const moved = await fetch(`${twin.clockUrl}/advance`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: '{"days":7}',
    });
    expect(moved.status).toBe(200);
    const passed = (await told()) - before - 7 * 86_400_000;
    expect(passed).toBeGreaterThanOrEqual(0);
    expect(passed).toBeLessThan(5_000);
    for (const days of ['0', '-1', '1.5', 'x', '99999']) {
      const refused = await fetch(`${twin.clockUrl}/advance`, {
        method: 'POST',
        body: new URLSearchParams({ days }),
      });
      expect(refused.status).toBe(400);
    }
  });

  it('ends a cancelled subscription on its last paid day without renewing it', async () => {
    const { twin, webhook } = await startTestTwin();
    await buy(twin);
    const { cancel_url: cancelUrl = '' } = fieldsOf(webhook.bodies[0]);
    expect(await (await fetch(cancelUrl)).text()).toContain('2027-02-28');
    await fetch(cancelUrl, { method: 'POST' });
    await fetch(cancelUrl, { method: 'POST' });
    await twin.advanceDays(60);
    expect(webhook.names()).toEqual([
      'subscription_created',
      'subscription_payment_succeeded',
      'subscription_cancelled',
    ]);
    expect(fieldsOf(webhook.bodies[2])).toMatchObject({
      status: 'deleted',
      cancellation_effective_date: '2027-02-28',
    });
  });
});

describe('Alert delivery', () => {
  it('counts only HTTP 200 as a success', async () => {
    const { twin, webhook } = await startTestTwin();
    await buy(twin);
    for (const status of [201, 204, 302, 403, 500, 503]) {
      webhook.answer = status;
      await buy(twin);
      expect(
        twin
          .deliveries()
          .slice(-2)
          .map((delivery) => [delivery.state, delivery.attempts[0]?.status]),
      ).toEqual([
        ['waiting', status],
        ['waiting', status],
      ]);
    }
    expect(twin.deliveries()[0]).toMatchObject({ state: 'delivered', attempts: [{ status: 200 }] });
  });

  it('retries every 15 minutes for 3 days, then gives up, and records every attempt', async () => {
    const { twin, webhook } = await startTestTwin();
    webhook.answer = 500;
    await buy(twin);
    await twin.advanceDays(1);
    const [first] = twin.deliveries();
    expect(first?.attempts.length).toBeGreaterThanOrEqual(95);
    expect(first?.attempts.length).toBeLessThanOrEqual(97);
    const gaps = (first?.attempts ?? [])
      .slice(1)
      .map((attempt, index) => attempt.at - (first?.attempts[index]?.at ?? 0));
    expect(Math.min(...gaps)).toBeGreaterThanOrEqual(15 * 60_000);
    expect(Math.max(...gaps)).toBeLessThan(15 * 60_000 + 5_000);
    await twin.advanceDays(4);
    expect(twin.deliveries().map((delivery) => delivery.state)).toEqual(['given_up', 'given_up']);
    const attempts = webhook.bodies.length;
    expect(attempts).toBeGreaterThanOrEqual(2 * 288);
    await twin.advanceDays(1);
    expect(webhook.bodies.length).toBe(attempts);
  });

  it('delivers the same body once the webhook is reachable again', async () => {
    const { twin, webhook } = await startTestTwin();
    twin.setWebhookUrl('http://127.0.0.1:9/closed');
    await buy(twin);
    expect(twin.deliveries().map((delivery) => delivery.attempts[0]?.status)).toEqual([null, null]);
    twin.setWebhookUrl(webhook.url);
    await twin.advanceDays(1);
    expect(webhook.names()).toEqual(['subscription_created', 'subscription_payment_succeeded']);
    expect(twin.deliveries().map((delivery) => [delivery.state, delivery.attempts.length])).toEqual([
      ['delivered', 2],
      ['delivered', 2],
    ]);
  });

  it('counts a response timeout as a failure', async () => {
    const { twin, webhook } = await startTestTwin({ answerWithinMs: 200 });
    webhook.answer = 'hang';
    await buy(twin);
    expect(twin.deliveries()[0]).toMatchObject({
      state: 'waiting',
      attempts: [{ status: null, problem: expect.stringMatching(/timeout/i) }],
    });
  });

  it('supports holding, duplicating and reordering alerts', async () => {
    const { twin, webhook } = await startTestTwin();
    twin.setFaults({ hold: true, order: 'payment_first', duplicate: 'same_id' });
    await buy(twin);
    await twin.advanceDays(2);
    expect(webhook.bodies).toEqual([]);
    twin.setFaults({ hold: false });
    await twin.drain();
    const [payment, created] = ['subscription_payment_succeeded', 'subscription_created'];
    expect(webhook.names()).toEqual([payment, payment, created, created]);
    expect(webhook.bodies[0]).toBe(webhook.bodies[1]);
    twin.setFaults({ duplicate: 'new_id', order: 'reversed' });
    await buy(twin);
    const later = webhook.bodies.slice(4).map(fieldsOf);
    expect(later.map((fields) => fields.alert_name)).toEqual([payment, payment, created, created]);
    expect(new Set(later.map((fields) => fields.alert_id)).size).toBe(4);
  });
});

describe('A restart', () => {
  it('keeps the key, clock, subscriptions and undelivered alerts', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'paddle-twin-'));
    onTestFinished(() => rmSync(folder, { recursive: true }));
    const { twin } = await startTestTwin({ folder, webhookUrl: null, privateKey: newPrivateKey() });
    const link = await payLink(twin);
    await buy(twin);
    await twin.advanceDays(40);
    const before = { now: twin.now(), publicKey: twin.publicKey, subscriptions: twin.subscriptions() };
    await twin.stop();
    expect(statSync(join(folder, 'paddle-twin.json')).mode & 0o777).toBe(0o600);

    const webhook = await startWebhook();
    const { twin: again } = await startTestTwin({
      folder,
      webhookUrl: webhook.url,
      port: Number(new URL(twin.url).port),
    });
    expect(again.publicKey).toBe(before.publicKey);
    expect(again.now().getTime()).toBeGreaterThanOrEqual(before.now.getTime());
    expect(again.subscriptions()).toEqual(before.subscriptions);
    await again.drain();
    expect(webhook.names()).toEqual([
      'subscription_created',
      'subscription_payment_succeeded',
      'subscription_payment_succeeded',
    ]);
    expect((await again.pay(link)).status).toBe('paid');
  });
});

describe('An unreadable state file', () => {
  it('prevents the start with a message that says what to do', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'paddle-twin-'));
    onTestFinished(() => rmSync(folder, { recursive: true }));
    writeFileSync(join(folder, 'paddle-twin.json'), '{"offsetMs":');
    await expect(startTestTwin({ folder })).rejects.toThrow(/delete the file to start over/);
  });
});

describe('The control endpoints', () => {
  it('let the operator move the clock, set faults and view subscriptions on the control page', async () => {
    const { twin, webhook } = await startTestTwin();
    await buy(twin);
    const press = (path: string, fields: Record<string, string>) =>
      fetch(`${twin.url}${path}`, {
        method: 'POST',
        body: new URLSearchParams(fields),
        headers: { accept: 'text/html' },
      });
    const page = await (await press('/clock/advance', { days: '31' })).text();
    expect(page).toContain('2027-03-03');
    expect(page).toContain('amelie@example.com');
    expect(webhook.bodies).toHaveLength(3);
    await press('/control/faults', { hold: 'true', down: 'false', duplicate: 'no', order: 'reversed' });
    expect(twin.faults()).toEqual({ ...noFaults, hold: true, order: 'reversed' });
    await press('/control/webhook', { url: '' });
    expect(await (await fetch(`${twin.url}/`)).text()).toContain('<title>Control');
  });

  it('return subscriptions and deliveries as JSON and 400 for invalid input', async () => {
    const { twin } = await startTestTwin();
    await buy(twin);
    const read = async (path: string) => (await fetch(`${twin.url}${path}`)).json();
    expect(await read('/control/subscriptions')).toMatchObject([{ planId: monthly.id, status: 'active' }]);
    expect(await read('/control/deliveries')).toMatchObject([
      { name: 'subscription_created', state: 'delivered' },
      {},
    ]);
    const post = (path: string, body: string) =>
      fetch(`${twin.url}${path}`, { method: 'POST', headers: { 'content-type': 'application/json' }, body });
    expect((await post('/control/faults', '{"order":"random"}')).status).toBe(400);
    expect((await post('/control/webhook', '{"url":"ftp://x"}')).status).toBe(400);
    expect((await post('/control/drain', 'not json')).status).toBe(400);
    expect((await post('/control/drain', '{}')).status).toBe(200);
  });
});
