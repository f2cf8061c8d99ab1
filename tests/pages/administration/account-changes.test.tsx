/** Tests what administrators change about an account and decide about a customer, on the customer's page. */
import { screen, waitFor, within } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import type { OpenFlag } from '#shared/administration/settling.ts';
import type { CustomerDetails } from '#shared/customer-details.ts';
import { aCustomersDetails, administration, maya } from '#tests/pages/support/administration.ts';
import { type Answers, done, refuse } from '#tests/pages/support/fake-server.ts';
import { openPage } from '#tests/pages/support/open-page.tsx';

const page = '/administration/customers/7';
const reason = 'She wrote us a letter';

async function open(answers: Partial<Answers> = {}) {
  const opened = await openPage(page, { server: administration(answers) });
  await screen.findByRole('heading', { level: 1, name: 'Nora Lindqvist' });
  /** Fills in the reason, confirms and returns the dialog. */
  async function confirm(title: string, submit: string) {
    const dialog = await screen.findByRole('dialog', { name: title });
    await opened.fill(within(dialog).getByLabelText('Reason'), reason);
    await opened.user.click(within(dialog).getByRole('button', { name: submit }));
    return dialog;
  }
  const close = () =>
    opened.user.click(screen.getAllByRole('button', { name: 'Close' }).at(-1) as HTMLElement);
  return { ...opened, confirm, close };
}

describe('Correcting the address of a customer', () => {
  const title = 'Correct the e-mail address of Nora Lindqvist';

  it('says what will happen, checks the address, and says that the new one isn’t confirmed', async () => {
    const { user, fill, called, confirm, close } = await open({
      'administration.accounts.correctEmail': () => done,
    });
    const button = screen.getByRole('button', { name: 'Correct the e-mail address' });
    await user.click(button);
    const dialog = await screen.findByRole('dialog', { name: title });
    for (const words of [
      'nora@lindqvist.se is told',
      '24 hours',
      'confirm it',
      'nobody can choose a new password',
    ])
      expect(dialog).toHaveTextContent(words);
    await confirm(title, 'Correct the e-mail address');
    expect(await within(dialog).findByText('Enter a valid e-mail address.')).toBeVisible();
    const field = within(dialog).getByLabelText('Right e-mail address');
    await fill(field, 'Nora@Lindqvist.SE');
    await user.click(within(dialog).getByRole('button', { name: 'Correct the e-mail address' }));
    expect(await within(dialog).findByText('This is the account’s address already.')).toBeVisible();
    expect(called('administration.accounts.correctEmail')).toEqual([]);
    await user.clear(field);
    await fill(field, 'nora@right.se');
    await user.click(within(dialog).getByRole('button', { name: 'Correct the e-mail address' }));
    expect(await screen.findByText(/The address is now nora@right\.se/)).toBeVisible();
    expect(called('administration.accounts.correctEmail')).toEqual([
      { customerId: 7, email: 'nora@right.se', reason },
    ]);
    await close();
    await waitFor(() => expect(button).toHaveFocus());
  });

  it('says in a sentence that another account has the address', async () => {
    const { user, fill, confirm } = await open({
      'administration.accounts.correctEmail': () => refuse('email_in_use'),
    });
    await user.click(screen.getByRole('button', { name: 'Correct the e-mail address' }));
    await fill(await screen.findByLabelText('Right e-mail address'), 'eve@example.test');
    const dialog = await confirm(title, 'Correct the e-mail address');
    expect(await within(dialog).findByRole('alert')).toHaveTextContent(
      'Another account has this e-mail address',
    );
  });

  it('shows until when the old address can stop it', async () => {
    await open({
      'administration.customers.find': () =>
        aCustomersDetails({ isEmailVerified: false, emailHeldUntil: new Date('2027-04-02T10:00:00Z') }),
    });
    expect(screen.getByRole('region', { name: 'Account' })).toHaveTextContent(
      /The old address can stop it until/,
    );
    expect(screen.getByRole('button', { name: 'Send the confirmation link again' })).toBeVisible();
  });
});

