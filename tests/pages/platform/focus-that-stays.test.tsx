/**
 * Tests that keyboard focus stays in place: on busy buttons, on a button that reaches its limit, on the last page of a
 * list, and when text loads late.
 */
import { screen, waitFor } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { fakeServer } from '#tests/pages/support/fake-server.ts';
import { aReceipt, aReceiptPage, nora, sessions } from '#tests/pages/support/fixtures.ts';
import { openPage } from '#tests/pages/support/open-page.tsx';
import { publicConfig } from '#tests/pages/support/public-config.ts';

const never = () => new Promise<never>(() => undefined);

describe('The focus', () => {
  it("stays on a busy button, which can't be pressed again", async () => {
    const server = fakeServer({
      'accounts.me': () => nora,
      'identity.sessions.list': () => sessions,
      'identity.sessions.endOthers': never,
    });
    const { user, called } = await openPage('/user/profile', { server });
    const button = await screen.findByRole('button', { name: 'Sign out everywhere else' });
    await user.click(button);
    await waitFor(() => expect(button).toHaveAttribute('aria-busy', 'true'));
    expect(button).toHaveFocus();
    await user.keyboard('{Enter}');
    expect(called('identity.sessions.endOthers')).toHaveLength(1);
  });

  it('stays on “Older” when the last page is reached', async () => {
    const server = fakeServer({
      'accounts.me': () => nora,
      'billing.receipts': ({ after }) =>
        aReceiptPage([aReceipt({ orderId: after ? 'order-2' : 'order-1' })], {
          ...{ first: after ? 2 : 1, total: 2 },
          ...(after ? { newer: '2-2' } : { older: '1-1' }),
        }),
    });
    const { user } = await openPage('/receipts', { server });
    const older = await screen.findByRole('link', { name: 'Older' });
    older.focus();
    await user.keyboard('{Enter}');
    expect(await screen.findByText('order-2')).toBeVisible();
    await waitFor(() => expect(screen.getByRole('link', { name: 'Older' })).not.toHaveAttribute('href'));
    expect(screen.getByRole('link', { name: 'Older' })).toHaveFocus();
  });

  it('stays on “Remove one seat” when one seat is left', async () => {
    const { user } = await openPage('/officelife', { server: fakeServer({ 'accounts.me': () => nora }) });
    const seats = await screen.findByRole('spinbutton', { name: 'Seats' });
    await user.clear(seats);
    await user.type(seats, '2');
    const fewer = screen.getByRole('button', { name: 'Remove one seat' });
    await user.click(fewer);
    expect(seats).toHaveValue('1');
    expect(fewer).toHaveFocus();
  });

  it('moves to the heading of a legal page and stays there when late data arrives', async () => {
    let answer: () => void = () => undefined;
    const later = new Promise<typeof publicConfig>((resolve) => {
      answer = () => resolve(publicConfig);
    });
    const server = fakeServer({ 'catalogue.publicConfig': () => later });
    const { user } = await openPage('/register', { server });
    // The links in the form open in a new tab, so that nothing typed is lost. The footer's open in this one.
    expect(await screen.findByRole('link', { name: 'terms' })).toHaveAttribute('target', '_blank');
    expect(screen.getByRole('link', { name: 'privacy policy' })).toHaveAttribute('target', '_blank');
    await user.click(screen.getByRole('link', { name: 'Terms' }));
    const heading = await screen.findByRole('heading', { level: 1, name: 'Terms' });
    await waitFor(() => expect(heading).toHaveFocus());
    answer();
    expect(await screen.findByRole('link', { name: 'help@example.com' })).toBeVisible();
    expect(heading).toHaveFocus();
  });
});

it('A page that waits for the account shows that it is loading', async () => {
  const server = fakeServer({ 'accounts.me': never });
  await openPage('/dashboard', { server });
  expect(await screen.findByRole('status')).toHaveTextContent(/Loading/);
});
