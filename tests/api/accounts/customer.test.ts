/**
 * Tests the customer-facing API over real HTTP. Customers must see their own licences, receipts, prices and account,
 * and nothing that belongs to another customer.
 */
import { request } from 'node:http';
import { QueryTypes } from 'sequelize';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Portal, startPortal } from '#proofs/shop/portal.ts';
import { type Mailbox, startMailbox } from '#scripts/demo/mailbox/mailbox.ts';
import { cancelledAlert, createdAlert, passthroughOf, paymentAlert } from '#tests/support/billing/alerts.ts';
import { planOnSale } from '#tests/support/billing/plans-on-sale.ts';
import { useDatabase } from '#tests/support/database/database.ts';
import { registerCustomer } from '#tests/support/people/customer.ts';

const test = useDatabase();
let portal: Portal;
let mailbox: Mailbox;

const monica = {
  product: 'Monica',
  friendlyName: 'Monthly plan',
  description: 'For you and everyone in your account',
  planName: 'monica-monthly',
  paddlePlanId: 24_749,
  price: { minor: 900, currency: 'USD' },
  frequency: 'Monthly',
} as const;

beforeEach(async () => {
  mailbox = await startMailbox();
  portal = await startPortal({
    databaseUrl: test.url,
    at: '2026-01-12T09:15:00Z',
    settings: { MAIL_PORT: String(mailbox.smtpPort) },
  });
  await planOnSale(test.db, monica);
});
afterEach(async () => {
  await portal.stop();
  await mailbox.stop();
});

const register = (email: string) => registerCustomer({ url: portal.url, mailbox }, email);
async function idOf(email: string): Promise<number> {
  const [row] = await test.db.query<{ id: number }>('SELECT id FROM users WHERE email = ?', {
    replacements: [email],
    type: QueryTypes.SELECT,
  });
  if (!row) throw new Error(`nobody has the address ${email}`);
  return row.id;
}

