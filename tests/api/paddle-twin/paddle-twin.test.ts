/** The twin keeps Paddle's rules: checkout, renewals, cancelling, delivery and retries, by its own clock. */
import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { noFaults } from '#twin/faults.ts';
import type { PaddleTwin } from '#twin/start-twin.ts';
import { monthly, newPrivateKey, seats, startTestTwin, startWebhook, vendor } from './support.ts';

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

describe('vendor API', () => {
  const ask = async (twin: PaddleTwin, init: RequestInit, path = '/product/generate_pay_link') => {
    const response = await fetch(`${twin.vendorsUrl}${path}`, init);
    expect(response.status).toBe(200);
    return response.json();
  };
  const credentials = { vendor_id: vendor.id, vendor_auth_code: vendor.authCode };
  const asJson = (fields: object): RequestInit => ({
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(fields),
  });

  it('takes JSON as well as a form', async () => {
    const { twin } = await startTestTwin();
    const answer = await ask(
      twin,
      asJson({ ...credentials, product_id: monthly.id, quantity: 3, quantity_variable: 0 }),
    );
    expect(answer).toEqual({
      success: true,
      response: { url: expect.stringContaining(`${twin.url}/checkout/custom/`) },
    });
  });

  it.each([
    [101, { method: 'GET' }],
    [116, asJson({})],
    [116, asJson(credentials)],
    [116, asJson({ ...credentials, product_id: monthly.id, quantity: 'many' })],
    [116, asJson({ ...credentials, product_id: monthly.id, vat_number: 'FR123' })],
    [141, asJson({ ...credentials, product_id: 'monica' })],
  ])('answers HTTP 200 and success false with code %d', async (code, init) => {
    const { twin } = await startTestTwin();
    expect(await ask(twin, init)).toEqual({ success: false, error: { code, message: expect.any(String) } });
  });

  it('prices need their products, and a coupon lowers the first payment only', async () => {
    const { twin } = await startTestTwin();
    expect(await ask(twin, {}, '/prices')).toMatchObject({ success: false, error: { code: 116 } });
    const query = `/prices?product_ids=${monthly.id}&customer_country=FR&coupons=TWIN10`;
    const { response } = await ask(twin, {}, query);
    expect(response.products[0]).toMatchObject({
      price: { gross: 8.94, net: 7.45, tax: 1.49 },
      list_price: { gross: 9.94, net: 8.28, tax: 1.66 },
      applied_coupon: { code: 'TWIN10', discount: 0.1 },
      subscription: { interval: 'month', frequency: 1, trial_days: 0, price: { gross: 9.94 } },
    });
  });
});

