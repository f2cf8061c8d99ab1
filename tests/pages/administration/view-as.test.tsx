/** Tests the view of a customer's pages: its banner, what its requests carry, and that nothing of it stays. */
import { screen, waitFor, within } from '@testing-library/react';
import { expect, it } from 'vitest';
import { administrationAnswers, maya } from '#tests/pages/support/administration.ts';
import { done, fakeServer, refuse } from '#tests/pages/support/fake-server.ts';
import { aProfile, aReceipt, aReceiptPage, nora } from '#tests/pages/support/fixtures.ts';
import { openPage } from '#tests/pages/support/open-page.tsx';

const token = 'a-token-of-a-view';

/** A server that answers for the customer if a request names the view, until the view is over. */
function withViews() {
  const state = { isOver: false, views: [] as (string | null)[] };
  const inView = () => state.views.at(-1) === token;
  const server = fakeServer({
    ...administrationAnswers(),
    'accounts.me': () => {
      if (!inView()) return maya;
      return state.isOver ? refuse('view_ended') : nora;
    },
    'accounts.profile.find': () => (inView() && state.isOver ? refuse('view_ended') : aProfile),
    'billing.receipts': () => aReceiptPage(inView() ? [aReceipt({ orderId: 'order-of-nora' })] : []),
    'administration.viewAs.start': () => ({
      ...{ token, expiresAt: new Date(Date.now() + 900_000) },
      customer: { id: 7, name: nora.name, email: nora.email },
    }),
    'administration.viewAs.stop': () => done,
  });
  const { handle } = server;
  server.handle = (url, init) => {
    state.views.push(init.headers?.['x-portal-view'] ?? null);
    return handle(url, init);
  };
  return { server, state };
}

async function startView() {
  const { server, state } = withViews();
  const page = await openPage('/administration/customers/7', { server });
  await page.user.click(await screen.findByRole('button', { name: 'View their pages' }));
  const dialog = await screen.findByRole('dialog');
  await page.fill(within(dialog).getByLabelText('Reason'), 'She cannot find her receipts');
  await page.user.click(within(dialog).getByRole('button', { name: 'View their pages' }));
  const banner = await screen.findByRole('region', { name: 'View of a customer’s pages' });
  return { ...page, state, banner };
}

it('shows whose pages they are and how much time is left, and ends without leaving anything behind', async () => {
  const { user, banner, address, called } = await startView();
  await waitFor(() => expect(address()).toBe('/dashboard'));
  expect(banner).toHaveTextContent('You’re viewing the pages of Nora Lindqvist (nora@lindqvist.se).');
  expect(within(banner).getByRole('timer')).toHaveTextContent(/^1[45]:\d\d left$/);
  const [receipts] = await screen.findAllByRole('link', { name: 'Receipts' });
  await user.click(receipts as HTMLElement);
  expect(await screen.findByText(/order-of-nora/)).toBeVisible();
  expect(screen.queryByText('Maya Okafor')).not.toBeInTheDocument();
  expect(screen.queryByRole('link', { name: 'Download CSV' })).not.toBeInTheDocument();
  await user.click(within(banner).getByRole('button', { name: 'End view' }));
  await waitFor(() => expect(address()).toBe('/administration/customers/7'));
  expect(await screen.findByRole('heading', { level: 1, name: 'Nora Lindqvist' })).toBeVisible();
  expect(screen.queryByRole('region', { name: 'View of a customer’s pages' })).not.toBeInTheDocument();
  expect(screen.queryByText(/order-of-nora/)).not.toBeInTheDocument();
  await waitFor(() => expect(called('administration.viewAs.stop')).toHaveLength(1));
});

it('ends when the server says so, and the administration tells', async () => {
  const { user, state, address } = await startView();
  await waitFor(() => expect(address()).toBe('/dashboard'));
  state.isOver = true;
  await user.click(screen.getByRole('link', { name: 'Company and address' }));
  expect(await screen.findByText(/The view of Nora Lindqvist’s pages has ended/)).toBeVisible();
  expect(address()).toBe('/administration/customers/7');
  expect(state.views.at(-1)).toBeNull();
  // It is said once.
  await user.click(screen.getByRole('link', { name: 'My licences' }));
  await waitFor(() => expect(address()).toBe('/dashboard'));
  const [menu] = screen.getAllByRole('button', { name: /Account menu/ });
  await user.click(menu as HTMLElement);
  await user.click(await screen.findByRole('menuitem', { name: 'Administration' }));
  await screen.findByRole('heading', { level: 1, name: 'Overview' });
  expect(screen.queryByText(/has ended/)).not.toBeInTheDocument();
});
