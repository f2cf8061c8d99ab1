/** Tests the page of plans: what it shows to whom, and the dialogs that add, edit, retire and arrange plans. */
import { screen, waitFor, within } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { maya } from '#tests/pages/support/administration.ts';
import { type Answers, done, fakeServer, refuse } from '#tests/pages/support/fake-server.ts';
import { openPage } from '#tests/pages/support/open-page.tsx';
import { aListedPlan, planAnswers, somePlans } from './plan-fixtures.ts';

const path = '/administration/plans';
const open = (answers: Partial<Answers> = {}) => openPage(path, { server: fakeServer(planAnswers(answers)) });
const rowsOf = async (name: string) =>
  within(await screen.findByRole('table', { name }))
    .getAllByRole('row')
    .slice(1)
    .map(({ textContent }) => textContent);

/** Closes the dialog and expects the focus where it was opened. */
async function closeAndReturnTo(user: Awaited<ReturnType<typeof openPage>>['user'], name: string) {
  await user.click(screen.getAllByRole('button', { name: 'Close' }).at(-1) as HTMLElement);
  await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
  await waitFor(() => expect(screen.getByRole('button', { name })).toHaveFocus());
}

describe('The page of plans', () => {
  it('lists what is sold and what is not, with the running subscriptions of each', async () => {
    await open();
    expect(await rowsOf('On sale')).toEqual([
      expect.stringMatching(/Monthly plan.*Pay every month.*Monica.*Monthly.*\$9\.00.*12.*Allowed.*24749/),
      expect.stringMatching(/Yearly plan.*\$90\.00.*More than 10,000/),
      expect.stringMatching(/Team.*OfficeLife.*0.*Not allowed/),
    ]);
    expect(await rowsOf('Retired')).toEqual([expect.stringMatching(/Early bird.*1\sOct\s2026/)]);
  });

  it('says per field what differs from Paddle, and what is only there', async () => {
    await open();
    const table = await screen.findByRole('table', { name: 'Comparison with Paddle' });
    const [, same, differing, unread, missing] = within(table).getAllByRole('row');
    expect(same).toHaveTextContent('Same as at Paddle');
    expect(differing).toHaveTextContent('3 differences');
    expect(
      within(differing as HTMLElement)
        .getAllByRole('listitem')
        .map(({ textContent }) => textContent),
    ).toEqual([
      'Name: “Monica yearly” here, “Monica every year” at Paddle',
      'Billed: Yearly here, every month at Paddle',
      'Price: US$90.00 here, US$99.00 at Paddle',
    ]);
    expect(unread).toHaveTextContent('Price: US$9.00 here, no price in USD at Paddle');
    expect(missing).toHaveTextContent('Not found at Paddle');
    expect(await rowsOf('Plans at Paddle that aren’t here')).toEqual([
      expect.stringMatching(/Monica for schools.*24800.*every month/),
    ]);
  });

  it('says that Paddle does not answer, and asks it again', async () => {
    let isUp = false;
    const { user, called } = await open({
      'administration.plans.compare': () =>
        isUp
          ? { status: 'compared', askedAt: new Date(), plans: [], others: [], otherCount: 0 }
          : { status: 'unavailable' },
    });
    expect(
      await screen.findByText(/Paddle isn’t responding, so the plans couldn’t be compared/),
    ).toBeVisible();
    isUp = true;
    await user.click(screen.getByRole('button', { name: 'Compare again' }));
    expect(await screen.findByRole('table', { name: 'Comparison with Paddle' })).toBeVisible();
    expect(called('administration.plans.compare')).toEqual([{ refresh: false }, { refresh: true }]);
  });

  it('offers no acts to viewers and support, and says who can', async () => {
    await open({ 'accounts.me': () => ({ ...maya, administratorRole: 'support' }) });
    await screen.findByRole('table', { name: 'On sale' });
    expect(screen.queryByRole('button', { name: /Add|Edit|Retire|order/ })).not.toBeInTheDocument();
    expect(screen.getByText('Only administrators can change plans.')).toBeVisible();
  });

  it('says what to do while nothing is sold', async () => {
    await open({ 'administration.plans.list': () => [] });
    expect(await screen.findByText(/Add a plan that you’ve set up at Paddle/)).toBeVisible();
  });
});

