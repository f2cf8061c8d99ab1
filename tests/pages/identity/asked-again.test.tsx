/**
 * Tests requesting a link or a code again, and errors, which are shown in the page's language at the field that gets
 * the focus.
 */
import { screen, waitFor, within } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { AppError } from '#shared/errors.ts';
import { type AuthAnswer, fakeServer, refuse } from '#tests/pages/support/fake-server.ts';
import { nora } from '#tests/pages/support/fixtures.ts';
import { openPage } from '#tests/pages/support/open-page.tsx';

const signedIn = (answers: Parameters<typeof fakeServer>[0] = {}, auth: Record<string, AuthAnswer> = {}) =>
  fakeServer({ 'accounts.me': () => nora, ...answers }, auth);

describe('Requesting a password reset link', () => {
  it('sends the link again to the same address, and shows an error when rate limited', async () => {
    let isBusy = false;
    const server = fakeServer(
      {},
      {
        '/request-password-reset': () =>
          isBusy ? { status: 429, code: 'TOO_MANY_REQUESTS', retryAfter: 60 } : { status: 200 },
      },
    );
    const { user, fill, called } = await openPage('/forgot-password', { server });
    await fill(await screen.findByLabelText('E-mail'), 'nora@lindqvist.se');
    await user.click(screen.getByRole('button', { name: 'Send link' }));
    await user.click(await screen.findByRole('button', { name: 'Resend link' }));
    expect(await screen.findByText('We’ve sent another link. Use the most recent one.')).toBeVisible();
    const { email } = { email: 'nora@lindqvist.se' };
    expect(called('/request-password-reset')).toEqual([{ email }, { email }]);

    isBusy = true;
    await user.click(screen.getByRole('button', { name: 'Resend link' }));
    expect(await screen.findByRole('alert')).toBeVisible();
    await user.click(screen.getByRole('button', { name: 'Use another address' }));
    expect(await screen.findByLabelText('E-mail')).toHaveValue('nora@lindqvist.se');
  });
});

describe('The sign-up form after its pending sign-up has expired', () => {
  it('redirects a signed-in customer to the next page', async () => {
    const server = signedIn({}, { '/first-sign-in': () => ({ status: 200, says: { waiting: null } }) });
    const { address } = await openPage('/register/finish?next=%2Freceipts', { server });
    await waitFor(() => expect(address()).toBe('/receipts'));
  });

  it('shows a message to a signed-out visitor', async () => {
    const server = fakeServer({}, { '/first-sign-in': () => ({ status: 200, says: { waiting: null } }) });
    const { address } = await openPage('/register/finish', { server });
    expect(await screen.findByRole('heading', { level: 1 })).toBeVisible();
    expect(address()).toBe('/register/finish');
  });
});

describe('Renaming a passkey', () => {
  it('shows a French error at an empty name, and cancelling clears a failed attempt', async () => {
    const passkey = {
      ...{ id: 1, name: 'Laptop', isSynced: false, signsInAlone: true },
      addedAt: new Date('2026-11-01T09:00:00Z'),
      lastUsedAt: null,
    };
    const server = signedIn({
      'accounts.me': () => ({ ...nora, locale: 'fr' }),
      'identity.passkeys': () => [passkey],
      'identity.renamePasskey': () => {
        throw new AppError('invalid_input', 'no name');
      },
    });
    const { user, called } = await openPage('/user/profile', { server, locale: 'fr' });
    const line = (await screen.findByText('Laptop')).closest('li');
    if (!line) throw new Error('a passkey stands in a list');
    await user.click(within(line).getByRole('button', { name: /Renommer/ }));
    const field = await screen.findByDisplayValue('Laptop');
    await user.clear(field);
    await user.type(field, ' {Enter}');
    expect(field).toHaveAccessibleDescription(/Ce champ est obligatoire\./);
    expect(field).toHaveFocus();
    expect(called('identity.renamePasskey')).toEqual([]);

    // Cancelling removes the error of the previous attempt.
    await user.type(field, 'Portable{Enter}');
    expect(await screen.findByRole('alert')).toBeVisible();
    await user.click(screen.getByRole('button', { name: 'Annuler' }));
    await waitFor(() => expect(screen.queryByText('Laptop')).toBeVisible());
    expect(screen.queryAllByRole('alert').map((each) => each.textContent)).toEqual([]);
  });
});

describe('An invalid new e-mail address', () => {
  it('focuses its field and clears the error while typing', async () => {
    const { user } = await openPage('/user/profile', { server: signedIn() });
    const field = await screen.findByLabelText('New e-mail address');
    await user.type(field, 'nora{Enter}');
    expect(field).toHaveAccessibleDescription(/Enter a complete address/);
    expect(field).toHaveFocus();
    await user.type(field, '@');
    expect(field).not.toHaveAccessibleDescription(/Enter a complete address/);
  });
});

describe('A wrong code', () => {
  it('shows an error, focuses the field and clears while typing when an app is added', async () => {
    const server = signedIn({
      'identity.twoStep.beginAuthenticator': () => ({
        secret: 'JBSWY3DPEHPK3PXP',
        uri: 'otpauth://totp/x?secret=JBSWY3DPEHPK3PXP',
      }),
      'identity.twoStep.confirmAuthenticator': () => refuse('code_wrong'),
    });
    const { user } = await openPage('/user/profile', { server });
    await user.click(await screen.findByText('Add an authenticator app'));
    const field = await screen.findByLabelText('Code from the app');
    await user.type(field, '123456{Enter}');
    expect(await screen.findByRole('alert')).toHaveTextContent(/That code is wrong/);
    expect(field).toHaveFocus();
    // Typing replaces the wrong code.
    expect(field).toMatchObject({ selectionStart: 0, selectionEnd: 6 });
    await user.type(field, '7');
    expect(screen.queryByText(/That code is wrong/)).toBeNull();
  });

  it('shows an error, focuses the field and clears while typing at sign-in', async () => {
    const server = fakeServer(
      {},
      {
        '/two-step/pending': () => ({ status: 200, says: { waiting: ['totp'] } }),
        '/two-factor/verify-totp': () => ({ status: 401, code: 'INVALID_CODE' }),
      },
    );
    const { user } = await openPage('/login?second=true', { server });
    const field = await screen.findByLabelText('Code');
    expect(field).toHaveFocus();
    await user.type(field, '123456');
    await user.click(screen.getByRole('button', { name: 'Sign in' }));
    expect(await screen.findByRole('alert')).toHaveTextContent(/That code is wrong/);
    expect(field).toHaveFocus();
    await user.type(field, '7');
    expect(screen.queryByText(/That code is wrong/)).toBeNull();
  });
});

describe('An empty country', () => {
  it('shows an error at the field and focuses it', async () => {
    const { user, called } = await openPage('/monica', { server: signedIn() });
    await user.click(await screen.findByRole('button', { name: 'Change country' }));
    const dialog = within(await screen.findByRole('dialog'));
    const field = dialog.getByRole('combobox');
    await user.clear(field);
    await user.click(dialog.getByRole('button', { name: 'Use this country' }));
    expect(field).toHaveFocus();
    expect(field).toHaveAccessibleDescription(/This field is required/);
    expect(called('accounts.setCountry')).toEqual([]);
  });
});
