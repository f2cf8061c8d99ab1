/**
 * Tests that data which a change makes stale is refetched in the background. The user never has to wait for these
 * requests.
 */
import { screen, waitFor, within } from '@testing-library/react';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { browser } from '#client/browser.ts';
import { AppError } from '#shared/errors.ts';
import { type Answers, type AuthAnswer, done, fakeServer, refuse } from '#tests/pages/support/fake-server.ts';
import { nora } from '#tests/pages/support/fixtures.ts';
import { openPage } from '#tests/pages/support/open-page.tsx';
import { payButton } from '#tests/support/billing/pay-button.ts';

const left = vi.fn<(url: string) => void>();

beforeEach(() => {
  left.mockReset();
  vi.spyOn(browser, 'goTo').mockImplementation(left);
});

const never = () => new Promise<never>(() => undefined);

const noStep = {
  hasPassword: true,
  hasAuthenticator: false,
  hasTwoStep: false,
  passkeys: 1,
  passkeysAlone: 1,
  providers: [],
};

/** Returns a fake server that stops responding to queries once `hang()` has been called. */
function thatHangs(answers: Partial<Answers> = {}, auth: Record<string, AuthAnswer> = {}) {
  const server = fakeServer({ 'accounts.me': () => nora, ...answers }, auth);
  return {
    server,
    hang: () => {
      for (const name of [
        'accounts.me',
        'identity.signInMethods',
        'identity.passkeys',
        'identity.sessions.list',
        'identity.securityLog',
        'accounts.tokens.list',
        'accounts.email.pending',
        'licences.list',
        'catalogue.offers',
      ] as const)
        server.answers[name] = never;
    },
  };
}

describe('Changes while other requests hang', () => {
  it("open Paddle's checkout without waiting for any other response", async () => {
    const { server, hang } = thatHangs({
      'billing.startCheckout': () => {
        hang();
        return { url: 'https://pay.example.com/1' };
      },
    });
    const { user } = await openPage('/monica?plan=12', { server });
    await user.click(await screen.findByRole('button', payButton));
    await waitFor(() => expect(left).toHaveBeenCalledWith('https://pay.example.com/1'));
  });

  it("don't open Paddle's checkout after the customer has left the page", async () => {
    const held: ((answer: { url: string }) => void)[] = [];
    const server = fakeServer({
      'accounts.me': () => nora,
      'billing.startCheckout': () =>
        new Promise((resolve) => {
          held.push(resolve);
        }),
    });
    const { user, called, portal } = await openPage('/monica?plan=12', { server });
    await user.click(await screen.findByRole('button', payButton));
    await waitFor(() => expect(called('billing.startCheckout')).toHaveLength(1));
    await user.click(screen.getAllByRole('link', { name: 'Receipts' })[0] as HTMLElement);
    expect(await screen.findByRole('heading', { level: 1, name: 'Receipts' })).toBeVisible();
    held[0]?.({ url: 'https://pay.example.com/late' });
    await waitFor(() => expect(portal.queryClient.isMutating()).toBe(0));
    expect(left).not.toHaveBeenCalled();
  });

  it('show a new token at once and keep it when refetching the list fails', async () => {
    const view = {
      id: 5,
      name: 'Accounting',
      permissions: ['licences:read' as const],
      createdAt: new Date(),
      expiresAt: null,
      lastUsedAt: null,
    };
    const { server } = thatHangs({
      'accounts.tokens.create': () => {
        server.answers['accounts.tokens.list'] = () => {
          throw new AppError('internal', 'down');
        };
        return { status: 'created', token: 'cpt_secret', view } as never;
      },
    });
    const { user, portal, address } = await openPage('/user/profile', { server });
    await user.click(await screen.findByRole('button', { name: 'New token' }));
    await user.type(await screen.findByLabelText('Name', { selector: '[name="token-name"]' }), 'Accounting');
    await user.click(screen.getByRole('checkbox', { name: /licences/i }));
    await user.click(screen.getByRole('button', { name: /^Create/ }));
    expect(await screen.findByText('cpt_secret')).toBeVisible();
    await waitFor(() =>
      expect(portal.queryClient.isFetching({ queryKey: [['account', 'tokens', 'list']] })).toBe(0),
    );
    expect(screen.getByText('cpt_secret')).toBeVisible();
    // The token is shown only once, so leaving the page needs a confirmation.
    await user.click(screen.getAllByRole('link', { name: 'Receipts' })[0] as HTMLElement);
    expect(await screen.findByRole('dialog', { name: /Leave/ })).toBeVisible();
    expect(address()).toBe('/user/profile');
    // The mutation cache contains no copy of the token.
    const kept = portal.queryClient.getMutationCache().getAll();
    expect(JSON.stringify(kept.map(({ state }) => state))).not.toContain('cpt_secret');
  });

  it('show recovery codes at once', async () => {
    const { server, hang } = thatHangs({
      'identity.signInMethods': () => noStep,
      'identity.twoStep.turnOn': () => {
        hang();
        return { recoveryCodes: ['aaaaa-bbbbb'] };
      },
    });
    const { user } = await openPage('/user/profile', { server });
    await user.click(await screen.findByRole('button', { name: 'Require a key after your password' }));
    expect(await screen.findByText('aaaaa-bbbbb')).toBeVisible();
  });

  it('complete the original change right after the reauthentication', async () => {
    let isConfirmed = false;
    const { server, hang } = thatHangs({
      'identity.passwords.change': () => (isConfirmed ? done : refuse('confirmation_needed')),
      'identity.reauthentication.byPassword': () => {
        isConfirmed = true;
        hang();
        return done;
      },
    });
    const { user } = await openPage('/user/profile', { server });
    await user.type(await screen.findByLabelText('New password'), 'another long secret{Enter}');
    const dialog = await screen.findByRole('dialog');
    await user.type(within(dialog).getByLabelText('Password'), 'correct horse{Enter}');
    expect(await screen.findByText(/Your password has been changed/)).toBeVisible();
    await waitFor(() => expect(screen.queryByRole('dialog')).not.toBeInTheDocument());
  });
});

