/** Tests that a form's error disappears as soon as a field is edited, and reappears when the form fails again. */
import { screen, waitFor, within } from '@testing-library/react';
import { beforeEach, expect, it, vi } from 'vitest';
import { AppError } from '#shared/errors.ts';
import { chooseCountry } from '#tests/pages/support/choose-country.ts';
import { type AuthAnswer, fakeServer } from '#tests/pages/support/fake-server.ts';
import { nora } from '#tests/pages/support/fixtures.ts';
import { openPage } from '#tests/pages/support/open-page.tsx';
import { payButton } from '#tests/support/billing/pay-button.ts';

const away = () => {
  throw new AppError('service_unavailable', 'down');
};
const awayToo: AuthAnswer = () => ({ status: 503, code: 'SERVICE_UNAVAILABLE' });
const passkey = {
  ...{ id: 1, name: 'Laptop', isSynced: false, signsInAlone: true },
  addedAt: new Date('2026-11-01T09:00:00Z'),
  lastUsedAt: null,
};
const server = () =>
  fakeServer(
    {
      'accounts.me': () => nora,
      'identity.passkeys': () => [passkey],
      'accounts.tokens.create': away,
      'accounts.email.requestChange': away,
      'accounts.rename': away,
      'identity.renamePasskey': away,
      'accounts.setCountry': away,
      'accounts.profile.save': away,
      'billing.startCheckout': away,
      'identity.passwords.change': away,
      'identity.twoStep.beginAuthenticator': () => ({
        secret: 'JBSWY3DPEHPK3PXP',
        uri: 'otpauth://totp/x?secret=JBSWY3DPEHPK3PXP',
      }),
      'identity.twoStep.confirmAuthenticator': away,
    },
    {
      '/passkey/generate-register-options': awayToo,
    },
  );
const visitors = () =>
  fakeServer(
    {},
    { '/sign-in/email': awayToo, '/sign-up/email': awayToo, '/request-password-reset': awayToo },
  );

type Page = Awaited<ReturnType<typeof openPage>>;

beforeEach(() => vi.stubGlobal('PublicKeyCredential', class {}));

/**
 * For each form: its name, its path, and a function that fills it in. The function returns a field to edit and a
 * function that submits the form.
 */
const forms: [string, string, (page: Page) => Promise<{ send: () => Promise<void>; field: HTMLElement }>][] =
  [
    [
      'a token',
      '/user/profile',
      async ({ user, fill }) => {
        await user.click(await screen.findByRole('button', { name: 'New token' }));
        const form = within(screen.getByRole('form', { name: 'New token' }));
        const field = form.getByLabelText('Name');
        await fill(field, 'My program');
        await user.click(form.getByLabelText('Your receipts'));
        return { field, send: () => user.click(form.getByRole('button', { name: 'Create token' })) };
      },
    ],
    [
      'another address',
      '/user/profile',
      async ({ user, fill }) => {
        const field = await screen.findByLabelText('New e-mail address');
        await fill(field, 'nora@elsewhere.example');
        return { field, send: () => user.type(field, '{Enter}') };
      },
    ],
    [
      'the name of a passkey',
      '/user/profile',
      async ({ user, fill }) => {
        await user.click(await screen.findByRole('button', { name: /^Rename/ }));
        const field = await screen.findByDisplayValue('Laptop');
        await fill(field, ' 2');
        return { field, send: () => user.type(field, '{Enter}') };
      },
    ],
    [
      'a new passkey',
      '/user/profile',
      async ({ user, fill }) => {
        await user.click(await screen.findByRole('button', { name: 'Add a passkey' }));
        const field = await screen.findByRole('textbox', { name: /name/i, description: /phone|device|key/i });
        await fill(field, 'Phone');
        return { field, send: () => user.type(field, '{Enter}') };
      },
    ],
    [
      'the password',
      '/user/profile',
      async ({ user, fill }) => {
        const field = await screen.findByLabelText('New password');
        await fill(field, 'another long secret');
        return { field, send: () => user.type(field, '{Enter}') };
      },
    ],
    [
      'an authenticator app',
      '/user/profile',
      async ({ user, fill }) => {
        await user.click(await screen.findByText('Add an authenticator app'));
        const field = await screen.findByLabelText('Code from the app');
        await fill(field, '123456');
        return { field, send: () => user.type(field, '{Enter}') };
      },
    ],
    [
      'the profile',
      '/user/account',
      async ({ user, fill }) => {
        const field = await screen.findByLabelText('City');
        await fill(field, 'Malmö');
        return { field, send: () => user.type(field, '{Enter}') };
      },
    ],
    [
      'signing in',
      '/login',
      async ({ user, fill }) => {
        const field = await screen.findByLabelText('E-mail');
        await fill(field, 'nora@lindqvist.se');
        await fill(screen.getByLabelText('Password'), 'correct horse battery');
        return { field, send: () => user.type(field, '{Enter}') };
      },
    ],
    [
      'registering',
      '/register',
      async ({ user, fill }) => {
        const field = await screen.findByLabelText('Name');
        await fill(field, 'Nora');
        await fill(screen.getByLabelText('E-mail'), 'nora@lindqvist.se');
        await fill(screen.getByLabelText('Password'), 'correct horse battery');
        await user.click(screen.getByRole('checkbox'));
        return { field, send: () => user.type(field, '{Enter}') };
      },
    ],
    [
      'a forgotten password',
      '/forgot-password',
      async ({ user, fill }) => {
        const field = await screen.findByLabelText('E-mail');
        await fill(field, 'nora@lindqvist.se');
        return { field, send: () => user.type(field, '{Enter}') };
      },
    ],
  ];

it.each(forms)(
  'An error on the form for %s is cleared by editing and shown again by the next failure',
  async (_name, path, prepare) => {
    const page = await openPage(path, { server: path.startsWith('/user') ? server() : visitors() });
    const { send, field } = await prepare(page);
    await send();
    expect(await screen.findByRole('alert')).toHaveTextContent('The portal is temporarily unavailable.');
    await page.user.type(field, 'x');
    expect(screen.queryByRole('alert')).not.toBeInTheDocument();
    // The second failure is shown as the first one was.
    await page.user.type(field, '{Backspace}');
    await send();
    expect(await screen.findByRole('alert')).toBeVisible();
  },
);

it('Errors of checkout and country are cleared by choosing another value', async () => {
  const { user } = await openPage('/monica?plan=12', { server: server() });
  await user.click(await screen.findByRole('button', payButton));
  expect(await screen.findByRole('alert')).toHaveTextContent('You haven’t been charged.');
  await user.click(screen.getByRole('radio', { name: /Monthly/ }));
  expect(screen.queryByRole('alert')).not.toBeInTheDocument();

  await user.click(screen.getByRole('button', { name: 'Change country' }));
  const dialog = within(await screen.findByRole('dialog'));
  await chooseCountry(user, 'France');
  await user.click(dialog.getByRole('button', { name: 'Use this country' }));
  expect(await dialog.findByRole('alert')).toBeVisible();
  await chooseCountry(user, 'Germany');
  await waitFor(() => expect(dialog.queryByRole('alert')).not.toBeInTheDocument());
});
