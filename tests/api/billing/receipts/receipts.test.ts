/** Tests the list of receipts: its pages, what part payments were for, and the company given when paying. */
import { beforeEach, describe, expect, it } from 'vitest';
import { rebuild } from '#server/features/billing/inbox/rebuild.ts';
import type { Receipt } from '#server/features/billing/receipts/receipt.repository.ts';
import type { ReceiptPage } from '#shared/billing/billing.ts';
import { PersonalData } from '#shared/privacy/personal-data.ts';
import { addCustomer } from '#tests/support/database/add-customer.ts';
import { useChangingCustomer } from '#tests/support/people/changing-customer.ts';

const customer = useChangingCustomer();
const usd = (minor: number) => ({ minor, currency: 'USD' });
const list = (filter: { after?: string; before?: string; year?: number; product?: 'Monica' } = {}) =>
  customer.portal.trpc(customer.cookie).billing.receipts.query(filter);
const csv = async () =>
  (
    await (
      await fetch(`${customer.portal.url}/receipts.csv`, { headers: { cookie: customer.cookie } })
    ).text()
  ).split('\r\n');

const aReceipt = (index: number, change: Partial<Receipt> = {}): Receipt => ({
  ...{ reference: `order:o${index}`, stream: `order:o${index}`, orderId: `o${index}`, planId: null },
  ...{ userId: customer.userId, checkoutId: null, amount: usd(900), tax: null, quantity: 1 },
  ...{ receiptUrl: null, refund: null, part: null, billingDetailsId: null },
  paidAt: new Date('2026-12-31T23:30:00Z'),
  ...change,
});
const ordersOf = ({ receipts }: ReceiptPage) => receipts.map(({ orderId }) => orderId);

describe('Pages of receipts', () => {
  it('contain each of 51 receipts of one second once, in both directions', async () => {
    await customer.deps.receipts.save(Array.from({ length: 51 }, (_, index) => aReceipt(index)));
    const down = [await list()];
    for (let last = down[0]; last?.older; last = down.at(-1)) down.push(await list({ after: last.older }));
    expect(down.map(({ first, receipts, total }) => [first, receipts.length, total])).toEqual([
      ...[
        [1, 20, 51],
        [21, 20, 51],
        [41, 11, 51],
      ],
    ]);
    const all = down.flatMap(ordersOf);
    expect(new Set(all).size).toBe(51);
    const up = [];
    for (let next = down.at(-1); next?.newer; next = up[0]) up.unshift(await list({ before: next.newer }));
    expect(up.flatMap(ordersOf)).toEqual(all.slice(0, 40));
    expect(up[0]?.newer).toBeNull();
  });

  it('neither repeat nor hide a receipt when others are added, and the first page is always full', async () => {
    await customer.deps.receipts.save(Array.from({ length: 25 }, (_, index) => aReceipt(index)));
    const first = await list();
    const news = new Date('2027-01-01T00:00:00Z');
    await customer.deps.receipts.save([aReceipt(100, { paidAt: news }), aReceipt(101, { paidAt: news })]);
    const second = await list({ after: first.older ?? '' });
    expect(new Set([...ordersOf(first), ...ordersOf(second)]).size).toBe(25);
    expect(second).toMatchObject({ first: 23, total: 27, older: null });
    // Only two receipts are newer than this one.
    const top = await list({
      before: first.older ? `${first.receipts[0]?.paidAt.getTime()}-${first.receipts[0]?.id}` : '',
    });
    expect(top).toMatchObject({ first: 1, newer: null });
    expect(top.receipts).toHaveLength(20);
  });

  it('keep the filter, and the year is that of the UTC day', async () => {
    const others = await addCustomer(customer.database.db, { email: 'other@example.test' });
    await customer.deps.receipts.save([
      ...Array.from({ length: 21 }, (_, index) => aReceipt(index)),
      aReceipt(50, { paidAt: new Date('2027-01-01T00:00:00Z'), amount: { minor: 9_900, currency: 'JPY' } }),
      aReceipt(51, { userId: others }),
    ]);
    const of2026 = await list({ year: 2026 });
    expect(of2026).toMatchObject({ total: 21, years: [2027, 2026] });
    const rest = await list({ year: 2026, after: of2026.older ?? '' });
    expect(rest).toMatchObject({ first: 21, older: null, totals: [{ year: 2026, amount: usd(18_900) }] });
    expect(ordersOf(await list({ year: 2027 }))).toEqual(['o50']);
    expect(await list({ year: 2027, after: of2026.older ?? '' })).toMatchObject({ receipts: [], total: 1 });
    expect((await list()).totals.map(({ amount }) => amount)).toEqual([
      ...[{ minor: 9_900, currency: 'JPY' }, usd(18_900)],
    ]);
  });
});

