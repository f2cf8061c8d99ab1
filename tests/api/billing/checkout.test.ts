/** Tests checkout through the portal's API, with the real Paddle adapter talking to the Paddle twin. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { startPortal } from '#proofs/shop/portal.ts';
import { startMailbox } from '#scripts/demo/mailbox/mailbox.ts';
import type { StartCheckout } from '#shared/billing/billing.ts';
import type { Plan } from '#shared/catalogue/catalogue.ts';
import { cancelledAlert, createdAlert } from '#tests/support/billing/alerts.ts';
import { planOnSale } from '#tests/support/billing/plans-on-sale.ts';
import { vendor } from '#tests/support/billing/twin-settings.ts';
import { useDatabase } from '#tests/support/database/database.ts';
import { registerCustomer } from '#tests/support/people/customer.ts';
import { monthly, startTestTwin } from '#tests/support/portal/recorded-twin.ts';

const test = useDatabase();
let plan: Plan;

beforeEach(async () => {
  plan = await planOnSale(test.db, {
    product: 'Monica',
    friendlyName: 'Monthly plan',
    description: 'For you and everyone in your account',
    planName: monthly.name,
    paddlePlanId: monthly.id,
    price: { minor: monthly.usdCents, currency: 'USD' },
    frequency: 'Monthly',
  });
});

/**
 * Starts a portal that uses the Paddle at `paddleUrl`. Returns functions that make API calls as a registered customer
 * who is about to pay.
 */
async function customerOf(paddleUrl: string) {
  const mailbox = await startMailbox();
  onTestFinished(() => mailbox.stop());
  const portal = await startPortal({
    databaseUrl: test.url,
    settings: {
      MAIL_PORT: String(mailbox.smtpPort),
      PADDLE_VENDORS_URL: `${paddleUrl}/api/2.0`,
      PADDLE_CHECKOUT_URL: `${paddleUrl}/api/2.0`,
      PADDLE_VENDOR_ID: String(vendor.id),
      PADDLE_VENDOR_AUTH_CODE: vendor.authCode,
    },
  });
  onTestFinished(() => portal.stop());
  const { cookie } = await registerCustomer({ url: portal.url, mailbox }, 'nora@example.test');
  return {
    portal,
    licences: () => portal.trpc(cookie).licences.list.query({}),
    order: (extras: Partial<StartCheckout> = {}) =>
      portal.trpc(cookie).billing.startCheckout.mutate({ planId: plan.id, quantity: 1, ...extras }),
  };
}

/** Starts a fake Paddle that refuses every order with the given error code. */
const paddleThatRefuses = (code: number) =>
  paddleThatAnswers({ success: false, error: { code, message: 'Refused' } });

/**
 * Starts a fake Paddle that responds to every request with `answer`, and returns its URL. The form fields of each
 * request are appended to `asked`.
 */
async function paddleThatAnswers(answer: object, asked: URLSearchParams[] = []): Promise<string> {
  const server = createServer(async (request, response) => {
    let body = '';
    for await (const chunk of request) body += chunk;
    asked.push(new URLSearchParams(body));
    response.end(JSON.stringify(answer));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

const company = {
  number: 'SE556677889901',
  companyName: 'Lindqvist AB',
  street: 'Storgatan 1',
  city: 'Umeå',
  country: 'SE',
};

describe('An order', () => {
  it('with a valid coupon leads to a checkout page that applies the coupon', async () => {
    const { twin } = await startTestTwin();
    const { order } = await customerOf(twin.url);
    const { url } = await order({ coupon: 'TWIN10' });
    expect(url.startsWith(`${twin.url}/checkout/custom/`)).toBe(true);
    expect(await (await fetch(url)).text()).toContain('(TWIN10, 10 %)');
  });

  it('is rejected with an invalid coupon and accepted with a blank one', async () => {
    const { twin } = await startTestTwin();
    const { order } = await customerOf(twin.url);
    await expect(order({ coupon: 'TWIN01' })).rejects.toMatchObject({
      data: { appCode: 'coupon_refused', code: 'BAD_REQUEST', httpStatus: 400 },
    });
    expect((await order({ coupon: ' ' })).url).toContain('/checkout/custom/');
  });

  it('for a company succeeds with and without a postcode', async () => {
    const { twin } = await startTestTwin();
    const { order } = await customerOf(twin.url);
    expect((await order({ vat: company })).url).toContain('/checkout/custom/');
    expect((await order({ vat: { ...company, postcode: '903 26' } })).url).toContain('/checkout/custom/');
  });
});

describe('The return URL', () => {
  it('carries the id of the customer’s newest licence, even when that licence has ended', async () => {
    const asked: URLSearchParams[] = [];
    const paddle = await paddleThatAnswers(
      { success: true, response: { url: 'https://pay.example.test/1' } },
      asked,
    );
    const { portal, order, licences } = await customerOf(paddle);
    await order();
    const bought = { subscription_plan_id: String(monthly.id), email: 'nora@example.test' };
    await portal.alert(createdAlert(bought));
    await portal.alert(cancelledAlert(bought));
    await order();
    const [licence] = await licences();
    expect(licence).toMatchObject({ standing: 'ended' });
    expect(asked.map((fields) => new URL(fields.get('return_url') ?? '').search)).toEqual([
      '?checkout={checkout_hash}&had=l',
      `?checkout={checkout_hash}&had=l${licence?.id}`,
    ]);
  });
});

describe('A Paddle error', () => {
  it.each([
    { paddleCode: 126, extras: {}, appCode: 'email_refused' },
    { paddleCode: 116, extras: { vat: company }, appCode: 'vat_postcode_missing' },
    { paddleCode: 116, extras: { vat: { ...company, postcode: '903 26' } }, appCode: 'paddle_unavailable' },
    { paddleCode: 116, extras: {}, appCode: 'paddle_unavailable' },
    { paddleCode: 107, extras: { coupon: 'TWIN10' }, appCode: 'paddle_unavailable' },
  ])('with code $paddleCode is returned as $appCode', async (given) => {
    const { order } = await customerOf(await paddleThatRefuses(given.paddleCode));
    await expect(order(given.extras)).rejects.toMatchObject({ data: { appCode: given.appCode } });
  });
});
