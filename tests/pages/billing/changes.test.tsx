/** Tests the dialogs in which customers change their subscription. */
import { screen, waitFor, within } from '@testing-library/react';
import { describe, expect, it, vi } from 'vitest';
import { browser } from '#client/browser.ts';
import type { ChangePreview, ChangeProgress } from '#shared/billing/changes.ts';
import type { KeepPreview } from '#shared/billing/keep.ts';
import { AppError } from '#shared/errors.ts';
import { type Answers, fakeServer, refuse } from '#tests/pages/support/fake-server.ts';
import {
  aLicence,
  anEndedLicence,
  changeOptions,
  day,
  licenceStates,
  nora,
  usd,
} from '#tests/pages/support/fixtures.ts';
import { openPage } from '#tests/pages/support/open-page.tsx';

const changeId = '0123456789abcdef'.repeat(2);
const officeLife = aLicence({ product: 'OfficeLife', quantity: 5, planName: 'Yearly plan' });

const preview = (change: Partial<ChangePreview> = {}): ChangePreview => {
  const terms = {
    planId: 21,
    planName: 'Yearly plan',
    frequency: 'Annual' as const,
    quantity: 5,
    next: { amount: usd(20_000), on: day('2027-03-01') },
  };
  return {
    kind: 'seats',
    before: terms,
    after: { ...terms, quantity: 8, next: { amount: usd(32_000), on: day('2027-03-01') } },
    today: usd(3_000),
    source: 'paddle',
    isCarriedOver: false,
    isCredited: false,
    endsCoupon: false,
    startsNewPeriod: false,
    worksThrough: null,
    needsReauthentication: true,
    needsTypedQuantity: false,
    ...change,
  };
};

const progress = (change: Partial<ChangeProgress> = {}): ChangeProgress => ({
  changeId,
  kind: 'seats',
  quantity: 8,
  planId: null,
  state: 'confirmed',
  refusal: null,
  isVisible: true,
  askedAt: new Date('2026-11-23T10:00:00Z'),
  settledAt: new Date('2026-11-23T10:00:01Z'),
  ...change,
});

function officeLifeServer(answers: Partial<Answers> = {}) {
  return fakeServer({
    'accounts.me': () => nora,
    'licences.list': () => [officeLife],
    'billing.changes.options': ({ licenceId }) =>
      changeOptions({
        ...{ licenceId, product: 'OfficeLife', isPerSeat: true, quantity: 5, planName: 'Yearly plan' },
        forbids: { seats: null, plan: null, cancel: null, pause: 'pause_not_allowed', resume: 'not_paused' },
      }),
    'billing.changes.preview': () => preview(),
    ...answers,
  });
}

async function openSeats(answers: Partial<Answers> = {}, typed = '8') {
  const server = officeLifeServer(answers);
  const { user } = await openPage('/officelife', { server });
  await user.click(await screen.findByRole('button', { name: /Change seats/ }));
  const dialog = await screen.findByRole('dialog', { name: 'How many seats do you need?' });
  const field = within(dialog).getByRole('textbox', { name: 'Seats' });
  expect(field).toHaveValue('5');
  await user.clear(field);
  await user.type(field, typed);
  await user.click(within(dialog).getByRole('button', { name: 'Show the price' }));
  const called = (path: string) =>
    server.calls.filter((call) => call.path === path).map(({ input }) => input);
  return { user, dialog, called, server };
}

