/** Tests buying: the prices shown, the requests sent to the server, and the messages shown when a request fails. */
import { screen, waitFor, within } from '@testing-library/react';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { browser } from '#client/browser.ts';
import { AppError } from '#shared/errors.ts';
import { keepPreview } from '#tests/pages/support/change-fixtures.ts';
import { chooseCountry } from '#tests/pages/support/choose-country.ts';
import { type Answers, fakeServer } from '#tests/pages/support/fake-server.ts';
import { anEndedLicence, anOffer, anOfferList, licenceStates, nora } from '#tests/pages/support/fixtures.ts';
import { openPage } from '#tests/pages/support/open-page.tsx';
import { payButton } from '#tests/support/billing/pay-button.ts';

const signedIn = (answers: Partial<Answers> = {}) => fakeServer({ 'accounts.me': () => nora, ...answers });

const euros = (minor: number) => ({ minor, currency: 'EUR' });

const total = () => screen.getByText(/^Total( before tax)?$/).nextElementSibling;

/** Records the URLs that the browser was sent to, without loading them. */
const left = vi.fn<(url: string) => void>();

beforeEach(() => {
  left.mockReset();
  vi.spyOn(browser, 'goTo').mockImplementation(left);
});

describe("Monica's plans", () => {
  it("show Paddle's prices for the customer's country, with tax included", async () => {
    const list = anOfferList('Monica', {
      country: 'FR',
      offers: [
        anOffer('Monica', 'Monthly', { unitPrice: euros(1_080), unitTax: euros(180) }),
        anOffer('Monica', 'Annual', { unitPrice: euros(10_800), unitTax: euros(1_800) }),
      ],
    });
    const { user } = await openPage('/monica', { server: signedIn({ 'catalogue.offers': () => list }) });
    await user.click(
      await screen.findByRole('radio', {
        name: /Yearly plan €108\.00 per year €21\.60 less than paying monthly/,
      }),
    );
    expect(screen.getByText('€18.00 (included)')).toBeVisible();
    expect(total()).toHaveTextContent('€108.00');
    expect(screen.getByText('Prices for your country: France')).toBeVisible();
    expect(screen.getByText(/^This is the price for your country \(France\)\. If you choose/)).toBeVisible();
    await user.click(screen.getByRole('radio', { name: /Monthly plan €10\.80 per month/ }));
    expect(total()).toHaveTextContent('€10.80');
    expect(screen.queryByText(/We couldn’t load the prices/)).not.toBeInTheDocument();
  });

  it("say that list prices are shown without tax when Paddle's prices are unavailable", async () => {
    const list = anOfferList('Monica', { priceSource: 'plan' });
    await openPage('/monica?plan=12', { server: signedIn({ 'catalogue.offers': () => list }) });
    expect(await screen.findByText(/We couldn’t load the prices for your country/)).toBeVisible();
    expect(screen.getByText('Added at checkout, based on your country')).toBeVisible();
    expect(screen.getByText('Total before tax')).toBeVisible();
    expect(screen.queryByText(/the price for your country/)).not.toBeInTheDocument();
  });

  it('show the total without tax as approximate to a business with a VAT number', async () => {
    const list = anOfferList('Monica', {
      offers: [anOffer('Monica', 'Annual', { unitPrice: euros(10_800), unitTax: euros(1_800) })],
    });
    const { user } = await openPage('/monica?plan=12', {
      server: signedIn({ 'catalogue.offers': () => list }),
    });
    await user.click(await screen.findByText('Coupon or VAT number'));
    await user.click(screen.getByRole('checkbox', { name: 'I’m buying for a VAT-registered business' }));
    expect(total()).toHaveTextContent('about €90.00');
    expect(screen.getByRole('button', { name: 'Pay about €90.00' })).toBeVisible();
    expect(screen.getByText(/renews every year for about €90\.00 until/)).toBeVisible();
    expect(screen.getByText('Total before tax')).toBeVisible();
    expect(screen.getByText('None if Paddle accepts your VAT number')).toBeVisible();
    await user.click(screen.getByRole('checkbox', { name: 'I’m buying for a VAT-registered business' }));
    expect(total()).toHaveTextContent(/^€108\.00$/);
  });

  it("send the chosen plan to the checkout and open Paddle's payment page", async () => {
    const url = 'https://checkout.example.com/pay/1';
    const server = signedIn({ 'billing.startCheckout': () => ({ url }) });
    const { user, called } = await openPage('/monica?plan=12', { server });
    await user.click(await screen.findByRole('radio', { name: /Monthly/ }));
    await user.click(screen.getByRole('button', payButton));
    await waitFor(() => expect(left).toHaveBeenCalledWith(url));
    expect(called('billing.startCheckout')).toEqual([{ planId: 11, quantity: 1, another: false }]);
  });

  it('start only one checkout when the button is pressed again during the request', async () => {
    let answer = (_: { url: string }) => {};
    const server = signedIn({
      'billing.startCheckout': () => new Promise<{ url: string }>((resolve) => (answer = resolve)),
    });
    const { user, called } = await openPage('/monica?plan=12', { server });
    const button = await screen.findByRole('button', payButton);
    await user.click(button);
    await waitFor(() => expect(called('billing.startCheckout')).toHaveLength(1));
    expect(button).toHaveAttribute('aria-disabled', 'true');
    await user.click(button);
    answer({ url: 'https://checkout.example.com/pay/1' });
    await waitFor(() => expect(left).toHaveBeenCalledOnce());
    expect(called('billing.startCheckout')).toHaveLength(1);
    expect(button).toHaveAttribute('aria-disabled', 'true');
  });

  it("say that nothing was charged when Paddle doesn't respond, and allow a retry", async () => {
    let down = true;
    const server = signedIn({
      'billing.startCheckout': () => {
        if (down) throw new AppError('paddle_unavailable', 'down');
        return { url: 'https://checkout.example.com/pay/1' };
      },
    });
    const { user } = await openPage('/monica?plan=12', { server });
    await user.click(await screen.findByRole('button', payButton));
    const alert = await screen.findByRole('alert');
    expect(alert).toHaveTextContent('Paddle, our payment provider, isn’t responding.');
    expect(alert).toHaveTextContent('You haven’t been charged.');
    expect(screen.getAllByRole('link', { name: 'Write to help@example.com' })).toHaveLength(2);
    expect(left).not.toHaveBeenCalled();
    down = false;
    await user.click(screen.getByRole('button', payButton));
    await waitFor(() => expect(left).toHaveBeenCalledOnce());
  });

  it('ask for confirmation before buying a second licence for the same product', async () => {
    const server = signedIn({
      'billing.startCheckout': ({ another }) => {
        if (!another) throw new AppError('already_licensed', 'one runs');
        return { url: 'https://checkout.example.com/pay/2' };
      },
    });
    const { user } = await openPage('/monica?plan=12', { server });
    await user.click(await screen.findByRole('button', payButton));
    expect(await screen.findByRole('alert')).toHaveTextContent(
      'You already have an active Monica subscription.',
    );
    await user.click(screen.getByRole('button', { name: 'Buy another licence' }));
    await waitFor(() => expect(left).toHaveBeenCalledWith('https://checkout.example.com/pay/2'));
  });

  it('show the existing licence when it was bought in another tab', async () => {
    let isBought = false;
    const server = signedIn({
      'licences.list': () => (isBought ? [licenceStates.active] : []),
      'billing.startCheckout': () => {
        isBought = true;
        throw new AppError('already_licensed', 'one runs');
      },
    });
    const { user } = await openPage('/monica?plan=12', { server });
    await user.click(await screen.findByRole('button', payButton));
    await user.click(await screen.findByRole('button', { name: 'View licence' }));
    expect(await screen.findByRole('group', { name: 'Licence key' })).toBeVisible();
    expect(left).not.toHaveBeenCalled();
  });

  it('can be bought again from the page of an active licence', async () => {
    const server = signedIn({
      'licences.list': () => [licenceStates.active],
      'billing.startCheckout': () => ({ url: 'https://checkout.example.com/pay/3' }),
    });
    const { user, called } = await openPage('/monica', { server });
    await user.click(await screen.findByRole('link', { name: /Buy another licence/ }));
    expect(await screen.findByText(/You’re about to buy another one/)).toBeVisible();
    await user.click(await screen.findByRole('radio', { name: /Yearly/ }));
    await user.click(screen.getByRole('button', payButton));
    await waitFor(() =>
      expect(called('billing.startCheckout')).toEqual([{ planId: 12, quantity: 1, another: true }]),
    );
  });

  it('are offered to a customer who cancelled only after keeping the licence they have', async () => {
    const server = signedIn({
      'licences.list': () => [licenceStates.cancelled],
      'billing.changes.keep.preview': () => ({ status: 'possible', preview: keepPreview }),
    });
    await openPage('/monica?buy=another', { server });
    const note = await screen.findByText(/keep the one you have\. You pay nothing today/);
    expect(note).toHaveTextContent('Your subscription is cancelled. Monica keeps working until the end of');
    expect(screen.queryByText(/active Monica licence/)).not.toBeInTheDocument();
    expect(screen.getByRole('button', { name: 'Keep my licence' })).toBeVisible();
  });

  it('send a coupon and VAT details, and focus the first missing VAT detail', async () => {
    const server = signedIn({
      'billing.startCheckout': () => ({ url: 'https://checkout.example.com/pay/4' }),
    });
    const { user, fill, called } = await openPage('/monica?plan=12', { server });
    await user.click(await screen.findByText('Coupon or VAT number'));
    await fill(screen.getByLabelText('Coupon'), ' SPRING ');
    await user.click(screen.getByRole('checkbox', { name: 'I’m buying for a VAT-registered business' }));
    await user.click(screen.getByRole('button', payButton));
    // The example is one of the customer's country.
    expect(screen.getByLabelText('VAT number')).toHaveAccessibleDescription(
      'Enter the full number, such as SE123456789001.',
    );
    await fill(screen.getByLabelText('VAT number'), 'SE556677889901');
    await user.click(screen.getByRole('button', payButton));
    expect(screen.getByLabelText('Company')).toHaveFocus();
    expect(screen.getByLabelText('Company')).toHaveAccessibleDescription('This field is required.');
    expect(called('billing.startCheckout')).toEqual([]);
    await fill(screen.getByLabelText('Company'), 'Lindqvist AB');
    await fill(screen.getByLabelText('Street address'), 'Storgatan 1');
    await fill(screen.getByLabelText('City'), 'Umeå');
    await user.click(screen.getByRole('button', payButton));
    await waitFor(() => expect(left).toHaveBeenCalledOnce());
    expect(called('billing.startCheckout')).toEqual([
      {
        planId: 12,
        quantity: 1,
        another: false,
        coupon: 'SPRING',
        vat: {
          number: 'SE556677889901',
          companyName: 'Lindqvist AB',
          street: 'Storgatan 1',
          city: 'Umeå',
          country: 'SE',
        },
      },
    ]);
  });

  it('mark a rejected coupon until it is edited', async () => {
    const server = signedIn({
      'billing.startCheckout': ({ coupon }) => {
        if (coupon === 'TWIN01') throw new AppError('coupon_refused', 'no such coupon');
        return { url: 'https://checkout.example.com/pay/6' };
      },
    });
    const { user, fill, called } = await openPage('/monica?plan=12', { server });
    await user.click(await screen.findByText('Coupon or VAT number'));
    const coupon = screen.getByRole('textbox', { name: 'Coupon' });
    await fill(coupon, 'TWIN01');
    // The user collapses the section again, so it must expand to show the field's error.
    await user.click(screen.getByText('Coupon or VAT number'));
    expect(coupon).not.toBeVisible();
    await user.click(screen.getByRole('button', payButton));
    await waitFor(() => expect(coupon).toHaveFocus());
    expect(coupon).toBeVisible();
    expect(coupon).toBeInvalid();
    expect(coupon).toHaveAccessibleDescription(
      /Paddle doesn’t accept this coupon\. Check the code, or leave the field empty\./,
    );
    expect(screen.queryByRole('alert')).not.toBeInTheDocument();
    expect(screen.queryByText(/req-5f2c/)).not.toBeInTheDocument();

    await user.click(screen.getByRole('checkbox', { name: 'I’m buying for a VAT-registered business' }));
    expect(coupon).toBeInvalid();
    await user.click(screen.getByRole('checkbox', { name: 'I’m buying for a VAT-registered business' }));
    // The coupon is submitted unchanged, so it is rejected again and its field gets the focus again.
    await user.click(screen.getByRole('button', payButton));
    await waitFor(() => expect(called('billing.startCheckout')).toHaveLength(2));
    await waitFor(() => expect(coupon).toHaveFocus());

    await user.type(coupon, '{Backspace}{Backspace}10');
    expect(coupon).toBeValid();
    expect(screen.queryByText(/Paddle doesn’t accept this coupon/)).not.toBeInTheDocument();
    await user.click(screen.getByRole('button', payButton));
    await waitFor(() => expect(left).toHaveBeenCalledWith('https://checkout.example.com/pay/6'));
  });

  it('require a postcode for a VAT number when Paddle needs one', async () => {
    const server = signedIn({
      'billing.startCheckout': ({ vat }) => {
        if (!vat?.postcode) throw new AppError('vat_postcode_missing', 'an argument is missing');
        return { url: 'https://checkout.example.com/pay/7' };
      },
    });
    const { user, fill } = await openPage('/monica?plan=12', { server });
    await user.click(await screen.findByText('Coupon or VAT number'));
    await user.click(screen.getByRole('checkbox', { name: 'I’m buying for a VAT-registered business' }));
    await fill(screen.getByLabelText('VAT number'), 'SE556677889901');
    await fill(screen.getByLabelText('Company'), 'Lindqvist AB');
    await fill(screen.getByLabelText('Street address'), 'Storgatan 1');
    await fill(screen.getByLabelText('City'), 'Umeå');
    await user.click(screen.getByRole('button', payButton));
    const postcode = screen.getByRole('textbox', { name: 'Postcode' });
    await waitFor(() => expect(postcode).toHaveFocus());
    expect(postcode).toHaveAccessibleDescription(/Paddle needs the company’s postcode in this country\./);
    await fill(postcode, '903 26');
    expect(postcode).toBeValid();
    await user.click(screen.getByRole('button', payButton));
    await waitFor(() => expect(left).toHaveBeenCalledWith('https://checkout.example.com/pay/7'));
  });

  it('reload the prices when the country is changed', async () => {
    let country = 'SE';
    const server = signedIn({
      'catalogue.offers': ({ product }) => anOfferList(product, { country }),
      'accounts.setCountry': (input) => {
        country = input.country;
        return { ...nora, country };
      },
    });
    const { user, called } = await openPage('/monica?plan=12', { server });
    await user.click(await screen.findByRole('button', { name: 'Change country' }));
    const dialog = await screen.findByRole('dialog', { name: 'Which country do you live in?' });
    await chooseCountry(user, 'Japan');
    await user.click(within(dialog).getByRole('button', { name: 'Use this country' }));
    expect(await screen.findByText('Prices for your country: Japan')).toBeVisible();
    expect(screen.queryByRole('dialog')).not.toBeInTheDocument();
    expect(called('accounts.setCountry')).toEqual([{ country: 'JP' }]);
  });

  it('are offered again after a licence has ended, with its end date', async () => {
    const server = signedIn({ 'licences.list': () => [anEndedLicence()] });
    await openPage('/monica?plan=12', { server });
    expect(await screen.findByText(/Your last licence was valid until 3 March 2026\./)).toBeVisible();
    expect(screen.getByRole('link', { name: 'View receipts' })).toHaveAttribute(
      'href',
      '/receipts?product=Monica',
    );
    expect(await screen.findByRole('button', payButton)).toBeEnabled();
  });

  it('show a contact address when no plan is for sale', async () => {
    const server = signedIn({ 'catalogue.offers': ({ product }) => anOfferList(product, { offers: [] }) });
    await openPage('/monica?plan=12', { server });
    expect(
      await screen.findByText(
        /Monica isn’t available for purchase at the moment\. Contact us at help@example\.com/,
      ),
    ).toBeVisible();
  });
});

