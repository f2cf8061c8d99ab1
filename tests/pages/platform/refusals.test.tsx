/** Tests the messages shown after too many attempts and when part of a page can't be loaded. */
import { screen, within } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { AppError } from '#shared/errors.ts';
import { fakeServer } from '#tests/pages/support/fake-server.ts';
import { nora } from '#tests/pages/support/fixtures.ts';
import { openPage } from '#tests/pages/support/open-page.tsx';

describe('Too many attempts', () => {
  const limited = (retryAfter?: number) =>
    fakeServer({}, { '/sign-in/email': () => ({ status: 429, ...(retryAfter && { retryAfter }) }) });

  async function signIn(locale: 'en' | 'fr', retryAfter?: number) {
    const { user, fill } = await openPage('/login', { server: limited(retryAfter), locale });
    await fill(await screen.findByLabelText('E-mail'), nora.email);
    await fill(screen.getByLabelText(locale === 'en' ? 'Password' : 'Mot de passe'), 'correct horse battery');
    await user.click(screen.getByRole('button', { name: locale === 'en' ? 'Sign in' : 'Se connecter' }));
    return screen.findByRole('alert');
  }

  it.each([
    ['en', 892, 'Too many attempts. Try again in 15 minutes.'],
    ['en', 60, 'Too many attempts. Try again in 1 minute.'],
    ['en', 3_595, 'Too many attempts. Try again in 60 minutes.'],
    ['en', undefined, 'Too many attempts. Try again later.'],
    ['fr', 892, 'Trop de tentatives. Réessayez dans 15 minutes.'],
    ['fr', 1, 'Trop de tentatives. Réessayez dans 1 minute.'],
    ['fr', undefined, 'Trop de tentatives. Réessayez plus tard.'],
  ] as const)('%s, %s seconds: shows how long to wait', async (locale, seconds, sentence) => {
    expect(await signIn(locale, seconds)).toHaveTextContent(sentence);
  });
});

describe('A section of the settings that fails to load', () => {
  it.each([
    ['Sessions', 'identity.sessions.list'],
    ['API tokens', 'accounts.tokens.list'],
    ['Security log', 'identity.securityLog'],
    ['Password', 'identity.signInMethods'],
  ] as const)("names the section %s and doesn't mention charges or licences", async (heading, procedure) => {
    const server = fakeServer({
      'accounts.me': () => nora,
      [procedure]: () => {
        throw new AppError('internal', 'down');
      },
    });
    await openPage('/user/profile', { server });
    const title = await screen.findByRole('heading', { level: 2, name: heading });
    const alert = await within(title.closest('section') as HTMLElement).findByRole('alert');
    expect(alert).toHaveTextContent(`“${heading}” couldn’t be loaded`);
    expect(alert).not.toHaveTextContent(/charged|licences/);
  });
});

describe('A session that ends during a change', () => {
  it('redirects to sign in with an explanation and a return URL', async () => {
    let isIn = true;
    const server = fakeServer({
      'accounts.me': () => (isIn ? nora : null),
      'accounts.rename': () => {
        isIn = false;
        throw new AppError('not_signed_in', 'the session is over');
      },
    });
    const { user, address } = await openPage('/user/profile', { server });
    await user.type(await screen.findByLabelText('Name'), ' L.{Enter}');
    expect(await screen.findByText('You’ve been signed out. Sign in to continue.')).toBeVisible();
    expect(screen.getByRole('heading', { name: 'Sign in' })).toBeVisible();
    expect(address()).toContain('next=%2Fuser%2Fprofile');
  });

  it("isn't mentioned to a visitor who was never signed in", async () => {
    await openPage('/receipts');
    expect(await screen.findByRole('heading', { name: 'Sign in' })).toBeVisible();
    expect(screen.queryByText(/You’ve been signed out/)).not.toBeInTheDocument();
  });
});

describe('The password reset link', () => {
  const path = '/reset-password?token=abc';

  it('shows an invalid link before the password form', async () => {
    const check = () => ({ status: 200, says: { works: false } });
    const { called } = await openPage(path, { server: fakeServer({}, { '/reset-password/check': check }) });
    expect(await screen.findByRole('heading', { name: 'This link isn’t valid' })).toBeVisible();
    expect(screen.queryByLabelText('New password')).not.toBeInTheDocument();
    expect(called('/reset-password/check')).toEqual([{ token: 'abc' }]);
  });

  it('shows success after the reset, although the link no longer works', async () => {
    let works = true;
    const server = fakeServer(
      {},
      {
        '/reset-password/check': () => ({ status: 200, says: { works } }),
        '/reset-password': () => {
          works = false;
          return { status: 200 };
        },
      },
    );
    const { user } = await openPage(path, { server });
    await user.type(await screen.findByLabelText('New password'), 'another long secret{Enter}');
    expect(await screen.findByText(/^Your password has been reset\./)).toBeVisible();
  });

  it("shows the password form when the link can't be checked", async () => {
    const server = fakeServer({}, { '/reset-password/check': () => ({ status: 503 }) });
    await openPage(path, { server });
    expect(await screen.findByLabelText('New password')).toBeVisible();
  });
});
