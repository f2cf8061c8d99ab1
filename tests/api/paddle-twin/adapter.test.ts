/** Tests the portal's Paddle adapter against the running twin and against a misbehaving Paddle. */
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { pino } from 'pino';
import { describe, expect, it, onTestFinished } from 'vitest';
import { type ClassicPaddleOptions, classicPaddle } from '#server/platform/paddle/classic/adapter.ts';
import { PaddleRefusal, PaddleUnavailable } from '#server/platform/paddle/errors.ts';
import type { PayLinkRequest } from '#server/platform/paddle/port.ts';
import { classicRef } from '#server/platform/paddle/reference.ts';
import { vendor } from '#tests/support/billing/twin-settings.ts';
import { monthly, seats, startTestTwin } from '#tests/support/portal/recorded-twin.ts';

function adapterAt(url: string, options: Partial<ClassicPaddleOptions> = {}) {
  const logged: string[] = [];
  const log = pino({ level: 'trace' }, { write: (line: string) => void logged.push(line) });
  const paddle = classicPaddle({
    vendorId: vendor.id,
    vendorAuthCode: vendor.authCode,
    publicKey: '',
    vendorsUrl: `${url}/api/2.0`,
    checkoutUrl: `${url}/api/2.0`,
    log,
    now: () => new Date('2027-01-31T10:00:00Z'),
    retryDelayMs: 1,
    ...options,
  });
  return { paddle, logged };
}

const request: PayLinkRequest = {
  planId: seats.id,
  quantity: 12,
  returnUrl: 'http://127.0.0.1:3000/officelife?checkout={checkout_hash}',
  customerId: 42,
  customerEmail: 'zoë.müller@example.com'.normalize().replace(/[^\x20-\x7e]/g, 'e'),
  customerCountry: 'FR',
  customerPostcode: '75011',
  coupon: null,
  vat: null,
};

