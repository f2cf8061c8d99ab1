/** Tests the CSV file of receipts: its bytes, its contents, who gets it, and what happens if it can't be finished. */
import { describe, expect, it, onTestFinished } from 'vitest';
import type { Receipt } from '#server/features/billing/receipts/receipt.repository.ts';
import { createdAlert, passthroughOf, paymentAlert, refundAlert } from '#tests/support/billing/alerts.ts';
import { makePlan } from '#tests/support/billing/licences.ts';
import { addCustomer } from '#tests/support/database/add-customer.ts';
import { useDatabase } from '#tests/support/database/database.ts';
import { useSignedIn } from '#tests/support/people/signed-in.ts';

const database = useDatabase();
const world = useSignedIn(database, () => ({ at: '2027-01-01T10:00:00Z' }));

const download = (query = '', headers: Record<string, string> = {}) =>
  fetch(`${world.portal.url}/receipts.csv${query}`, { headers: { cookie: world.cookie, ...headers } });

const money = (minor: number, currency = 'USD') => ({ minor, currency });

const aReceipt = (reference: string, change: Partial<Receipt> = {}): Receipt => ({
  ...{
    reference,
    stream: `subscription:${reference}`,
    orderId: reference,
    userId: world.userId,
    planId: null,
  },
  ...{ checkoutId: null, amount: money(9000), tax: money(1500), quantity: 1, receiptUrl: null, refund: null },
  ...{ part: null, billingDetailsId: null },
  paidAt: new Date('2026-12-31T23:30:00Z'),
  ...change,
});

/** Returns the lines without the byte order mark. */
const linesOf = (text: string) => text.replace(/^\uFEFF/, '').split('\r\n');

