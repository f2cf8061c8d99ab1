/** Tests the settings page: name, e-mail, password, and moving between its sections. */
import { screen, waitFor, within } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { AppError } from '#shared/errors.ts';
import { done, refuse } from '#tests/pages/support/fake-server.ts';
import { nora } from '#tests/pages/support/fixtures.ts';
import { publicConfig } from '#tests/pages/support/public-config.ts';
import { openSettings, signedIn } from '#tests/pages/support/settings-page.tsx';

const noPassword = {
  hasPassword: false,
  hasAuthenticator: false,
  hasTwoStep: false,
  passkeys: 0,
  passkeysAlone: 0,
  providers: ['github'],
};

describe('Changing the name', () => {
  it('saves the name and shows a confirmation until the next edit', async () => {
    let name = nora.name;
    const { user, section, called } = await openSettings(
      signedIn({
        'accounts.me': () => ({ ...nora, name }),
        'accounts.rename': (input) => {
          name = input.name;
          return { ...nora, name };
        },
      }),
    );
    const part = await section('Name');
    const field = await part.findByLabelText('Name');
    await user.clear(field);
    await user.type(field, 'Nora L.{Enter}');
    expect(await part.findByText('Saved.')).toBeVisible();
    expect(called('accounts.rename')).toEqual([{ name: 'Nora L.', expected: 'Nora Lindqvist' }]);
    await user.type(field, ' X');
    expect(part.queryByText('Saved.')).not.toBeInTheDocument();
  });

  it('shows an error for an empty name without sending it', async () => {
    const { user, section, called } = await openSettings();
    const part = await section('Name');
    await user.clear(await part.findByLabelText('Name'));
    await user.click(part.getByRole('button', { name: 'Save name' }));
    expect(part.getByLabelText('Name')).toHaveAccessibleDescription(/Enter your name\./);
    expect(called('accounts.rename')).toEqual([]);
  });
});

describe('Changing the e-mail address', () => {
  it('asks the customer to reauthenticate when the server requires it, then shows the pending address', async () => {
    let [confirmed, pending] = [false, null as string | null];
    const server = signedIn({
      'accounts.email.pending': () =>
        pending === null ? null : { email: pending, expiresAt: new Date('2026-11-28T10:00:00Z') },
      'accounts.email.requestChange': ({ email }) => {
        if (!confirmed) throw new AppError('confirmation_needed', 'too long ago');
        pending = email;
        return { status: 'sent' };
      },
      'identity.reauthentication.byPassword': () => {
        confirmed = true;
        return done;
      },
    });
    const { user, section } = await openSettings(server);
    const part = await section('E-mail address');
    expect(await part.findByText('You sign in with nora@lindqvist.se.')).toBeVisible();
    await user.type(part.getByLabelText('New e-mail address'), 'nora@elsewhere.se{Enter}');
    const dialog = within(await screen.findByRole('dialog', { name: 'Confirm it’s you' }));
    await user.type(await dialog.findByLabelText('Password'), 'correct horse battery{Enter}');
    expect(await part.findByText(/open the link we sent to nora@elsewhere\.se/)).toBeVisible();
    await waitFor(() => expect(part.getByLabelText('New e-mail address')).toHaveValue(''));
  });

  it('shows a field error for an invalid address and for the current address', async () => {
    const { user, section, called } = await openSettings(
      signedIn({ 'accounts.email.requestChange': () => ({ status: 'same' }) }),
    );
    const part = await section('E-mail address');
    const field = part.getByLabelText('New e-mail address');
    await user.type(field, 'nobody{Enter}');
    expect(field).toHaveAccessibleDescription(/Enter a complete address/);
    expect(called('accounts.email.requestChange')).toEqual([]);
    await user.clear(field);
    await user.type(field, 'nora@lindqvist.se{Enter}');
    await waitFor(() => expect(field).toHaveAccessibleDescription(/already your e-mail address/));
  });

  it('keeps the typed address and shows no error after “Not now”', async () => {
    const { user, section } = await openSettings(
      signedIn({
        'accounts.email.requestChange': () => {
          throw new AppError('confirmation_needed', 'too long ago');
        },
      }),
    );
    const part = await section('E-mail address');
    await user.type(part.getByLabelText('New e-mail address'), 'nora@elsewhere.se{Enter}');
    await user.click(await screen.findByRole('button', { name: 'Not now' }));
    await waitFor(() => expect(screen.queryByRole('dialog')).not.toBeInTheDocument());
    expect(part.queryByRole('alert')).not.toBeInTheDocument();
    expect(part.getByLabelText('New e-mail address')).toHaveValue('nora@elsewhere.se');
  });
});

