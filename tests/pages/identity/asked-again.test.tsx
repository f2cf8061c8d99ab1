/** Requesting a link or a code again, and errors in the page's language at the field that gets the focus. */
import { screen, waitFor, within } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { AppError } from '#shared/errors.ts';
import { type AuthAnswer, fakeServer, refuse } from '#tests/pages/support/fake-server.ts';
import { nora } from '#tests/pages/support/fixtures.ts';
import { openPage } from '#tests/pages/support/open-page.tsx';

const signedIn = (answers: Parameters<typeof fakeServer>[0] = {}, auth: Record<string, AuthAnswer> = {}) =>
  fakeServer({ 'accounts.me': () => nora, ...answers }, auth);

describe('a link to choose a new password', () => {
  it('is sent again when that is asked for, to the same address', async () => {
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
    await user.click(screen.getByRole('button', { name: 'Send the link' }));
    await user.click(await screen.findByRole('button', { name: 'Resend the link' }));
    expect(await screen.findByText('Sent. Use the most recent link.')).toBeVisible();
    const { email } = { email: 'nora@lindqvist.se' };
    expect(called('/request-password-reset')).toEqual([{ email }, { email }]);

    isBusy = true;
    await user.click(screen.getByRole('button', { name: 'Resend the link' }));
    expect(await screen.findByRole('alert')).toBeVisible();
    await user.click(screen.getByRole('button', { name: 'Use another address' }));
    expect(await screen.findByLabelText('E-mail')).toHaveValue('nora@lindqvist.se');
  });
});

describe('the form of a registration that is over', () => {
  it('leads on whoever is signed in by now', async () => {
    const server = signedIn({}, { '/first-sign-in': () => ({ status: 200, says: { waiting: null } }) });
    const { address } = await openPage('/register/finish?next=%2Freceipts', { server });
    await waitFor(() => expect(address()).toBe('/receipts'));
  });

  it('says so to everybody else', async () => {
    const server = fakeServer({}, { '/first-sign-in': () => ({ status: 200, says: { waiting: null } }) });
    const { address } = await openPage('/register/finish', { server });
    expect(await screen.findByRole('heading', { level: 1 })).toBeVisible();
    expect(address()).toBe('/register/finish');
  });
});

describe('the name of a passkey', () => {
  it('that is missing is asked for in French on a French page', async () => {
    const passkey = {
      ...{ id: 1, name: 'Laptop', isSynced: false, signsInAlone: true },
      addedAt: new Date('2026-11-01T09:00:00Z'),
    };
    const server = signedIn({
      'accounts.me': () => ({ ...nora, locale: 'fr' }),
      'identity.passkeys': () => [passkey],
      'identity.renamePasskey': () => {
        throw new AppError('invalid_input', 'no name');
      },
    });
    const { user, called } = await openPage('/user/account', { server, locale: 'fr' });
    const line = (await screen.findByText('Laptop')).closest('li');
    if (!line) throw new Error('a passkey stands in a list');
    await user.click(within(line).getByRole('button', { name: /Renommer/ }));
    const field = await screen.findByDisplayValue('Laptop');
    await user.clear(field);
    await user.type(field, ' {Enter}');
    expect(field).toHaveAccessibleDescription(/Champ obligatoire\./);
    expect(field).toHaveFocus();
    expect(called('identity.renamePasskey')).toEqual([]);

    // Cancelling removes the error of the last attempt.
    await user.type(field, 'Portable{Enter}');
    expect(await screen.findByRole('alert')).toBeVisible();
    await user.click(screen.getByRole('button', { name: 'Pas maintenant' }));
    await waitFor(() => expect(screen.queryByText('Laptop')).toBeVisible());
    expect(screen.queryAllByRole('alert').map((each) => each.textContent)).toEqual([]);
  });
});

describe('an address to move to', () => {
  it('that is none takes the focus, and its error goes while it is mended', async () => {
    const { user } = await openPage('/user/account', { server: signedIn() });
    const field = await screen.findByLabelText('New e-mail address');
    await user.type(field, 'nora{Enter}');
    expect(field).toHaveAccessibleDescription(/Enter a complete address/);
    expect(field).toHaveFocus();
    await user.type(field, '@');
    expect(field).not.toHaveAccessibleDescription(/Enter a complete address/);
  });
});

describe('a code that is wrong', () => {
  it('of an app that is added is said, its field takes the focus, and the sentence goes while it is mended', async () => {
    const server = signedIn({
      'identity.twoStep.beginAuthenticator': () => ({
        secret: 'JBSWY3DPEHPK3PXP',
        uri: 'otpauth://totp/x?secret=JBSWY3DPEHPK3PXP',
      }),
      'identity.twoStep.confirmAuthenticator': () => refuse('code_wrong'),
    });
    const { user } = await openPage('/user/account', { server });
    await user.click(await screen.findByText('Add an authenticator app'));
    const field = await screen.findByLabelText('Code from the app');
    await user.type(field, '123456{Enter}');
    expect(await screen.findByRole('alert')).toHaveTextContent(/That code is wrong/);
    expect(field).toHaveFocus();
    await user.type(field, '7');
    expect(screen.queryByText(/That code is wrong/)).toBeNull();
  });

  it('at signing in is said, its field takes the focus, and the sentence goes while it is mended', async () => {
    const server = fakeServer(
      {},
      {
        '/second-step/waiting': () => ({ status: 200, says: { waiting: ['totp'] } }),
        '/two-factor/verify-totp': () => ({ status: 401, code: 'INVALID_CODE' }),
      },
    );
    const { user } = await openPage('/login?second=%5B%22totp%22%5D', { server });
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

describe('a country that is not chosen', () => {
  it('is asked for at its field, which takes the focus', async () => {
    const { user, called } = await openPage('/monica', { server: signedIn() });
    await user.click(await screen.findByRole('button', { name: 'Change your country' }));
    const dialog = within(await screen.findByRole('dialog'));
    const field = dialog.getByRole('combobox');
    await user.selectOptions(field, '');
    await user.click(dialog.getByRole('button', { name: 'Use this country' }));
    expect(field).toHaveFocus();
    expect(field).toHaveAccessibleDescription(/Required/);
    expect(called('accounts.setCountry')).toEqual([]);
  });
});
