/**
 * Tests that a tab belongs to one account: it notices when the session ends, and shows none of the account's data to
 * the next user.
 */
import { fireEvent, screen, waitFor } from '@testing-library/react';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { browser } from '#client/browser.ts';
import type { AccountView } from '#shared/accounts/accounts.ts';
import { AppError } from '#shared/errors.ts';
import { type Answers, type AuthAnswer, done, fakeServer, refuse } from '#tests/pages/support/fake-server.ts';
import { aProfile, aReceipt, aReceiptPage, nora } from '#tests/pages/support/fixtures.ts';
import { openPage } from '#tests/pages/support/open-page.tsx';

const ben: AccountView = { ...nora, id: 8, name: 'Ben Okafor', email: 'ben@example.com' };
const reloaded = vi.fn<() => void>();

beforeEach(() => {
  reloaded.mockReset();
  vi.spyOn(browser, 'reload').mockImplementation(reloaded);
});

/**
 * Returns the server as one browser sees it. The server knows who is signed in, and refuses requests from tabs that
 * show another account.
 */
function aBrowser(
  first: AccountView | null,
  { answers = {}, auth = {} }: { answers?: Partial<Answers>; auth?: Record<string, AuthAnswer> } = {},
) {
  const state = { account: first, shown: [] as (string | null)[] };
  const asked = <T,>(answer: T): T => {
    const shown = state.shown.at(-1) ?? null;
    if (state.account === null) throw new AppError('not_signed_in', 'nobody');
    if (shown !== null && shown !== String(state.account.id))
      throw new AppError('account_changed', 'another');
    return answer;
  };
  const server = fakeServer(
    {
      'accounts.me': () => state.account,
      'accounts.rename': ({ name }) => asked({ ...nora, name }),
      'accounts.profile.find': () =>
        asked(state.account?.id === ben.id ? { ...aProfile, companyName: 'Okafor Ltd' } : aProfile),
      'billing.receipts': () => asked(aReceiptPage([aReceipt()])),
      ...answers,
    },
    {
      '/sign-in/email': () => {
        state.account = ben;
        return { status: 200, says: {} };
      },
      ...auth,
    },
  );
  const { handle } = server;
  server.handle = (url, init) => {
    state.shown.push(init.headers?.['x-portal-account'] ?? null);
    return handle(url, init);
  };
  return { server, state };
}

describe('The end of a session', () => {
  it.each([
    [
      'identity.passwords.change',
      async ({ user, page }: Doing) =>
        user.type(await page.findByLabelText('New password'), 'another long secret{Enter}'),
    ],
    [
      'identity.twoStep.beginAuthenticator',
      async ({ user, page }: Doing) =>
        user.click(await page.findByRole('button', { name: 'Add an authenticator app' })),
    ],
    [
      '/sign-out',
      async ({ user, page }: Doing) => {
        await user.click(
          (await page.findAllByRole('button', { name: /Account menu, Nora/ }))[0] as HTMLElement,
        );
        await user.click((await page.findAllByRole('menuitem', { name: 'Sign out' }))[0] as HTMLElement);
      },
    ],
  ])('is detected when %s is called', async (door, act) => {
    const ended = () => {
      state.account = null;
    };
    const { server, state } = aBrowser(nora, {
      answers: {
        [door]: () => {
          ended();
          return refuse('not_signed_in');
        },
      },
      auth: {
        [door]: () => {
          ended();
          return { status: 401, code: 'UNAUTHORIZED' };
        },
      },
    });
    const { user, address } = await openPage('/user/profile', { server });
    await act({ user, page: screen });
    expect(await screen.findByText('You’ve been signed out. Sign in to continue.')).toBeVisible();
    expect(address()).toContain('next=%2Fuser%2Fprofile');
  });

  it('is detected when the data download is requested', async () => {
    const { server, state } = aBrowser(nora);
    const { handle } = server;
    server.handle = async (url, init) => {
      if (!url.endsWith('/user/data.json')) return handle(url, init);
      state.account = null;
      return Response.json({ type: 'http://portal.test/problems/not-signed-in' }, { status: 401 });
    };
    const { user } = await openPage('/user/profile', { server });
    await user.click(await screen.findByRole('button', { name: /Download/ }));
    expect(await screen.findByText('You’ve been signed out. Sign in to continue.')).toBeVisible();
  });

  it('clears the data of the previous customer before the next one signs in', async () => {
    const { server, state } = aBrowser(nora);
    const { user, fill, portal, address } = await openPage('/user/account', { server });
    expect(await screen.findByDisplayValue('Lindqvist AB')).toBeVisible();
    state.account = null;
    fireEvent.focus(window);
    await screen.findByText('You’ve been signed out. Sign in to continue.');
    await waitFor(() =>
      expect(
        JSON.stringify(
          portal.queryClient
            .getQueryCache()
            .getAll()
            .map(({ state: { data } }) => data),
        ),
      ).not.toContain('Lindqvist'),
    );
    // The next user's own data never arrives, so nothing could replace data of the first user that was still shown.
    server.answers['accounts.profile.find'] = () => new Promise<never>(() => undefined);
    await fill(await screen.findByLabelText('E-mail'), ben.email);
    await fill(screen.getByLabelText('Password'), 'correct horse battery');
    await user.click(screen.getByRole('button', { name: 'Sign in' }));
    await waitFor(() => expect(address()).toBe('/user/account'));
    expect(await screen.findByRole('heading', { level: 1, name: 'Company and address' })).toBeVisible();
    expect(document.body.textContent).not.toContain('Lindqvist');
    expect(screen.queryByDisplayValue('Lindqvist AB')).not.toBeInTheDocument();
  });
});