describe('Changing the number of seats', () => {
  it('shows what is charged today and from when on, and sends exactly what was confirmed', async () => {
    const { user, dialog, called } = await openSeats({ 'billing.changes.request': () => progress() });
    expect(await within(dialog).findByText('US$30.00')).toBeVisible();
    expect(within(dialog).getByText(/US\$320\.00 on 1\sMarch 2027/)).toBeVisible();
    expect(called('billing.changes.request')).toEqual([]);
    await user.click(within(dialog).getByRole('button', { name: 'Confirm and pay US$30.00' }));
    expect(await within(dialog).findByText('Done. Your subscription has been changed.')).toBeVisible();
    expect(called('billing.changes.request')).toEqual([
      {
        licenceId: 41,
        requestId: expect.stringMatching(/^[0-9a-f]{32}$/),
        change: { kind: 'seats', quantity: 8 },
        shown: usd(3_000),
      },
    ]);
    await waitFor(() => expect(called('licences.list').length).toBeGreaterThan(1));
  });

  it.each(['', '0', '2.5', '1e3', '99999'])(
    'reports %j at the field and asks nothing of Paddle',
    async (typed) => {
      const server = officeLifeServer();
      const { user } = await openPage('/officelife', { server });
      await user.click(await screen.findByRole('button', { name: /Change seats/ }));
      const field = await screen.findByRole('textbox', { name: 'Seats' });
      await user.clear(field);
      if (typed) await user.type(field, typed);
      await user.click(screen.getByRole('button', { name: 'Show the price' }));
      expect(await screen.findByText('Enter a whole number from 1 to 10,000.')).toBeVisible();
      expect(server.calls.some(({ path }) => path === 'billing.changes.preview')).toBe(false);
    },
  );

  it('labels calculated amounts, and explains small amounts, credits and coupons', async () => {
    const { dialog } = await openSeats({
      'billing.changes.preview': () =>
        preview({
          ...{ today: usd(0), source: 'calculated', isCarriedOver: true, isCredited: true, endsCoupon: true },
        }),
    });
    expect(await within(dialog).findByText('Nothing')).toBeVisible();
    expect(within(dialog).getByText(/about US\$320\.00/)).toBeVisible();
    for (const note of [
      /too small to charge/,
      /credited towards/,
      /recurring discount ends/,
      /We calculated/,
    ])
      expect(within(dialog).getByText(note)).toBeVisible();
    expect(within(dialog).getByRole('button', { name: 'Confirm the change' })).toBeVisible();
  });

  it('shows no amount and no way to confirm when there is no preview', async () => {
    const { dialog } = await openSeats({ 'billing.changes.preview': () => refuse('paddle_unavailable') });
    expect(await within(dialog).findByRole('alert')).toBeVisible();
    expect(within(dialog).queryByRole('button', { name: /Confirm/ })).not.toBeInTheDocument();
    expect(within(dialog).queryByText(/US\$0\.00|Nothing/)).not.toBeInTheDocument();
  });

  it('requires an unusually large number to be typed again', async () => {
    const { user, dialog, called } = await openSeats(
      {
        'billing.changes.preview': () => preview({ needsTypedQuantity: true }),
        'billing.changes.request': () => progress(),
      },
      '80',
    );
    await user.click(await within(dialog).findByRole('button', { name: /Confirm and pay/ }));
    expect(await within(dialog).findByText('This isn’t the same number.')).toBeVisible();
    expect(called('billing.changes.request')).toEqual([]);
    await user.type(within(dialog).getByRole('textbox', { name: /Type 80 again/ }), '80');
    await user.click(within(dialog).getByRole('button', { name: /Confirm and pay/ }));
    await waitFor(() => expect(called('billing.changes.request')).toHaveLength(1));
    expect(called('billing.changes.request')[0]).toMatchObject({ typedQuantity: 80 });
  });

  it('says that the outcome is unknown, and finds out', async () => {
    let state: ChangeProgress['state'] = 'unknown';
    const { user, dialog, called } = await openSeats({
      'billing.changes.request': () => progress({ state: 'unknown', isVisible: false, settledAt: null }),
      'billing.changes.status': () => progress({ state, isVisible: state === 'confirmed' }),
    });
    await user.click(await within(dialog).findByRole('button', { name: /Confirm and pay/ }));
    expect(await within(dialog).findByText(/You won’t be charged twice/)).toBeVisible();
    state = 'confirmed';
    expect(await within(dialog).findByText(/^Done/, {}, { timeout: 5_000 })).toBeVisible();
    expect(called('billing.changes.request')).toHaveLength(1);
  });

  it('explains a refusal, and shows new amounts before anything can be confirmed', async () => {
    const { user, dialog, called } = await openSeats({
      'billing.changes.request': () =>
        progress({ state: 'refused', refusal: 'card_declined', isVisible: false }),
    });
    await user.click(await within(dialog).findByRole('button', { name: /Confirm and pay/ }));
    expect(await within(dialog).findByText(/The payment failed, and nothing has changed/)).toBeVisible();
    expect(within(dialog).queryByRole('button', { name: /Confirm/ })).not.toBeInTheDocument();
    await user.click(within(dialog).getByRole('button', { name: 'Show the price' }));
    expect(await within(dialog).findByRole('button', { name: /Confirm and pay/ })).toBeVisible();
    expect(called('billing.changes.preview')).toHaveLength(2);
  });
});

