import { describe, expect, it } from 'vitest';
import { vendor } from '#tests/support/billing/twin-settings.ts';
import { monthly, seats, startTestTwin } from '#tests/support/portal/recorded-twin.ts';
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

describe('Vendor API', () => {
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

  it('accepts JSON as well as a form', async () => {
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
  ])('returns HTTP 200 with success false and code %d', async (code, init) => {
    const { twin } = await startTestTwin();
    expect(await ask(twin, init)).toEqual({ success: false, error: { code, message: expect.any(String) } });
  });

  it('requires products for prices and applies a coupon only to the first payment', async () => {
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

describe('Checkout page', () => {
  const open = async (url: string, language = 'en') =>
    (await fetch(url, { headers: { 'accept-language': language, accept: 'text/html' } })).text();
  const send = (url: string, fields: Record<string, string>) =>
    fetch(url, {
      method: 'POST',
      body: new URLSearchParams(fields),
      headers: { accept: 'text/html', 'accept-language': 'en' },
      redirect: 'manual',
    });

  it('pays with the test card and redirects the buyer with the checkout hash', async () => {
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
    ['a real card', { card: '4012 8888 8888 1881', email: 'a@example.com' }, 422, 'test cards'],
    ['no e-mail address', { card: '4242424242424242', email: 'nobody' }, 422, 'e-mail'],
  ])('shows an error and takes no payment: %s', async (_, fields, status, sentence) => {
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

  it('reprices for another country or coupon and reports an unknown coupon', async () => {
    const { twin } = await startTestTwin();
    const link = await payLink(twin);
    expect(await open(link)).toContain('data-testid="due-today">€9.94<');
    expect(await open(`${link}?country=JP`)).toContain('data-testid="due-today">¥1,485<');
    expect(await open(`${link}?country=US&coupon=twin10`)).toContain('data-testid="due-today">$8.10<');
    expect(await open(`${link}?coupon=NOPE`)).toContain('This coupon isn’t valid.');
  });

  it('uses French for a French browser, and for a French buyer whose browser language is unsupported', async () => {
    const { twin } = await startTestTwin();
    const link = await payLink(twin);
    expect(await open(link, 'fr-CA,fr;q=0.9')).toContain('<html lang="fr">');
    expect(await open(link, 'de-DE')).toContain('Paiement');
    expect(await open(link, 'en-GB')).toContain('<html lang="en">');
  });

  it('rejects a second payment', async () => {
    const { twin } = await startTestTwin();
    const link = await payLink(twin);
    await twin.pay(link);
    expect(await twin.pay(link)).toMatchObject({
      status: 'refused',
      problem: 'This order has already been paid for.',
    });
    expect(twin.subscriptions()).toHaveLength(1);
    expect((await send(`${twin.url}/checkout/custom/nothing`, {})).status).toBe(404);
  });

  it('charges no VAT to a company with a VAT number', async () => {
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

  it('escapes the coupon in the URL', async () => {
    const { twin } = await startTestTwin();
    const page = await open(
      `${await payLink(twin)}?coupon=${encodeURIComponent('"><script>alert(1)</script>')}`,
    );
    expect(page).not.toContain('<script>');
    expect(page).toContain('&quot;&gt;&lt;script&gt;');
  });
});

describe('Alerts of a purchase', () => {
  it('contain every field that Paddle documents', async () => {
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

  it('link to a working receipt, card page and cancel page', async () => {
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
