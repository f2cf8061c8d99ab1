/**
 * Tests social sign-in on the pages: the buttons, a first sign-in, the settings, and reauthentication with a provider.
 */
import { screen, waitFor, within } from '@testing-library/react';
import { describe, expect, it, vi } from 'vitest';
import { browser } from '#client/browser.ts';
import { AppError } from '#shared/errors.ts';
import type { LoginProviderId, PendingSocialSignUpView } from '#shared/identity/login-providers.ts';
import type { SignInMethods } from '#shared/identity/security-log.ts';
import { type Answers, type AuthAnswer, fakeServer, refuse } from '#tests/pages/support/fake-server.ts';
import { nora } from '#tests/pages/support/fixtures.ts';
import { openPage } from '#tests/pages/support/open-page.tsx';
import { publicConfig } from '#tests/pages/support/public-config.ts';

const offering = (...loginProviders: LoginProviderId[]) => ({
  'catalogue.publicConfig': () => ({ ...publicConfig, loginProviders }),
});

describe('Social sign-in buttons', () => {
  it.each(['/login', '/register'])(
    '%s lists the configured providers in order and keeps the next page',
    async (path) => {
      const server = fakeServer(offering('github', 'monica'));
      await openPage(`${path}?next=/receipts`, { server });
      const links = await screen.findAllByRole('link', { name: /^Continue with/ });
      expect(
        links.map((link) => [link.textContent?.replace(/^G(?=Go)/, ''), link.getAttribute('href')]),
      ).toEqual([
        ['Continue with GitHub', '/auth/github?next=%2Freceipts'],
        ['Continue with Monica', '/auth/monica?next=%2Freceipts'],
      ]);
    },
  );

  it('are hidden when no provider is configured', async () => {
    await openPage('/login');
    await screen.findByRole('button', { name: 'Sign in' });
    expect(screen.queryByRole('link', { name: /^Continue with/ })).not.toBeInTheDocument();
  });

  it.each([
    ['denied', 'You cancelled the Google sign-in. Nothing has changed.'],
    ['email_taken', 'There’s already an account with your Google e-mail address.'],
    ['failed', 'We couldn’t verify your Google account.'],
    ['expired', 'This sign-in timed out or was started in another browser.'],
  ])('show the outcome of the round trip to the provider: %s', async (social, sentence) => {
    const server = fakeServer(offering('google'));
    await openPage(`/login?social=${social}&provider=google`, { server });
    expect(await screen.findByText(sentence, { exact: false })).toBeVisible();
  });

  it('ignore an unknown outcome in the URL', async () => {
    await openPage('/login?social=Call%20us&provider=google');
    await screen.findByRole('button', { name: 'Sign in' });
    expect(screen.queryByText(/Call us/)).not.toBeInTheDocument();
  });
});

/** Returns a fake server for a visitor's first sign-in through a provider. */
function newcomer(waiting: PendingSocialSignUpView | null, finish?: AuthAnswer) {
  let isIn = false;
  return fakeServer(
    { 'accounts.me': () => (isIn ? nora : null) },
    {
      '/first-sign-in': () => ({ status: 200, says: { waiting } }),
      '/first-sign-in/finish':
        finish ??
        (() => {
          isIn = true;
          return { status: 200, says: { status: 'signed_in' } };
        }),
      '/first-sign-in/confirm': ({ token }) => {
        isIn = token === 'right';
        if (token === 'right') return { status: 200 };
        return token === 'old'
          ? { status: 400, code: 'INVALID_TOKEN' }
          : { status: 410, code: 'FIRST_SIGN_IN_GONE' };
      },
    },
  );
}

const fromGoogle = { provider: 'google', name: 'Nora', email: nora.email, needsEmail: false } as const;
const fromMonica = { provider: 'monica', name: 'Nora', email: null, needsEmail: true } as const;