describe('A licence', () => {
  it('is returned with its key to its owner and to no other customer', async () => {
    const nora = portal.trpc((await register('nora@example.test')).cookie);
    const mallory = portal.trpc((await register('mallory@example.test')).cookie);
    const ours = { passthrough: passthroughOf(await idOf('nora@example.test')) };
    await portal.alert(createdAlert(ours));
    await portal.alert(paymentAlert(ours));

    const [licence, ...others] = await nora.licences.list.query({});
    expect(others).toEqual([]);
    expect(licence).toMatchObject({
      product: 'Monica',
      planName: 'Monthly plan',
      status: 'active',
      standing: 'good',
      validUntil: '2026-02-12',
      renewsOn: '2026-02-12',
      worksThrough: '2026-02-19',
      lastPaid: { minor: 900, currency: 'USD' },
      quantity: 1,
    });
    const licenceId = licence?.id ?? 0;
    const { key } = await nora.licences.revealKey.query({ licenceId });
    expect(key.startsWith(licence?.keyHint?.start ?? '?')).toBe(true);
    expect(key.endsWith(licence?.keyHint?.end ?? '?')).toBe(true);
    expect(Buffer.from(key, 'base64').toString()).toMatch(/^\{"iv":/);

    expect(await mallory.licences.list.query({})).toEqual([]);
    await expect(mallory.licences.revealKey.query({ licenceId })).rejects.toMatchObject({
      data: { appCode: 'not_found', httpStatus: 404 },
    });
    await expect(mallory.licences.revealKey.query({ licenceId: 999_999 })).rejects.toMatchObject({
      data: { appCode: 'not_found', httpStatus: 404 },
    });
  });
});

describe('Receipts', () => {
  it('are listed for their own customer only, newest first, in pages', async () => {
    const nora = portal.trpc((await register('nora@example.test')).cookie);
    const mallory = portal.trpc((await register('mallory@example.test')).cookie);
    const ours = { passthrough: passthroughOf(await idOf('nora@example.test')) };
    await portal.alert(createdAlert(ours));
    for (let month = 1; month <= 21; month += 1) {
      const at = new Date(Date.UTC(2024, month - 1, 12)).toISOString().slice(0, 10);
      await portal.alert(
        paymentAlert({
          ...ours,
          order_id: `1-${month}`,
          subscription_payment_id: String(770_000 + month),
          event_time: `${at} 09:00:00`,
        }),
      );
    }
    const first = await nora.billing.receipts.query({});
    expect(first).toMatchObject({ first: 1, total: 21, newer: null });
    expect(first.receipts[0]).toMatchObject({
      orderId: '1-21',
      product: 'Monica',
      amount: { minor: 900, currency: 'USD' },
      paidAt: new Date('2025-09-12T09:00:00Z'),
    });
    const last = await nora.billing.receipts.query({ after: first.older ?? undefined });
    expect(last).toMatchObject({ first: 21, total: 21, older: null, receipts: [{ orderId: '1-1' }] });
    const usd = (minor: number) => ({ minor, currency: 'USD' });
    expect(first.years).toEqual([2025, 2024]);
    expect(first.totals.map(({ year, count, amount }) => ({ year, count, amount }))).toEqual([
      { year: 2025, count: 9, amount: usd(8100) },
      { year: 2024, count: 12, amount: usd(10_800) },
    ]);
    const of2024 = await nora.billing.receipts.query({ year: 2024 });
    expect(of2024).toMatchObject({ first: 1, total: 12, older: null, years: [2025, 2024] });
    expect(of2024.totals).toEqual([first.totals[1]]);
    expect(of2024.receipts.map(({ orderId }) => orderId)).toEqual(
      Array.from({ length: 12 }, (_, index) => `1-${12 - index}`),
    );
    expect(await nora.billing.receipts.query({ year: 2023 })).toMatchObject({ total: 0, totals: [] });
    expect((await nora.billing.receipts.query({ product: 'OfficeLife' })).total).toBe(0);
    expect((await mallory.billing.receipts.query({})).total).toBe(0);
  });
});

describe('The catalogue while Paddle is unavailable', () => {
  it('shows the plans’ own prices and reports them as the price source', async () => {
    expect(await portal.trpc().catalogue.offers.query({ product: 'Monica' })).toMatchObject({
      country: 'US',
      priceSource: 'plan',
      offers: [
        { plan: { friendlyName: 'Monthly plan' }, unitPrice: { minor: 900, currency: 'USD' }, unitTax: null },
      ],
    });
  });

  it('rejects a checkout with paddle_unavailable', async () => {
    const nora = portal.trpc((await register('nora@example.test')).cookie);
    const [offer] = (await nora.catalogue.offers.query({ product: 'Monica' })).offers;
    await expect(
      nora.billing.startCheckout.mutate({ planId: offer?.plan.id ?? 0, quantity: 1 }),
    ).rejects.toMatchObject({ data: { appCode: 'paddle_unavailable', httpStatus: 502 } });
  });

  it('rejects an unknown plan and an invalid number of seats', async () => {
    const nora = portal.trpc((await register('nora@example.test')).cookie);
    await expect(nora.billing.startCheckout.mutate({ planId: 999, quantity: 1 })).rejects.toMatchObject({
      data: { appCode: 'not_found' },
    });
    for (const quantity of [0, -1, 10_001, 1.5]) {
      await expect(nora.billing.startCheckout.mutate({ planId: 1, quantity })).rejects.toMatchObject({
        data: { appCode: 'invalid_input', issues: [{ path: 'quantity' }] },
      });
    }
  });

  it('rejects a second purchase while a renewing licence works, unless `another` is set', async () => {
    const nora = portal.trpc((await register('nora@example.test')).cookie);
    await portal.alert(createdAlert({ passthrough: passthroughOf(await idOf('nora@example.test')) }));
    const [offer] = (await nora.catalogue.offers.query({ product: 'Monica' })).offers;
    const order = { planId: offer?.plan.id ?? 0, quantity: 1 };
    await expect(nora.billing.startCheckout.mutate(order)).rejects.toMatchObject({
      data: { appCode: 'already_licensed', httpStatus: 409 },
    });
    await expect(nora.billing.startCheckout.mutate({ ...order, another: true })).rejects.toMatchObject({
      data: { appCode: 'paddle_unavailable' },
    });
  });

  it('rejects a second purchase for an ended licence until its subscription is cancelled', async () => {
    const nora = portal.trpc((await register('nora@example.test')).cookie);
    const ours = { passthrough: passthroughOf(await idOf('nora@example.test')) };
    await portal.alert(createdAlert(ours));
    const [offer] = (await nora.catalogue.offers.query({ product: 'Monica' })).offers;
    const order = { planId: offer?.plan.id ?? 0, quantity: 1 };
    portal.setNow('2026-02-20T09:00:00Z');
    expect(await nora.licences.list.query({})).toMatchObject([
      { standing: 'ended', worksThrough: '2026-02-19' },
    ]);
    await expect(nora.billing.startCheckout.mutate(order)).rejects.toMatchObject({
      data: { appCode: 'already_licensed' },
    });
    await portal.alert(cancelledAlert({ ...ours, event_time: '2026-02-20 08:00:00' }));
    await expect(nora.billing.startCheckout.mutate(order)).rejects.toMatchObject({
      data: { appCode: 'paddle_unavailable' },
    });
  });
});

describe('An account', () => {
  it('stores country and language, and shows prices for that country', async () => {
    const nora = portal.trpc((await register('nora@example.test')).cookie);
    await nora.accounts.setCountry.mutate({ country: 'SE' });
    await nora.accounts.setLocale.mutate({ locale: 'fr' });
    expect(await nora.accounts.me.query()).toMatchObject({
      country: 'SE',
      locale: 'fr',
      emailVerified: true,
    });
    expect(await portal.trpc().accounts.me.query()).toBeNull();
    expect((await nora.catalogue.offers.query({ product: 'Monica' })).country).toBe('SE');
  });
});

describe('Requests to the portal', () => {
  it('are rejected with 403 when another origin sends them', async () => {
    const { cookie } = await register('nora@example.test');
    const answer = await fetch(`${portal.url}/trpc/accounts.setLocale`, {
      method: 'POST',
      headers: { cookie, origin: 'https://evil.example.test', 'content-type': 'application/json' },
      body: JSON.stringify({ json: { locale: 'fr' } }),
    });
    expect(answer.status).toBe(403);
    expect(await portal.trpc(cookie).accounts.me.query()).toMatchObject({ locale: 'en' });
  });

  it.each([
    ['/api/nothing', 404],
    ['/oauth/nothing', 404],
    ['/auth', 404],
    ['/paddle/webhook', 405],
    ['/trpc/nothing', 404],
    ['/trpc/licences.list', 401],
  ])('GET %s returns %i and a request id', async (path, status) => {
    const answer = await fetch(`${portal.url}${path}`);
    expect(answer.status).toBe(status);
    expect(answer.headers.get('x-request-id')).toMatch(/^[0-9a-f-]{36}$/);
  });

  it('return 400 for malformed JSON', async () => {
    const { cookie } = await register('nora@example.test');
    const answer = await fetch(`${portal.url}/trpc/accounts.setLocale`, {
      method: 'POST',
      headers: { cookie, 'content-type': 'application/json' },
      body: '{"json":',
    });
    expect(answer.status).toBe(400);
    expect(await answer.text()).toContain('invalid_input');
  });

  it('return 413 for a body over the limit', async () => {
    const { cookie } = await register('nora@example.test');
    const answer = await fetch(`${portal.url}/trpc/accounts.setLocale`, {
      method: 'POST',
      headers: { cookie, 'content-type': 'application/json' },
      body: JSON.stringify({ json: { locale: 'x'.repeat(400_000) } }),
    });
    expect(answer.status).toBe(413);
  });

  const statusUnder = (host: string) =>
    new Promise<number>((resolve, reject) => {
      const { hostname, port } = new URL(portal.listensAt);
      request({ hostname, port, path: '/api/nothing', headers: { host } }, (res) => {
        res.resume();
        resolve(res.statusCode ?? 0);
      })
        .on('error', reject)
        .end();
    });

  it('return 421 for a Host header other than the portal’s own', async () => {
    const { host } = new URL(portal.url);
    expect(await statusUnder(host)).toBe(404);
    for (const other of ['evil.example.test', `${host}.evil.example.test`, 'a@b']) {
      expect(await statusUnder(other)).toBe(421);
    }
  });

  it('accept the portal’s own host in any case and with the default port', async () => {
    await portal.stop();
    portal = await startPortal({
      databaseUrl: test.url,
      settings: { APP_URL: 'https://portal.example.test' },
    });
    for (const host of [
      'portal.example.test',
      'Portal.Example.Test',
      'portal.example.test:443',
      'portal.example.test.',
    ]) {
      expect(await statusUnder(host)).toBe(404);
    }
    expect(await statusUnder('portal.example.test:8443')).toBe(421);
  });
});