describe('Retiring a plan', () => {
  it('says who keeps it and what nobody can do any more, and sends the reason', async () => {
    const { user, fill, called } = await open({ 'administration.plans.retire': () => done });
    await user.click(await screen.findByRole('button', { name: 'Retire Monica, Monthly plan' }));
    const dialog = await screen.findByRole('dialog', { name: 'Retire “Monthly plan” (Monica)?' });
    expect(dialog).toHaveTextContent('12 running subscriptions keep it and renew as before.');
    expect(dialog).not.toHaveTextContent('last plan');
    await fill(within(dialog).getByLabelText('Reason'), 'Too cheap');
    await user.click(within(dialog).getByRole('button', { name: 'Retire' }));
    expect(await screen.findByText('“Monthly plan” is no longer sold.')).toBeVisible();
    expect(called('administration.plans.retire')).toEqual([{ planId: 1, reason: 'Too cheap' }]);
    await waitFor(() => expect(called('administration.plans.list')).toHaveLength(2));
  });

  it('warns before the last plan of a product goes', async () => {
    const { user } = await open();
    await user.click(await screen.findByRole('button', { name: 'Retire OfficeLife, Team' }));
    const dialog = await screen.findByRole('dialog');
    expect(dialog).toHaveTextContent('It’s the last plan of OfficeLife.');
    expect(dialog).toHaveTextContent('No running subscription has it.');
  });

  it('is undone', async () => {
    const { user, fill, called } = await open({ 'administration.plans.restore': () => done });
    await user.click(await screen.findByRole('button', { name: 'Sell Monica, Early bird again' }));
    const dialog = await screen.findByRole('dialog');
    await fill(within(dialog).getByLabelText('Reason'), 'Asked for');
    await user.click(within(dialog).getByRole('button', { name: 'Sell again' }));
    expect(await screen.findByText('“Early bird” is on sale again for Monica.')).toBeVisible();
    expect(called('administration.plans.restore')).toEqual([{ planId: 4, reason: 'Asked for' }]);
  });
});

describe('Editing a plan', () => {
  it('shows what will change before it is stored, and sends the version that was seen', async () => {
    const { user, fill, called } = await open({ 'administration.plans.edit': () => done });
    await user.click(await screen.findByRole('button', { name: 'Edit Monica, Monthly plan' }));
    let dialog = await screen.findByRole('dialog', { name: 'Edit “Monthly plan”' });
    expect(dialog).toHaveTextContent('Customers have bought this plan, so neither can change anymore.');
    expect(within(dialog).queryByLabelText('Product')).not.toBeInTheDocument();
    await user.click(within(dialog).getByRole('button', { name: 'Continue' }));
    expect(await within(dialog).findByText('You haven’t changed anything yet.')).toBeVisible();
    const price = within(dialog).getByLabelText('Price');
    await user.clear(price);
    await fill(price, 'nine');
    await user.click(within(dialog).getByRole('button', { name: 'Continue' }));
    expect(await within(dialog).findByText('Enter an amount, such as 9 or 9.50.')).toBeVisible();
    await user.clear(price);
    await fill(price, '9,50');
    await user.click(within(dialog).getByRole('button', { name: 'Continue' }));
    expect(await screen.findByText('US$9.00 → US$9.50')).toBeVisible();
    dialog = screen.getByRole('dialog');
    expect(dialog).toHaveTextContent('No price changes at Paddle, and nobody pays more or less.');
    await fill(within(dialog).getByLabelText('Reason'), 'As at Paddle');
    await user.click(within(dialog).getByRole('button', { name: 'Save' }));
    expect(await screen.findByText('“Monthly plan” has been changed.')).toBeVisible();
    await closeAndReturnTo(user, 'Edit Monica, Monthly plan');
    expect(called('administration.plans.edit')).toMatchObject([
      { planId: 1, version: 3, reason: 'As at Paddle', details: { price: { minor: 950, currency: 'USD' } } },
    ]);
  });

  it('keeps what was typed if somebody else was faster, and takes over what they changed', async () => {
    let isChanged = false;
    const { user, fill, called } = await open({
      'administration.plans.list': () =>
        isChanged ? [aListedPlan({ version: 4, pauseAllowed: false }), ...somePlans.slice(1)] : somePlans,
      'administration.plans.edit': ({ version }) => (version === 4 ? done : refuse('changed_meanwhile')),
    });
    await user.click(await screen.findByRole('button', { name: 'Edit Monica, Monthly plan' }));
    const description = await screen.findByLabelText('Description');
    await user.clear(description);
    await fill(description, 'Month by month.');
    await user.click(screen.getByRole('button', { name: 'Continue' }));
    await fill(await screen.findByLabelText('Reason'), 'Clearer');
    isChanged = true;
    await user.click(screen.getByRole('button', { name: 'Save' }));
    expect(await screen.findByText(/Somebody else was faster/)).toBeVisible();
    await user.click(screen.getByRole('button', { name: 'Cancel' }));
    expect(await screen.findByText('Pausing: Allowed → Not allowed')).toBeVisible();
    expect(screen.getByLabelText('Description')).toHaveValue('Month by month.');
    expect(screen.getByLabelText('Customers may pause subscriptions to this plan')).not.toBeChecked();
    await user.click(screen.getByRole('button', { name: 'Continue' }));
    await fill(await screen.findByLabelText('Reason'), 'Clearer');
    await user.click(screen.getByRole('button', { name: 'Save' }));
    expect(await screen.findByText('“Monthly plan” has been changed.')).toBeVisible();
    expect(called('administration.plans.edit').at(-1)).toMatchObject({
      version: 4,
      details: { description: 'Month by month.', pauseAllowed: false },
    });
  });
});

