/**
 * Tests what the page of a product says before the customer pays: plans, seats, the amount, the renewal and whom to
 * ask.
 */
import { screen } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { type Answers, fakeServer } from '#tests/pages/support/fake-server.ts';
import { anEndedLicence, anOffer, anOfferList, nora } from '#tests/pages/support/fixtures.ts';
import { openPage } from '#tests/pages/support/open-page.tsx';

const signedIn = (answers: Partial<Answers> = {}) => fakeServer({ 'accounts.me': () => nora, ...answers });

const total = () => screen.getByText(/^Total( before tax)?$/).nextElementSibling;

describe("A product's plans", () => {
  it('are all unchosen at first, and one must be chosen before paying', async () => {
    const { user, called } = await openPage('/monica', { server: signedIn() });
    await user.click(await screen.findByRole('button', { name: 'Continue to payment' }));
    for (const radio of screen.getAllByRole('radio')) expect(radio).not.toBeChecked();
    expect(screen.getAllByRole('radio')[0]).toHaveFocus();
    expect(screen.getByRole('group', { name: 'Plan' })).toHaveAccessibleDescription(
      'Choose a plan to continue.',
    );
    expect(called('billing.startCheckout')).toEqual([]);
    await user.click(screen.getByRole('radio', { name: /Monthly/ }));
    expect(screen.queryByText('Choose a plan to continue.')).not.toBeInTheDocument();
  });

  it.each(['?plan=99', '?plan=yearly'])(
    'are unchosen when the URL names no plan on sale (“%s”)',
    async (search) => {
      await openPage(`/monica${search}`, { server: signedIn() });
      expect(await screen.findByRole('button', { name: 'Continue to payment' })).toBeVisible();
      for (const radio of screen.getAllByRole('radio')) expect(radio).not.toBeChecked();
    },
  );

  it("show the operator's name and description of each plan", async () => {
    const monthly = anOffer('Monica', 'Monthly');
    const plan = { ...monthly.plan, friendlyName: 'Small family', description: 'Unlimited contacts' };
    const list = anOfferList('Monica', { offers: [{ ...monthly, plan }, anOffer('Monica', 'Annual')] });
    await openPage('/monica', { server: signedIn({ 'catalogue.offers': () => list }) });
    expect(
      await screen.findByRole('radio', {
        name: /^Small family Monthly US\$9\.00 per month Unlimited contacts$/,
      }),
    ).toBeVisible();
  });

  it.each([
    [12, 'Pay US$90.00', /renews every year for US\$90\.00 until .* Next payment: 23\sNovember 2027\./],
    [11, 'Pay US$9.00', /renews every month for US\$9\.00 until .* Next payment: 23\sDecember 2026\./],
  ])('say the amount, the renewal and how to cancel (plan %d)', async (plan, pay, renewal) => {
    const unitTax = { minor: 0, currency: 'USD' };
    const list = anOfferList('Monica', {
      offers: [anOffer('Monica', 'Monthly', { unitTax }), anOffer('Monica', 'Annual', { unitTax })],
    });
    const server = signedIn({ 'catalogue.offers': () => list });
    await openPage(`/monica?plan=${plan}`, { server });
    expect(await screen.findByRole('button', { name: pay })).toBeVisible();
    expect(screen.getByText(renewal)).toBeVisible();
    expect(
      screen.getByText('No long-term commitment: cancel any time on this page with “Cancel subscription”.'),
    ).toBeVisible();
    expect(screen.getByRole('link', { name: 'Paddle' })).toHaveAttribute('href', 'https://www.paddle.com');
    expect(screen.getByRole('link', { name: 'Write to help@example.com' })).toHaveAttribute(
      'href',
      'mailto:help@example.com',
    );
  });

  it('show yen without decimals on the button, in the total and in the renewal', async () => {
    const yen = (minor: number) => ({ minor, currency: 'JPY' });
    const offer = anOffer('Monica', 'Monthly', { unitPrice: yen(1_320), unitTax: yen(120) });
    await openPage('/monica', {
      server: signedIn({ 'catalogue.offers': () => anOfferList('Monica', { offers: [offer] }) }),
    });
    // A plan that is the only one for sale needn't be chosen.
    expect(await screen.findByRole('button', { name: 'Pay JP¥1,320' })).toBeVisible();
    expect(total()).toHaveTextContent(/^JP¥1,320$/);
    expect(screen.getByText(/renews every month for JP¥1,320 until/)).toBeVisible();
  });

  it('leave the amount off the button when a coupon reduces it', async () => {
    const { user, fill } = await openPage('/monica?plan=12', { server: signedIn() });
    expect(await screen.findByRole('button', { name: 'Pay US$90.00 plus tax' })).toBeVisible();
    await user.click(screen.getByText('Coupon or VAT number'));
    await fill(screen.getByLabelText('Coupon'), 'SPRING');
    expect(screen.getByRole('button', { name: 'Continue to payment' })).toBeVisible();
    expect(screen.getByText(/The amounts here don’t include your coupon\./)).toBeVisible();
  });
});

describe('OfficeLife seats', () => {
  it.each([
    ["the customer's licence had", '', '14'],
    ['the URL names', '?seats=5', '5'],
    ["the customer's licence had if the URL's aren't a number of seats", '?seats=0', '14'],
  ])('begin with the number that %s', async (_what, search, seats) => {
    const ended = anEndedLicence({ product: 'OfficeLife', quantity: 14 });
    const server = signedIn({ 'licences.list': () => [ended] });
    await openPage(`/officelife${search}`, { server });
    expect(await screen.findByRole('spinbutton', { name: 'Seats' })).toHaveValue(seats);
  });
});
