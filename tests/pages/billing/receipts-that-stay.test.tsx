/** Tests that receipts on the page stay visible if fetching them again fails. */
import { screen, waitFor, within } from '@testing-library/react';
import { expect, it } from 'vitest';
import { AppError } from '#shared/errors.ts';
import { fakeServer } from '#tests/pages/support/fake-server.ts';
import { aReceipt, aReceiptPage, nora } from '#tests/pages/support/fixtures.ts';
import { openPage } from '#tests/pages/support/open-page.tsx';

it('Receipts stay visible with their order numbers when refetching them fails', async () => {
  const server = fakeServer({
    'accounts.me': () => nora,
    'billing.receipts': () => aReceiptPage([aReceipt()]),
  });
  const { portal } = await openPage('/receipts', { server });
  const row = await screen.findByRole('row', { name: /4418-2207/ });
  // This label is shown in layouts without column headings.
  expect(within(row).getByText('Order')).toBeInTheDocument();
  server.answers['billing.receipts'] = () => {
    throw new AppError('not_found', 'down');
  };
  await portal.queryClient.invalidateQueries();
  const receipts = portal.queryClient
    .getQueryCache()
    .getAll()
    .filter(({ queryKey }) => JSON.stringify(queryKey).includes('receipts'));
  await waitFor(() => expect(receipts.map(({ state }) => state.status)).toEqual(['error']));
  expect(screen.getByText('4418-2207')).toBeVisible();
  expect(screen.queryByRole('alert')).toBeNull();
});
