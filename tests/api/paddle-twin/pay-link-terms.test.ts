/**
 * Tests pay links with special terms: a trial, custom prices, an expiry date, or the continuation of an ended
 * subscription.
 */
import { pino } from 'pino';
import { describe, expect, it } from 'vitest';
import { classicPaddle } from '#server/platform/paddle/classic/adapter.ts';
import { PaddleRefusal } from '#server/platform/paddle/errors.ts';
import { CalendarDate } from '#shared/dates.ts';
import { vendor } from '#tests/support/billing/twin-settings.ts';
import {
  callVendorApi,
  monthly,
  provenAlerts,
  startTestTwin,
  trial,
} from '#tests/support/portal/recorded-twin.ts';
import type { PaddleTwin } from '#twin/start-twin.ts';

const start = () => startTestTwin({ clockStands: true });
const buyer = { email: 'ada@example.com' };

async function linkOf(twin: PaddleTwin, fields: object) {
  const { answer } = await callVendorApi(twin, '/product/generate_pay_link', {
    ...{ product_id: monthly.id, customer_email: buyer.email, customer_country: 'US' },
    ...fields,
  });
  return answer.success ? (answer.response.url as string) : (answer.error.code as number);
}
async function paid(twin: PaddleTwin, fields: object, answers = {}) {
  const link = await linkOf(twin, fields);
  expect(await twin.pay(String(link), { ...buyer, ...answers })).toMatchObject({ status: 'paid' });
  const one = twin.truth().subscriptions.at(-1);
  return { ...one, charges: one?.payments.map(({ amount }) => amount) };
}

describe('Terms of a pay link', () => {
  it('replace the trial of the plan', async () => {
    const { twin } = await start();
    expect(await paid(twin, { trial_days: 30 })).toMatchObject({
      ...{ status: 'trialing', nextBillDate: '2027-03-02', charges: [] },
    });
    expect(await paid(twin, { product_id: trial.id, trial_days: 0 })).toMatchObject({
      ...{ status: 'active', charges: [{ minor: 900 }] },
    });
  });

  it('set the initial and the recurring price, in each currency or by the main one', async () => {
    const { twin } = await start();
    const fields = { 'prices[]': ['USD:5.00'], 'recurring_prices[]': ['USD:7.00', 'EUR:10.00'] };
    const american = await paid(twin, fields);
    const french = await paid(twin, fields, { country: 'FR' });
    await twin.advanceDays(28);
    const charges = (id = 0) => twin.truthOf(id)?.payments.map(({ amount }) => amount.minor);
    expect(charges(american.id)).toEqual([500, 700]);
    // 4.60 € for the first payment and 10.00 € for the second, plus 20 % VAT each.
    expect(charges(french.id)).toEqual([552, 1_200]);
  });

  it('accept an initial price of 0 beside a trial, or refuse it if told to', async () => {
    const { twin } = await start();
    const fields = { trial_days: 10, prices: ['USD:0'] };
    expect(await paid(twin, fields)).toMatchObject({ status: 'trialing', charges: [] });
    twin.setFaults({ zeroInitialPrice: 'refused_118' });
    expect(await linkOf(twin, fields)).toBe(118);
    twin.setFaults({ zeroInitialPrice: 'refused_150' });
    expect(await linkOf(twin, fields)).toBe(150);
  });

  it.each([
    [125, { prices: ['EUR:5.00'] }],
    [139, { prices: ['5.00'] }],
    [139, { prices: ['USD:5.00', 'USD:6.00'] }],
    [139, { prices: ['USD:free'] }],
    [140, { prices: ['XXX:5.00'] }],
    [150, { prices: ['USD:0'] }],
    [143, { recurring_prices: ['USD:0.70'] }],
    [117, { expires: '2027-01-30' }],
    [117, { expires: 'tomorrow' }],
    [116, { trial_days: -1 }],
  ])('are refused with %d for %j', async (code, fields) => {
    const { twin } = await start();
    expect(await linkOf(twin, fields)).toBe(code);
  });

  it('end with the day on which the link expires', async () => {
    const { twin } = await start();
    const fields = { expires: '2027-02-01' };
    await twin.advanceDays(1);
    expect(await paid(twin, fields)).toMatchObject({ status: 'active' });
    const late = String(await linkOf(twin, fields));
    await twin.advanceDays(1);
    const page = await fetch(late, { headers: { accept: 'text/html', 'accept-language': 'en' } });
    expect(page.status).toBe(410);
    expect(await page.text()).toContain('This payment link has expired');
    expect(await twin.pay(late, buyer)).toMatchObject({ status: 'refused' });
    expect(twin.truth().subscriptions).toHaveLength(1);
  });
});

describe('A pay link that continues an ended subscription', () => {
  const intent = '0123456789abcdef0123456789abcdef';
  const request = {
    ...{ planId: monthly.id, quantity: 1, returnUrl: 'http://127.0.0.1:3000/', customerId: 42 },
    ...{ customerEmail: buyer.email, customerPostcode: null, coupon: null, vat: null },
    keep: { freeDays: 204, intent, expiresOn: CalendarDate.parse('2027-01-31') },
  };
  const adapterOf = (twin: PaddleTwin) =>
    classicPaddle({
      ...{ vendorId: vendor.id, vendorAuthCode: vendor.authCode, publicKey: twin.publicKey },
      ...{ vendorsUrl: twin.vendorsUrl, checkoutUrl: twin.checkoutUrl },
      ...{ log: pino({ level: 'silent' }), now: twin.now },
    });

  it.each(['JP', 'US', null])('is free for the days left for a customer in %s', async (customerCountry) => {
    const { twin, webhook } = await start();
    const paddle = adapterOf(twin);
    const link = await paddle.createPayLink({ ...request, customerCountry });
    expect(await twin.pay(link, { country: customerCountry ?? 'DE' })).toMatchObject({ status: 'paid' });
    await twin.drain();
    const [created] = provenAlerts(twin, webhook);
    expect(paddle.toFacts('classic', created ?? {})).toMatchObject({
      facts: [
        {
          ...{ type: 'subscription_created', status: 'trialing', nextBillOn: '2027-08-23' },
          buyer: { billableId: 42, keepIntent: intent },
        },
      ],
    });
    expect(webhook.names()).toEqual(['subscription_created']);
    await twin.advanceDays(1);
    expect(await twin.pay(link)).toMatchObject({ status: 'refused' });
  });

  it('is refused with reason price_too_low if Paddle takes no price of 0', async () => {
    const { twin } = await start();
    twin.setFaults({ zeroInitialPrice: 'refused_150' });
    const refusal = adapterOf(twin).createPayLink({ ...request, customerCountry: 'FR' });
    await expect(refusal).rejects.toBeInstanceOf(PaddleRefusal);
    await expect(refusal).rejects.toMatchObject({ reason: 'price_too_low' });
  });
});