describe('Changing the plan', () => {
  it('lists the other plans with their prices and explains what can’t be chosen', async () => {
    const server = fakeServer({
      'accounts.me': () => nora,
      'licences.list': () => [aLicence()],
      'billing.changes.preview': () => preview({ kind: 'plan', startsNewPeriod: true, today: usd(8_550) }),
      'billing.changes.request': () => progress({ kind: 'plan' }),
    });
    const { user } = await openPage('/monica', { server });
    await user.click(await screen.findByRole('button', { name: /Change plan/ }));
    const dialog = await screen.findByRole('dialog');
    expect(
      within(dialog).getByRole('radio', { name: /Yearly plan.*US\$90\.00 per year.*Two months free/ }),
    ).toBeChecked();
    await user.click(within(dialog).getByRole('button', { name: 'Show the price' }));
    expect(await within(dialog).findByText(/A new billing period starts today/)).toBeVisible();
    await user.click(within(dialog).getByRole('button', { name: 'Confirm and pay US$85.50' }));
    expect(await within(dialog).findByText(/^Done/)).toBeVisible();
    expect(server.calls.find(({ path }) => path === 'billing.changes.request')?.input).toMatchObject({
      change: { kind: 'plan', planId: 12 },
    });
  });

  it('is not possible while the rules forbid it, and the page says why', async () => {
    const server = fakeServer({
      'accounts.me': () => nora,
      'licences.list': () => [licenceStates.past_due],
      'billing.changes.options': () =>
        changeOptions({ forbids: { ...changeOptions().forbids, plan: 'change_while_past_due' } }),
    });
    await openPage('/monica', { server });
    const action = await screen.findByRole('button', { name: /Change plan/ });
    expect(action).toBeDisabled();
    expect(action).toHaveAccessibleName(/A payment is overdue/);
  });
});

describe('Cancelling', () => {
  it.each(['', 'Too many contacts'])(
    'works with the reason %j, and says until when the licence is valid',
    async (reason) => {
      const server = fakeServer({
        'accounts.me': () => nora,
        'licences.list': () => [aLicence()],
        'billing.changes.preview': () =>
          preview({
            ...{
              kind: 'cancel',
              today: usd(0),
              worksThrough: day('2026-12-12'),
              needsReauthentication: false,
            },
            after: { ...preview().after, next: null },
          }),
        'billing.changes.request': () => progress({ kind: 'cancel', quantity: null }),
      });
      const { user } = await openPage('/monica', { server });
      await user.click(await screen.findByRole('button', { name: /Cancel subscription/ }));
      const dialog = await screen.findByRole('dialog', { name: 'Cancel your Monica subscription?' });
      expect(
        await within(dialog).findByText(/valid until the end of 12\sDecember 2026. Nothing more is charged/),
      ).toBeVisible();
      if (reason) await user.type(within(dialog).getByRole('textbox'), reason);
      await user.click(within(dialog).getByRole('button', { name: 'Cancel subscription' }));
      expect(await within(dialog).findByText(/^Done/)).toBeVisible();
      expect(server.calls.find(({ path }) => path === 'billing.changes.request')?.input).toMatchObject({
        change: reason ? { kind: 'cancel', reason } : { kind: 'cancel' },
      });
    },
  );

  it('leads to Paddle’s page when the possible changes can’t be loaded', async () => {
    const server = fakeServer({
      'accounts.me': () => nora,
      'licences.list': () => [aLicence()],
      'billing.changes.options': () => {
        throw new AppError('paddle_unavailable', 'for this test');
      },
    });
    await openPage('/monica', { server });
    expect(
      await screen.findByRole('link', { name: /Cancel subscription/ }, { timeout: 10_000 }),
    ).toHaveAttribute('href', aLicence().cancelPage);
  });
});

