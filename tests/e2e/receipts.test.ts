/**
 * Tests receipts as a customer takes them along: the CSV file, downloaded and read as a spreadsheet reads it, and the
 * printed page. Both are checked in every language and on every paper size, so they run only with EVERY_CASE=1.
 * SCREENS_FOLDER saves a screenshot of each printed page in that folder.
 */
import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, type Page } from '@playwright/test';
import { QueryTypes } from 'sequelize';
import { billingDetailsRepository } from '#server/features/billing/checkout/billing-details.repository.ts';
import { type Receipt, receiptRepository } from '#server/features/billing/receipts/receipt.repository.ts';
import { isEveryCase } from '#tests/support/cases/some-of.ts';
import { parseCsv } from './support/csv.ts';
import { readPdf } from './support/pdf.ts';
import { register, type Shop, test } from './support/shop.ts';

const folder = process.env.SCREENS_FOLDER;

const money = (minor: number, currency = 'USD') => ({ minor, currency });
const refund = (kind: 'full' | 'partial', minor: number) => ({
  ...{ kind, amount: money(minor), at: new Date('2026-12-31T23:45:00Z') },
});

/** Registers a customer who has receipts of each kind, in three currencies and two years. Returns their number. */
async function withReceipts(page: Page, shop: Shop, locale: 'en' | 'fr'): Promise<{ rows: number }> {
  const email = `receipts-${randomBytes(4).toString('hex')}@example.test`;
  await register(page, shop, email);
  const [user] = await shop.db.query<{ id: number }>('SELECT id FROM users WHERE email = ?', {
    ...{ type: QueryTypes.SELECT, replacements: [email] },
  });
  const userId = user?.id ?? 0;
  await shop.db.query('UPDATE users SET locale = ? WHERE id = ?', { replacements: [locale, userId] });
  const plans = await shop.db.query<{ id: number; product: string; frequency: string }>(
    ...(['SELECT id, product, frequency FROM plans', { type: QueryTypes.SELECT }] as const),
  );
  const planOf = (product: string, frequency: string) =>
    plans.find((plan) => plan.product === product && plan.frequency === frequency)?.id ?? null;
  const office = planOf('OfficeLife', 'Annual');
  const detailsOf = (digit: string) => `${userId}${digit}`.padStart(32, '0');
  const details = billingDetailsRepository(shop.db);
  for (const [digit, companyName] of [
    ['1', 'A;B'],
    ['2', '-2+3'],
  ] as const)
    await details.add({
      ...{ id: detailsOf(digit), userId, companyName, vatNumber: 'DE123456789', givenAt: new Date() },
    });
  const aReceipt = (order: string, paidAt: string, change: Partial<Receipt> = {}): Receipt => ({
    ...{
      reference: `order:${userId}-${order}`,
      stream: `order:${userId}-${order}`,
      orderId: `${userId}-${order}`,
    },
    ...{ userId, planId: office, checkoutId: null, amount: money(9_000), tax: money(1_500), quantity: 14 },
    ...{ receiptUrl: `${shop.twin.url}/receipt/${order}`, refund: null, part: null, billingDetailsId: null },
    paidAt: new Date(paidAt),
    ...change,
  });
  await receiptRepository(shop.db).save([
    aReceipt('new', '2027-01-01T00:00:00Z'),
    aReceipt('eve', '2026-12-31T23:30:00Z', {
      billingDetailsId: detailsOf('1'),
      refund: refund('partial', 4_500),
    }),
    aReceipt('all', '2026-11-30T10:00:00Z', {
      billingDetailsId: detailsOf('2'),
      refund: refund('full', 9_000),
    }),
    aReceipt('more', '2026-11-12T10:00:00Z', {
      part: { kind: 'seats', seats: 5, days: 20 },
      amount: money(1_263),
      tax: money(210),
    }),
    aReceipt('plan', '2026-11-03T10:00:00Z', {
      part: { kind: 'plan', fromPlanId: planOf('OfficeLife', 'Monthly'), days: null },
    }),
    aReceipt('yen', '2026-05-01T10:00:00Z', { amount: money(9_900, 'JPY'), tax: null, planId: null }),
    aReceipt('euro', '2026-04-01T10:00:00Z', { amount: money(8_000, 'EUR'), tax: money(0, 'EUR') }),
    aReceipt('half', '2026-03-01T00:00:00Z', { orderId: null, tax: null, receiptUrl: null }),
    ...Array.from({ length: 11 }, (_, index) => aReceipt(`old${index}`, '2025-06-01T10:00:00Z')),
  ]);
  await page.goto('/receipts');
  return { rows: 19 };
}

