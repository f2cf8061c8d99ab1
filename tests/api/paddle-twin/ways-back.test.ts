/** Tests that every page the twin shows to buyers links back to the seller if the seller's URL is known. */
import { describe, expect, test } from 'vitest';
import { callVendorApi, monthly, startTestTwin } from '#tests/support/portal/recorded-twin.ts';
import { sellerUrlOf } from '#twin/pages/onward-links.ts';

const linksIn = (page: string): string[] =>
  [...page.matchAll(/<nav[^>]*>([\s\S]*?)<\/nav>/g)].flatMap(([, nav = '']) =>
    [...nav.matchAll(/href="([^"]*)"/g)].map(([, href = '']) => href),
  );

test('Each page linked from an alert or pay link links to the portal and to its subscription', async () => {
  const { twin, webhook } = await startTestTwin();
  const { answer } = await callVendorApi(twin, '/product/generate_pay_link', {
    product_id: monthly.id,
    customer_email: 'ada@example.org',
  });
  const payLink: string = answer.response.url;
  const { redirectTo: receipt } = await twin.pay(payLink);
  const [{ id, updateUrl, cancelUrl } = { id: 0, updateUrl: '', cancelUrl: '' }] = twin.subscriptions();
  const seller = `${new URL(webhook.url).origin}/dashboard`;
  const linksOf = async (url: string | null, init?: RequestInit) =>
    linksIn(await (await fetch(url ?? '', { headers: { accept: 'text/html' }, ...init })).text());
  const body = new URLSearchParams({ card: '4242 4242 4242 4242' });

  expect(await linksOf(payLink)).toEqual([seller]);
  expect(await linksOf(`${cancelUrl}x`)).toEqual([seller]);
  const both = [seller, `/control/subscription/${id}`];
  expect(await linksOf(receipt)).toEqual(both);
  expect(await linksOf(updateUrl)).toEqual(both);
  expect(await linksOf(updateUrl, { method: 'POST', body })).toEqual(both);
  expect(await linksOf(cancelUrl)).toEqual(both);
  expect(await linksOf(cancelUrl, { method: 'POST' })).toEqual(both);
  expect((await fetch(`${twin.url}${both[1]}`)).status).toBe(200);
});

describe("The seller's URL", () => {
  const returning = { returnUrl: 'https://portal.example/monica?order={checkout_hash}' };
  test.each([
    ['http://localhost:3000/paddle/webhook', [returning], 'http://localhost:3000'],
    ['http://[::1]:3000/paddle/webhook', [], 'http://[::1]:3000'],
    // Only programs on the same private network can resolve this host name. A buyer's browser can't.
    ['http://portal:3000/paddle/webhook', [returning, { returnUrl: null }], 'https://portal.example'],
    ['http://portal:3000/paddle/webhook', [], null],
    [null, [{ returnUrl: 'https://older.example/' }, returning], 'https://portal.example'],
    [null, [{ returnUrl: 'javascript:alert(1)' }], null],
    [null, [{ returnUrl: 'nowhere' }], null],
    [null, [], null],
  ])('for webhook %s and pay links %j is %s', (webhookUrl, payLinks, expected) => {
    expect(sellerUrlOf({ webhookUrl, payLinks })).toBe(expected);
  });
});
