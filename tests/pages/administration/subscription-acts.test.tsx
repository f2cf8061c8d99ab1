/** Tests how administrators change, cancel and compare a customer's subscription. */
import { screen, within } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import {
  aCustomersDetails,
  administration,
  anAdministratorsLicence,
  aSubscription,
  maya,
} from '#tests/pages/support/administration.ts';
import { preview, progress } from '#tests/pages/support/change-fixtures.ts';
import type { Answers } from '#tests/pages/support/fake-server.ts';
import { changeOptions, day, usd } from '#tests/pages/support/fixtures.ts';
import { openPage } from '#tests/pages/support/open-page.tsx';

const options = changeOptions({
  ...{ product: 'OfficeLife', quantity: 5, isPerSeat: true, planId: 21 },
  forbids: { seats: null, plan: null, cancel: null, pause: null, resume: 'not_paused' },
});

async function openCustomer(answers: Partial<Answers> = {}) {
  const server = administration({
    'administration.customers.find': () => ({
      ...aCustomersDetails(),
      licences: [anAdministratorsLicence({ product: 'OfficeLife', quantity: 5 })],
      subscriptions: [aSubscription({ quantity: 5 })],
    }),
    'administration.subscriptions.options': () => options,
    'administration.subscriptions.preview': () => preview(),
    ...answers,
  });
  const page = await openPage('/administration/customers/7', { server });
  const { user, fill } = page;
  await screen.findByRole('heading', { level: 1, name: 'Nora Lindqvist' });
  return {
    ...page,
    async choose(act: string) {
      await user.click(screen.getByRole('button', { name: 'Actions for OfficeLife, licence 41' }));
      await user.click(await screen.findByRole('menuitem', { name: act }));
      return screen.findByRole('dialog');
    },
    async confirm(dialog: HTMLElement, button: string) {
      await fill(await within(dialog).findByLabelText('Reason'), 'She asked on the phone');
      await user.click(within(dialog).getByRole('button', { name: button }));
    },
  };
}

describe('Changing the seats for a customer', () => {
  it('shows today’s amount and the next renewal in words about the customer, and sends what was shown', async () => {
    const { user, fill, choose, confirm, called } = await openCustomer({
      'administration.subscriptions.changeSeats': () => progress(),
    });
    const dialog = await choose('Change seats');
    const seats = await within(dialog).findByRole('spinbutton');
    await user.clear(seats);
    await fill(seats, '8');
    await user.click(within(dialog).getByRole('button', { name: 'Show the price' }));
    expect(await within(dialog).findByText('Charged today')).toBeVisible();
    for (const words of ['US$30.00', 'US$320.00 on 1 March 2027', '8 seats'])
      expect(dialog).toHaveTextContent(words);
    expect(dialog).not.toHaveTextContent(/\byou(r|’ve)?\b(?! can close)/i);
    await confirm(dialog, 'Change seats and charge US$30.00');
    expect(await screen.findByText(/Paddle has made the change, and the licence shows it/)).toBeVisible();
    expect(called('administration.subscriptions.changeSeats')).toEqual([
      {
        ...{ customerId: 7, licenceId: 41, quantity: 8, shown: usd(3_000) },
        ...{ requestId: expect.any(String), reason: 'She asked on the phone' },
      },
    ]);
  });

  it('is followed while Paddle hasn’t answered', async () => {
    const { user, fill, choose, confirm } = await openCustomer({
      'administration.subscriptions.changeSeats': () =>
        progress({ state: 'unknown', isVisible: false, settledAt: null }),
      'administration.subscriptions.status': () => progress(),
    });
    const dialog = await choose('Change seats');
    const seats = await within(dialog).findByRole('spinbutton');
    await user.clear(seats);
    await fill(seats, '8');
    await user.click(within(dialog).getByRole('button', { name: 'Show the price' }));
    await confirm(dialog, 'Change seats and charge US$30.00');
    expect(await screen.findByText(/Paddle has made the change, and the licence shows it/)).toBeVisible();
  });

  it('is refused in words for an administrator', async () => {
    const { choose } = await openCustomer({
      'administration.subscriptions.options': () => ({
        ...options,
        forbids: { ...options.forbids, seats: 'change_while_past_due' },
      }),
    });
    const dialog = await choose('Change seats');
    expect(await within(dialog).findByText(/The customer has to pay it/)).toBeVisible();
  });
});

describe('Cancelling for a customer', () => {
  const cancelled = preview({
    ...{ kind: 'cancel', today: usd(0), worksThrough: day('2026-12-12') },
    after: { ...preview().after, quantity: 5, next: null, price: null },
  });

  it('says until when the licence works, and that nothing more is charged', async () => {
    const { choose, confirm, called } = await openCustomer({
      'administration.subscriptions.preview': () => cancelled,
      'administration.subscriptions.cancel': () => progress({ kind: 'cancel', quantity: null }),
    });
    const dialog = await choose('Cancel subscription');
    expect(
      await within(dialog).findByText(
        'The licence stays valid until the end of 12 December 2026. Nothing more is charged.',
      ),
    ).toBeVisible();
    await confirm(dialog, 'Cancel subscription');
    expect(await screen.findByText(/Paddle has made the change/)).toBeVisible();
    expect(called('administration.subscriptions.cancel')).toEqual([
      {
        ...{ customerId: 7, licenceId: 41, requestId: expect.any(String) },
        reason: 'She asked on the phone',
      },
    ]);
  });
});

describe('Comparing with Paddle', () => {
  it('says what differed, and about what Paddle didn’t answer', async () => {
    const { user, fill, called } = await openCustomer({
      'accounts.me': () => ({ ...maya, administratorRole: 'support' }),
      'administration.subscriptions.sync': () => ({
        ...{ subscriptions: 2, unanswered: 1 },
        findings: [{ kind: 'payment', stream: 'subscription:1' }],
      }),
    });
    await user.click(screen.getByRole('button', { name: 'Compare with Paddle' }));
    const dialog = await screen.findByRole('dialog');
    expect(dialog).toHaveTextContent('Nothing is changed at Paddle.');
    await fill(within(dialog).getByLabelText('Reason'), 'Her receipt is missing');
    await user.click(within(dialog).getByRole('button', { name: 'Compare with Paddle' }));
    expect(await screen.findByText('A payment that wasn’t known (5192284)')).toBeVisible();
    expect(screen.getByText(/Paddle didn’t answer about 1 subscription/)).toBeVisible();
    expect(called('administration.subscriptions.sync')).toEqual([
      { customerId: 7, reason: 'Her receipt is missing' },
    ]);
  });
});
