/**
 * Tests a server that accepts requests but never responds. After a while the page says so, and it can be used again.
 */
import { act, screen, waitFor, within } from '@testing-library/react';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { answerWithinMs, longAnswerWithinMs } from '#client/api/fetch-in-time.ts';
import { type FakeServer, fakeServer } from '#tests/pages/support/fake-server.ts';
import { aReceiptPage, nora } from '#tests/pages/support/fixtures.ts';
import { holdLongTimers, type Pass } from '#tests/pages/support/long-timers.ts';
import { openPage } from '#tests/pages/support/open-page.tsx';

const never = () => new Promise<never>(() => undefined);
const sentence = /didn’t respond in time\. Reload the page to see whether it worked/;

/** Makes the server never respond to URLs that contain `part`. `asked` waits until such a request has been sent. */
function silentAt(server: FakeServer, part: string) {
  const { handle } = server;
  let count = 0;
  server.handle = (url, init) => {
    if (!url.includes(part)) return handle(url, init);
    count += 1;
    return never();
  };
  return { server, asked: () => waitFor(() => expect(count).toBe(1)) };
}

let hold: Pass;
const pass = (milliseconds: number) => act(async () => hold(milliseconds));
beforeEach(() => {
  hold = holdLongTimers();
});

describe('A request without a response', () => {
  it("times out at sign-in with an error, isn't sent again and frees the button", async () => {
    let isSilent = true;
    const server = fakeServer(
      {},
      { '/sign-in/email': () => ({ status: 401, code: 'INVALID_EMAIL_OR_PASSWORD' }) },
    );
    const sent: string[] = [];
    const { handle } = server;
    server.handle = (url, init) => {
      if (!url.includes('/sign-in/email')) return handle(url, init);
      sent.push(url);
      return isSilent ? never() : handle(url, init);
    };
    const { user, fill } = await openPage('/login', { server });
    await fill(await screen.findByLabelText('E-mail'), 'nora@lindqvist.se');
    await fill(screen.getByLabelText('Password'), 'correct horse battery');
    const button = screen.getByRole('button', { name: 'Sign in' });
    await user.click(button);
    await waitFor(() => expect(button).toHaveAttribute('aria-busy', 'true'));
    await pass(answerWithinMs - 5_000);
    expect(button).toHaveAttribute('aria-busy', 'true');
    await pass(5_000);
    expect(await screen.findByRole('alert')).toHaveTextContent(sentence);
    expect(button).not.toHaveAttribute('aria-busy');
    await pass(10 * answerWithinMs);
    expect(sent).toHaveLength(1);
    isSilent = false;
    await user.click(button);
    expect(await screen.findByText(/The e-mail address and password don’t match/)).toBeVisible();
  });

  it('times out when saving a change, with an error in French and the value kept', async () => {
    const { server, asked } = silentAt(
      fakeServer({ 'accounts.me': () => ({ ...nora, locale: 'fr' }) }),
      '/trpc/accounts.rename',
    );
    const { user, fill, called } = await openPage('/user/profile', { server, locale: 'fr' });
    const field = await screen.findByDisplayValue('Nora Lindqvist');
    await fill(field, ' X');
    await user.type(field, '{Enter}');
    await asked();
    await pass(answerWithinMs);
    expect(await screen.findByRole('alert')).toHaveTextContent(/n’a pas répondu à temps/);
    expect(field).toHaveValue('Nora Lindqvist X');
    expect(called('accounts.rename')).toEqual([]);
  });

  it('times out while loading a page, which loads after “Try again”', async () => {
    const server = fakeServer({ 'accounts.me': () => nora });
    const { handle } = server;
    const { asked } = silentAt(server, 'billing.receipts');
    const { user } = await openPage('/receipts', { server });
    // Waits until the page is shown and its own query is pending. Queries are also sent earlier, while navigating to
    // the page.
    await screen.findByRole('heading', { name: 'Receipts' });
    await asked();
    await pass(answerWithinMs);
    const alert = await screen.findByRole('alert');
    expect(alert).toHaveTextContent(sentence);
    server.handle = handle;
    await user.click(within(alert).getByRole('button', { name: 'Try again' }));
    expect(await screen.findByRole('heading', { name: /no receipts/i })).toBeVisible();
  });

  it('gets a longer timeout for a deletion and leaves its outcome open', async () => {
    const { server, asked } = silentAt(fakeServer({ 'accounts.me': () => nora }), 'privacy.deleteAccount');
    const { user } = await openPage('/user/profile', { server });
    await user.click(await screen.findByRole('button', { name: 'Delete my account' }));
    const dialog = within(await screen.findByRole('dialog', { name: 'Delete your account?' }));
    await user.type(await dialog.findByLabelText(/^Type nora/), 'nora@lindqvist.se');
    await user.click(dialog.getByRole('button', { name: 'Delete permanently' }));
    await asked();
    await pass(answerWithinMs);
    expect(screen.queryByRole('alert')).not.toBeInTheDocument();
    await pass(longAnswerWithinMs - answerWithinMs);
    expect(await screen.findByRole('alert')).toHaveTextContent(
      'We don’t know whether your account was deleted.',
    );
  });
});

it('Leaving a page aborts its pending requests', async () => {
  const signals: (AbortSignal | null | undefined)[] = [];
  const server = fakeServer({ 'accounts.me': () => nora, 'billing.receipts': () => aReceiptPage([]) });
  const { portal } = await openPage('/monica', { server });
  await screen.findByRole('heading', { level: 1, name: 'Monica' });
  const before = globalThis.fetch;
  vi.stubGlobal('fetch', (url: string, init?: RequestInit) => {
    if (!url.includes('billing.receipts')) return before(url, init);
    signals.push(init?.signal);
    return never();
  });
  await portal.router.navigate({ to: '/receipts', search: { product: 'OfficeLife' } });
  await waitFor(() => expect(signals).toHaveLength(1));
  expect(signals[0]?.aborted).toBe(false);
  await portal.router.navigate({ to: '/officelife' });
  await waitFor(() => expect(signals[0]?.aborted).toBe(true));
});