describe('Data invalidated by a change', () => {
  it("doesn't show an expired sign-up before the first sign-in has redirected", async () => {
    let waiting: object | null = { provider: 'google', name: 'Nora', email: nora.email, needsEmail: false };
    let isIn = false;
    const said: string[] = [];
    const server = fakeServer(
      {
        'accounts.me': async () => {
          said.push(document.body.textContent ?? '');
          return isIn ? nora : null;
        },
      },
      {
        '/first-sign-in': () => ({ status: 200, says: { waiting } }),
        '/first-sign-in/finish': () => {
          waiting = null;
          isIn = true;
          return { status: 200, says: { status: 'signed_in' } };
        },
      },
    );
    const { user, address, called } = await openPage('/register/finish?next=/receipts', { server });
    await user.click(await screen.findByRole('checkbox'));
    const before = called('accounts.me').length;
    await user.click(screen.getByRole('button', { name: 'Create account' }));
    await waitFor(() => expect(address()).toBe('/receipts'));
    expect(said.join()).not.toContain('This sign-up has expired');
    expect(called('/first-sign-in')).toHaveLength(1);
    // The account was fetched exactly once after the sign-up.
    expect(called('accounts.me')).toHaveLength(before + 1);
  });

  it('shows a first password as the first one, regardless of the order of refetches', async () => {
    let hasPassword = false;
    const { server } = thatHangs({
      'identity.signInMethods': () => ({ ...noStep, hasPassword, passkeys: 0, passkeysAlone: 0 }),
      'identity.passwords.setFirst': () => {
        hasPassword = true;
        server.answers['identity.securityLog'] = never;
        return done;
      },
    });
    const { user } = await openPage('/user/profile', { server });
    await user.type(await screen.findByLabelText('New password'), 'another long secret{Enter}');
    expect(await screen.findByText(/You can now sign in/)).toBeVisible();
    expect(screen.queryByText(/Your password has been changed/)).not.toBeInTheDocument();
  });

  it("doesn't delay saving the name until the security log is refetched", async () => {
    const { server, hang } = thatHangs({
      'accounts.rename': ({ name }) => {
        hang();
        return { ...nora, name };
      },
    });
    const { user } = await openPage('/user/profile', { server });
    await user.type(await screen.findByLabelText('Name'), ' L.{Enter}');
    expect(await screen.findByText('Saved.')).toBeVisible();
    expect(screen.getAllByText('Nora Lindqvist L.')[0]).toBeInTheDocument();
  });
});
