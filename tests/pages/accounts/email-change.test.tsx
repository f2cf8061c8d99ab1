/** Tests the pages for changing the e-mail address: while a change is pending, and when its link is opened. */
import { screen, waitFor, within } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { AppError } from '#shared/errors.ts';
import { type Answers, type AuthAnswer, fakeServer } from '#tests/pages/support/fake-server.ts';
import { nora } from '#tests/pages/support/fixtures.ts';
import { openPage } from '#tests/pages/support/open-page.tsx';

const signedIn = (answers: Partial<Answers> = {}, auth: Record<string, AuthAnswer> = {}) =>
  fakeServer({ 'accounts.me': () => nora, ...answers }, auth);

const waiting = { email: 'nora@elsewhere.se', expiresAt: new Date('2026-11-28T10:00:00Z') };

async function openSection(answers: Partial<Answers>) {
  let pending: typeof waiting | null = waiting;
  const server = signedIn({
    'accounts.email.pending': () => pending,
    'accounts.email.stopChange': () => {
      pending = null;
      return { stopped: true };
    },
    ...answers,
  });
  const page = await openPage('/user/profile', { server });
  const heading = await screen.findByRole('heading', { level: 2, name: 'E-mail address' });
  const part = within(heading.closest('section') as HTMLElement);
  await part.findByText(/open the link we sent to nora@elsewhere\.se/);
  return { ...page, part };
}

describe('A pending e-mail change', () => {
  it('sends the link again and says to use the most recent one', async () => {
    const { user, part, called } = await openSection({
      'accounts.email.sendAgain': () => ({ status: 'sent' }),
    });
    await user.click(part.getByRole('button', { name: 'Resend link' }));
    expect(await part.findByText('We’ve sent another link. Use the most recent one.')).toBeVisible();
    expect(called('accounts.email.sendAgain')).toHaveLength(1);
  });

  it('says how long to wait when the link was sent too often', async () => {
    const { user, part } = await openSection({
      'accounts.email.sendAgain': () => {
        throw new AppError('too_many_requests', 'six', { retryAfterSeconds: 20 * 3_600 });
      },
    });
    await user.click(part.getByRole('button', { name: 'Resend link' }));
    expect(await part.findByRole('alert')).toHaveTextContent('Too many attempts. Try again in 20 hours.');
  });

  it('is cancelled, confirms the current address and moves the focus to that message', async () => {
    const { user, part } = await openSection({});
    await user.click(part.getByRole('button', { name: 'Cancel change' }));
    const said = await part.findByText(
      'Change cancelled. Your e-mail address is still nora@lindqvist.se, and the link we sent no longer works.',
    );
    expect(said).toHaveFocus();
    expect(part.queryByText(/open the link we sent to/)).not.toBeInTheDocument();
  });
});

it("Settings don't say “You sign in with” for an account without a password", async () => {
  await openSection({
    'identity.signInMethods': () => ({
      ...{ hasPassword: false, hasAuthenticator: false, hasTwoStep: false },
      ...{ passkeys: 0, passkeysAlone: 0, providers: ['github'] },
    }),
  });
  expect(
    await screen.findByText(/^We send all e-mails about your account to nora@lindqvist\.se\./),
  ).toBeVisible();
  expect(screen.queryByText(/You sign in with nora/)).not.toBeInTheDocument();
});

describe('The link to confirm a new e-mail address', () => {
  const path = '/confirm-email?token=12.abc';

  it('changes the address on confirmation, not when the link is opened', async () => {
    let email = nora.email;
    const server = signedIn({
      'accounts.me': () => ({ ...nora, email }),
      'accounts.email.ofLink': () => waiting,
      'accounts.email.confirmChange': () => {
        email = 'nora@elsewhere.se';
        return { status: 'changed' };
      },
    });
    const { user, called } = await openPage(path, { server });
    expect(await screen.findByText(/from nora@lindqvist\.se to nora@elsewhere\.se/)).toBeVisible();
    expect(called('accounts.email.confirmChange')).toEqual([]);
    await user.click(screen.getByRole('button', { name: 'Confirm address' }));
    expect(await screen.findByRole('heading', { name: 'E-mail address changed' })).toBeVisible();
    expect(await screen.findByText('Your account now uses nora@elsewhere.se.')).toBeVisible();
    expect(called('accounts.email.confirmChange')).toEqual([{ token: '12.abc' }]);
  });

  it.each([
    ['link_invalid', /more than a day old, .* belong to another account/],
    ['taken', /Another account now uses this address/],
  ] as const)('explains why the confirmation failed: %s', async (status, words) => {
    const server = signedIn({
      'accounts.email.ofLink': () => waiting,
      'accounts.email.confirmChange': () => ({ status }),
    });
    const { user } = await openPage(path, { server });
    await user.click(await screen.findByRole('button', { name: 'Confirm address' }));
    expect(await screen.findByText(words)).toBeVisible();
    expect(screen.getByRole('link', { name: 'Go to settings' })).toHaveAttribute('href', '/user/profile');
  });

  it('sends a signed-out visitor to sign in and keeps the link as the return address', async () => {
    const { address } = await openPage(path);
    await waitFor(() => expect(address()).toContain('/login'));
    expect(decodeURIComponent(address())).toContain('/confirm-email?token=12.abc');
  });

  it('shows an error and no button when the link is used, superseded or from another account', async () => {
    const { called } = await openPage(path, { server: signedIn({ 'accounts.email.ofLink': () => null }) });
    expect(await screen.findByRole('heading', { name: 'This link isn’t valid' })).toBeVisible();
    expect(
      screen.getByText(/belong to another account: you’re signed in as .*nora@lindqvist\.se/),
    ).toBeVisible();
    expect(screen.queryByRole('button', { name: 'Confirm address' })).not.toBeInTheDocument();
    expect(called('accounts.email.ofLink')).toEqual([{ token: '12.abc' }]);
  });
});
