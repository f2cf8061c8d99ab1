/** Tests the pages for registering, confirming the address, and resetting a forgotten password. */
import { screen, waitFor } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { fakeServer } from '#tests/pages/support/fake-server.ts';
import { nora } from '#tests/pages/support/fixtures.ts';
import { openPage } from '#tests/pages/support/open-page.tsx';

const doors = {
  '/sign-up/email': () => ({ status: 200 }),
  '/send-verification-email': () => ({ status: 200 }),
  '/request-password-reset': () => ({ status: 200 }),
};

const confirmed = 'Your e-mail address is confirmed. You’re signed in.';

describe('Registering', () => {
  it('sends the name, address, password, language and acceptance of the terms', async () => {
    const { user, fill, called } = await openPage('/register', { server: fakeServer({}, doors) });
    await fill(await screen.findByLabelText('Name'), ' Nora Lindqvist ');
    await fill(screen.getByLabelText('E-mail'), 'nora@lindqvist.se');
    await fill(screen.getByLabelText('Password'), 'correct horse battery');
    await user.click(screen.getByRole('checkbox', { name: /I accept the terms and the privacy policy/ }));
    await user.click(screen.getByRole('button', { name: 'Create an account' }));
    expect(await screen.findByRole('heading', { name: 'Check your inbox' })).toBeVisible();
    expect(screen.getByText('nora@lindqvist.se')).toBeVisible();
    expect(called('/sign-up/email')).toEqual([
      {
        name: 'Nora Lindqvist',
        email: 'nora@lindqvist.se',
        password: 'correct horse battery',
        locale: 'en',
        termsAccepted: true,
      },
    ]);
  });

  it('rejects a short password and missing consent at the fields without sending', async () => {
    const { user, fill, called } = await openPage('/register');
    await fill(await screen.findByLabelText('Name'), 'Nora');
    await fill(screen.getByLabelText('E-mail'), 'nora@lindqvist.se');
    await fill(screen.getByLabelText('Password'), 'horse');
    await user.click(screen.getByRole('button', { name: 'Create an account' }));
    const password = screen.getByLabelText('Password');
    expect(password).toHaveFocus();
    expect(password).toHaveAccessibleDescription(/At least 10 characters\. A few random words/);
    expect(password).toHaveAccessibleDescription(/Use at least 10 characters\. This password has 5\./);
    expect(screen.getByRole('checkbox')).toHaveAccessibleDescription(
      'Accept the terms and the privacy policy to continue.',
    );
    expect(called('/sign-up/email')).toEqual([]);
  });

  it('leads to the requested product page after the address is confirmed', async () => {
    const first = await openPage('/register?next=%2Fmonica', { server: fakeServer({}, doors) });
    await first.fill(await screen.findByLabelText('Name'), 'Nora');
    await first.fill(screen.getByLabelText('E-mail'), 'nora@lindqvist.se');
    await first.fill(screen.getByLabelText('Password'), 'correct horse battery');
    await first.user.click(screen.getByRole('checkbox'));
    await first.user.click(screen.getByRole('button', { name: 'Create an account' }));
    await screen.findByRole('heading', { name: 'Check your inbox' });
    document.body.replaceChildren();

    const { address } = await openPage('/verified', { server: fakeServer({ 'accounts.me': () => nora }) });
    expect(await screen.findByText(confirmed)).toBeVisible();
    expect(address()).toBe('/monica');
  });
});

describe('The link in the confirmation e-mail', () => {
  it('leads a signed-out visitor to the sign-in form', async () => {
    const { address } = await openPage('/verified');
    expect(await screen.findByText('Your e-mail address is confirmed. Sign in to continue.')).toBeVisible();
    expect(screen.getByLabelText('Password')).toBeVisible();
    expect(address()).toBe('/login?confirmed=true');
  });

  it('asks a different browser for the registration password and rejects a wrong one', async () => {
    let isRight = false;
    const server = fakeServer(
      { 'accounts.me': () => (isRight ? nora : null) },
      {
        '/confirm-address': () =>
          isRight ? { status: 200 } : { status: 401, code: 'REGISTRATION_PASSWORD_WRONG' },
      },
    );
    const { user, fill, called, address } = await openPage(
      '/verified?token=abc.def&next=%2Fofficelife%3Fplan%3D22%26seats%3D5',
      { server },
    );
    expect(await screen.findByRole('heading', { name: 'Confirm your e-mail address' })).toBeVisible();
    await fill(screen.getByLabelText('Password'), 'not the one');
    await user.click(screen.getByRole('button', { name: 'Confirm address' }));
    expect(await screen.findByRole('alert')).toHaveTextContent('That isn’t the password chosen at sign-up');
    isRight = true;
    await user.clear(screen.getByLabelText('Password'));
    await fill(screen.getByLabelText('Password'), 'a long enough one');
    await user.click(screen.getByRole('button', { name: 'Confirm address' }));
    expect(await screen.findByText(confirmed)).toBeVisible();
    expect(address()).toBe('/officelife?plan=22&seats=5');
    expect(called('/confirm-address')).toEqual([
      { token: 'abc.def', password: 'not the one' },
      { token: 'abc.def', password: 'a long enough one' },
    ]);
  });

  it('offers to set a new password instead of the registration password', async () => {
    const server = fakeServer({ 'accounts.me': () => nora }, { '/confirm-address': () => ({ status: 200 }) });
    const { user, fill, called } = await openPage('/verified?token=abc.def', { server });
    await user.click(await screen.findByRole('button', { name: 'Choose a new password' }));
    expect(
      screen.getByText(/Your new password will replace any password already set for this address/),
    ).toBeVisible();
    await fill(screen.getByLabelText('New password'), 'short');
    await user.click(screen.getByRole('button', { name: 'Confirm and set password' }));
    expect(screen.getByText(/Use at least 10 characters/)).toBeVisible();
    await fill(screen.getByLabelText('New password'), ' and then long');
    await user.click(screen.getByRole('button', { name: 'Confirm and set password' }));
    expect(await screen.findByText(confirmed)).toBeVisible();
    expect(called('/confirm-address')).toEqual([{ token: 'abc.def', newPassword: 'short and then long' }]);
  });

  it('offers a new link when the token has expired by the time the form is sent', async () => {
    const server = fakeServer({}, { '/confirm-address': () => ({ status: 400, code: 'INVALID_TOKEN' }) });
    const { user, fill } = await openPage('/verified?token=abc.def', { server });
    await fill(await screen.findByLabelText('Password'), 'whatever it was');
    await user.click(screen.getByRole('button', { name: 'Confirm address' }));
    expect(await screen.findByRole('heading', { name: 'This link isn’t valid' })).toBeVisible();
    expect(screen.getByRole('button', { name: 'Send link' })).toBeVisible();
  });

  it.each([
    ['TOKEN_EXPIRED', 'This link has expired'],
    ['INVALID_TOKEN', 'This link isn’t valid'],
  ])('shows an error for %s and sends a new link', async (error, title) => {
    const server = fakeServer({}, doors);
    const { user, fill, called } = await openPage(`/verified?error=${error}`, { server });
    expect(await screen.findByRole('heading', { name: title })).toBeVisible();
    await fill(screen.getByLabelText('E-mail'), 'nora@lindqvist.se');
    await user.click(screen.getByRole('button', { name: 'Send link' }));
    expect(await screen.findByRole('heading', { name: 'Check your inbox' })).toBeVisible();
    expect(called('/send-verification-email')).toEqual([{ email: 'nora@lindqvist.se' }]);
  });
});