describe('A tab whose account was switched in another tab', () => {
  it('hides its content, reloads on focus and announces the new account', async () => {
    const { server, state } = aBrowser(nora);
    await openPage('/user/account', { server });
    await screen.findByDisplayValue('Lindqvist AB');
    state.account = ben;
    fireEvent.focus(window);
    await waitFor(() => expect(reloaded).toHaveBeenCalledOnce());
    expect(document.body).not.toHaveTextContent(/Nora|Lindqvist|Ben/);
    // The reloaded page says once that another account is now signed in.
    await openPage('/user/account', { server });
    expect(
      await screen.findByText(/This browser is now signed in as Ben Okafor. Nothing has changed/),
    ).toBeVisible();
    expect(await screen.findByDisplayValue('Okafor Ltd')).toBeVisible();
  });

  it('reloads on a storage event from the other tab', async () => {
    const { server, state } = aBrowser(nora);
    await openPage('/dashboard', { server });
    await screen.findByRole('heading', { name: /^(?:Your licences|Welcome, )/ });
    state.account = ben;
    fireEvent(window, new StorageEvent('storage', { key: 'signed-in-changed' }));
    await waitFor(() => expect(reloaded).toHaveBeenCalledOnce());
  });

  it('sends its account with a change, has it rejected and reloads', async () => {
    const { server, state } = aBrowser(nora);
    const { user } = await openPage('/user/profile', { server });
    const name = await screen.findByLabelText('Name');
    state.account = ben;
    await user.type(name, ' L.{Enter}');
    await waitFor(() => expect(reloaded).toHaveBeenCalledOnce());
    expect(state.shown.at(-1)).toBe('7');
    expect(document.body).not.toHaveTextContent(/Nora/);
  });

  it('reloads when an auth endpoint rejects its account', async () => {
    vi.stubGlobal('PublicKeyCredential', class {});
    const { server, state } = aBrowser(nora, {
      auth: { '/passkey/generate-register-options': () => ({ status: 409, code: 'ACCOUNT_CHANGED' }) },
    });
    const { user } = await openPage('/user/profile', { server });
    await user.click(await screen.findByRole('button', { name: 'Add a passkey' }));
    await user.type(
      await screen.findByLabelText('Name', { selector: '[name=passkey-name]' }),
      'Key ring{Enter}',
    );
    await waitFor(() => expect(reloaded).toHaveBeenCalledOnce());
    expect(state.shown.at(-1)).toBe('7');
  });

  it('stays hidden after a restore from the back/forward cache and reloads', async () => {
    const { server, state } = aBrowser(nora);
    await openPage('/dashboard', { server });
    await screen.findByRole('heading', { name: /^(?:Your licences|Welcome, )/ });
    state.account = ben;
    fireEvent(window, Object.assign(new Event('pageshow'), { persisted: true }));
    expect(document.documentElement.style.visibility).toBe('hidden');
    await waitFor(() => expect(reloaded).toHaveBeenCalledOnce());
    browser.hide(false);
  });

  it('stays unchanged after a restore when the account is the same', async () => {
    const { server } = aBrowser(nora);
    await openPage('/user/account', { server });
    await screen.findByDisplayValue('Lindqvist AB');
    fireEvent(window, Object.assign(new Event('pageshow'), { persisted: true }));
    await waitFor(() => expect(document.documentElement.style.visibility).toBe(''));
    expect(screen.getByDisplayValue('Lindqvist AB')).toBeVisible();
    expect(reloaded).not.toHaveBeenCalled();
  });

  it('completes a new sign-in while a request for the account gets no response', async () => {
    const { server, state } = aBrowser(null);
    const { fill, user, address, called } = await openPage('/login?next=/receipts', { server });
    await fill(await screen.findByLabelText('E-mail'), ben.email);
    await fill(screen.getByLabelText('Password'), 'correct horse battery');
    const asked = called('accounts.me').length;
    server.answers['accounts.me'] = () => {
      server.answers['accounts.me'] = () => state.account;
      return new Promise<never>(() => undefined);
    };
    fireEvent.focus(window);
    await waitFor(() => expect(called('accounts.me').length).toBeGreaterThan(asked));
    await user.click(screen.getByRole('button', { name: 'Sign in' }));
    await waitFor(() => expect(address()).toBe('/receipts'));
  });

  it('leaves the sign-in form when another tab signs in', async () => {
    const { server, state } = aBrowser(null);
    const { address } = await openPage('/login?next=/receipts', { server });
    await screen.findByRole('heading', { name: 'Sign in' });
    state.account = ben;
    fireEvent(window, new StorageEvent('storage', { key: 'signed-in-changed' }));
    await waitFor(() => expect(address()).toBe('/receipts'));
  });
});