const csvButton = { en: 'Download CSV', fr: 'Télécharger en CSV' } as const;

if (isEveryCase) {
  test.describe('The CSV file', () => {
    // A day is a UTC day, wherever the customer is.
    test.use({ timezoneId: 'Europe/Paris' });

    for (const [locale, separator, mark] of [
      ['en', ',', '.'],
      ['fr', ';', ','],
    ] as const)
      test(`of a year is read as it was written, in ${locale}`, async ({ page, shop }) => {
        await withReceipts(page, shop, locale);
        await page.getByRole('combobox').selectOption('2026');
        await expect(page.getByRole('row')).toHaveCount(8);
        await expect(page.getByRole('row').nth(1)).toContainText(
          locale === 'en' ? '31\u00a0Dec 2026' : '31\u00a0déc. 2026',
        );
        const waiting = page.waitForEvent('download');
        await page.getByRole('link', { name: csvButton[locale] }).click();
        const download = await waiting;
        expect(await download.failure()).toBeNull();
        expect(download.suggestedFilename()).toBe(locale === 'en' ? 'receipts-2026.csv' : 'recus-2026.csv');
        const bytes = readFileSync(await download.path());
        const byteOrderMark = Buffer.from([0xef, 0xbb, 0xbf]);
        expect(bytes.indexOf(byteOrderMark)).toBe(0);
        expect(bytes.lastIndexOf(byteOrderMark)).toBe(0);
        const lines = parseCsv(bytes.subarray(3).toString('utf8'), separator);
        expect(new Set(lines.map((fields) => fields.length))).toEqual(new Set([16]));
        const [, ...rows] = lines;
        const decimal = (amount: string) => amount.replace('.', mark);
        const column = (index: number) => rows.map((fields) => fields[index]);
        expect(column(0).slice(0, 7)).toEqual([
          ...[
            '2026-12-31',
            '2026-11-30',
            '2026-11-12',
            '2026-11-03',
            '2026-05-01',
            '2026-04-01',
            '2026-03-01',
          ],
        ]);
        // Totals follow, one for each currency.
        expect(rows).toHaveLength(10);
        expect(column(9)).toEqual([
          ...['90.00', '90.00', '12.63', '90.00'].map(decimal),
          ...['9900', ...['80.00', '90.00'].map(decimal)],
          ...[decimal('372.63'), '9900', decimal('80.00')],
        ]);
        // Our own negative numbers are left as they are.
        expect(column(10).slice(0, 3)).toEqual([decimal('-45.00'), decimal('-90.00'), '']);
        expect(column(14).slice(0, 3)).toEqual(['A;B', "'-2+3", '']);
        expect(column(5).slice(2, 4)).toEqual(
          locale === 'en'
            ? ['5 seats more, 20 days', 'Yearly instead of monthly, from 3 Nov']
            : ['5 sièges de plus, 20 jours', 'Formule annuelle au lieu de mensuelle, à partir du 3 nov.'],
        );
      });
  });

  test.describe('The printed page', () => {
    for (const locale of ['en', 'fr'] as const)
      for (const format of ['A4', 'Letter'] as const)
        test(`shows every receipt and nothing but receipts, on ${format} in ${locale}`, async ({
          page,
          shop,
        }) => {
          const { rows } = await withReceipts(page, shop, locale);
          await page.emulateMedia({ colorScheme: 'dark' });
          await expect(page.getByRole('row')).toHaveCount(rows + 1);
          await expect(page.locator('html')).toHaveAttribute('data-mantine-color-scheme', 'dark');
          const pages = readPdf(await page.pdf({ format }));
          const size = { A4: { width: 595, height: 842 }, Letter: { width: 612, height: 792 } }[format];
          for (const { width, height } of pages) {
            expect(Math.abs(width - size.width)).toBeLessThan(1.5);
            expect(Math.abs(height - size.height)).toBeLessThan(1.5);
          }
          const text = pages
            .map((each) => each.text)
            .join(' ')
            .replaceAll(/[\s?]+/g, '');
          for (const order of ['new', 'eve', 'all', 'more', 'plan', 'yen', 'euro', 'old0', 'old10'])
            expect(text).toContain(`-${order}`);
          expect(text).toContain(locale === 'en' ? '5seatsmore,20days' : '5siègesdeplus,20jours');
          expect(text).toContain('A;B');
          for (const absent of [
            csvButton[locale].replaceAll(' ', ''),
            'Paddle1-',
            locale === 'en' ? 'Privacy' : 'Confidentialité',
          ])
            expect(text).not.toContain(absent);

          // As wide as the paper without its margins of 1 cm.
          await page.emulateMedia({ media: 'print', colorScheme: 'dark' });
          await page.setViewportSize({ width: format === 'A4' ? 718 : 740, height: 1_000 });
          if (folder)
            await page.screenshot({
              path: join(folder, `receipts-printed-${format}-${locale}.png`),
              fullPage: true,
            });
          const layout = await page.evaluate(() => ({
            sideways: document.documentElement.scrollWidth - document.documentElement.clientWidth,
            cut: [...document.querySelectorAll('td, th')].flatMap((cell) => {
              const { right, width } = cell.getBoundingClientRect();
              return width > 0 && right > document.documentElement.clientWidth ? [cell.textContent] : [];
            }),
            ink: getComputedStyle(document.body).color,
          }));
          expect(layout).toEqual({ sideways: 0, cut: [], ink: 'rgb(33, 30, 26)' });
          for (const role of ['navigation', 'button', 'radio', 'combobox'] as const) {
            const shown = page.getByRole(role).filter({ visible: true });
            // The navigation of the list says how many receipts there are.
            await expect(shown, role).toHaveCount(role === 'navigation' ? 1 : 0);
          }
        });
  });

  test('Receipts are read page by page, back and forth, with the buttons of the browser too', async ({
    page,
    shop,
  }) => {
    await withReceipts(page, shop, 'en');
    const [user] = await shop.db.query<{ id: number }>('SELECT MAX(id) AS id FROM users', {
      type: QueryTypes.SELECT,
    });
    const at = new Date('2024-01-01T10:00:00Z');
    await receiptRepository(shop.db).save(
      Array.from({ length: 32 }, (_, index) => ({
        ...{ reference: `order:p-${index}`, stream: `order:p-${index}`, orderId: `p-${index}`, planId: null },
        ...{ userId: user?.id ?? 0, checkoutId: null, amount: money(900), tax: null, quantity: 1 },
        ...{ receiptUrl: null, refund: null, part: null, billingDetailsId: null, paidAt: at },
      })),
    );
    await page.reload();
    await page.setViewportSize({ width: 390, height: 844 });
    const shown = (first: number, last: number) =>
      expect(page.getByText(`Receipts ${first} to ${last} of 51`)).toBeVisible();
    const orders = () => page.getByRole('row').locator('td:nth-child(3)').allTextContents();
    await shown(1, 20);
    const first = await orders();
    await page.getByRole('link', { name: 'Older' }).click();
    await shown(21, 40);
    const second = await orders();
    await page.getByRole('link', { name: 'Older' }).click();
    await shown(41, 51);
    const third = await orders();
    expect(new Set([...first, ...second, ...third]).size).toBe(51);
    const deepLink = page.url();
    await page.goBack();
    await shown(21, 40);
    expect(await orders()).toEqual(second);
    await page.getByRole('link', { name: 'Newer' }).click();
    await shown(1, 20);
    expect(await orders()).toEqual(first);
    await page.goto(deepLink);
    await shown(41, 51);
    expect(await orders()).toEqual(third);
  });
}
