/** Tests the dialogs in which customers change their subscription. */
import { screen, waitFor, within } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import type { ChangePreview, ChangeProgress } from '#shared/billing/changes.ts';
import { preview, progress } from '#tests/pages/support/change-fixtures.ts';
import { type Answers, fakeServer, refuse } from '#tests/pages/support/fake-server.ts';
import {
  aLicence,
  changeOptions,
  day,
  endedLicences,
  licenceStates,
  nora,
  usd,
} from '#tests/pages/support/fixtures.ts';
import { openPage } from '#tests/pages/support/open-page.tsx';

const officeLife = aLicence({ product: 'OfficeLife', quantity: 5, planName: 'Yearly plan' });

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
  const field = within(dialog).getByRole('spinbutton', { name: 'Seats' });
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
    const { user, dialog, called } = await openSeats({
      'billing.changes.request': () => progress(),
      'billing.changes.card': () => ({
        ...{ kind: 'card', brand: 'visa', lastFour: '4242', expires: null, expiresBeforeRenewal: false },
      }),
    });
    expect(await within(dialog).findByText('US$30.00')).toBeVisible();
    expect(within(dialog).getByText(/US\$320\.00 on 1\sMarch 2027/)).toBeVisible();
    expect(dialog).toHaveAccessibleName('Change to 8 seats?');
    expect(within(dialog).getByText(/3 more seats for the 98 days until your next payment/)).toBeVisible();
    expect(await within(dialog).findByText('Payment method: Visa ending in 4242')).toBeVisible();
    expect(called('billing.changes.request')).toEqual([]);
    await user.click(within(dialog).getByRole('button', { name: 'Confirm and pay US$30.00' }));
    expect(await screen.findByRole('dialog', { name: 'You now have 8 seats' })).toBe(dialog);
    for (const fact of [
      'The change applies from today.',
      'Paddle charges US$30.00 today.',
      /^Your next payment is US\$320\.00 on 1\sMarch 2027\.$/,
      'We’ll confirm this by e-mail.',
      /choose “Get an updated key” below the key/,
    ])
      expect(within(dialog).getByText(fact)).toBeVisible();
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

  const outOfRange = 'Enter a whole number from 1 to 10,000.';
  it.each([
    ...['', '0', '2.5', '1e3', '99999'].map((typed) => [typed, outOfRange] as const),
    ['5', 'You already have this number of seats.'] as const,
  ])('reports %j at the field and asks nothing of Paddle', async (typed, sentence) => {
    const server = officeLifeServer();
    const { user } = await openPage('/officelife', { server });
    await user.click(await screen.findByRole('button', { name: /Change seats/ }));
    const field = await screen.findByRole('spinbutton', { name: 'Seats' });
    await user.clear(field);
    if (typed) await user.type(field, typed);
    await user.click(screen.getByRole('button', { name: 'Show the price' }));
    expect(await screen.findByText(sentence)).toBeVisible();
    expect(field).toHaveAccessibleDescription(sentence);
    expect(field).toHaveFocus();
    expect(server.calls.some(({ path }) => path === 'billing.changes.preview')).toBe(false);
  });

  it('is set with the buttons beside the field', async () => {
    const { user } = await openPage('/officelife', { server: officeLifeServer() });
    await user.click(await screen.findByRole('button', { name: /Change seats/ }));
    const dialog = await screen.findByRole('dialog', { name: 'How many seats do you need?' });
    const field = within(dialog).getByRole('spinbutton', { name: 'Seats' });
    await user.click(within(dialog).getByRole('button', { name: 'Add one seat' }));
    expect(field).toHaveValue('6');
    await user.clear(field);
    await user.type(field, '20000');
    await user.click(within(dialog).getByRole('button', { name: 'Remove one seat' }));
    expect(field).toHaveValue('10000');
  });

  it.each(['same_seats', 'amount_too_low'] as const)(
    'shows at the field that Paddle or a rule refuses the number (%s), and another one can be tried',
    async (code) => {
      const { user, dialog, called } = await openSeats({
        'billing.changes.preview': ({ change }) =>
          change.kind === 'seats' && change.quantity === 8 ? refuse(code) : preview(),
      });
      const field = await within(dialog).findByRole('spinbutton', { name: 'Seats' });
      await waitFor(() => expect(field).toBeInvalid());
      expect(field).toHaveValue('8');
      expect(field).toHaveFocus();
      expect(within(dialog).queryByRole('alert')).not.toBeInTheDocument();
      await user.clear(field);
      await user.type(field, '9');
      expect(field).toBeValid();
      await user.click(within(dialog).getByRole('button', { name: 'Show the price' }));
      expect(await within(dialog).findByText('US$30.00')).toBeVisible();
      expect(called('billing.changes.preview')).toHaveLength(2);
    },
  );

  it('says why a rule forbids the change, without an attempt that would fail again', async () => {
    const { user, dialog, called } = await openSeats({
      'billing.changes.preview': () => refuse('invoice_in_progress'),
    });
    expect(await within(dialog).findByRole('alert')).toHaveTextContent(
      'Paddle is processing a payment for this subscription. Try again in a few minutes.',
    );
    expect(within(dialog).queryByText(/couldn’t be loaded/)).not.toBeInTheDocument();
    expect(within(dialog).queryByRole('button', { name: 'Try again' })).not.toBeInTheDocument();
    await user.click(within(dialog).getByRole('button', { name: 'Back' }));
    expect(within(dialog).getByRole('spinbutton', { name: 'Seats' })).toBeVisible();
    expect(called('billing.changes.preview')).toHaveLength(1);
  });

  it('labels calculated amounts, and explains small amounts, credits and coupons', async () => {
    const { dialog } = await openSeats({
      'billing.changes.preview': () =>
        preview({
          ...{ today: usd(0), source: 'calculated', isCarriedOver: true, isCredited: true, endsCoupon: true },
          usesEarlierCredit: true,
        }),
    });
    expect(await within(dialog).findByText('Nothing')).toBeVisible();
    expect(within(dialog).getByText(/about US\$320\.00/)).toBeVisible();
    for (const note of [
      /Today’s amount is too small to charge/,
      /What you’ve already paid is deducted from the payment on 1 March 2027/,
      'An earlier credit lowers these amounts.',
      /recurring discount ends/,
      /We calculated/,
    ])
      expect(within(dialog).getByText(note)).toBeVisible();
    expect(within(dialog).getByRole('button', { name: 'Confirm the change' })).toBeVisible();
  });

  it('tells an unknown payment from none, before and after the change', async () => {
    const { before } = preview();
    const nothing = { amount: usd(0), on: day('2027-03-01') };
    let after: ChangePreview['after'] = { ...before, next: nothing, price: null };
    const { user, dialog } = await openSeats({
      'billing.changes.preview': () => preview({ today: usd(0), after }),
      'billing.changes.request': () => progress(),
    });
    expect(await within(dialog).findByText('Nothing to pay on 1 March 2027')).toBeVisible();
    expect(
      within(dialog).getByText('The amount of the first payment after 1 March 2027 isn’t known yet.'),
    ).toBeVisible();
    after = { ...before, next: null, price: null };
    await user.click(within(dialog).getByRole('button', { name: 'Back' }));
    await user.click(within(dialog).getByRole('button', { name: 'Show the price' }));
    const unknown = 'The amount of the next payment isn’t known yet.';
    expect(await within(dialog).findByText(unknown)).toBeVisible();
    expect(within(dialog).queryByText('No further payments')).not.toBeInTheDocument();
    await user.click(within(dialog).getByRole('button', { name: 'Confirm the change' }));
    expect(await within(dialog).findByText('Nothing is charged today.')).toBeVisible();
    expect(within(dialog).getByText(unknown)).toBeVisible();
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
    expect(dialog).toHaveAccessibleName('Waiting for Paddle’s answer');
    state = 'confirmed';
    await waitFor(() => expect(dialog).toHaveAccessibleName('You now have 8 seats'), { timeout: 5_000 });
    expect(called('billing.changes.request')).toHaveLength(1);
  });

  it('explains why the request was refused, and the next confirmation is another request', async () => {
    let outcome: () => ChangeProgress = () => refuse('amount_changed');
    let current: ChangePreview | Promise<ChangePreview> = preview();
    const { user, dialog, called } = await openSeats({
      'billing.changes.request': () => outcome(),
      'billing.changes.preview': () => current,
    });
    await user.click(await within(dialog).findByRole('button', { name: /Confirm and pay/ }));
    expect(await within(dialog).findByText(/The amount to pay today has changed/)).toBeVisible();
    expect(within(dialog).queryByRole('button', { name: /Confirm/ })).not.toBeInTheDocument();
    outcome = progress;
    let show: (fresh: ChangePreview) => void = () => undefined;
    current = new Promise((resolve) => {
      show = resolve;
    });
    await user.click(within(dialog).getByRole('button', { name: 'Show the price' }));
    // Until the new amount is known, the one before can't be confirmed.
    const old = await within(dialog).findByRole('button', { name: /Confirm and pay US\$30\.00/ });
    expect(old).toHaveAttribute('aria-disabled', 'true');
    await user.click(old);
    expect(called('billing.changes.request')).toHaveLength(1);
    show(preview({ today: usd(29_00) }));
    await user.click(await within(dialog).findByRole('button', { name: /Confirm and pay US\$29\.00/ }));
    await waitFor(() => expect(dialog).toHaveAccessibleName('You now have 8 seats'));
    expect(called('billing.changes.preview')).toHaveLength(2);
    expect(called('billing.changes.request').at(-1)).toMatchObject({ shown: usd(29_00) });
    const ids = called('billing.changes.request').map((input) => (input as { requestId: string }).requestId);
    expect(new Set(ids).size).toBe(2);
  });

  it('explains why Paddle refused a change whose outcome was unknown at first', async () => {
    const { user, dialog } = await openSeats({
      'billing.changes.request': () => progress({ state: 'unknown', isVisible: false, settledAt: null }),
      'billing.changes.status': () =>
        progress({ state: 'refused', refusal: 'card_declined', isVisible: false }),
    });
    await user.click(await within(dialog).findByRole('button', { name: /Confirm and pay/ }));
    expect(await within(dialog).findByText(/The payment failed, and nothing has changed/)).toBeVisible();
    expect(within(dialog).getByRole('button', { name: 'Show the price' })).toBeVisible();
  });

  it('is followed on the page when the dialog is closed before the licence shows it', async () => {
    let isVisible = false;
    const { user, dialog, called } = await openSeats({
      'billing.changes.request': () => progress({ isVisible: false }),
      'billing.changes.status': () => progress({ isVisible }),
    });
    await user.click(await within(dialog).findByRole('button', { name: /Confirm and pay/ }));
    expect(await within(dialog).findByText(/Your licence shows it in a moment/)).toBeVisible();
    const [closing] = within(dialog).getAllByRole('button', { name: 'Close' }).slice(-1);
    if (closing) await user.click(closing);
    await waitFor(() => expect(screen.queryByRole('dialog')).not.toBeInTheDocument());
    const before = called('licences.list').length;
    isVisible = true;
    await waitFor(() => expect(called('licences.list').length).toBeGreaterThan(before), { timeout: 5_000 });
  });
});