describe('A part payment', () => {
  it('for more seats says how many and for how many days, in page, CSV and data download', async () => {
    const { licenceId } = await customer.buy('OfficeLife monthly', { quantity: 9 });
    await customer.twin.advanceDays(10);
    await customer.confirm(licenceId, { kind: 'seats', quantity: 14 });
    await customer.twin.drain();
    const expected = { kind: 'seats', seats: 5, days: 20 };
    const [part, whole] = (await list()).receipts;
    expect(part).toMatchObject({ amount: usd(2_000), part: expected, quantity: 14 });
    expect(whole).toMatchObject({ amount: usd(5_400), part: null });
    expect((await csv())[1]).toContain(',OfficeLife,OfficeLife monthly,,14,"5 seats more, 20 days",');
    await customer.database.db.query("UPDATE users SET locale = 'fr'");
    expect((await csv())[1]).toContain(';OfficeLife;OfficeLife monthly;;14;5 sièges de plus, 20 jours;');
    const response = await fetch(`${customer.portal.url}/user/data.json`, {
      headers: { cookie: customer.cookie },
    });
    const data = PersonalData.parse(await response.json());
    expect(data.receipts[0]?.part_payment).toEqual({
      ...expected,
      ...{ from_plan: null, from_frequency: null },
    });
    // The renewal is a whole period again.
    await customer.twin.advanceDays(20);
    await customer.twin.drain();
    expect((await list()).receipts[0]).toMatchObject({ amount: usd(8_400), part: null });
    expect(await rebuild(customer.deps, { dryRun: true })).toMatchObject({ differences: [], failures: [] });
  });

  it('for another interval names both, and the day from which it counts', async () => {
    const { licenceId } = await customer.buy('Monica monthly');
    await customer.twin.advanceDays(10);
    const { id: planId } = customer.plan('Monica yearly');
    await customer.confirm(licenceId, { kind: 'plan', planId });
    await customer.twin.drain();
    const monthly = { planName: 'Monica monthly', planNames: {}, frequency: 'Monthly' };
    expect((await list()).receipts.map(({ part }) => part)).toEqual([
      ...[{ kind: 'plan', fromPlan: monthly, days: null }, null],
    ]);
    expect((await csv())[1]).toContain(',Monica,Monica yearly,,1,"Yearly instead of monthly, from 11 Apr",');
  });

  it('is no renewal from the credit of an earlier change that charged nothing', async () => {
    const { twin } = customer;
    const { licenceId } = await customer.buy('Monica yearly');
    await customer.confirm(licenceId, { kind: 'plan', planId: customer.plan('Monica monthly').id });
    await twin.drain();
    for (let renewals = 0; renewals < 3; renewals += 1) await twin.advanceDays(31);
    await twin.drain();
    const renewed = (await list()).receipts;
    expect(renewed.map(({ part, amount, planName }) => [planName, amount.minor, part])).toEqual([
      ...Array.from({ length: 3 }, () => ['Monica monthly', 0, null]),
      ['Monica yearly', 9_000, null],
    ]);
    // A change that is charged is still named, even if it follows the one that wasn't.
    await customer.confirm(licenceId, { kind: 'plan', planId: customer.plan('Monica yearly').id });
    await twin.advanceDays(1);
    await twin.drain();
    const fromPlan = { planName: 'Monica monthly', planNames: {}, frequency: 'Monthly' };
    const [back] = (await list()).receipts;
    expect(back).toMatchObject({ planName: 'Monica yearly', part: { kind: 'plan', fromPlan, days: null } });
  });

  it('names the change if the plan is changed on the day of purchase and charged at once', async () => {
    const { licenceId } = await customer.buy('OfficeLife monthly', { quantity: 2 });
    await customer.confirm(licenceId, { kind: 'plan', planId: customer.plan('OfficeLife yearly').id });
    await customer.twin.drain();
    const fromPlan = { planName: 'OfficeLife monthly', planNames: {}, frequency: 'Monthly' };
    expect((await list()).receipts.map(({ part }) => part)).toEqual([
      ...[{ kind: 'plan', fromPlan, days: null }, null],
    ]);
  });

  it('for seats counts from the seats of an earlier change that charged nothing', async () => {
    const { twin } = customer;
    const { licenceId } = await customer.buy('OfficeLife yearly', { quantity: 3 });
    await customer.confirm(licenceId, { kind: 'plan', planId: customer.plan('OfficeLife monthly').id });
    await twin.drain();
    await twin.advanceDays(10);
    const change = { kind: 'seats', quantity: 200 } as const;
    const { today } = await customer.changes.preview.query({ licenceId, change });
    await customer.request({ licenceId, change, shown: today, typedQuantity: 200 });
    await twin.drain();
    const [seats] = (await list()).receipts;
    expect(seats?.part).toEqual({ kind: 'seats', seats: 197, days: 20 });
    await twin.advanceDays(21);
    await twin.drain();
    expect((await list()).receipts[0]).toMatchObject({ planName: 'OfficeLife monthly', part: null });
  });
});

