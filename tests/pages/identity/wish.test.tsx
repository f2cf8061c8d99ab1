/**
 * Tests that a registration keeps what the visitor wants to buy, and what becomes of the tab in which they registered.
 */
import { act, screen, waitFor } from '@testing-library/react';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { type Answers, type AuthAnswer, fakeServer } from '#tests/pages/support/fake-server.ts';
import { nora } from '#tests/pages/support/fixtures.ts';
import { holdLongTimers } from '#tests/pages/support/long-timers.ts';
import { openPage } from '#tests/pages/support/open-page.tsx';

const email = nora.email;
const server = (auth: Record<string, AuthAnswer> = {}, answers: Partial<Answers> = {}) =>
  fakeServer(answers, {
    '/sign-up/email': () => ({ status: 200 }),
    '/send-verification-email': () => ({ status: 200 }),
    ...auth,
  });

type Page = Awaited<ReturnType<typeof openPage>>;

async function signUp({ fill, user }: Page): Promise<void> {
  await fill(await screen.findByLabelText('Name'), 'Nora');
  await fill(screen.getByLabelText('E-mail'), email);
  await fill(screen.getByLabelText('Password'), 'correct horse battery');
  await user.click(screen.getByRole('checkbox'));
  await user.click(screen.getByRole('button', { name: 'Create an account' }));
  await screen.findByRole('heading', { name: 'Check your inbox' });
}

beforeEach(() => localStorage.clear());
afterEach(() => vi.unstubAllGlobals());

describe('The registration page', () => {
  it.each([
    ['/monica?plan=12', 'Create an account to get Monica, US$90.00 a year'],
    ['/monica?plan=11', 'Create an account to get Monica, US$9.00 a month'],
    ['/officelife?plan=22&seats=5', 'Create an account to get OfficeLife, 5 seats, US$200.00 a year'],
    ['/monica', 'Create an account to get Monica'],
    ['/monica?plan=99', 'Create an account to get Monica'],
    ['/receipts', 'Create an account'],
  ])('says what the account is for (%s)', async (next, title) => {
    await openPage(`/register?${new URLSearchParams({ next })}`, { server: server() });
    expect(await screen.findByRole('heading', { level: 1, name: title })).toBeVisible();
  });

  it('sends the wish for the link in the e-mail, and again when the link is resent', async () => {
    const page = await openPage('/register?next=%2Fofficelife%3Fplan%3D22%26seats%3D5', { server: server() });
    await signUp(page);
    const wish = { product: 'OfficeLife', planId: 22, seats: 5 };
    expect(page.called('/sign-up/email')).toEqual([expect.objectContaining({ email, wish })]);
    expect(screen.getByText(/^We’ve sent an e-mail to/)).toHaveTextContent(
      `We’ve sent an e-mail to ${email}. Open the link in it to finish signing up.`,
    );
    await page.user.click(screen.getByRole('button', { name: 'Resend link' }));
    await waitFor(() => expect(page.called('/send-verification-email')).toEqual([{ email, wish }]));
  });
});

describe('A new wish', () => {
  const afterwards = async (search = '') => {
    document.body.replaceChildren();
    const { address } = await openPage(`/verified${search}`, {
      server: fakeServer({ 'accounts.me': () => nora }),
    });
    await screen.findByText(/^Your e-mail address is confirmed/);
    return address();
  };

  it('replaces an earlier one of the same browser, even if the earlier link is opened', async () => {
    await signUp(await openPage('/register?next=%2Fmonica%3Fplan%3D12', { server: server() }));
    document.body.replaceChildren();
    await signUp(
      await openPage('/register?next=%2Fofficelife%3Fplan%3D22%26seats%3D5', { server: server() }),
    );
    expect(await afterwards('?next=%2Fmonica%3Fplan%3D12')).toBe('/officelife?plan=22&seats=5');
    // It is used once.
    expect(await afterwards('?next=%2Fmonica%3Fplan%3D12')).toBe('/monica?plan=12');
  });

  it('replaces one of a registration that was never completed', async () => {
    const inMay = Date.parse('2026-05-04T10:00:00Z');
    localStorage.setItem('next-after-confirming', `${inMay} /monica?plan=12`);
    expect(await afterwards('?next=%2Fofficelife%3Fplan%3D22')).toBe('/officelife?plan=22');
    localStorage.setItem('next-after-confirming', `${inMay} /monica?plan=12`);
    expect(await afterwards()).toBe('/dashboard');
  });

  it.each(['//evil.example/monica', 'https://evil.example', '/login', 'javascript:alert(1)'])(
    'never leads to another site or to a sign-in page (%s)',
    async (next) => {
      expect(await afterwards(`?${new URLSearchParams({ next })}`)).toBe('/dashboard');
    },
  );
});

