/** Tests the sign-in page: its fields, its errors, and where it redirects. */
import { screen, waitFor, within } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { fakeServer } from '#tests/pages/support/fake-server.ts';
import { nora } from '#tests/pages/support/fixtures.ts';
import { openPage } from '#tests/pages/support/open-page.tsx';

/** Returns a fake server that knows Nora and her password. */
function withNora() {
  let signedIn = false;
  return fakeServer(
    { 'accounts.me': () => (signedIn ? nora : null) },
    {
      '/sign-in/email': ({ password }) => {
        signedIn = password === 'correct horse battery';
        return signedIn ? { status: 200 } : { status: 401, code: 'INVALID_EMAIL_OR_PASSWORD' };
      },
    },
  );
}

describe('The sign-in page', () => {
  it('signs in by keyboard alone and opens the dashboard', async () => {
    const { user, address, called } = await openPage('/login', { server: withNora() });
    await user.click(await screen.findByLabelText('E-mail'));
    await user.keyboard('nora@lindqvist.se');
    await user.tab();
    await user.keyboard('correct horse battery{Enter}');
    expect(await screen.findByRole('heading', { name: /^(?:Your licences|Welcome, )/ })).toBeVisible();
    expect(address()).toBe('/dashboard');
    expect(called('/sign-in/email')).toEqual([
      { email: 'nora@lindqvist.se', password: 'correct horse battery', rememberMe: true },
    ]);
  });

  it('returns to the page that required signing in', async () => {
    const { user, fill, address } = await openPage('/receipts?product=Monica', { server: withNora() });
    await fill(await screen.findByLabelText('E-mail'), 'nora@lindqvist.se');
    await fill(screen.getByLabelText('Password'), 'correct horse battery');
    await user.click(screen.getByRole('button', { name: 'Sign in' }));
    expect(await screen.findByRole('heading', { name: 'Receipts' })).toBeVisible();
    expect(address()).toBe('/receipts?product=Monica');
  });

  it.each(['https://evil.example/', '//evil.example', '/\\evil.example', 'javascript:alert(1)', '/login'])(
    'never redirects to %s',
    async (next) => {
      const { user, fill, address } = await openPage(`/login?next=${encodeURIComponent(next)}`, {
        server: withNora(),
      });
      await fill(await screen.findByLabelText('E-mail'), 'nora@lindqvist.se');
      await fill(screen.getByLabelText('Password'), 'correct horse battery');
      await user.click(screen.getByRole('button', { name: 'Sign in' }));
      await screen.findByRole('heading', { name: /^(?:Your licences|Welcome, )/ });
      expect(address()).toBe('/dashboard');
    },
  );

  it('shows an error at each empty field, sends nothing and focuses the first one', async () => {
    const { user, fill, called } = await openPage('/login');
    await user.click(await screen.findByRole('button', { name: 'Sign in' }));
    const email = screen.getByLabelText('E-mail');
    expect(email).toHaveFocus();
    expect(email).toBeInvalid();
    expect(email).toHaveAccessibleDescription('Enter your e-mail address.');
    expect(screen.getByLabelText('Password')).toHaveAccessibleDescription('Enter your password.');
    expect(called('/sign-in/email')).toEqual([]);
    await fill(email, 'nora');
    expect(email).toHaveAccessibleDescription('Enter a complete address, such as nora@example.com.');
    await fill(email, '@lindqvist.se');
    expect(email).not.toBeInvalid();
  });

  it('shows an error for a wrong password and keeps the e-mail address', async () => {
    const { user, fill } = await openPage('/login', { server: withNora() });
    await fill(await screen.findByLabelText('E-mail'), 'nora@lindqvist.se');
    await fill(screen.getByLabelText('Password'), 'wrong');
    await user.click(screen.getByRole('button', { name: 'Sign in' }));
    expect(await screen.findByRole('alert')).toHaveTextContent(
      'The e-mail address and password don’t match.',
    );
    expect(screen.getByLabelText('E-mail')).toHaveValue('nora@lindqvist.se');
  });

  it("offers a new confirmation link when the address isn't confirmed", async () => {
    const server = fakeServer(
      {},
      {
        '/sign-in/email': () => ({ status: 403, code: 'EMAIL_NOT_VERIFIED' }),
        '/send-verification-email': () => ({ status: 200 }),
      },
    );
    const { user, fill, called } = await openPage('/login', { server });
    await fill(await screen.findByLabelText('E-mail'), 'nora@lindqvist.se');
    await fill(screen.getByLabelText('Password'), 'correct horse battery');
    await user.click(screen.getByRole('button', { name: 'Sign in' }));
    await user.click(within(await screen.findByRole('alert')).getByRole('link', { name: 'Send link' }));
    await user.click(await screen.findByRole('button', { name: 'Resend link' }));
    expect(
      await screen.findByText(/^If the address isn’t confirmed yet, we’ve sent another link\./),
    ).toBeVisible();
    expect(called('/send-verification-email')).toEqual([{ email: 'nora@lindqvist.se' }]);
  });

  it.each([
    [429, undefined, 'Too many attempts.'],
    [503, undefined, 'The portal is temporarily unavailable.'],
    [500, undefined, 'Something went wrong on our side.'],
  ])('shows an error message for status %i', async (status, code, sentence) => {
    const server = fakeServer({}, { '/sign-in/email': () => (code ? { status, code } : { status }) });
    const { user, fill } = await openPage('/login', { server });
    await fill(await screen.findByLabelText('E-mail'), 'nora@lindqvist.se');
    await fill(screen.getByLabelText('Password'), 'correct horse battery');
    await user.click(screen.getByRole('button', { name: 'Sign in' }));
    expect(await screen.findByRole('alert')).toHaveTextContent(sentence);
  });

  it('shows the password on request and hides it again', async () => {
    const { user } = await openPage('/login');
    const field = await screen.findByLabelText('Password');
    expect(field).toHaveAttribute('type', 'password');
    await user.click(screen.getByRole('button', { name: 'Show password' }));
    expect(field).toHaveAttribute('type', 'text');
    await user.click(screen.getByRole('button', { name: 'Hide password' }));
    expect(field).toHaveAttribute('type', 'password');
  });

  it('redirects a signed-in customer to the next page', async () => {
    const server = fakeServer({ 'accounts.me': () => nora });
    const { address } = await openPage('/login?next=/receipts', { server });
    await waitFor(() => expect(address()).toBe('/receipts'));
  });

  it('is shown in French', async () => {
    const { user } = await openPage('/login', { locale: 'fr' });
    await user.click(await screen.findByRole('button', { name: 'Se connecter' }));
    expect(screen.getByLabelText('Mot de passe')).toHaveAccessibleDescription(
      'Saisissez votre mot de passe.',
    );
    expect(document.title).toBe('Se connecter · Espace client');
    expect(document.documentElement.lang).toBe('fr');
  });
});