describe('Changing the plan', () => {
  it('lists the other plans with their prices and explains what can’t be chosen', async () => {
    const [yearly] = changeOptions().plans;
    if (!yearly) throw new Error('there is no other plan');
    const server = fakeServer({
      'accounts.me': () => nora,
      'licences.list': () => [aLicence()],
      'billing.changes.options': () =>
        changeOptions({ plans: [yearly, { ...yearly, planId: 13, friendlyName: 'Family plan' }] }),
      'billing.changes.preview': () => preview({ kind: 'plan', startsNewPeriod: true, today: usd(8_550) }),
      'billing.changes.request': () => progress({ kind: 'plan' }),
    });
    const { user } = await openPage('/monica', { server });
    await user.click(await screen.findByRole('button', { name: /Change plan/ }));
    const dialog = await screen.findByRole('dialog');
    const choice = { name: /Yearly plan.*US\$90\.00 per year.*Two months free/ };
    await user.click(within(dialog).getByRole('radio', choice));
    await user.click(within(dialog).getByRole('button', { name: 'Show the price' }));
    expect(await within(dialog).findByText(/A new billing period starts today/)).toBeVisible();
    await user.click(within(dialog).getByRole('button', { name: 'Confirm and pay US$85.50' }));
    await waitFor(() => expect(dialog).toHaveAccessibleName('Your plan is now: Yearly plan'));
    expect(server.calls.find(({ path }) => path === 'billing.changes.request')?.input).toMatchObject({
      change: { kind: 'plan', planId: 12 },
    });
  });

  it('to the only other plan asks for no choice, and says the price, how long the credit lasts and what is paid then', async () => {
    const server = fakeServer({
      'accounts.me': () => nora,
      'licences.list': () => [licenceStates.yearly],
      'billing.changes.preview': () => {
        const { before } = preview();
        const next = { amount: usd(0), on: day('2026-12-23') };
        return preview({
          ...{ kind: 'plan', startsNewPeriod: true, isCredited: true, today: usd(0) },
          after: { ...before, planId: 11, quantity: 1, frequency: 'Monthly', next, price: usd(900) },
          firstCharge: { amount: usd(246), on: day('2027-08-23') },
          paidThrough: day('2027-10-01'),
        });
      },
    });
    const { user } = await openPage('/monica', { server });
    await user.click(await screen.findByRole('button', { name: /Change plan/ }));
    const dialog = await screen.findByRole('dialog');
    const covered =
      'What you’ve already paid covers the next payments. You pay again on 23 August 2027: about US$2.46.';
    for (const text of [
      'US$9.00 per month',
      'Nothing to pay on 23 December 2026',
      'A new billing period starts today.',
      covered,
      'Your licence stays valid until 1 October 2027, even if you cancel before then.',
    ])
      expect(await within(dialog).findByText(text)).toBeVisible();
    expect(within(dialog).queryByRole('radio')).not.toBeInTheDocument();
    expect(within(dialog).queryByText(/deducted|US\$0\.00/)).not.toBeInTheDocument();
  });

  it('is not possible while the rules forbid it, and the page says why', async () => {
    const server = fakeServer({
      'accounts.me': () => nora,
      'licences.list': () => [licenceStates.past_due],
      'billing.changes.options': () =>
        changeOptions({ forbids: { ...changeOptions().forbids, plan: 'change_while_past_due' } }),
    });
    const { user } = await openPage('/monica', { server });
    const action = await screen.findByRole('button', { name: /Change plan/ });
    expect(action).toHaveAttribute('aria-disabled', 'true');
    expect(action).toHaveAccessibleName(/A payment is overdue/);
    await user.click(action);
    expect(screen.queryByRole('dialog')).not.toBeInTheDocument();
  });
});

it('A paused subscription can be resumed after its licence has ended', async () => {
  const server = fakeServer({
    'accounts.me': () => nora,
    'licences.list': () => [endedLicences.paused],
    'billing.changes.options': () =>
      changeOptions({ forbids: { ...changeOptions().forbids, plan: 'change_while_paused', resume: null } }),
    'billing.changes.preview': () => preview({ kind: 'resume', today: usd(900), source: 'calculated' }),
  });
  const { user } = await openPage('/monica', { server });
  await user.click(await screen.findByRole('button', { name: /Resume subscription/ }));
  expect(await screen.findByRole('button', { name: 'Confirm and pay about US$9.00' })).toBeVisible();
});
