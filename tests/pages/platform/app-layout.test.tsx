/** Tests the app layout: access to pages, languages, signing out, and messages while the server is away. */
import { cleanup, screen, waitFor, within } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { AppError } from '#shared/errors.ts';
import { fakeServer } from '#tests/pages/support/fake-server.ts';
import { aReceiptPage, nora } from '#tests/pages/support/fixtures.ts';
import { openPage } from '#tests/pages/support/open-page.tsx';
import { expectPrinted } from '#tests/support/guards.ts';

const signedIn = (answers = {}) => fakeServer({ 'accounts.me': () => nora, ...answers });

describe('Customer pages', () => {
  it.each([
    '/dashboard',
    '/monica',
    '/officelife',
    '/receipts',
    '/user/account',
    '/user/profile',
    '/administration/7',
  ])('redirect a signed-out visitor from %s to sign in, with the path in next', async (path) => {
    const { address } = await openPage(path);
    await screen.findByRole('heading', { name: 'Sign in' });
    expect(address()).toBe(`/login?next=${encodeURIComponent(path)}`);
  });

  it('ask a customer with an unconfirmed address to check the inbox', async () => {
    const server = signedIn({ 'accounts.me': () => ({ ...nora, emailVerified: false }) });
    await openPage('/monica', { server });
    expect(await screen.findByRole('heading', { name: 'Check your inbox' })).toBeVisible();
  });

  it("deny a customer who isn't an administrator access to administration", async () => {
    await openPage('/administration', { server: signedIn() });
    expect(await screen.findByRole('heading', { name: 'You don’t have access to this page' })).toBeVisible();
  });

  it('redirect to sign in when the session ends between requests', async () => {
    let over = false;
    const server = signedIn({
      'accounts.me': () => (over ? null : nora),
      'billing.receipts': () => {
        if (over) throw new AppError('not_signed_in', 'over');
        return aReceiptPage([]);
      },
    });
    const { user, address } = await openPage('/receipts', { server });
    await screen.findByText('No receipts yet');
    over = true;
    await user.click(screen.getByRole('radio', { name: 'Monica' }));
    expect(await screen.findByRole('heading', { name: 'Sign in' })).toBeVisible();
    expect(address()).toMatch(/^\/login\?next=%2Freceipts/);
  });
});

describe('The account menu', () => {
  it("signs out and removes the customer's name from the screen", async () => {
    let out = false;
    const server = fakeServer(
      { 'accounts.me': () => (out ? null : nora) },
      {
        '/sign-out': () => {
          out = true;
          return { status: 200 };
        },
      },
    );
    const { user, address } = await openPage('/dashboard', { server });
    const [menu] = await screen.findAllByRole('button', { name: 'Account menu, Nora Lindqvist (NL)' });
    await user.click(menu as HTMLElement);
    await user.click(await screen.findByRole('menuitem', { name: 'Sign out' }));
    expect(await screen.findByRole('heading', { level: 1, name: /Support the software/ })).toBeVisible();
    expect(address()).toBe('/');
    expect(screen.queryByText('Nora Lindqvist')).not.toBeInTheDocument();
    expect(screen.getByRole('link', { name: 'Sign in' })).toBeVisible();
  });

  it('saves the language in the account', async () => {
    let locale: 'en' | 'fr' = 'en';
    const server = signedIn({
      'accounts.me': () => ({ ...nora, locale }),
      'accounts.setLocale': (input: { locale: 'en' | 'fr' }) => {
        locale = input.locale;
        return { ...nora, locale };
      },
    });
    const { user, called } = await openPage('/dashboard', { server });
    const [menu] = await screen.findAllByRole('button', { name: /Nora Lindqvist/ });
    await user.click(menu as HTMLElement);
    await user.click(await screen.findByRole('menuitemradio', { name: 'Français' }));
    expect(await screen.findByRole('heading', { name: /^(?:Vos licences|Bienvenue, )/ })).toBeVisible();
    expect(called('accounts.setLocale')).toEqual([{ locale: 'fr' }]);
  });

  it('changes the colour scheme and stores it', async () => {
    const { user } = await openPage('/dashboard', { server: signedIn() });
    const [menu] = await screen.findAllByRole('button', { name: /Nora Lindqvist/ });
    await user.click(menu as HTMLElement);
    await user.click(await screen.findByRole('menuitemradio', { name: 'Dark' }));
    expect(document.documentElement).toHaveAttribute('data-mantine-color-scheme', 'dark');
    expect(localStorage.getItem('mantine-color-scheme-value')).toBe('dark');
  });

  it('stores the colour scheme in a cookie, and clears it for “System”', async () => {
    const { user } = await openPage('/dashboard', { server: signedIn() });
    const [menu] = await screen.findAllByRole('button', { name: /Nora Lindqvist/ });
    await user.click(menu as HTMLElement);
    for (const [name, scheme] of [
      ['Dark', 'dark'],
      ['Light', 'light'],
      ['System', undefined],
    ] as const) {
      await user.click(await screen.findByRole('menuitemradio', { name }));
      expect(/color-scheme=(\w*)/.exec(document.cookie)?.[1]).toBe(scheme);
    }
  });

  it('restores the cookie from local storage, and the colour scheme from the cookie', async () => {
    localStorage.setItem('mantine-color-scheme-value', 'dark');
    await openPage('/dashboard', { server: signedIn() });
    expect(document.cookie).toContain('color-scheme=dark');
    localStorage.clear();
    cleanup();
    await openPage('/dashboard', { server: signedIn() });
    expect(document.documentElement).toHaveAttribute('data-mantine-color-scheme', 'dark');
  });
});