describe('Other changes of the account', () => {
  it('turns two-step verification off after saying what that does', async () => {
    const { user, called, confirm } = await open({ 'administration.accounts.disableTwoStep': () => done });
    await user.click(screen.getByRole('button', { name: 'Turn off two-step verification' }));
    const dialog = await confirm(
      'Turn off two-step verification of Nora Lindqvist?',
      'Turn off two-step verification',
    );
    expect(dialog).toHaveTextContent('the customer has been told');
    expect(called('administration.accounts.disableTwoStep')).toEqual([{ customerId: 7, reason }]);
  });

  it('erases the customer only if the address or the number is typed, and goes to the list', async () => {
    const { user, fill, called, address, confirm, close } = await open({
      'administration.accounts.erase': () => done,
    });
    await user.click(screen.getByRole('button', { name: 'Erase the customer' }));
    const title = 'Erase Nora Lindqvist for good?';
    const dialog = await screen.findByRole('dialog', { name: title });
    for (const words of ['Erased: the account', 'Kept: receipts', 'can’t be undone'])
      expect(dialog).toHaveTextContent(words);
    const field = within(dialog).getByLabelText('Type nora@lindqvist.se or the number 7');
    await fill(field, '8');
    await confirm(title, 'Erase the customer');
    expect(await within(dialog).findByText(/This is neither the e-mail address/)).toBeVisible();
    expect(called('administration.accounts.erase')).toEqual([]);
    await user.clear(field);
    await fill(field, '7');
    await user.click(within(dialog).getByRole('button', { name: 'Erase the customer' }));
    expect(await screen.findByText('The customer is erased.')).toBeVisible();
    await close();
    await waitFor(() => expect(address()).toBe('/administration/customers'));
  });

  it('are offered neither to support nor on the own account, and support learns why on an administrator’s', async () => {
    const support = { ...maya, administratorRole: 'support' as const };
    await open({
      'accounts.me': () => support,
      'administration.customers.find': () => aCustomersDetails({ role: 'viewer', isEmailVerified: false }),
    });
    expect(await screen.findByText(/Only other administrators can act on it/)).toBeVisible();
    expect(screen.queryByRole('button', { name: /Correct|Erase|Turn off|confirmation link/ })).toBeNull();
  });

  it('are not offered on the own account, which the page explains', async () => {
    await open({
      'administration.customers.find': () => aCustomersDetails({ role: 'administrator', isSelf: true }),
    });
    expect(
      screen.getByText('This is your own account. Another administrator has to act on it.'),
    ).toBeVisible();
    expect(
      screen.queryByRole('button', { name: /Correct|Erase|Turn off|confirmation link|again/ }),
    ).toBeNull();
  });
});

describe('An e-mail to a customer', () => {
  it('is sent again, or the page says why not', async () => {
    let isOld = false;
    const { user, called, confirm, close } = await open({
      'administration.accounts.resendMail': () => (isOld ? refuse('mail_outdated') : done),
    });
    const table = await screen.findByRole('table', { name: 'E-mails' });
    const again = within(table).getByRole('button', {
      name: /Send “Payment failed, Paddle will try again” of .* again/,
    });
    await user.click(again);
    await confirm('Send this e-mail again?', 'Send again');
    expect(await screen.findByText(/The e-mail is on its way/)).toBeVisible();
    expect(called('administration.accounts.resendMail')).toEqual([{ customerId: 7, mailId: 4, reason }]);
    await close();
    isOld = true;
    await user.click(again);
    const dialog = await confirm('Send this e-mail again?', 'Send again');
    expect(await within(dialog).findByRole('alert')).toHaveTextContent('more than three days old');
  });
});