describe('Adding a plan', () => {
  it('begins with what Paddle says, and asks for both texts of a language', async () => {
    const { user, fill, called } = await open({ 'administration.plans.add': () => done });
    await user.click(await screen.findByRole('button', { name: 'Add Monica for schools' }));
    await screen.findByRole('dialog', { name: 'Add a plan' });
    expect(screen.getByLabelText('Number at Paddle')).toHaveValue('24800');
    expect(screen.getByLabelText('Price')).toHaveValue('4.00');
    await user.click(screen.getByRole('button', { name: 'Continue' }));
    expect(await screen.findByText('Enter a name.')).toBeVisible();
    expect(screen.getByLabelText('Name')).toHaveFocus();
    await fill(screen.getByLabelText('Name'), 'Schools');
    await fill(screen.getByLabelText('Description'), 'For schools.');
    await fill(screen.getByLabelText('Name (Français)'), 'Écoles');
    await user.click(screen.getByRole('button', { name: 'Continue' }));
    expect(await screen.findByText(/Fill in both the name and the description/)).toBeVisible();
    await fill(screen.getByLabelText('Description (Français)'), 'Pour les écoles.');
    await user.click(screen.getByRole('button', { name: 'Continue' }));
    expect(
      await screen.findByText(/goes on sale at once, as the last one on the page of Monica/),
    ).toBeVisible();
    await fill(screen.getByLabelText('Reason'), 'A new offer');
    const dialog = within(screen.getByRole('dialog'));
    await user.click(dialog.getByRole('button', { name: 'Add a plan' }));
    expect(await screen.findByText('“Schools” is now on sale for Monica.')).toBeVisible();
    expect(called('administration.plans.add')).toEqual([
      {
        reason: 'A new offer',
        details: {
          ...{ product: 'Monica', friendlyName: 'Schools', description: 'For schools.' },
          translations: { fr: { friendlyName: 'Écoles', description: 'Pour les écoles.' } },
          ...{ planName: 'Monica for schools', paddlePlanId: 24_800, frequency: 'Monthly' },
          ...{ price: { minor: 400, currency: 'USD' }, pauseAllowed: false },
        },
      },
    ]);
  });
});

describe('The order of plans', () => {
  it('is changed with buttons and stored at once, as seen and as wanted', async () => {
    const { user, fill, called } = await open({ 'administration.plans.arrange': () => done });
    await user.click(await screen.findByRole('button', { name: 'Change the order' }));
    const dialog = await screen.findByRole('dialog', { name: 'Change the order of plans' });
    const names = () =>
      within(within(dialog).getByRole('list', { name: 'Plans of Monica' }))
        .getAllByRole('listitem')
        .map(({ firstChild }) => firstChild?.textContent);
    expect(names()).toEqual(['Monthly plan', 'Yearly plan']);
    await fill(within(dialog).getByLabelText('Reason'), 'Yearly first');
    await user.click(within(dialog).getByRole('button', { name: 'Save the order' }));
    expect(await within(dialog).findByText(/Move a plan first/)).toBeVisible();
    await user.click(within(dialog).getByRole('button', { name: 'Move Yearly plan up' }));
    expect(names()).toEqual(['Yearly plan', 'Monthly plan']);
    expect(within(dialog).getByText('Yearly plan: place 1 of 2')).toBeInTheDocument();
    expect(within(dialog).getByRole('button', { name: 'Move Yearly plan up' })).toHaveFocus();
    await user.click(within(dialog).getByRole('button', { name: 'Save the order' }));
    expect(await screen.findByText('The plans of Monica now have this order.')).toBeVisible();
    await closeAndReturnTo(user, 'Change the order');
    expect(called('administration.plans.arrange')).toEqual([
      { product: 'Monica', seen: [1, 2], wanted: [2, 1], reason: 'Yearly first' },
    ]);
  });
});