describe('The page footer', () => {
  it('switches the language for a signed-out visitor and stores it in a cookie', async () => {
    const { user } = await openPage('/login');
    await screen.findByRole('heading', { name: 'Sign in' });
    await user.click(screen.getByRole('link', { name: 'Français' }));
    expect(await screen.findByRole('heading', { name: 'Se connecter' })).toBeVisible();
    expect(document.cookie).toContain('locale=fr');
  });

  it('links to the source code', async () => {
    await openPage('/login');
    expect(await screen.findByRole('link', { name: 'Source code' })).toHaveAttribute(
      'href',
      'https://example.com/source',
    );
  });
});

describe('Missing and failing pages', () => {
  it('show “Page not found” with a link to the home page at an unknown URL', async () => {
    await openPage('/no/such/page');
    expect(await screen.findByRole('heading', { name: 'Page not found' })).toBeVisible();
    expect(screen.getByRole('link', { name: 'Go to the home page' })).toHaveAttribute('href', '/');
  });

  it('show that licences keep working when the server fails, and load after “Try again”', async () => {
    expectPrinted(/TRPCClientError/, /Error in route match/);
    let down = true;
    const server = signedIn({
      'accounts.me': () => {
        if (down) throw new AppError('internal', 'down');
        return nora;
      },
    });
    const { user } = await openPage('/dashboard', { server });
    const alert = await screen.findByRole('alert');
    expect(alert).toHaveTextContent('Something went wrong on our side.');
    expect(alert).toHaveTextContent('Your licences still work, and you haven’t been charged.');
    expect(alert).toHaveTextContent('Request ID req-5f2c');
    down = false;
    await user.click(within(alert).getByRole('button', { name: 'Try again' }));
    expect(await screen.findByRole('heading', { name: /^(?:Your licences|Welcome, )/ })).toBeVisible();
  });

  it('keep the rest of the dashboard when one part fails to load', async () => {
    const server = signedIn({
      'billing.receipts': () => {
        throw new AppError('internal', 'down');
      },
    });
    await openPage('/dashboard', { server });
    const alert = await screen.findByRole('alert');
    expect(alert).toHaveTextContent('Latest receipts');
    expect(alert).not.toHaveTextContent('This page couldn’t be loaded');
    await waitFor(() => expect(screen.getByRole('heading', { name: 'Monica' })).toBeVisible());
  });
});

describe('Navigation', () => {
  it('focuses the heading, sets the document title and marks the current link', async () => {
    const { user } = await openPage('/dashboard', { server: signedIn() });
    await screen.findByRole('heading', { name: /^(?:Your licences|Welcome, )/ });
    const [link] = screen.getAllByRole('link', { name: 'Receipts' });
    await user.click(link as HTMLElement);
    const heading = await screen.findByRole('heading', { name: 'Receipts', level: 1 });
    await waitFor(() => expect(heading).toHaveFocus());
    expect(document.title).toBe('Receipts · Customer portal');
    expect(link).toHaveAttribute('aria-current', 'page');
  });
});
