/** Tests the twin's control pages in two languages, the same controls over JSON, and which state survives a restart. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { newPrivateKey } from '#tests/support/billing/twin-settings.ts';
import {
  book,
  callVendorApi,
  monthly,
  provenAlerts,
  seats,
  startTestTwin,
  trial,
} from '#tests/support/portal/recorded-twin.ts';
import type { PaddleTwin } from '#twin/start-twin.ts';

const start = () => startTestTwin({ clockStands: true });
const buyer = { email: 'ada@example.com', passthrough: '{"billable_id":1}' };

async function post(twin: PaddleTwin, path: string, body: object = {}) {
  const response = await fetch(`${twin.url}${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  return { status: response.status, body: await response.json() };
}
const read = async (twin: PaddleTwin, path: string) => (await fetch(`${twin.url}${path}`)).json();
const open = async (twin: PaddleTwin, path: string, language = 'en') =>
  (
    await fetch(`${twin.url}${path}`, { headers: { accept: 'text/html', 'accept-language': language } })
  ).text();

describe('Control over JSON', () => {
  it('drives a subscription through its whole life and returns the resulting state', async () => {
    const { twin, webhook } = await start();
    const { body: bought } = await post(twin, '/control/purchase', { planId: monthly.id, ...buyer });
    const id = bought.subscriptionId;
    const act = (action: string, body?: object) => post(twin, `/control/subscription/${id}/${action}`, body);
    const [orderId] = twin.truth().subscriptions[0]?.payments.map((payment) => payment.orderId) ?? [];
    for (const [path, body] of [
      ['refund', { kind: 'partial', amount: '2.50' }],
      ['dispute', {}],
      ['close-dispute', {}],
    ] as const)
      expect(await post(twin, `/control/order/${orderId}/${path}`, body)).toMatchObject({ status: 200 });
    const suspected = await post(twin, `/control/order/${orderId}/suspect`);
    await post(twin, `/control/case/${suspected.body.caseId}`, { verdict: 'accepted' });
    expect(await act('plan', { planId: seats.id })).toEqual({
      status: 422,
      body: { code: 148, error: expect.any(String) },
    });
    expect(await act('plan', { planId: seats.id, billImmediately: true })).toMatchObject({ status: 200 });
    expect(await act('quantity', { quantity: 4, billImmediately: 'true' })).toMatchObject({ status: 200 });
    await act('pause');
    await act('resume');
    await act('email', { email: 'countess@example.com' });
    await act('audience');
    await act('card', { works: false });
    await act('fail', { attempts: 2 });
    await post(twin, '/control/pay-out');
    await post(twin, '/control/purchase', { planId: book.id, ...buyer, quantity: 2 });
    await act('cancel');
    const truth = await read(twin, '/control/truth');
    expect(truth.subscriptions[0]).toMatchObject({
      id,
      planId: seats.id,
      quantity: 4,
      status: 'deleted',
      cancelledOn: '2028-01-31',
      email: 'countess@example.com',
      payments: [{ refunded: 'partial', dispute: 'closed' }, {}, {}],
    });
    expect(truth.oneOffs).toMatchObject([{ productId: book.id, amount: { minor: 4_000, currency: 'USD' } }]);
    await twin.drain();
    expect(new Set(provenAlerts(twin, webhook).map(({ alert_name }) => alert_name))).toEqual(
      new Set([
        'subscription_created',
        'subscription_payment_succeeded',
        'subscription_payment_refunded',
        'payment_dispute_created',
        'payment_dispute_closed',
        'high_risk_transaction_created',
        'high_risk_transaction_updated',
        'subscription_updated',
        'update_audience_member',
        'new_audience_member',
        'transfer_created',
        'transfer_paid',
        'payment_succeeded',
        'subscription_cancelled',
      ]),
    );
  });

  it.each([
    ['/control/purchase', { planId: 1, email: 'a@example.com' }, 422],
    ['/control/purchase', { planId: monthly.id, email: 'nobody' }, 400],
    ['/control/subscription/1/cancel', {}, 422],
    ['/control/order/4711-1/refund', { kind: 'full' }, 422],
    ['/control/order/4711-1/suspect', {}, 422],
    ['/control/case/1', { verdict: 'accepted' }, 422],
    ['/control/case/1', { verdict: 'perhaps' }, 400],
    ['/control/faults', { lose: 2 }, 400],
    ['/control/faults', { errors: 'soon' }, 400],
    ['/control/faults', { slowMs: '' }, 400],
    ['/control/faults', { silence: 'prices: soon' }, 400],
    ['/control/subscription/1/modifier', { amount: '1.00' }, 422],
  ])('returns an error for %s with %j', async (path, body, status) => {
    const { twin } = await start();
    expect(await post(twin, path, body)).toMatchObject({ status, body: { error: expect.any(String) } });
  });

  it('sets every fault', async () => {
    const { twin } = await start();
    const faults = {
      hold: true,
      down: true,
      slowMs: 5,
      rateLimited: 3,
      errors: [146, 119],
      duplicate: 'same_id',
      order: 'shuffled',
      delayDays: 2.5,
      lose: 0.25,
      nonsense: true,
      preview: 'html',
      invoiceInProgress: true,
      zeroInitialPrice: 'refused_118',
      actThenSilence: { 'subscription/users/update': 1 },
      silence: { prices: 2 },
    };
    await post(twin, '/control/faults', faults);
    expect(await read(twin, '/control/faults')).toEqual(faults);
  });
});

describe('Control and checkout pages', () => {
  it('show every subscription in English and French with all values escaped', async () => {
    const { twin } = await start();
    const id = twin.subscribe({ planId: monthly.id, ...buyer, email: '<b>@example.com' });
    const orderId = twin.truth().subscriptions[0]?.payments[0]?.orderId ?? '';
    twin.riskCase(orderId);
    const front = await open(twin, '/');
    expect(front).toContain(`href="/control/subscription/${id}"`);
    expect(front).toContain('High-risk cases');
    expect(front).not.toContain('<b>@');
    const page = await open(twin, `/control/subscription/${id}`);
    expect(page).toContain('Pause on the next payment date');
    expect(page).toContain(orderId);
    expect(page).not.toContain('<b>@');
    expect(await open(twin, '/', 'fr')).toContain('<title>Commandes');
    expect(await open(twin, `/control/subscription/${id}`, 'fr')).toContain('Mettre en pause');
    twin.cancel(id);
    expect(await open(twin, `/control/subscription/${id}`)).not.toContain('Pause on the next payment date');
    expect(await open(twin, '/control/subscription/1')).toContain('<title>Control');
  });

  it('redirect back to the page of the pressed button or show the error code from Paddle', async () => {
    const { twin } = await start();
    const id = twin.subscribe({ planId: monthly.id, ...buyer });
    const press = (action: string, fields: Record<string, string>) =>
      fetch(`${twin.url}/control/subscription/${id}/${action}`, {
        method: 'POST',
        body: new URLSearchParams(fields),
        headers: { accept: 'text/html', referer: `${twin.url}/control/subscription/${id}` },
        redirect: 'manual',
      });
    const done = await press('pause', {});
    expect([done.status, done.headers.get('location')]).toEqual([303, `/control/subscription/${id}`]);
    const refused = await press('plan', { planId: String(seats.id), billImmediately: 'false' });
    expect(refused.status).toBe(422);
    expect(await refused.text()).toMatch(/role="alert">[^<]*\(148\)/);
  });

  it('start a trial without a payment and sell a one-off product', async () => {
    const { twin } = await start();
    const link = async (productId: number) =>
      (
        await callVendorApi(twin, '/product/generate_pay_link', {
          product_id: productId,
          customer_email: buyer.email,
        })
      ).answer.response.url;
    const trialLink = await link(trial.id);
    const page = await (await fetch(trialLink, { headers: { 'accept-language': 'en' } })).text();
    expect(page).toContain('Free until</dt><dd>February 14, 2027');
    expect(page).toContain('data-testid="due-today">$0.00<');
    expect(page).toContain('Start trial');
    expect(await twin.pay(trialLink)).toMatchObject({ status: 'paid' });
    expect((await twin.pay(trialLink)).status).toBe('refused');
    const bookLink = await link(book.id);
    expect(await (await fetch(bookLink)).text()).not.toContain('Then</dt>');
    const bought = await twin.pay(bookLink);
    const receipt = await fetch(bought.redirectTo ?? '');
    expect(await receipt.text()).toContain('A book');
    expect(twin.truth()).toMatchObject({ subscriptions: [{ status: 'trialing' }], oneOffs: [{}] });
  });

  it('accept a card that fails at renewal, then charge a working card immediately', async () => {
    const { twin } = await start();
    const { answer } = await callVendorApi(twin, '/product/generate_pay_link', {
      product_id: monthly.id,
      customer_email: buyer.email,
    });
    expect((await twin.pay(answer.response.url, { card: '4000 0000 0000 0341' })).status).toBe('paid');
    await twin.advanceDays(29);
    const [subscription] = twin.subscriptions();
    expect(subscription).toMatchObject({ status: 'past_due', cardLastFour: '0341' });
    const saved = await fetch(subscription?.updateUrl ?? '', {
      method: 'POST',
      body: new URLSearchParams({ card: '4242 4242 4242 4242' }),
    });
    expect(await saved.text()).toContain('the amount due has been paid');
    expect(twin.truth().subscriptions[0]).toMatchObject({ status: 'active', paidThrough: '2027-03-31' });
  });
});

describe('The stored state', () => {
  const folderOf = () => {
    const folder = mkdtempSync(join(tmpdir(), 'paddle-twin-'));
    onTestFinished(() => rmSync(folder, { recursive: true }));
    return folder;
  };

  it('keeps dunning and refund reviews across a restart', async () => {
    const folder = folderOf();
    const first = await startTestTwin({ folder, clockStands: true, webhookUrl: null });
    const id = first.twin.subscribe({ planId: monthly.id, ...buyer });
    first.twin.failNextRenewals(id, 1);
    await first.twin.advanceDays(29);
    const orderId = first.twin.truth().subscriptions[0]?.payments[0]?.orderId ?? '';
    await callVendorApi(first.twin, '/payment/refund', { order_id: orderId });
    await first.twin.stop();
    const { twin } = await startTestTwin({ folder, clockStands: true });
    expect(twin.truth().subscriptions[0]).toMatchObject({ status: 'past_due', nextBillDate: '2027-03-03' });
    await twin.advanceDays(4);
    expect(twin.truth().subscriptions[0]).toMatchObject({
      status: 'active',
      payments: [{ refunded: 'full' }, { refunded: 'no' }],
    });
  });

  it('of the first version loads, delivers its alerts and renews its subscriptions', async () => {
    const folder = folderOf();
    const fields = {
      alert_id: '12',
      alert_name: 'subscription_payment_succeeded',
      order_id: '4711-9',
      subscription_payment_id: '31',
    };
    const usd = (minor: number) => ({ minor, currency: 'USD' });
    const old = {
      offsetMs: Date.parse('2027-02-10T10:00:00Z') - Date.now(),
      privateKey: newPrivateKey(),
      lastId: 40,
      payLinks: [],
      subscriptions: [
        {
          ...{
            id: 7,
            planId: monthly.id,
            planName: monthly.name,
            interval: 'month',
            userId: 8,
            status: 'active',
          },
          ...{
            quantity: 1,
            email: 'ada@example.com',
            customerName: 'Ada',
            country: 'US',
            hasVatNumber: false,
          },
          ...{ passthrough: 'p', checkoutId: '6-chre0', unitPrice: usd(900), unitTax: usd(0) },
          ...{ startedAt: Date.parse('2027-01-31T10:00:00Z'), payments: 1, nextBillDate: '2027-02-28' },
          ...{ endsOn: null, cardLastFour: '4242', token: 'abc' },
        },
      ],
      orders: [
        {
          ...{
            orderId: '4711-9',
            checkoutId: '6-chre0',
            subscriptionId: 7,
            planName: monthly.name,
            quantity: 1,
          },
          ...{
            email: 'ada@example.com',
            customerName: 'Ada',
            gross: usd(900),
            tax: usd(0),
            paidAt: 1_801_389_600_000,
          },
        },
      ],
      deliveries: [
        {
          ...{
            alertId: '12',
            name: 'subscription_payment_succeeded',
            subscriptionId: 7,
            createdAt: 1_801_389_600_000,
          },
          body: new URLSearchParams({ ...fields, p_signature: 'old' }).toString(),
          ...{ state: 'waiting', nextAttemptAt: 1_801_389_600_000, attempts: [] },
        },
      ],
    };
    writeFileSync(join(folder, 'paddle-twin.json'), JSON.stringify(old));
    const { twin, webhook } = await startTestTwin({ folder, clockStands: true });
    await twin.drain();
    const { p_signature: _signature, ...delivered } = provenAlerts(twin, webhook)[0] ?? {};
    expect(delivered).toEqual(fields);
    expect(twin.truth().subscriptions).toMatchObject([
      {
        id: 7,
        paidThrough: '2027-02-28',
        payments: [{ id: 31, orderId: '4711-9', paidThrough: '2027-02-28' }],
      },
    ]);
    await twin.advanceDays(30);
    expect(twin.truth().subscriptions[0]).toMatchObject({ paidThrough: '2027-03-31', payments: [{}, {}] });
    await twin.stop();
    expect(JSON.parse(readFileSync(join(folder, 'paddle-twin.json'), 'utf8'))).toMatchObject({ version: 4 });
  });
});