describe('A forgotten password', () => {
  it("sends a reset request and doesn't say whether the account exists", async () => {
    const { user, fill, called } = await openPage('/forgot-password?next=%2Fmonica%3Fplan%3D12', {
      server: fakeServer({}, doors),
    });
    await fill(await screen.findByLabelText('E-mail'), 'nora@lindqvist.se');
    await user.click(screen.getByRole('button', { name: 'Send link' }));
    const said = await screen.findByText(/we’ve sent you a link to choose a new password/);
    expect(said).toHaveTextContent(
      /^If there’s an account for nora@lindqvist\.se, we’ve sent you a link to choose a new password\.$/,
    );
    expect(screen.getByText(/Check the spelling of the address/)).toBeVisible();
    expect(screen.queryByRole('alert')).not.toBeInTheDocument();
    const wish = { product: 'Monica', planId: 12 };
    expect(called('/request-password-reset')).toEqual([{ email: 'nora@lindqvist.se', wish }]);
  });

  it('is replaced through the link in the e-mail', async () => {
    const server = fakeServer(
      {},
      {
        '/reset-password/check': () => ({ status: 200, says: { works: true, email: 'nora@lindqvist.se' } }),
        '/reset-password': () => ({ status: 200 }),
      },
    );
    const { user, fill, called, address } = await openPage(
      '/reset-password?token=t0k3n&next=%2Fmonica%3Fplan%3D12',
      { server },
    );
    expect(await screen.findByLabelText('E-mail')).toHaveValue('nora@lindqvist.se');
    await fill(await screen.findByLabelText('New password'), 'correct horse battery');
    await user.click(screen.getByRole('button', { name: 'Set password' }));
    expect(
      await screen.findByText('Your password has been reset. Sign in with your new password.'),
    ).toBeVisible();
    expect(screen.getByLabelText('E-mail')).toHaveValue('nora@lindqvist.se');
    expect(address()).toBe('/login?email=nora%40lindqvist.se&next=%2Fmonica%3Fplan%3D12&reset=true');
    expect(called('/reset-password')).toEqual([{ newPassword: 'correct horse battery', token: 't0k3n' }]);
  });

  it('offers a new link when the current one has already been used', async () => {
    const server = fakeServer({}, { '/reset-password': () => ({ status: 400, code: 'INVALID_TOKEN' }) });
    const { user, fill } = await openPage('/reset-password?token=used&next=%2F%2Fevil.example', { server });
    await fill(await screen.findByLabelText('New password'), 'correct horse battery');
    await user.click(screen.getByRole('button', { name: 'Set password' }));
    expect(await screen.findByRole('heading', { name: 'This link isn’t valid' })).toBeVisible();
    expect(screen.getByRole('link', { name: 'Send link' })).toHaveAttribute('href', '/forgot-password');
  });

  it.each([
    [
      '/verified?error=token_expired&email=nora%40lindqvist.se',
      '/send-verification-email',
      'This link has expired',
    ],
    [
      '/forgot-password?email=nora%40lindqvist.se&broken=true',
      '/request-password-reset',
      'This link isn’t valid',
    ],
  ])('sends another link with one click if the address is known: %s', async (path, endpoint, heading) => {
    const { user, called } = await openPage(path, { server: fakeServer({}, doors) });
    expect(await screen.findByRole('heading', { name: heading })).toBeVisible();
    await user.click(screen.getByRole('button', { name: 'Send link' }));
    await waitFor(() => expect(called(endpoint)).toEqual([{ email: 'nora@lindqvist.se' }]));
  });
});
