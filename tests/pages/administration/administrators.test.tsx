/** Tests the page of administrators: who is one, making one, changing and removing a role, and the dialog of an act. */
import { screen, waitFor, within } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { administration, maya } from '#tests/pages/support/administration.ts';
import { done, refuse } from '#tests/pages/support/fake-server.ts';
import { openPage } from '#tests/pages/support/open-page.tsx';

const path = '/administration/administrators';
const remove = { name: 'Remove the role of Sam Ortiz' };
const nora = { id: 7, name: 'Nora Lindqvist', email: 'nora@lindqvist.se', emailVerified: true, role: null };

describe('The page of administrators', () => {
  it('lists who is one, and offers no change of one’s own role', async () => {
    await openPage(path, { server: administration() });
    const table = await screen.findByRole('table', { name: 'Administrators' });
    const [, own, other] = within(table).getAllByRole('row');
    expect(own).toHaveTextContent(/Maya Okafor.*You.*maya@portal\.example.*Administrator.*Ready/);
    expect(within(own as HTMLElement).queryByRole('button')).not.toBeInTheDocument();
    expect(within(other as HTMLElement).getAllByRole('button')).toHaveLength(2);
  });

  it('offers no changes to the roles of viewers and support', async () => {
    await openPage(path, {
      server: administration({ 'accounts.me': () => ({ ...maya, administratorRole: 'support' }) }),
    });
    await screen.findByRole('table');
    expect(screen.queryByRole('button', { name: /role|Make/ })).not.toBeInTheDocument();
    expect(screen.getByText('Only administrators can change roles.')).toBeVisible();
  });

  it('finds the account before it makes an administrator, and sends the role and the reason', async () => {
    const server = administration({
      'administration.administrators.find': ({ account }) => (account === '7' ? nora : null),
      'administration.administrators.make': () => done,
    });
    const { user, fill, called } = await openPage(path, { server });
    await user.click(await screen.findByRole('button', { name: 'Make an administrator' }));
    const field = await screen.findByLabelText('Account number or e-mail address');
    await fill(field, 'nobody@example.com');
    await user.click(screen.getByRole('button', { name: 'Find account' }));
    expect(await screen.findByText(/There’s no account with this number or address/)).toBeVisible();
    await user.clear(field);
    await fill(field, '7');
    await user.click(screen.getByRole('button', { name: 'Find account' }));
    const dialog = await screen.findByRole('dialog');
    expect(await within(dialog).findByText('Nora Lindqvist, nora@lindqvist.se, account 7')).toBeVisible();
    await user.click(within(dialog).getByRole('radio', { name: /^Support/ }));
    await fill(within(dialog).getByLabelText('Reason'), ' Joins the team ');
    await user.click(within(dialog).getByRole('button', { name: 'Make an administrator' }));
    expect(await screen.findByText('Nora Lindqvist now has the role “Support”.')).toBeVisible();
    expect(called('administration.administrators.make')).toEqual([
      { customerId: 7, role: 'support', reason: 'Joins the team' },
    ]);
    await waitFor(() => expect(called('administration.administrators.list')).toHaveLength(2));
  });

  it.each([
    [{ ...nora, id: 3 }, 'This is your own account.'],
    [{ ...nora, role: 'viewer' as const }, /already has a role/],
    [{ ...nora, emailVerified: false }, /hasn’t confirmed their e-mail address/],
  ])('says why an account can’t be made one: %o', async (found, why) => {
    const server = administration({ 'administration.administrators.find': () => found });
    const { user, fill } = await openPage(path, { server });
    await user.click(await screen.findByRole('button', { name: 'Make an administrator' }));
    await fill(await screen.findByLabelText('Account number or e-mail address'), 'nora@lindqvist.se');
    await user.click(screen.getByRole('button', { name: 'Find account' }));
    expect(await screen.findByText(why)).toBeVisible();
  });
});

describe('The dialog of an act', () => {
  it('focuses the safe choice, needs a reason, and says why it was refused', async () => {
    const server = administration({
      'administration.administrators.unmake': () => refuse('last_administrator'),
    });
    const { user, fill, called } = await openPage(path, { server });
    await user.click(await screen.findByRole('button', remove));
    const dialog = await screen.findByRole('dialog', { name: 'Remove the role of Sam Ortiz?' });
    await waitFor(() => expect(within(dialog).getByRole('button', { name: 'Cancel' })).toHaveFocus());
    expect(dialog).toHaveTextContent('will no longer be able to use the administration');
    await user.click(within(dialog).getByRole('button', { name: 'Remove' }));
    expect(await within(dialog).findByText('Enter a reason.')).toBeVisible();
    expect(within(dialog).getByLabelText('Reason')).toHaveFocus();
    await fill(within(dialog).getByLabelText('Reason'), 'Has left');
    await user.click(within(dialog).getByRole('button', { name: 'Remove' }));
    expect(await within(dialog).findByText(/This is the last administrator/)).toBeVisible();
    expect(called('administration.administrators.unmake')).toEqual([{ customerId: 12, reason: 'Has left' }]);
  });

  it('asks for a proof of identity if the act needs one, and then goes on by itself', async () => {
    let isProven = false;
    const server = administration({
      'administration.administrators.changeRole': () => (isProven ? done : refuse('confirmation_needed')),
      'identity.reauthentication.byPassword': () => {
        isProven = true;
        return done;
      },
    });
    const { user, fill, called } = await openPage(path, { server });
    await user.click(await screen.findByRole('button', { name: 'Change the role of Sam Ortiz' }));
    const dialog = await screen.findByRole('dialog', { name: 'Change the role of Sam Ortiz' });
    expect(within(dialog).queryByRole('radio', { name: /^Support/ })).not.toBeInTheDocument();
    await fill(within(dialog).getByLabelText('Reason'), 'A new task');
    await user.click(within(dialog).getByRole('button', { name: 'Change role' }));
    const proof = await screen.findByRole('dialog', { name: 'Confirm it’s you' });
    await fill(within(proof).getByLabelText('Password'), 'the password of Maya');
    await user.click(within(proof).getByRole('button', { name: 'Confirm' }));
    expect(await screen.findByText('Sam Ortiz now has the role “Viewer”.')).toBeVisible();
    expect(called('administration.administrators.changeRole')).toHaveLength(2);
  });
});