const keepPreview: KeepPreview = {
  licenceId: 41,
  product: 'Monica',
  planId: 11,
  planName: 'Monthly plan',
  frequency: 'Monthly',
  quantity: 1,
  payment: 'later',
  today: usd(0),
  next: { amount: usd(900), on: day('2026-12-12') },
  priceSource: 'paddle',
  paidThrough: day('2026-12-12'),
  daysPaidTwice: 0,
  canChoosePlan: false,
  linkExpiresOn: day('2026-11-23'),
};

describe('Keeping a licence', () => {
  it('says that nothing is charged today, and leads to Paddle', async () => {
    const goTo = vi.spyOn(browser, 'goTo').mockImplementation(() => undefined);
    const server = fakeServer({
      'accounts.me': () => nora,
      'licences.list': () => [licenceStates.cancelled],
      'billing.changes.keep.preview': () => ({ status: 'possible', preview: keepPreview }),
      'billing.changes.keep.start': () => ({
        ...{ status: 'link', changeId, url: 'https://checkout.example.com/pay/1' },
        expiresOn: day('2026-11-23'),
      }),
    });
    const { user } = await openPage('/monica', { server });
    await user.click(await screen.findByRole('button', { name: /Keep my licence/ }));
    const dialog = await screen.findByRole('dialog', { name: 'Keep your Monica licence?' });
    expect(await within(dialog).findByText(/You pay nothing today/)).toBeVisible();
    await user.click(within(dialog).getByRole('button', { name: 'Continue to Paddle' }));
    await waitFor(() => expect(goTo).toHaveBeenCalledWith('https://checkout.example.com/pay/1'));
    expect(server.calls.find(({ path }) => path === 'billing.changes.keep.start')?.input).toMatchObject({
      shown: { payment: 'later', today: usd(0) },
    });
    goTo.mockRestore();
  });

  it('shows changed amounts again before the customer leaves', async () => {
    const charged = { ...keepPreview, payment: 'today' as const, today: usd(900), daysPaidTwice: 19 };
    const server = fakeServer({
      'accounts.me': () => nora,
      'licences.list': () => [licenceStates.cancelled],
      'billing.changes.keep.preview': () => ({ status: 'possible', preview: keepPreview }),
      'billing.changes.keep.start': () => ({ status: 'terms_changed', preview: charged }),
    });
    const { user } = await openPage('/monica', { server });
    await user.click(await screen.findByRole('button', { name: /Keep my licence/ }));
    await user.click(await screen.findByRole('button', { name: 'Continue to Paddle' }));
    expect(await screen.findByText(/The amounts have changed/)).toBeVisible();
    expect(screen.getByText(/You pay US\$9\.00 today/)).toBeVisible();
    expect(screen.getByText(/19 days that you’ve already paid for are charged again/)).toBeVisible();
  });

  it('is offered after the end too, and the page says when it is done', async () => {
    const server = fakeServer({
      'accounts.me': () => nora,
      'licences.list': () => [anEndedLicence({ status: 'cancelled' })],
      'billing.changes.keep.preview': () => ({ status: 'possible', preview: keepPreview }),
      'billing.changes.status': () => progress({ kind: 'keep', quantity: null }),
    });
    await openPage(`/monica?kept=${changeId}`, { server });
    expect(await screen.findByRole('button', { name: 'Start again with the same key' })).toBeVisible();
    expect(
      await screen.findByText('Your subscription continues, and your key stays the same.'),
    ).toBeVisible();
  });
});
