/** Tests the receipts page and the legal pages. */
import { screen, waitFor, within } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { AppError } from '#shared/errors.ts';
import type { LicenceView } from '#shared/licences/licences.ts';
import { type Answers, fakeServer } from '#tests/pages/support/fake-server.ts';
import {
  anOverdueNotice,
  aProfile,
  aReceipt,
  aReceiptPage,
  licenceStates,
  manyReceipts,
  nora,
} from '#tests/pages/support/fixtures.ts';
import { openPage } from '#tests/pages/support/open-page.tsx';

const signedIn = (answers: Partial<Answers> = {}) => fakeServer({ 'accounts.me': () => nora, ...answers });

describe('Receipts', () => {
  it("show the product, the amount and a link to Paddle's receipt", async () => {
    await openPage('/receipts', {
      server: signedIn({ 'billing.receipts': () => aReceiptPage(manyReceipts) }),
    });
    expect(
      await screen.findByRole('row', {
        name: /12\u00a0Nov 2026 Monica, monthly Order ?4418-2207 .*US\$9\.00 Paid/,
      }),
    ).toBeVisible();
    expect(
      screen.getByRole('row', { name: /OfficeLife, yearly, 1,200 seats .* US\$48,000\.00/ }),
    ).toBeVisible();
    expect(screen.getByRole('row', { name: /One-off payment .* JP¥12,000/ })).toBeVisible();
    expect(screen.getByRole('link', { name: 'Receipt for order 4418-2207, on Paddle' })).toHaveAttribute(
      'href',
      'https://my.example.com/receipt/4418-2207',
    );
  });

  it('show net, tax, total, refund and status in columns of their own', async () => {
    await openPage('/receipts', {
      server: signedIn({ 'billing.receipts': () => aReceiptPage(manyReceipts) }),
    });
    const cellsOf = (name: RegExp) =>
      within(screen.getByRole('row', { name }))
        .getAllByRole('cell')
        .slice(3, 8)
        .map((cell) => cell.textContent);
    await screen.findByRole('row', { name: /4380-1177/ });
    expect(cellsOf(/4380-1177/)).toEqual([
      ...['Net –unknown', 'Tax –unknown', 'US$9.00', 'Refunded −US$9.00', 'Refunded'],
    ]);
    expect(cellsOf(/4391-0834/)).toEqual([
      ...['Net US$7.20', 'Tax US$1.80', 'US$9.00', 'Refunded −US$4.00', 'Partly refunded'],
    ]);
    expect(cellsOf(/1,200 seats/)).toEqual([
      ...['Net US$38,400.00', 'Tax US$9,600.00', 'US$48,000.00', 'Refunded −US$9,600.00', 'Tax refunded'],
    ]);
    expect(cellsOf(/12\u00a0Dec 2025/)).toEqual([
      'Net –unknown',
      'Tax –unknown',
      'US$9.00',
      '',
      'Incomplete',
    ]);
  });

  it('are totalled by year and currency, and currencies are never added', async () => {
    await openPage('/receipts', {
      server: signedIn({ 'billing.receipts': () => aReceiptPage(manyReceipts) }),
    });
    const heading = await screen.findByRole('heading', { name: 'Totals by year and currency' });
    const lines = within(heading.closest('section') ?? heading).getAllByRole('listitem');
    expect(lines.map((line) => line.textContent)).toEqual([
      '2026, 6 receiptsUS$48,045.00 paid, tax unknown for some receipts, US$9,613.00 refunded',
      '2026, 1 receiptJP¥12,000 paid, tax unknown for some receipts',
      '2025, 1 receiptUS$9.00 paid, tax unknown for some receipts',
    ]);
  });

  it('are filtered by year, and the product and the year are kept together', async () => {
    const server = signedIn({
      'billing.receipts': ({ product, year }) =>
        aReceiptPage([aReceipt({ orderId: `${product ?? 'all'} of ${year ?? 'all'}` })], {
          years: [2026, 2025],
        }),
    });
    const { user, address } = await openPage('/receipts?product=Monica', { server });
    await screen.findByText('Monica of all');
    await user.selectOptions(screen.getByRole('combobox', { name: 'Year' }), '2025');
    expect(await screen.findByText('Monica of 2025')).toBeVisible();
    expect(address()).toBe('/receipts?product=Monica&year=2025');
    expect(screen.getByRole('link', { name: 'Download CSV' })).toHaveAttribute(
      'href',
      '/receipts.csv?product=Monica&year=2025',
    );
    await user.selectOptions(screen.getByRole('combobox', { name: 'Year' }), 'All years');
    expect(await screen.findByText('Monica of all')).toBeVisible();
    expect(address()).toBe('/receipts?product=Monica');
  });

  it('show an unknown order and no “Soon” for payments without an alert', async () => {
    const found = aReceipt({ orderId: null, receiptUrl: 'https://my.example.com/receipt/found' });
    const receipts = [found, aReceipt({ id: 2, orderId: null, receiptUrl: null })];
    await openPage('/receipts', { server: signedIn({ 'billing.receipts': () => aReceiptPage(receipts) }) });
    expect(
      await screen.findByRole('link', { name: /^Receipt from 12.November 2026, on Paddle$/ }),
    ).toHaveAttribute('href', found.receiptUrl);
    // The order, net and tax of both receipts.
    expect(screen.getAllByText('unknown')).toHaveLength(6);
    expect(screen.queryByText('Soon')).not.toBeInTheDocument();
  });

  it('show “Soon” instead of a link while Paddle has no receipt yet', async () => {
    const receipts = [aReceipt({ receiptUrl: null })];
    await openPage('/receipts', { server: signedIn({ 'billing.receipts': () => aReceiptPage(receipts) }) });
    expect(await screen.findByText('Soon')).toBeVisible();
    expect(screen.queryByRole('link', { name: /on Paddle/ })).not.toBeInTheDocument();
  });

  it('are listed page by page in both directions, with the filter and the position in the URL', async () => {
    const server = signedIn({
      'billing.receipts': ({ after, before, product }) => {
        const place = after ?? before ?? 'first';
        return aReceiptPage([aReceipt({ orderId: `${product ?? 'all'} at ${place}` })], {
          ...{ first: 21, total: 45 },
          ...{ newer: place === 'first' ? null : '3-21', older: place === '2-40' ? null : '2-40' },
        });
      },
    });
    const { user, address } = await openPage('/receipts?after=1-20&product=Monica', { server });
    expect(await screen.findByText('Monica at 1-20')).toBeVisible();
    expect(screen.getByText('Receipts 21 to 21 of 45')).toBeVisible();
    await user.click(screen.getByRole('link', { name: 'Older' }));
    expect(await screen.findByText('Monica at 2-40')).toBeVisible();
    expect(address()).toBe('/receipts?product=Monica&after=2-40');
    expect(screen.getByText('Older').closest('a')).toHaveAttribute('aria-disabled', 'true');
    await user.click(screen.getByRole('link', { name: 'Newer' }));
    expect(await screen.findByText('Monica at 3-21')).toBeVisible();
    expect(address()).toBe('/receipts?product=Monica&before=3-21');
    await user.click(screen.getByRole('radio', { name: 'OfficeLife' }));
    expect(await screen.findByText('OfficeLife at first')).toBeVisible();
    expect(address()).toBe('/receipts?product=OfficeLife');
  });

  it.each([
    ...['/receipts?after=abc', '/receipts?before=-1', '/receipts?page=2'],
    ...['/receipts?product=Other', '/receipts?year=26'],
  ])('ignore invalid search parameters at %s', async (path) => {
    const { called } = await openPage(path, { server: signedIn() });
    expect(await screen.findByText('No receipts yet')).toBeVisible();
    expect(called('billing.receipts')).toEqual([{}]);
  });

  it('link to the latest receipts from a page past the last one', async () => {
    const server = signedIn({
      'billing.receipts': () => aReceiptPage([], { first: 46, total: 45 }),
    });
    await openPage('/receipts?after=1-1', { server });
    expect(await screen.findByText('There are no receipts on this page')).toBeVisible();
    expect(screen.getByRole('link', { name: 'View latest receipts' })).toHaveAttribute('href', '/receipts');
  });

  it('say what a part payment was for, and never name it like a whole period', async () => {
    const fromMonthly = { planName: 'Monthly plan', planNames: {}, frequency: 'Monthly' as const };
    const office = { product: 'OfficeLife', quantity: 14, frequency: 'Annual' } as const;
    const receipts = [
      aReceipt({ id: 1, ...office, part: { kind: 'seats', seats: 5, days: 20 } }),
      aReceipt({ id: 2, ...office, part: { kind: 'plan', fromPlan: fromMonthly, days: null } }),
      aReceipt({
        id: 3,
        ...office,
        planName: 'Large',
        part: { kind: 'plan', fromPlan: { ...fromMonthly, frequency: 'Annual' }, days: 1 },
      }),
      aReceipt({ id: 4, ...office, planName: 'Large', part: { kind: 'plan', fromPlan: null, days: null } }),
      aReceipt({ id: 5, ...office, part: { kind: 'extra' } }),
    ];
    await openPage('/receipts', { server: signedIn({ 'billing.receipts': () => aReceiptPage(receipts) }) });
    const rows = await screen.findAllByRole('row');
    expect(rows.slice(1).map((row) => within(row).getAllByRole('cell')[1]?.textContent)).toEqual([
      'OfficeLife5 seats more, 20 days',
      'OfficeLifeYearly instead of monthly, from 12\u00a0Nov',
      'OfficeLifeLarge instead of Monthly plan, 1 day',
      'OfficeLifeSwitch to Large, from 12\u00a0Nov',
      'OfficeLifeAdditional payment during the period',
    ]);
  });

  it('show company and VAT number as given when paying, with a link to where they are changed', async () => {
    const company = { name: 'Acme GmbH', vatNumber: 'DE123456789' };
    const receipts = [aReceipt({ company }), aReceipt({ id: 2, company, receiptUrl: null })];
    await openPage('/receipts', { server: signedIn({ 'billing.receipts': () => aReceiptPage(receipts) }) });
    const text = 'Acme GmbH, VAT number DE123456789, as given when paying.';
    expect(await screen.findAllByText(text, { exact: false })).toHaveLength(2);
    const links = screen.getAllByRole('link', { name: /^Change company and VAT number/ });
    expect(links.map((link) => link.getAttribute('href'))).toEqual([
      'https://my.example.com/receipt/4418-2207',
    ]);
    expect(links[0]).toHaveAccessibleName(
      'Change company and VAT number: Receipt for order 4418-2207, on Paddle',
    );
  });

  it('begin with unpaid renewals, each with its amount and the day of the next attempt, even without receipts', async () => {
    const { grace, active } = licenceStates;
    const stopped = {
      ...grace,
      id: 43,
      notices: [anOverdueNotice({ amount: null, retryOn: null, cardPage: null })],
    };
    const server = signedIn({ 'licences.list': () => [grace, active, stopped] });
    const { called } = await openPage('/receipts?product=Monica', { server });
    const heading = await screen.findByRole('heading', { name: 'Unpaid renewals' });
    const items = within(heading.closest('section') ?? heading).getAllByRole('listitem');
    expect(items.map((item) => item.textContent)).toEqual([
      expect.stringMatching(
        /^Monica, monthlyRenewal not paid. Paddle will try again on .*US\$9\.00Update payment method$/,
      ),
      'Monica, monthlyRenewal not paid. No further attempt is planned.Unpaidamount unknown',
    ]);
    expect(called('licences.list')).toEqual([{ product: 'Monica' }]);
  });

  it('appear together with the unpaid renewals, so that they never move down', async () => {
    let answer: (licences: LicenceView[]) => void = () => undefined;
    const licences = new Promise<LicenceView[]>((resolve) => {
      answer = resolve;
    });
    const server = signedIn({
      'licences.list': () => licences,
      'billing.receipts': () => aReceiptPage([aReceipt()]),
    });
    const { called } = await openPage('/receipts', { server });
    await waitFor(() => expect(called('billing.receipts')).toHaveLength(1));
    expect(screen.queryByText('4418-2207')).not.toBeInTheDocument();
    answer([licenceStates.grace]);
    expect(await screen.findByRole('heading', { name: 'Unpaid renewals' })).toBeVisible();
    expect(screen.getByText('4418-2207')).toBeVisible();
  });

  it('are printed with the portal, the customer and their company, the filter and the day', async () => {
    const server = signedIn({
      'billing.receipts': () => aReceiptPage([aReceipt()]),
      'accounts.profile.find': () => aProfile,
    });
    await openPage('/receipts?product=Monica&year=2026', { server });
    const company = await screen.findByText(/Lindqvist AB/);
    expect(company).toHaveTextContent('Lindqvist ABNora Lindqvistnora@lindqvist.se');
    expect(company.parentElement).toHaveTextContent(
      /^Customer portal.*Monica, 2026Printed on 23\sNovember 2026$/,
    );
  });

  it('show an error with the request ID and load after “Try again”', async () => {
    let down = true;
    const server = signedIn({
      'billing.receipts': () => {
        if (down) throw new AppError('internal', 'down');
        return aReceiptPage([aReceipt()]);
      },
    });
    const { user } = await openPage('/receipts', { server });
    expect(await screen.findByText('Request ID req-5f2c')).toBeVisible();
    down = false;
    await user.click(screen.getByRole('button', { name: 'Try again' }));
    expect(await screen.findByText('4418-2207')).toBeVisible();
  });
});

describe('The legal pages', () => {
  it.each([
    ['/terms', 'en', 'Terms'],
    ['/terms', 'fr', 'Conditions'],
    ['/privacy', 'en', 'Privacy policy'],
    ['/privacy', 'fr', 'Politique de confidentialité'],
  ] as const)('render %s in %s with its title and the contact address', async (path, locale, title) => {
    await openPage(path, { locale });
    expect(await screen.findByRole('heading', { level: 1, name: title })).toBeVisible();
    expect(await screen.findByRole('link', { name: 'help@example.com' })).toBeVisible();
    expect(screen.getAllByRole('heading', { level: 2 }).length).toBeGreaterThan(4);
    expect(screen.queryByText(/[{}]/)).not.toBeInTheDocument();
  });
});