async function fakePaddle(handler: RequestListener): Promise<string> {
  const server = createServer(handler);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

describe('Prices', () => {
  it.each([
    ['US', 'USD', 900, 0],
    ['FR', 'EUR', 994, 166],
    ['GB', 'GBP', 853, 142],
    ['CA', 'CAD', 1_233, 0],
    ['JP', 'JPY', 1_485, 135],
    ['CH', 'CHF', 856, 64],
    ['BR', 'USD', 900, 0],
  ])('quotes %s in %s with tax included in the gross price', async (country, currency, gross, tax) => {
    const { twin } = await startTestTwin();
    const { paddle } = adapterAt(twin.url);
    const prices = await paddle.prices({ planIds: [monthly.id], country });
    expect(prices).toEqual([
      { planId: monthly.id, gross: { minor: gross, currency }, tax: { minor: tax, currency } },
    ]);
  });

  it('omits unpublished and unknown plans', async () => {
    const { twin } = await startTestTwin();
    const { paddle } = adapterAt(twin.url);
    const prices = await paddle.prices({ planIds: [monthly.id, 999, 123_456, seats.id], country: 'DE' });
    expect(prices.map(({ planId }) => planId)).toEqual([monthly.id, seats.id]);
    expect(await paddle.prices({ planIds: [], country: 'DE' })).toEqual([]);
  });

  it('reads noisy floats and prices of one-off products', async () => {
    const url = await fakePaddle((_request, response) => {
      const price = { gross: 13.630000000000001, net: 11.36, tax: 2.27 };
      const products = [{ product_id: '7', currency: 'EUR', price, list_price: price, applied_coupon: [] }];
      response.end(JSON.stringify({ success: true, response: { customer_country: 'ES', products } }));
    });
    const { paddle } = adapterAt(url);
    expect(await paddle.prices({ planIds: [7], country: 'ES' })).toEqual([
      { planId: 7, gross: { minor: 1_363, currency: 'EUR' }, tax: { minor: 227, currency: 'EUR' } },
    ]);
  });
});

describe('Pay links', () => {
  it('opens a checkout with the product, seats and customer filled in', async () => {
    const { twin } = await startTestTwin();
    const { paddle } = adapterAt(twin.url);
    const link = await paddle.createPayLink(request);
    const page = await (await fetch(link, { headers: { 'accept-language': 'en' } })).text();
    expect(page).toContain('OfficeLife yearly');
    expect(page).toContain(`value="${request.customerEmail}"`);
    expect(page).toContain('value="75011"');
    expect(page).toContain('<option value="FR" selected>');
    // 12 seats at 36.80 € each, plus 20 % VAT.
    expect(page).toContain('€529.92');
  });

  it('sends exactly the expected fields and omits missing values', async () => {
    let body = '';
    const url = await fakePaddle((incoming, response) => {
      incoming.on('data', (chunk) => {
        body += chunk;
      });
      incoming.on('end', () =>
        response.end('{"success":true,"response":{"url":"https://pay.example.com/x"}}'),
      );
    });
    const { paddle } = adapterAt(url);
    const vat = {
      number: 'FR12345678901',
      companyName: 'Dunder',
      street: '1 rue A',
      city: 'Paris',
      country: 'FR',
    };
    expect(await paddle.createPayLink({ ...request, customerPostcode: null, coupon: 'TWIN10', vat })).toBe(
      'https://pay.example.com/x',
    );
    expect(Object.fromEntries(new URLSearchParams(body))).toEqual({
      vendor_id: '4711',
      vendor_auth_code: vendor.authCode,
      product_id: '38001',
      quantity: '12',
      quantity_variable: '0',
      customer_email: request.customerEmail,
      customer_country: 'FR',
      coupon_code: 'TWIN10',
      vat_number: 'FR12345678901',
      vat_company_name: 'Dunder',
      vat_street: '1 rue A',
      vat_city: 'Paris',
      vat_country: 'FR',
      return_url: request.returnUrl,
      passthrough: '{"subscription_name":"main","billable_id":42,"billable_type":"App\\\\Models\\\\User"}',
    });
  });

  it.each([
    ['a wrong auth code', 102, { vendorAuthCode: 'wrong' }, {}],
    ['another vendor', 107, { vendorId: 1 }, {}],
    ['an unknown product', 108, {}, { planId: 123_456 }],
    ['an unpublished product', 108, {}, { planId: 999 }],
    ['no e-mail address', 126, {}, { customerEmail: 'nobody' }],
    ['an unknown coupon', 135, {}, { coupon: 'NOPE' }],
  ])("rejects %s with Paddle's code %d", async (_, code, options: Partial<ClassicPaddleOptions>, change) => {
    const { twin } = await startTestTwin();
    const { paddle, logged } = adapterAt(twin.url, options);
    const refusal = await paddle.createPayLink({ ...request, ...change }).catch((error: unknown) => error);
    expect(refusal).toBeInstanceOf(PaddleRefusal);
    expect(refusal).toMatchObject({ paddleCode: code });
    expect(logged.join('')).toContain(`"code":${code}`);
    expect(logged.join('')).not.toContain(options.vendorAuthCode ?? vendor.authCode);
  });
});

describe("Responses that can't be understood", () => {
  const cases: [string, RequestListener, RegExp][] = [
    [
      'HTTP 503',
      (_, response) => void response.writeHead(503).end(`<h1>gone</h1> ${vendor.authCode}`),
      /HTTP 503/,
    ],
    ['HTTP 200 with HTML', (_, response) => void response.end(`<h1>hello</h1> ${vendor.authCode}`), /hello/],
    ['an empty answer', (_, response) => void response.end(), /^/],
    ['another envelope', (_, response) => void response.end('{"data":[]}'), /success/],
    [
      'an address that is none',
      (_, response) => void response.end('{"success":true,"response":{"url":"javascript:x"}}'),
      /url/i,
    ],
    [
      'a redirect elsewhere',
      (_, response) => void response.writeHead(307, { location: 'http://127.0.0.1:1/' }).end(),
      /fetch|redirect/,
    ],
    ['silence', () => undefined, /timeout|abort/i],
    ['a broken connection', (request) => void request.socket.destroy(), /fetch failed|socket/],
  ];

  it.each(cases)(
    'throws PaddleUnavailable with the cause and without the auth code: %s',
    async (_, handler, cause) => {
      const { paddle, logged } = adapterAt(await fakePaddle(handler), { timeoutMs: 300 });
      const failure: unknown = await paddle.createPayLink(request).catch((error: unknown) => error);
      expect(failure).toBeInstanceOf(PaddleUnavailable);
      expect(String((failure as Error).cause)).toMatch(cause);
      expect(`${logged.join('')}${(failure as Error).message}${(failure as Error).cause}`).not.toContain(
        vendor.authCode,
      );
    },
  );

  it('throws PaddleUnavailable while the twin is down and works once it is back', async () => {
    const { twin } = await startTestTwin();
    twin.setFaults({ down: true });
    const { paddle } = adapterAt(twin.url);
    await expect(paddle.prices({ planIds: [monthly.id], country: 'FR' })).rejects.toBeInstanceOf(
      PaddleUnavailable,
    );
    await expect(paddle.createPayLink(request)).rejects.toBeInstanceOf(PaddleUnavailable);
    twin.setFaults({ down: false });
    expect(await paddle.prices({ planIds: [monthly.id], country: 'FR' })).toHaveLength(1);
  });
});

describe('Alerts from the twin', () => {
  it('verify and parse as the created subscription and its payment', async () => {
    const { twin, webhook } = await startTestTwin();
    const { paddle, logged } = adapterAt(twin.url, { publicKey: twin.publicKey.replaceAll('\n', '\\n') });
    expect(logged).toEqual([]);
    const link = await paddle.createPayLink(request);
    await twin.pay(link, { name: 'Zoë Müller 日本' });
    await twin.drain();
    const meanings = webhook.bodies.map((body) => {
      const reading = paddle.readAlert(Buffer.from(body));
      if (reading.status === 'refused') throw new Error(reading.reason);
      expect(reading.alert.occurredAt?.toISOString()).toMatch(/^2027-01-31T10:00/);
      return paddle.toFacts('classic', reading.alert.payload);
    });
    const [subscription] = twin.subscriptions();
    const shared = {
      ref: classicRef('subscription', subscription?.id ?? 0),
      planId: seats.id,
      status: 'active',
      quantity: 12,
      nextBillOn: '2028-01-31',
      buyer: { billableId: 42, paddleUserId: subscription?.userId, email: request.customerEmail },
    };
    expect(meanings).toEqual([
      {
        status: 'facts',
        facts: [
          {
            type: 'subscription_created',
            ...shared,
            updateUrl: subscription?.updateUrl,
            cancelUrl: subscription?.cancelUrl,
          },
        ],
      },
      {
        status: 'facts',
        facts: [
          {
            type: 'subscription_payment_succeeded',
            ...shared,
            paymentId: expect.any(Number),
            orderId: expect.stringMatching(/^4711-\d+$/),
            checkoutId: subscription?.checkoutId,
            amount: { minor: 52_992, currency: 'EUR' },
            tax: { minor: 8_832, currency: 'EUR' },
            nextCharge: { minor: 52_992, currency: 'EUR' },
            country: 'FR',
            receiptUrl: expect.stringContaining(`${twin.url}/receipt/4711-`),
          },
        ],
      },
    ]);
  });

  it('are all refused with an unusable public key, with a log line at the start', async () => {
    const { twin, webhook } = await startTestTwin();
    const { paddle, logged } = adapterAt(twin.url, { publicKey: 'nonsense' });
    expect(logged.join('')).toContain('every alert will be refused');
    await twin.pay(await paddle.createPayLink(request));
    await twin.drain();
    expect(webhook.bodies).toHaveLength(2);
    for (const body of webhook.bodies) expect(paddle.readAlert(Buffer.from(body)).status).toBe('refused');
  });
});
