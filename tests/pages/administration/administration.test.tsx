/** Tests who sees the administration, its navigation, and the addresses that e-mails link to. */
import { screen, within } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { administration, maya } from '#tests/pages/support/administration.ts';
import { refuse } from '#tests/pages/support/fake-server.ts';
import { openPage } from '#tests/pages/support/open-page.tsx';

describe('The administration', () => {
  it('is closed to customers, without asking the server for anything but the account', async () => {
    const server = administration({ 'accounts.me': () => ({ ...maya, administratorRole: null }) });
    await openPage('/administration/administrators', { server });
    expect(await screen.findByRole('heading', { name: 'You don’t have access to this page' })).toBeVisible();
    expect(server.calls.filter(({ path }) => path.startsWith('administration.'))).toEqual([]);
  });

  it('says what to do to an administrator without two-step verification', async () => {
    const server = administration({
      'identity.signInMethods': () => ({
        ...{ hasPassword: true, hasAuthenticator: false, hasTwoStep: false },
        ...{ passkeys: 0, passkeysAlone: 0, providers: [] },
      }),
      'administration.overview.read': () => refuse('second_factor_needed'),
    });
    await openPage('/administration', { server });
    expect(await screen.findByRole('heading', { name: 'Turn on two-step verification' })).toBeVisible();
    expect(screen.getByRole('link', { name: 'Go to your settings' })).toHaveAttribute(
      'href',
      '/user/profile#second-factors',
    );
  });

  it('opens the customer whom an e-mail links to by number', async () => {
    const { address, called } = await openPage('/administration/42', { server: administration() });
    await screen.findByRole('heading', { level: 1, name: 'Nora Lindqvist' });
    expect(address()).toBe('/administration/customers/42');
    expect(called('administration.customers.find')).toEqual([{ customerId: 42 }]);
  });

  it('leads from screen to screen, and back to the administrator’s own licences', async () => {
    const { user, address } = await openPage('/administration', { server: administration() });
    await screen.findByRole('heading', { level: 1, name: 'Overview' });
    const nav = screen.getByRole('navigation', { name: 'Main navigation' });
    const overview = within(nav).getByRole('link', { name: 'Overview' });
    expect(overview).toHaveAttribute('aria-current', 'page');
    await user.click(within(nav).getByRole('link', { name: 'Customers' }));
    await screen.findByRole('heading', { level: 1, name: 'Customers' });
    expect(overview).not.toHaveAttribute('aria-current');
    expect(within(nav).getByRole('link', { name: 'Customers' })).toHaveAttribute('aria-current', 'page');
    await user.click(within(nav).getByRole('link', { name: 'Administrators' }));
    await screen.findByRole('heading', { level: 1, name: 'Administrators' });
    expect(address()).toBe('/administration/administrators');
    expect(within(nav).getByRole('link', { name: 'My licences' })).toHaveAttribute('href', '/dashboard');
  });

  it('is linked in the account menu of administrators', async () => {
    const { user } = await openPage('/dashboard', { server: administration() });
    const [menu] = await screen.findAllByRole('button', { name: /Maya Okafor/ });
    await user.click(menu as HTMLElement);
    expect(await screen.findByRole('menuitem', { name: 'Administration' })).toHaveAttribute(
      'href',
      '/administration',
    );
  });
});
