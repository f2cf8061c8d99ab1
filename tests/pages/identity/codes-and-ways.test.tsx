/**
 * Tests requesting a code again, signing in while the server is away, and the browser history after a two-step sign-in.
 */
import { screen, waitFor, within } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { done, fakeServer, refuse } from '#tests/pages/support/fake-server.ts';
import { nora, sessions } from '#tests/pages/support/fixtures.ts';
import { openPage } from '#tests/pages/support/open-page.tsx';
import { expectPrinted } from '#tests/support/guards.ts';

const noPassword = {
  ...{ hasPassword: false, hasAuthenticator: false, hasTwoStep: false },
  ...{ passkeys: 0, passkeysAlone: 0, providers: [] },
};

describe('Requesting another code', () => {
  it('keeps the code field usable when sending another code fails', async () => {
    let sent = 0;
    let isConfirmed = false;
    const server = fakeServer({
      'accounts.me': () => nora,
      'identity.signInMethods': () => noPassword,
      'identity.passwords.setFirst': () => (isConfirmed ? done : refuse('confirmation_needed')),
      'identity.reauthentication.sendCode': () => {
        sent += 1;
        return sent === 1 ? done : refuse('too_many_requests', { retryAfterSeconds: 60 });
      },
      'identity.reauthentication.byCode': () => {
        isConfirmed = true;
        return done;
      },
    });
    const { user } = await openPage('/user/profile', { server });
    await user.type(await screen.findByLabelText('New password'), 'another long secret{Enter}');
    const dialog = within(await screen.findByRole('dialog'));
    await user.click(await dialog.findByRole('button', { name: 'Send code' }));
    const field = await dialog.findByLabelText('Code from the e-mail');
    await user.click(dialog.getByRole('button', { name: 'Send a new code' }));
    expect(await dialog.findByRole('alert')).toHaveTextContent('Too many attempts.');
    expect(field).toBeVisible();
    await user.type(field, '048213{Enter}');
    await waitFor(() => expect(screen.queryByRole('dialog')).not.toBeInTheDocument());
    expect(isConfirmed).toBe(true);
  });
});

describe('The second step of signing in', () => {
  it('shows that the portal is unavailable and retries when loading it fails with 503', async () => {
    expectPrinted(/RequestFailure/, /Error in route match/);
    let isAway = true;
    const server = fakeServer(
      {},
      {
        '/two-step/pending': () =>
          isAway
            ? { status: 503, code: 'SERVICE_UNAVAILABLE' }
            : { status: 200, says: { waiting: ['totp'] } },
      },
    );
    const { user } = await openPage('/login?second=true', { server });
    const alert = await screen.findByRole('alert');
    expect(alert).toHaveTextContent('The portal is temporarily unavailable.');
    expect(screen.queryByText(/went wrong on this page/)).not.toBeInTheDocument();
    isAway = false;
    await user.click(within(alert).getByRole('button', { name: 'Try again' }));
    expect(await screen.findByLabelText('Code')).toBeVisible();
  });

  it('replaces the sign-in form in the browser history', async () => {
    const server = fakeServer(
      {},
      {
        '/sign-in/email': () => ({ status: 200, says: { secondFactor: ['totp'] } }),
        '/two-step/pending': () => ({ status: 200, says: { waiting: ['totp'] } }),
      },
    );
    const { user, fill, portal } = await openPage('/login', { server });
    const before = portal.router.history.length;
    await fill(await screen.findByLabelText('E-mail'), 'nora@lindqvist.se');
    await fill(screen.getByLabelText('Password'), 'correct horse battery');
    await user.click(screen.getByRole('button', { name: 'Sign in' }));
    expect(await screen.findByLabelText('Code')).toBeVisible();
    expect(portal.router.history.length).toBe(before);
  });
});

it("Ending another session in French doesn't say that this browser was signed out", async () => {
  const server = fakeServer({
    'accounts.me': () => ({ ...nora, locale: 'fr' }),
    'identity.sessions.list': () => sessions,
    'identity.sessions.end': () => ({ ended: true }),
  });
  const { user } = await openPage('/user/profile', { server, locale: 'fr' });
  await user.click(await screen.findByRole('button', { name: /Navigateur inconnu/ }));
  const announced = await screen.findByText('La session a été fermée.');
  expect(announced).toBeVisible();
  expect(announced.closest('section')).not.toHaveTextContent(/ce navigateur|déconnect/i);
});
