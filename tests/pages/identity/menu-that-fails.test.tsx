/** Tests that menu actions that fail show an error and change nothing on the page. */
import { screen, waitFor } from '@testing-library/react';
import { expect, it } from 'vitest';
import { AppError } from '#shared/errors.ts';
import { fakeServer } from '#tests/pages/support/fake-server.ts';
import { nora } from '#tests/pages/support/fixtures.ts';
import { openPage } from '#tests/pages/support/open-page.tsx';

it('A failed sign-out shows an error and stays on the page', async () => {
  const server = fakeServer(
    { 'accounts.me': () => nora },
    { '/sign-out': () => ({ status: 503, code: 'SERVICE_UNAVAILABLE' }) },
  );
  const { user, address } = await openPage('/dashboard', { server });
  const [menu] = await screen.findAllByRole('button', { name: /Nora/ });
  await user.click(menu as HTMLElement);
  await user.click(await screen.findByRole('menuitem', { name: 'Sign out' }));
  const alert = await screen.findByRole('alert');
  expect(alert).toBeVisible();
  expect(address()).toBe('/dashboard');
  await user.click(screen.getByRole('button', { name: 'Close' }));
  await waitFor(() => expect(screen.queryByRole('alert')).toBeNull());
});

it("A language that can't be saved shows an error and leaves the page unchanged", async () => {
  const server = fakeServer({
    'accounts.me': () => nora,
    'accounts.setLocale': () => {
      throw new AppError('service_unavailable', 'down');
    },
  });
  const { user } = await openPage('/dashboard', { server });
  const [french] = await screen.findAllByRole('link', { name: 'Français' });
  await user.click(french as HTMLElement);
  expect(await screen.findByRole('alert')).toBeVisible();
  expect(document.documentElement.lang).toBe('en');
});