describe('checkout page', () => {
  const open = async (url: string, language = 'en') =>
    (await fetch(url, { headers: { 'accept-language': language, accept: 'text/html' } })).text();
  const send = (url: string, fields: Record<string, string>) =>
    fetch(url, {
      method: 'POST',
      body: new URLSearchParams(fields),
      headers: { accept: 'text/html', 'accept-language': 'en' },
      redirect: 'manual',
    });

  it('pays with the working test card and sends the buyer back with the checkout hash', async () => {
    const { twin } = await startTestTwin();
    const link = await payLink(twin);
    const answer = await send(link, { email: 'amelie@example.com', card: '4242424242424242', country: 'FR' });
    expect(answer.status).toBe(303);
    const [subscription] = twin.subscriptions();
    expect(answer.headers.get('location')).toBe(
      `http://127.0.0.1:3000/monica?checkout=${subscription?.checkoutId}`,
    );
    expect(subscription?.checkoutId).toMatch(/^\d+-chre[0-9a-f]{13}-[0-9a-f]{10}$/);
  });

  it.each([
    ['the declined card', { card: '4000 0000 0000 0002', email: 'a@example.com' }, 402, 'declined'],
    [
      'the decline button',
      { decline: '1', card: '4242424242424242', email: 'a@example.com' },
      402,
      'declined',
    ],
    ['a real card', { card: '5555 5555 5555 4444', email: 'a@example.com' }, 422, 'test cards'],
    ['no e-mail address', { card: '4242424242424242', email: 'nobody' }, 422, 'e-mail'],
  ])('%s: nothing is paid, and the page says so', async (_, fields, status, sentence) => {
    const { twin, webhook } = await startTestTwin();
    const link = await payLink(twin);
    const answer = await send(link, fields);
    expect(answer.status).toBe(status);
    const problem = /<p role="alert">([^<]*)</.exec(await answer.text())?.[1];
    expect(problem).toContain(sentence);
    await twin.drain();
    expect([twin.subscriptions(), webhook.bodies]).toEqual([[], []]);
    expect((await twin.pay(link)).status).toBe('paid');
  });

  it('reprices for another country and a coupon, and says when a coupon is unknown', async () => {
    const { twin } = await startTestTwin();
    const link = await payLink(twin);
    expect(await open(link)).toContain('data-testid="due-today">€9.94<');
    expect(await open(`${link}?country=JP`)).toContain('data-testid="due-today">¥1,485<');
    expect(await open(`${link}?country=US&coupon=twin10`)).toContain('data-testid="due-today">$8.10<');
    expect(await open(`${link}?coupon=NOPE`)).toContain('This coupon is not known.');
  });

  it('speaks French to a French browser, and to a French buyer whose browser speaks neither', async () => {
    const { twin } = await startTestTwin();
    const link = await payLink(twin);
    expect(await open(link, 'fr-CA,fr;q=0.9')).toContain('<html lang="fr">');
    expect(await open(link, 'de-DE')).toContain('Paiement');
    expect(await open(link, 'en-GB')).toContain('<html lang="en">');
  });

  it('is paid once', async () => {
    const { twin } = await startTestTwin();
    const link = await payLink(twin);
    await twin.pay(link);
    expect(await twin.pay(link)).toMatchObject({
      status: 'refused',
      problem: 'This checkout has been paid.',
    });
    expect(twin.subscriptions()).toHaveLength(1);
    expect((await send(`${twin.url}/checkout/custom/nothing`, {})).status).toBe(404);
  });

  it('a company with a VAT number pays none', async () => {
    const { twin, webhook } = await startTestTwin();
    const vat = {
      vat_number: 'FR12345678901',
      vat_company_name: 'D',
      vat_street: 'S',
      vat_city: 'P',
      vat_country: 'FR',
    };
    await buy(twin, vat);
    expect(fieldsOf(webhook.bodies[1])).toMatchObject({ sale_gross: '8.28', payment_tax: '0.00' });
  });

  it('escapes what a seller or buyer wrote', async () => {
    const { twin } = await startTestTwin();
    const page = await open(
      `${await payLink(twin)}?coupon=${encodeURIComponent('"><script>alert(1)</script>')}`,
    );
    expect(page).not.toContain('<script>');
    expect(page).toContain('&quot;&gt;&lt;script&gt;');
  });
});