describe('The CSV file of receipts', () => {
  it('has one byte order mark, CRLF, numbers left as they are, defused texts and a total per currency', async () => {
    const plan = await makePlan(world.deps, 'Monica', 'Annual');
    await database.db.query('UPDATE plans SET friendly_name = \'-2+3, "A;B"\' WHERE id = ?', {
      replacements: [plan.id],
    });
    const refund = { kind: 'partial' as const, amount: money(4500), at: new Date('2027-01-01T00:00:00Z') };
    await world.deps.receipts.save([
      aReceipt('1', { planId: plan.id, refund }),
      aReceipt('=2', { amount: money(9900, 'JPY'), tax: null, paidAt: new Date('2026-05-01T00:00:00Z') }),
      aReceipt('3', {
        amount: money(8000, 'EUR'),
        tax: money(0, 'EUR'),
        paidAt: new Date('2026-04-01T00:00:00Z'),
      }),
      aReceipt('4', { userId: await addCustomer(database.db, { email: 'other@example.test' }) }),
    ]);
    const answer = await download();
    expect(answer.status).toBe(200);
    expect(answer.headers.get('content-type')).toBe('text/csv; charset=utf-8; header=present');
    expect(answer.headers.get('content-disposition')).toBe('attachment; filename="receipts.csv"');
    expect(answer.headers.get('cache-control')).toBe('no-store');
    const bytes = Buffer.from(await answer.arrayBuffer());
    expect([...bytes.subarray(0, 3)]).toEqual([0xef, 0xbb, 0xbf]);
    expect(bytes.lastIndexOf(Buffer.from([0xef, 0xbb, 0xbf]))).toBe(0);
    expect(linesOf(bytes.toString('utf8'))).toEqual([
      'Date,Product,Plan,Billing,Quantity,Part payment for,Order,Net,Tax,Total,Refunded,Currency,Status,Receipt,' +
        'Company (as given when paying),VAT number (as given when paying)',
      `2026-12-31,Monica,"'-2+3, ""A;B""",yearly,1,,1,75.00,15.00,90.00,-45.00,USD,partly refunded,,,`,
      "2026-05-01,,,,1,,'=2,,,9900,,JPY,paid,,,",
      '2026-04-01,,,,1,,3,80.00,0.00,80.00,,EUR,paid,,,',
      'Total for 2026,,,,,,,75.00,15.00,90.00,-45.00,USD,,,,',
      'Total for 2026,,,,,,,,,9900,0,JPY,,,,',
      'Total for 2026,,,,,,,80.00,0.00,80.00,0.00,EUR,,,,',
      '',
    ]);
  });

  it('has semicolons and decimal commas in French', async () => {
    await database.db.query("UPDATE users SET locale = 'fr' WHERE id = ?", { replacements: [world.userId] });
    const refund = { kind: 'full' as const, amount: money(9000), at: new Date('2027-01-01T00:00:00Z') };
    const plan = await makePlan(world.deps, 'Monica', 'Annual');
    const text = { friendlyName: 'Petite famille', description: '' };
    expect(await world.deps.plans.translate(plan.paddlePlanId, 'fr', text)).toMatchObject({
      translations: { fr: text },
    });
    // Saving a plan without translations keeps them.
    const { translations: _kept, ...others } = plan;
    await world.deps.plans.save(others);
    await world.deps.receipts.save([aReceipt('1', { refund, planId: plan.id })]);
    const answer = await download('?year=2026&product=Monica');
    const file = 'attachment; filename="recus-monica-2026.csv"';
    expect(answer.headers.get('content-disposition')).toBe(file);
    expect(linesOf(await answer.text()).slice(1)).toEqual([
      '2026-12-31;Monica;Petite famille;annuelle;1;;1;75,00;15,00;90,00;-90,00;USD;remboursé;;;',
      'Total 2026;;;;;;;75,00;15,00;90,00;-90,00;USD;;;;',
      '',
    ]);
  });

  it('contains each receipt once, across batches and although all were paid at the same time', async () => {
    const orders = Array.from({ length: 1001 }, (_, index) => `o${index}`);
    await world.deps.receipts.save(orders.map((order) => aReceipt(order)));
    const listed = linesOf(await (await download()).text()).map((line) => line.split(',')[6]);
    expect(listed.filter((order) => order?.startsWith('o')).sort()).toEqual([...orders].sort());
  });

  it('agrees to the cent with the page: amounts as charged, tax not calculated, refunds of a part', async () => {
    const plan = await makePlan(world.deps, 'OfficeLife', 'Annual');
    const paid = {
      ...{ passthrough: passthroughOf(world.userId), subscription_plan_id: String(plan.paddlePlanId) },
      ...{ quantity: '2', sale_gross: '758.00', payment_tax: '131.55' },
    };
    await world.portal.alert(createdAlert(paid));
    await world.portal.alert(paymentAlert(paid));
    const part = { refund_type: 'partial', gross_refund: '379.00', amount: '379.00' };
    await world.portal.alert(refundAlert({ ...paid, ...part }));
    const { receipts, totals } = await world.trpc.billing.receipts.query({});
    const shown = { amount: money(75_800), tax: money(13_155) };
    expect(receipts).toMatchObject([{ ...shown, refund: { kind: 'partial', amount: money(37_900) } }]);
    expect(totals).toMatchObject([{ ...shown, refunded: money(37_900) }]);
    const [, line, total] = linesOf(await (await download()).text());
    expect(line).toContain(',626.45,131.55,758.00,-379.00,USD,partly refunded,');
    expect(total).toContain(',626.45,131.55,758.00,-379.00,USD,');
    expect(await world.rows('SELECT kind FROM flags')).toEqual([{ kind: 'partial_refund' }]);
    expect((await world.trpc.licences.list.query({}))[0]).toMatchObject({ status: 'active' });
  });

  it('contains only the selected year and product', async () => {
    await world.deps.receipts.save([
      aReceipt('1'),
      aReceipt('2', { paidAt: new Date('2027-01-01T00:00:00Z') }),
    ]);
    const ordersOf = async (query: string) =>
      linesOf(await (await download(query)).text()).flatMap(
        (line) => line.match(/^\d{4}-.*?,1,,(\d)/)?.[1] ?? [],
      );
    expect(await ordersOf('?year=2026')).toEqual(['1']);
    expect(await ordersOf('?year=2027')).toEqual(['2']);
    expect(await ordersOf('?product=Monica')).toEqual([]);
  });

  it.each(['?year=26', '?year=0000', '?product=Other', '?year=2026&year=2027'])(
    'is refused for %s',
    async (query) => {
      expect((await download(query)).status).toBe(400);
    },
  );

  it('is refused without a session, for links on other sites and after 60 downloads in an hour', async () => {
    expect((await download('', { cookie: '' })).status).toBe(401);
    expect((await download('', { 'sec-fetch-site': 'cross-site' })).status).toBe(403);
    for (let count = 0; count < 60; count += 1) await (await download()).text();
    const refused = await download();
    expect(refused.status).toBe(429);
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
  });

  it('fails to download if it breaks off in the middle, and is an error if the first receipts cannot be read', async () => {
    const plan = await makePlan(world.deps, 'Monica', 'Annual');
    // A product that this release doesn't know can't be read.
    await database.db.query('ALTER TABLE plans MODIFY product VARCHAR(20) NOT NULL');
    onTestFinished(async () => {
      await database.db.query("UPDATE plans SET product = 'Monica'");
      await database.db.query("ALTER TABLE plans MODIFY product ENUM('Monica','OfficeLife') NOT NULL");
    });
    await database.db.query("UPDATE plans SET product = 'Unreadable' WHERE id = ?", {
      replacements: [plan.id],
    });
    const unreadable = aReceipt('unreadable', { planId: plan.id, paidAt: new Date('2020-01-01T00:00:00Z') });
    await world.deps.receipts.save([unreadable]);
    expect((await download()).status).toBe(500);
    await world.deps.receipts.save(Array.from({ length: 500 }, (_, index) => aReceipt(`o${index}`)));
    const answer = await download();
    expect(answer.status).toBe(200);
    await expect(answer.text()).rejects.toThrow('terminated');
  });
});