describe('The tab that has registered', () => {
  const waiting = '/verify-email?next=%2Fmonica%3Fplan%3D12&signedUp=true&email=nora%40lindqvist.se';

  it('leads to the sign-in form with the address and the wish once another browser has confirmed', async () => {
    const { address, called } = await openPage(waiting, {
      server: server({ '/address-confirmed': () => ({ status: 200, says: { confirmed: true } }) }),
    });
    expect(await screen.findByText('Your e-mail address is confirmed. Sign in to continue.')).toBeVisible();
    expect(screen.getByLabelText('E-mail')).toHaveValue(email);
    expect(Object.fromEntries(new URLSearchParams(address().split('?')[1]))).toEqual({
      next: '/monica?plan=12',
      email,
      confirmed: 'true',
    });
    expect(called('/address-confirmed')).toEqual([{ email }]);
  });

  it('leads to the product once this browser is signed in', async () => {
    let account: typeof nora | null = null;
    const { address } = await openPage(waiting, { server: server({}, { 'accounts.me': () => account }) });
    await screen.findByRole('heading', { name: 'Check your inbox' });
    account = nora;
    window.dispatchEvent(new StorageEvent('storage', { key: 'signed-in-changed' }));
    await waitFor(() => expect(address()).toBe('/monica?plan=12'));
    expect(await screen.findByRole('radio', { name: /Yearly/ })).toBeChecked();
  });

  it('asks less and less often while the server refuses, then stops and says so', async () => {
    const pass = holdLongTimers();
    const { called } = await openPage(waiting, {
      server: server({ '/address-confirmed': () => ({ status: 429, retryAfter: 60 }) }),
    });
    const asked = () => called('/address-confirmed').length;
    for (const [index, seconds] of [60, 60, 60, 80, 160, 300, 300].entries()) {
      await waitFor(() => expect(asked()).toBe(index + 1));
      expect(screen.queryByText(/no longer waiting/)).not.toBeInTheDocument();
      await act(async () => pass((seconds - 1) * 1_000));
      expect(asked()).toBe(index + 1);
      await act(async () => pass(2_000));
    }
    expect(await screen.findByText(/This page is no longer waiting for the link/)).toBeVisible();
    await act(async () => pass(60 * 60_000));
    expect(asked()).toBe(8);
  });

  it('stays and says nothing when the check fails', async () => {
    const { called } = await openPage(waiting, {
      server: server({ '/address-confirmed': () => ({ status: 503 }) }),
    });
    expect(await screen.findByRole('heading', { name: 'Check your inbox' })).toBeVisible();
    await waitFor(() => expect(called('/address-confirmed').length).toBeGreaterThan(0));
    expect(screen.queryByRole('alert')).not.toBeInTheDocument();
  });
});

it('A tab in which the link has signed the customer in tells the other tabs', async () => {
  await openPage('/verified?next=%2Fmonica', { server: fakeServer({ 'accounts.me': () => nora }) });
  await screen.findByText(/^Your e-mail address is confirmed/);
  expect(localStorage.getItem('signed-in-changed')).not.toBeNull();
});