describe('Company and VAT number', () => {
  const vat = {
    ...{ number: 'DE123456789', companyName: 'A;B =GmbH', street: 'Weg 1', city: 'Bonn', country: 'DE' },
  };
  const trpc = () => customer.portal.trpc(customer.cookie).billing;

  beforeEach(async () => {
    const { id: planId } = customer.plan('Monica monthly');
    const { url } = await trpc().startCheckout.mutate({ planId, quantity: 1, vat });
    const email = 'nora.lindqvist@example.test';
    expect(await customer.twin.pay(url, { email, country: 'DE' })).toMatchObject({ status: 'paid' });
    await customer.twin.drain();
  });

  it('are on the receipts of the purchase and of its renewals, in page, CSV and data download', async () => {
    await customer.twin.advanceDays(30);
    await customer.twin.drain();
    const given = { name: vat.companyName, vatNumber: vat.number };
    expect((await list()).receipts.map(({ company }) => company)).toEqual([given, given]);
    expect((await csv())[1]).toMatch(/,A;B =GmbH,DE123456789$/);
    await customer.database.db.query("UPDATE users SET locale = 'fr'");
    expect((await csv())[1]).toMatch(/;"A;B =GmbH";DE123456789$/);
    const response = await fetch(`${customer.portal.url}/user/data.json`, {
      headers: { cookie: customer.cookie },
    });
    const data = PersonalData.parse(await response.json());
    expect(data.receipts[0]?.company).toEqual({ name: vat.companyName, vat_number: vat.number });
    expect(data.billing_details).toMatchObject([{ company_name: vat.companyName, vat_number: vat.number }]);
  });

  it('are shown to no other customer, even if the purchase is assigned to one, and erased with the account', async () => {
    const other = await addCustomer(customer.database.db, { email: 'other@example.test' });
    const given = () => customer.rows('SELECT company_name, user_id FROM billing_details');
    expect(await given()).toEqual([{ company_name: vat.companyName, user_id: customer.userId }]);
    await customer.database.db.query('UPDATE receipts SET user_id = ?', { replacements: [other] });
    const [receipt] = await customer.deps.listedReceipts.listAfter({ userId: other }, null, 10);
    expect(receipt).toMatchObject({ company: null });
    await customer.portal
      .trpc(customer.cookie)
      .privacy.deleteAccount.mutate({ email: 'nora.lindqvist@example.test' });
    expect(await given()).toEqual([]);
  });

  it('are not stored for a pay link without them, or if Paddle refuses them', async () => {
    const { id: planId } = customer.plan('Monica monthly');
    await trpc().startCheckout.mutate({ planId, quantity: 1, another: true });
    customer.twin.setFaults({ errors: [119] });
    await expect(trpc().startCheckout.mutate({ planId, quantity: 1, another: true, vat })).rejects.toThrow();
    expect(await customer.rows('SELECT id FROM billing_details')).toHaveLength(1);
  });
});