describe('What is to be decided about a customer', () => {
  const flag = (given: Partial<OpenFlag> = {}): OpenFlag => ({
    ...{ reference: 'dispute:317366-7', kind: 'dispute', orderId: '317366-7', licenceId: null },
    ...{ raisedAt: new Date('2026-11-28T10:00:00Z'), detail: '', wantedAt: null, decisions: [] },
    ...given,
  });
  const double = flag({
    ...{ reference: 'second_licence:a', kind: 'second_licence', orderId: null, licenceId: 22 },
    decisions: [
      { decision: 'keep_both', cancelsLicenceId: null, isPossible: true },
      { decision: 'cancel_first', cancelsLicenceId: 21, isPossible: true },
      { decision: 'cancel_second', cancelsLicenceId: null, isPossible: false },
    ],
  });
  const withClaim = (): CustomerDetails => ({
    ...aCustomersDetails({ isEmailVerified: false }),
    claims: [{ stream: 'subscription:600', licenceId: 23 }],
  });

  it('is not shown if there is nothing', async () => {
    await open();
    expect(screen.queryByRole('region', { name: 'To decide' })).toBeNull();
  });

  it('stands at the top, is settled, and leaves the focus at its heading', async () => {
    let isOpen = true;
    const { user, called, confirm, close } = await open({
      'administration.settling.flags': () => (isOpen ? [flag()] : []),
      'administration.customers.find': withClaim,
      'administration.settling.settleFlag': () => {
        isOpen = false;
        return done;
      },
    });
    const region = await screen.findByRole('region', { name: 'To decide' });
    for (const words of ['Disputed payment', 'order 317366-7', 'A purchase waits', 'subscription:600'])
      expect(region).toHaveTextContent(words);
    await user.click(within(region).getByRole('button', { name: 'Mark as settled' }));
    const dialog = await confirm('Settle “Disputed payment”?', 'Mark as settled');
    expect(dialog).toHaveTextContent('It’s settled.');
    expect(called('administration.settling.settleFlag')).toEqual([
      { customerId: 7, reference: 'dispute:317366-7', reason },
    ]);
    await close();
    await waitFor(() => expect(region).not.toHaveTextContent('Disputed payment'));
    await waitFor(() => expect(within(region).getByRole('heading', { name: 'To decide' })).toHaveFocus());
  });

  it('assigns a purchase without an owner', async () => {
    const { user, called, confirm } = await open({
      'administration.customers.find': withClaim,
      'administration.settling.previewClaim': ({ stream }) => ({ stream, licenceId: 23, isWaiting: true }),
      'administration.settling.settleClaim': () => done,
    });
    await user.click(await screen.findByRole('button', { name: 'Assign to the customer' }));
    expect(await screen.findByText('The customer gets licence 23.')).toBeVisible();
    await confirm('Assign the purchase to Nora Lindqvist?', 'Assign to the customer');
    expect(await screen.findByText('The purchase belongs to Nora Lindqvist.')).toBeVisible();
    expect(called('administration.settling.settleClaim')).toEqual([
      { customerId: 7, stream: 'subscription:600', reason },
    ]);
  });

  it('does not assign a purchase that has found its owner meanwhile', async () => {
    const { user } = await open({
      'administration.customers.find': withClaim,
      'administration.settling.previewClaim': ({ stream }) => ({ stream, licenceId: 23, isWaiting: false }),
    });
    await user.click(await screen.findByRole('button', { name: 'Assign to the customer' }));
    const dialog = await screen.findByRole('dialog');
    expect(await within(dialog).findByText(/Somebody else was faster/)).toBeVisible();
    expect(within(dialog).queryByLabelText('Reason')).toBeNull();
  });

  it('shows what each decision about two payments does, and says if Paddle has not confirmed it', async () => {
    const { user, called, confirm } = await open({
      'administration.settling.flags': () => [double],
      'administration.settling.settleDoublePayment': () => ({ isSettled: false }),
    });
    await user.click(await screen.findByRole('button', { name: 'Decide' }));
    const title = 'Decide about the two payments';
    const dialog = await screen.findByRole('dialog', { name: title });
    expect(within(dialog).getByRole('radio', { name: /Keep both/ })).toBeChecked();
    expect(within(dialog).getByRole('radio', { name: /Cancel the second/ })).toBeDisabled();
    await user.click(
      within(dialog).getByRole('radio', { name: /Cancel the first subscription.*Licence 21/ }),
    );
    await confirm(title, 'Decide');
    expect(await screen.findByText(/Paddle hasn’t confirmed the cancellation yet/)).toBeVisible();
    expect(called('administration.settling.settleDoublePayment')).toMatchObject([
      { ...{ customerId: 7, reference: 'second_licence:a' }, decision: 'cancel_first', reason },
    ]);
  });

  it('is shown to viewers without the buttons', async () => {
    await open({
      'accounts.me': () => ({ ...maya, administratorRole: 'viewer' }),
      'administration.settling.flags': () => [flag(), double],
    });
    const region = await screen.findByRole('region', { name: 'To decide' });
    expect(region).toHaveTextContent('Two payments for one product');
    expect(within(region).queryByRole('button')).toBeNull();
  });
});