interface Doing {
  user: Awaited<ReturnType<typeof openPage>>['user'];
  page: typeof screen;
}

describe('Two actions that require reauthentication', () => {
  async function ask(server: ReturnType<typeof fakeServer>) {
    const opened = await openPage('/user/profile', { server });
    const { user } = opened;
    await user.click(await screen.findByRole('button', { name: 'Add an authenticator app' }));
    await user.click(screen.getByRole('button', { name: /Download/ }));
    return opened;
  }
  function confirming() {
    const held: (() => void)[] = [];
    let isConfirmed = false;
    const server = fakeServer({
      'accounts.me': () => nora,
      'identity.twoStep.beginAuthenticator': () =>
        isConfirmed ? { secret: 'ABCDEFGH', uri: 'otpauth://totp/x' } : refuse('confirmation_needed'),
      'identity.reauthentication.byPassword': () => {
        isConfirmed = true;
        return done;
      },
    });
    const { handle } = server;
    server.handle = async (url, init) => {
      const isHeld = url.includes('beginAuthenticator') || url.endsWith('/user/data.json');
      if (!isHeld) return handle(url, init);
      // Holds both requests until both are pending, so that neither gets a response before the other is sent.
      if (!isConfirmed && held.length < 2) {
        await new Promise<void>((resolve) => {
          held.push(resolve);
          if (held.length === 2) for (const each of held) each();
        });
      }
      if (!url.endsWith('/user/data.json')) return handle(url, init);
      return isConfirmed
        ? new Response('{}', { status: 200 })
        : Response.json({ type: 'http://portal.test/problems/confirmation-needed' }, { status: 403 });
    };
    return server;
  }

  it('both continue after a single reauthentication', async () => {
    const saved = vi.fn<() => string>(() => 'blob:x');
    vi.stubGlobal(
      'URL',
      class extends URL {
        static override createObjectURL = saved;
        static override revokeObjectURL = () => undefined;
      },
    );
    vi.spyOn(HTMLAnchorElement.prototype, 'click').mockImplementation(() => undefined);
    const { user } = await ask(confirming());
    const field = await screen.findByLabelText('Password', { selector: '[autocomplete="current-password"]' });
    await user.type(field, 'correct horse{Enter}');
    expect(await screen.findByText(/Scan the QR code/)).toBeVisible();
    await waitFor(() => expect(saved).toHaveBeenCalledOnce());
  });

  it('are both cancelled by a single “Not now” without an error', async () => {
    const { user } = await ask(confirming());
    await user.click(await screen.findByRole('button', { name: 'Not now' }));
    await waitFor(() => expect(document.querySelectorAll('[data-loading]')).toHaveLength(0));
    expect(screen.queryByRole('alert')).not.toBeInTheDocument();
  });
});