describe('A first social sign-in', () => {
  it('requires consent to the terms and then opens the next page', async () => {
    const { user, address, called } = await openPage('/register/finish?next=/receipts', {
      server: newcomer(fromGoogle),
    });
    expect(await screen.findByText(/You’re signing up with Google as Nora/)).toBeVisible();
    expect(screen.getByText(`Your account’s e-mail address will be ${nora.email}.`)).toBeVisible();
    await user.click(screen.getByRole('button', { name: 'Create account' }));
    expect(called('/first-sign-in/finish')).toEqual([]);
    expect(screen.getByRole('checkbox')).toHaveFocus();
    await user.keyboard(' ');
    await user.click(screen.getByRole('button', { name: 'Create account' }));
    await waitFor(() => expect(address()).toBe('/receipts'));
    expect(called('/first-sign-in/finish')).toEqual([{ locale: 'en', termsAccepted: true }]);
  });

  it('asks for an e-mail address when the provider gives none, and sends a confirmation link', async () => {
    const mailed: AuthAnswer = () => ({ status: 200, says: { status: 'mail_sent' } });
    const { user, called, address } = await openPage('/register/finish', {
      server: newcomer(fromMonica, mailed),
    });
    expect(await screen.findByText(/we’ll send you a link to confirm your e-mail address/)).toBeVisible();
    await user.click(screen.getByRole('button', { name: 'Send link' }));
    const field = screen.getByLabelText('E-mail');
    expect(field).toHaveFocus();
    expect(field).toBeInvalid();
    await user.type(field, 'nora@lindqvist.se');
    await user.click(screen.getByRole('checkbox'));
    await user.click(screen.getByRole('button', { name: 'Send link' }));
    expect(await screen.findByRole('heading', { name: 'Check your inbox' })).toBeVisible();
    await user.click(screen.getByRole('button', { name: 'Resend link' }));
    expect(await screen.findByText('We’ve sent another link. Use the most recent one.')).toBeVisible();
    const sent = { locale: 'en', email: 'nora@lindqvist.se', termsAccepted: true };
    expect(called('/first-sign-in/finish')).toEqual([sent, sent]);
    expect(address()).toBe('/register/finish?sent=nora%40lindqvist.se');
    await user.click(screen.getByRole('button', { name: 'Use another address' }));
    expect(await screen.findByLabelText('E-mail')).toBeVisible();
  });

  it('still shows “Check your inbox” after a reload', async () => {
    await openPage('/register/finish?sent=nora%40lindqvist.se', { server: newcomer(fromMonica) });
    expect(await screen.findByRole('heading', { name: 'Check your inbox' })).toBeVisible();
    expect(screen.getByText('nora@lindqvist.se')).toBeVisible();
  });

  it('shows that the sign-up has expired when none is pending', async () => {
    await openPage('/register/finish', { server: newcomer(null) });
    expect(await screen.findByRole('heading', { name: 'This sign-up has expired' })).toBeVisible();
    expect(screen.getByRole('link', { name: 'Start again' })).toHaveAttribute('href', '/login');
  });

  it('is completed with the link in the e-mail', async () => {
    const { user, address } = await openPage('/register/finish?token=right', {
      server: newcomer(fromMonica),
    });
    await user.click(await screen.findByRole('button', { name: 'Confirm address' }));
    await waitFor(() => expect(address()).toBe('/dashboard'));
  });

  it.each([
    ['old', 'This link isn’t valid'],
    ['elsewhere', 'This sign-up has expired'],
  ])('explains why the link failed: %s', async (token, heading) => {
    const { user } = await openPage(`/register/finish?token=${token}`, { server: newcomer(fromMonica) });
    await user.click(await screen.findByRole('button', { name: 'Confirm address' }));
    expect(await screen.findByRole('heading', { name: heading })).toBeVisible();
  });

  it('is shown in French', async () => {
    await openPage('/register/finish', { server: newcomer(fromGoogle), locale: 'fr' });
    expect(await screen.findByText(/Vous vous inscrivez avec Google \(Nora/)).toBeVisible();
  });
});

async function openSettings(signInMethods: SignInMethods, answers: Partial<Answers> = {}, search = '') {
  let ways = signInMethods;
  const server = fakeServer({
    'accounts.me': () => nora,
    'identity.signInMethods': () => ways,
    'identity.unlinkProvider': ({ provider }) => {
      ways = { ...ways, providers: ways.providers.filter((id) => id !== provider) };
      return { ok: true };
    },
    ...offering('github', 'google'),
    ...answers,
  });
  const page = await openPage(`/user/profile${search}`, { server });
  const section = within(await screen.findByRole('region', { name: 'Linked accounts' }));
  await section.findByText('GitHub');
  return { ...page, section };
}

const withPassword: SignInMethods = {
  hasPassword: true,
  hasAuthenticator: false,
  hasTwoStep: false,
  passkeys: 0,
  passkeysAlone: 0,
  providers: ['github'],
};
const byGithubOnly: SignInMethods = { ...withPassword, hasPassword: false };

describe('Linked accounts', () => {
  it('redirect to the provider for linking', async () => {
    const goTo = vi.spyOn(browser, 'goTo').mockReturnValue();
    const { user, section, called } = await openSettings(withPassword, {
      'identity.linkProvider': () => ({ url: 'https://accounts.example.com/authorize' }),
    });
    await user.click(section.getByRole('button', { name: 'Link Google' }));
    await waitFor(() => expect(goTo).toHaveBeenCalledWith('https://accounts.example.com/authorize'));
    expect(called('identity.linkProvider')).toEqual([{ provider: 'google' }]);
  });

  it('are unlinked after confirmation', async () => {
    const { user, section, called } = await openSettings(withPassword);
    await user.click(section.getByRole('button', { name: 'Unlink GitHub' }));
    const dialog = within(await screen.findByRole('dialog', { name: 'Unlink GitHub?' }));
    expect(called('identity.unlinkProvider')).toEqual([]);
    await user.click(dialog.getByRole('button', { name: 'Unlink GitHub' }));
    expect(await section.findByRole('button', { name: 'Link GitHub' })).toBeVisible();
    expect(called('identity.unlinkProvider')).toEqual([{ provider: 'github' }]);
  });

  it("can't be unlinked when one is the only way to sign in", async () => {
    const { section } = await openSettings(byGithubOnly);
    expect(section.getByText(/GitHub is your only way to sign in/)).toBeVisible();
    expect(section.queryByRole('button', { name: 'Unlink GitHub' })).not.toBeInTheDocument();
  });

  it('show the outcome of linking once, with focus, and remove it from the URL', async () => {
    const { section, address } = await openSettings(
      withPassword,
      {},
      '?social=linked_elsewhere&provider=google',
    );
    const said = section.getByRole('alert');
    expect(said).toHaveTextContent('That Google account is already linked to another account here.');
    await waitFor(() => expect(said.parentElement).toHaveFocus());
    expect(address()).toBe('/user/profile');
  });

  it('clear the outcome of linking after another action', async () => {
    const { user, section } = await openSettings(withPassword, {}, '?social=linked&provider=github');
    expect(section.getByRole('status')).toHaveTextContent('Your GitHub account is linked.');
    await user.click(section.getByRole('button', { name: 'Unlink GitHub' }));
    const dialog = within(await screen.findByRole('dialog', { name: 'Unlink GitHub?' }));
    await user.click(dialog.getByRole('button', { name: 'Unlink GitHub' }));
    await section.findByRole('button', { name: 'Link GitHub' });
    expect(screen.queryByText(/GitHub is linked/)).not.toBeInTheDocument();
  });

  it.each([
    ['confirmed', 'Your identity is confirmed. You can pick up where you left off.'],
    ['not_confirmed', 'You used a different GitHub account.'],
  ])('leave the outcome of a reauthentication to the top of the page: %s', async (social, words) => {
    const { section } = await openSettings(withPassword, {}, `?social=${social}&provider=github`);
    const said = screen.getByText(words, { exact: false });
    await waitFor(() => expect(said.closest('[tabindex]')).toHaveFocus());
    expect(section.queryByText(words, { exact: false })).not.toBeInTheDocument();
  });

  it('are hidden without an error when no provider is configured', async () => {
    const server = fakeServer({
      'accounts.me': () => nora,
      'identity.signInMethods': () => {
        throw new AppError('internal', 'down');
      },
    });
    await openPage('/user/profile', { server });
    await screen.findByText('“Password” couldn’t be loaded');
    expect(screen.queryByRole('heading', { name: 'Linked accounts' })).not.toBeInTheDocument();
  });

  it('count as the only way to sign in next to a passkey for two-step verification only', async () => {
    const { section } = await openSettings({ ...byGithubOnly, passkeys: 1, passkeysAlone: 0 });
    expect(section.getByText(/GitHub is your only way to sign in/)).toBeVisible();
  });

  it('reauthenticate with the linked provider when there is no password', async () => {
    const goTo = vi.spyOn(browser, 'goTo').mockReturnValue();
    const { user, section, called } = await openSettings(byGithubOnly, {
      'identity.linkProvider': () => refuse('confirmation_needed'),
      'identity.reauthentication.byProvider': () => ({ url: 'https://github.example.com/authorize' }),
    });
    await user.click(section.getByRole('button', { name: 'Link Google' }));
    const dialog = within(await screen.findByRole('dialog', { name: 'Confirm it’s you' }));
    expect(await dialog.findByText(/^Sign in with GitHub again\./)).toBeVisible();
    expect(dialog.getByText('Or get a code by e-mail:')).toBeVisible();
    expect(dialog.queryByRole('button', { name: 'Confirm with Google' })).not.toBeInTheDocument();
    await user.click(await dialog.findByRole('button', { name: 'Confirm with GitHub' }));
    await waitFor(() => expect(goTo).toHaveBeenCalledWith('https://github.example.com/authorize'));
    expect(called('identity.reauthentication.byProvider')).toEqual([{ provider: 'github' }]);
  });
});