describe('OfficeLife seats', () => {
  it('update the price while typing and set the quantity of the checkout', async () => {
    const server = signedIn({
      'billing.startCheckout': () => ({ url: 'https://checkout.example.com/pay/5' }),
    });
    const { user, called } = await openPage('/officelife?plan=22', { server });
    const seats = await screen.findByRole('spinbutton', { name: 'Seats' });
    await user.clear(seats);
    await user.type(seats, '24');
    expect(screen.getByText('US$4.00 per seat per month')).toBeVisible();
    expect(screen.getByText('US$40.00 per seat per year, US$192.00 less than paying monthly')).toBeVisible();
    expect(total()).toHaveTextContent('US$960.00');
    await user.click(screen.getByRole('button', { name: 'Add one seat' }));
    expect(total()).toHaveTextContent('US$1,000.00');
    await user.click(seats);
    await user.keyboard('{ArrowDown}{ArrowDown}');
    expect(total()).toHaveTextContent('US$920.00');
    await user.click(screen.getByRole('button', payButton));
    await waitFor(() =>
      expect(called('billing.startCheckout')).toEqual([{ planId: 22, quantity: 23, another: false }]),
    );
  });

  it('show a field error, no total and no checkout for an invalid number', async () => {
    const { user, called } = await openPage('/officelife?plan=22', { server: signedIn() });
    const seats = await screen.findByRole('spinbutton', { name: 'Seats' });
    const pay = screen.getByRole('button', payButton);
    for (const typed of ['', '0', '-3', '1.5', '1e3', 'some', '10001', '99999999']) {
      await user.clear(seats);
      await user.type(seats, '7');
      expect(seats, typed).not.toBeInvalid();
      await user.clear(seats);
      if (typed) await user.type(seats, typed);
      expect(seats, typed).toBeInvalid();
      expect(seats).toHaveAccessibleDescription('Enter a whole number from 1 to 10,000.');
      expect(total()).toHaveTextContent('–');
      await user.click(pay);
      expect(seats).toHaveFocus();
      expect(called('billing.startCheckout'), typed).toEqual([]);
    }
  });

  it('disable the stepper buttons at 1 and at 10,000 seats', async () => {
    const { user } = await openPage('/officelife?plan=22', { server: signedIn() });
    const seats = await screen.findByRole('spinbutton', { name: 'Seats' });
    expect(screen.getByRole('button', { name: 'Remove one seat' })).toHaveAttribute('aria-disabled', 'true');
    await user.clear(seats);
    await user.type(seats, '10 000');
    expect(screen.getByRole('button', { name: 'Add one seat' })).toHaveAttribute('aria-disabled', 'true');
    expect(total()).toHaveTextContent('US$400,000.00');
  });

  it('are formatted for French', async () => {
    const server = signedIn({ 'accounts.me': () => ({ ...nora, locale: 'fr' }) });
    const { user } = await openPage('/officelife?plan=22', { server, locale: 'fr' });
    const seats = await screen.findByRole('spinbutton', { name: 'Sièges' });
    await user.clear(seats);
    await user.type(seats, '1200');
    expect(screen.getByText(/^40,00 \$US par siège et par an, 9 600,00 \$US de moins/)).toBeVisible();
    expect(screen.getByText(/^Prix pour votre pays\s: Suède$/)).toBeVisible();
  });
});