describe('alerts of a purchase', () => {
  it('carry every field Paddle names', async () => {
    const { twin, webhook } = await startTestTwin();
    const outcome = await buy(twin, { product_id: String(seats.id), quantity: '12', coupon_code: 'TWIN10' });
    const [created, paid] = webhook.bodies.map(fieldsOf);
    const common = [
      'alert_id',
      'alert_name',
      'checkout_id',
      'currency',
      'email',
      'event_time',
      'marketing_consent',
      'next_bill_date',
      'p_signature',
      'passthrough',
      'quantity',
      'status',
      'subscription_id',
      'subscription_plan_id',
      'unit_price',
      'user_id',
    ];
    expect(Object.keys(created ?? {}).sort()).toEqual(
      [...common, 'cancel_url', 'linked_subscriptions', 'source', 'update_url'].sort(),
    );
    expect(Object.keys(paid ?? {}).sort()).toEqual(
      [
        ...common,
        'balance_currency',
        'balance_earnings',
        'balance_fee',
        'balance_gross',
        'balance_tax',
        'country',
        'coupon',
        'customer_name',
        'earnings',
        'fee',
        'initial_payment',
        'instalments',
        'next_payment_amount',
        'order_id',
        'payment_method',
        'payment_tax',
        'plan_name',
        'receipt_url',
        'sale_gross',
        'subscription_payment_id',
      ].sort(),
    );
    expect(created).toMatchObject({
      linked_subscriptions: '',
      source: '',
      quantity: '12',
      unit_price: '44.16',
    });
    expect(created?.cancel_url?.length).toBeGreaterThan(300);
    expect(created?.update_url?.length).toBeLessThanOrEqual(430);
    expect(paid).toMatchObject({
      initial_payment: '1',
      instalments: '1',
      coupon: 'TWIN10',
      country: 'FR',
      sale_gross: '476.88',
      payment_tax: '79.44',
      next_payment_amount: '529.92',
    });
    expect(outcome.redirectTo).toContain(paid?.checkout_id);
    const sum = ['payment_tax', 'fee', 'earnings'].reduce(
      (total, name) => total + Math.round(Number(paid?.[name]) * 100),
      0,
    );
    expect(sum).toBe(47_688);
  });

  it('lead to a receipt, the card page and the cancel page', async () => {
    const { twin, webhook } = await startTestTwin();
    await buy(twin);
    const [created, paid] = webhook.bodies.map(fieldsOf);
    expect(await (await fetch(paid?.receipt_url ?? '')).text()).toContain(paid?.order_id);
    const card = (number: string) =>
      fetch(created?.update_url ?? '', { method: 'POST', body: new URLSearchParams({ card: number }) });
    expect((await card('4000 0000 0000 0002')).status).toBe(402);
    expect(await (await card('4242 4242 4242 4242')).text()).toContain('role="status"');
    expect((await fetch(`${created?.update_url}x`)).status).toBe(404);
    expect((await fetch((created?.cancel_url ?? '').replace(/hash\/.{5}/, 'hash/wrong'))).status).toBe(404);
  });
});

describe('the clock', () => {
  it('renews month by month on the same day, keeping the 31st, each at its own time', async () => {
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

  it('is real time plus an offset, and is told over HTTP', async () => {
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

  it('a cancelled subscription ends on its last paid day and renews no more', async () => {
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

describe('delivery', () => {
  it('only HTTP 200 exactly is a success', async () => {
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

  it('retries every 15 minutes for 3 days, then gives up, and keeps every attempt', async () => {
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

  it('arrives with the same body once the webhook is back', async () => {
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

  it('an answer that takes too long is a failure', async () => {
    const { twin, webhook } = await startTestTwin({ answerWithinMs: 200 });
    webhook.answer = 'hang';
    await buy(twin);
    expect(twin.deliveries()[0]).toMatchObject({
      state: 'waiting',
      attempts: [{ status: null, problem: expect.stringMatching(/timeout/i) }],
    });
  });

  it('can be held back, duplicated and reordered', async () => {
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

describe('between two starts', () => {
  it('keeps its key, its clock, its subscriptions and the alerts still to be delivered', async () => {
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

describe('a state that cannot be read', () => {
  it('stops the twin with a sentence that says what to do', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'paddle-twin-'));
    onTestFinished(() => rmSync(folder, { recursive: true }));
    writeFileSync(join(folder, 'paddle-twin.json'), '{"offsetMs":');
    await expect(startTestTwin({ folder })).rejects.toThrow(/delete the file to start afresh/);
  });
});

describe('control', () => {
  it('a person moves the clock and sets faults with the buttons of the page, and sees what was sent', async () => {
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

  it('a program reads subscriptions and deliveries, and wrong wishes are refused', async () => {
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