describe('Changing the password', () => {
  it('rejects a short password, then changes the password and clears the field', async () => {
    const server = signedIn({ 'identity.passwords.change': () => done });
    const { user, section, called } = await openSettings(server);
    const part = await section('Password');
    const field = await part.findByLabelText('New password');
    await user.type(field, 'short{Enter}');
    expect(field).toHaveAccessibleDescription(/Use at least 10 characters\. This password has 5\./);
    await user.clear(field);
    await user.type(field, 'another long secret{Enter}');
    expect(await part.findByText(/Your password has been changed/)).toBeVisible();
    expect(part.getByLabelText('New password')).toHaveValue('');
    expect(called('identity.passwords.change')).toEqual([{ newPassword: 'another long secret' }]);
  });

  it('shows a field error for an empty password and for the current one', async () => {
    const server = signedIn({ 'identity.passwords.change': () => refuse('password_same') });
    const { user, section, called } = await openSettings(server);
    const part = await section('Password');
    const field = await part.findByLabelText('New password');
    await user.click(part.getByRole('button', { name: 'Change password' }));
    expect(field).toHaveAccessibleDescription(/Enter your password\./);
    expect(field).toHaveFocus();
    expect(called('identity.passwords.change')).toEqual([]);
    await user.type(field, 'correct horse battery{Enter}');
    await waitFor(() => expect(field).toHaveAccessibleDescription(/your current password/));
  });

  it('shows an empty or wrong password as a field error in the reauthentication dialog', async () => {
    const server = signedIn({
      'identity.passwords.change': () => refuse('confirmation_needed'),
      'identity.reauthentication.byPassword': () => refuse('password_wrong'),
    });
    const { user, section, called } = await openSettings(server);
    const part = await section('Password');
    await user.type(await part.findByLabelText('New password'), 'another long secret{Enter}');
    const dialog = within(await screen.findByRole('dialog', { name: 'Confirm it’s you' }));
    const field = await dialog.findByLabelText('Password');
    await user.click(dialog.getByRole('button', { name: 'Confirm' }));
    expect(field).toHaveAccessibleDescription('Enter your password.');
    expect(field).toHaveFocus();
    expect(called('identity.reauthentication.byPassword')).toEqual([]);
    await user.type(field, 'wrong horse');
    await user.click(dialog.getByRole('button', { name: 'Confirm' }));
    await waitFor(() => expect(field).toHaveAccessibleDescription('That’s not your password. Try again.'));
    expect(field).toHaveFocus();
    expect(dialog.queryByRole('alert')).not.toBeInTheDocument();
  });

  it('sets a first password for an account without one', async () => {
    const server = signedIn({
      'identity.signInMethods': () => noPassword,
      'identity.passwords.setFirst': () => done,
    });
    const { user, section, called } = await openSettings(server);
    const part = await section('Password');
    await user.type(await part.findByLabelText('New password'), 'another long secret{Enter}');
    expect(await part.findByText(/You can now sign in/)).toBeVisible();
    expect(called('identity.passwords.setFirst')).toHaveLength(1);
  });

  it("shows the server's reason at the field when a password is too common", async () => {
    const server = signedIn({ 'identity.passwords.change': () => refuse('password_common') });
    const { user, section } = await openSettings(server);
    const part = await section('Password');
    const field = await part.findByLabelText('New password');
    await user.type(field, 'password1234');
    await user.click(part.getByRole('button', { name: 'Change password' }));
    await waitFor(() => expect(field).toHaveAccessibleDescription(/too easy to guess/));
    expect(field).toHaveFocus();
    expect(part.queryByRole('alert')).not.toBeInTheDocument();
  });
});

describe('Reauthentication without a password or passkey', () => {
  it('works with a code sent by e-mail and shows a wrong code as a field error', async () => {
    let confirmed = false;
    const server = signedIn({
      'identity.signInMethods': () => noPassword,
      'identity.passwords.setFirst': () => (confirmed ? done : refuse('confirmation_needed')),
      'identity.reauthentication.sendCode': () => done,
      'identity.reauthentication.byCode': ({ code }) => {
        confirmed = code === '048213';
        return confirmed ? done : refuse('mail_code_wrong');
      },
    });
    const { user, section } = await openSettings(server);
    const part = await section('Password');
    await user.type(await part.findByLabelText('New password'), 'another long secret{Enter}');
    const dialog = within(await screen.findByRole('dialog'));
    expect(dialog.queryByLabelText('Password')).not.toBeInTheDocument();
    await user.click(await dialog.findByRole('button', { name: 'Send code' }));
    const field = await dialog.findByLabelText('Code from the e-mail');
    await user.type(field, '{Enter}');
    expect(field).toHaveAccessibleDescription(/Enter the six digits\./);
    await user.type(field, '111111{Enter}');
    await waitFor(() =>
      expect(field).toHaveAccessibleDescription(/That’s not the code from our latest e-mail\./),
    );
    expect(field).toHaveFocus();
    await user.clear(field);
    expect(field).not.toBeInvalid();
    await user.type(field, '048213{Enter}');
    expect(await part.findByText(/You can now sign in/)).toBeVisible();
  });
});

describe('The settings navigation', () => {
  const linksOf = (nav: HTMLElement) =>
    within(nav)
      .getAllByRole('link')
      .map((link) => link.getAttribute('href') ?? '');

  it('links to every section of the page', async () => {
    await openSettings();
    const nav = await screen.findByRole('navigation', { name: 'Settings' });
    const links = linksOf(nav);
    expect(links).toEqual([
      // The first link of each group is the one for narrow screens.
      ...['#name', '#name', '#email', '#language', '#e-mails'],
      ...['#password', '#password', '#second-factors', '#passkeys'],
      ...['#sessions', '#sessions', '#tokens', '#security-log', '#security-log', '#your-data'],
    ]);
    for (const link of links)
      expect(
        within(document.querySelector(link) as HTMLElement).getAllByRole('heading').length,
      ).toBeGreaterThan(0);
  });

  it('links to the linked accounts when a login provider is configured', async () => {
    await openSettings(
      signedIn({ 'catalogue.publicConfig': () => ({ ...publicConfig, loginProviders: ['github'] }) }),
    );
    const nav = await screen.findByRole('navigation', { name: 'Settings' });
    await waitFor(() => expect(linksOf(nav)).toContain('#linked-accounts'));
    expect(await screen.findByRole('group', { name: 'Signing in' })).toContainElement(
      document.querySelector('#linked-accounts'),
    );
  });
});
