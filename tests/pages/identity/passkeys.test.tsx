/**
 * Tests passkeys on the pages: the list of passkeys, and the places where passkeys are offered. tests/e2e covers their
 * use in a real browser.
 */
import { screen, waitFor, within } from '@testing-library/react';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { AppError } from '#shared/errors.ts';
import type { PasskeyView } from '#shared/identity/passkeys.ts';
import { fakeServer } from '#tests/pages/support/fake-server.ts';
import { nora } from '#tests/pages/support/fixtures.ts';
import { openPage } from '#tests/pages/support/open-page.tsx';

const phone: PasskeyView = {
  id: 3,
  name: 'Phone',
  isSynced: true,
  signsInAlone: true,
  addedAt: new Date('2026-11-20T10:00:00Z'),
  lastUsedAt: new Date('2026-11-28T10:00:00Z'),
};
const keyRing: PasskeyView = {
  id: 4,
  name: 'Key ring',
  isSynced: false,
  signsInAlone: false,
  addedAt: null,
  lastUsedAt: null,
};

afterEach(() => vi.unstubAllGlobals());

/** Stubs a browser that supports passkeys and whose user cancels every request. */
function withoutAnswer() {
  vi.stubGlobal('PublicKeyCredential', class {});
  const refusal = new DOMException('The person said no.', 'NotAllowedError');
  vi.stubGlobal(
    'navigator',
    Object.create(navigator, {
      credentials: {
        value: {
          create: () => Promise.reject(refusal),
          get: () => Promise.reject(refusal),
        },
      },
    }),
  );
}

async function openSettings(
  passkeys: readonly PasskeyView[],
  locale: 'en' | 'fr' = 'en',
  { hasTwoStep = false, hasPassword = true } = {},
) {
  let list = [...passkeys];
  const server = fakeServer(
    {
      'accounts.me': () => ({ ...nora, locale }),
      'identity.passkeys': () => list,
      'identity.signInMethods': () => ({
        hasPassword,
        hasAuthenticator: false,
        hasTwoStep,
        passkeys: list.length,
        passkeysAlone: list.length,
        providers: [],
      }),
      'identity.renamePasskey': ({ id, name }) => {
        list = list.map((each) => (each.id === id ? { ...each, name } : each));
        return { ok: true };
      },
      'identity.removePasskey': ({ id }) => {
        if (list.length === 1 && !hasTwoStep) throw new AppError('last_way_in', 'the last one');
        list = list.filter((each) => each.id !== id);
        return { ok: true };
      },
    },
    {
      '/passkey/generate-register-options': () => ({
        status: 200,
        says: {
          challenge: 'AAAA',
          rp: { name: 'Customer portal', id: 'portal.test' },
          user: { id: 'AAAA', name: nora.email, displayName: nora.email },
          pubKeyCredParams: [{ alg: -7, type: 'public-key' }],
        },
      }),
    },
  );
  const page = await openPage('/user/profile', { server, locale });
  const name = locale === 'en' ? 'Passkeys and security keys' : 'Clés d’accès et clés de sécurité';
  const heading = await screen.findByRole('heading', { name });
  return { ...page, section: within(heading.closest('section') as HTMLElement) };
}

describe('The passkeys of an account', () => {
  it("are listed, renamed and removed, and the only sign-in method can't be removed", async () => {
    const { user, section, called } = await openSettings([phone, keyRing]);
    expect(await section.findByText('Phone')).toBeVisible();
    expect(section.getByText(/synced across your devices\. Last used on 28 Nov 2026/)).toBeVisible();
    await user.click(section.getByRole('button', { name: 'Rename Key ring' }));
    const field = section.getByLabelText('Name');
    expect(field).toHaveFocus();
    await user.clear(field);
    await user.keyboard('Desk key{Enter}');
    expect(await section.findByText('Desk key')).toBeVisible();
    expect(called('identity.renamePasskey')).toEqual([{ id: 4, name: 'Desk key', expected: 'Key ring' }]);
    await user.click(section.getByRole('button', { name: 'Remove Phone' }));
    const dialog = within(await screen.findByRole('dialog', { name: 'Remove Phone?' }));
    await user.click(dialog.getByRole('button', { name: 'Remove key' }));
    await waitFor(() => expect(section.queryByText('Phone')).not.toBeInTheDocument());
    await user.click(section.getByRole('button', { name: 'Remove Desk key' }));
    await user.click(await screen.findByRole('button', { name: 'Remove key' }));
    expect(await section.findByRole('alert')).toHaveTextContent('This is your only way to sign in.');
  });

  it('say which passkey can only be used for two-step verification', async () => {
    const { section } = await openSettings([phone, keyRing]);
    const items = await section.findAllByRole('listitem');
    const text = /it only works for two-step verification\. Turn on two-step verification/;
    expect(items.map((item) => text.test(item.textContent ?? ''))).toEqual([false, true]);
  });

  it('warn that removing the last one turns two-step verification off', async () => {
    const { user, section, called } = await openSettings([keyRing], 'en', { hasTwoStep: true });
    expect(await section.findByText(/Used for two-step verification only/)).toBeVisible();
    await user.click(section.getByRole('button', { name: 'Remove Key ring' }));
    const dialog = within(await screen.findByRole('dialog', { name: 'Remove Key ring?' }));
    expect(dialog.getByText(/you’ll sign in with just your password/)).toBeVisible();
    await user.click(dialog.getByRole('button', { name: 'Remove key' }));
    expect(await section.findByText('No passkeys or security keys yet.')).toBeVisible();
    expect(called('identity.removePasskey')).toEqual([{ id: 4, turnsTwoStepOff: true }]);
  });

  it('warn that two-step verification ends without mentioning a password when there is none', async () => {
    const { user, section } = await openSettings([keyRing], 'en', {
      hasTwoStep: true,
      hasPassword: false,
    });
    await user.click(await section.findByRole('button', { name: 'Remove Key ring' }));
    const dialog = await screen.findByRole('dialog', { name: 'Remove Key ring?' });
    expect(within(dialog).getByText(/removing it turns two-step verification off/)).toBeVisible();
    expect(dialog).not.toHaveTextContent(/password/i);
  });

  it("can't be added in a browser without passkey support", async () => {
    const { section } = await openSettings([], 'fr');
    expect(await section.findByText('Aucune clé pour l’instant.')).toBeVisible();
    expect(section.getByText('Ce navigateur ne prend pas en charge les clés d’accès.')).toBeVisible();
    expect(section.queryByRole('button')).not.toBeInTheDocument();
  });

  it("stay unchanged when the browser's passkey request is cancelled", async () => {
    withoutAnswer();
    const { user, section, called } = await openSettings([]);
    await user.click(await section.findByRole('button', { name: 'Add a passkey' }));
    await user.type(section.getByLabelText('Name'), 'Laptop{Enter}');
    expect(await section.findByRole('status')).toHaveTextContent(
      'Passkey request cancelled. Nothing has changed.',
    );
    expect(section.queryByRole('alert')).not.toBeInTheDocument();
    expect(section.getByLabelText('Name')).toHaveValue('Laptop');
    expect(called('/passkey/verify-registration')).toEqual([]);
  });
});

/** Stubs a browser with passkey autofill. `choose` picks the passkey that the browser offers. */
function fillsIn() {
  const isConditionalMediationAvailable = () => Promise.resolve(true);
  vi.stubGlobal('PublicKeyCredential', Object.assign(class {}, { isConditionalMediationAvailable }));
  const asked: CredentialRequestOptions[] = [];
  let choose = (_credential: object) => {};
  const bytes = Uint8Array.from([1, 2, 3]).buffer;
  const credential = {
    id: 'AQID',
    rawId: bytes,
    type: 'public-key',
    response: { authenticatorData: bytes, clientDataJSON: bytes, signature: bytes, userHandle: null },
    getClientExtensionResults: () => ({}),
  };
  const get = (options: CredentialRequestOptions) =>
    new Promise((resolve, reject) => {
      asked.push(options);
      options.signal?.addEventListener('abort', () => reject(options.signal?.reason));
      if (options.mediation === 'conditional') choose = resolve;
      else resolve(credential);
    });
  vi.stubGlobal('navigator', Object.create(navigator, { credentials: { value: { get } } }));
  return { asked, choose: () => choose(credential) };
}

describe('Passkey autofill on the sign-in page', () => {
  function loginServer(answers: { status: number; code?: string }[]) {
    let signedIn = false;
    let challenges = 0;
    return fakeServer(
      { 'accounts.me': () => (signedIn ? nora : null) },
      {
        '/passkey/generate-authenticate-options': () => {
          challenges += 1;
          const challenge = `AAA${challenges}`;
          return { status: 200, says: { challenge, rpId: 'portal.test', userVerification: 'required' } };
        },
        '/passkey/verify-authentication': () => {
          const answer = answers.shift() ?? { status: 200 };
          signedIn = answer.status === 200;
          return answer;
        },
      },
    );
  }
  const options = '/passkey/generate-authenticate-options';
  const mediations = (asked: CredentialRequestOptions[]) => asked.map(({ mediation }) => mediation);

  it('asks again for the chosen passkey without an error when its challenge has expired', async () => {
    const browser = fillsIn();
    const server = loginServer([{ status: 400, code: 'CHALLENGE_NOT_FOUND' }]);
    const { called } = await openPage('/login', { server });
    await waitFor(() => expect(browser.asked).toHaveLength(1));
    browser.choose();
    expect(await screen.findByRole('heading', { name: /^(?:Your licences|Welcome, )/ })).toBeVisible();
    expect(called(options)).toHaveLength(2);
    expect(called('/passkey/verify-authentication')).toHaveLength(2);
    const [, again] = browser.asked;
    expect(again?.mediation).toBeUndefined();
    expect(again?.publicKey?.allowCredentials).toHaveLength(1);
  });

  it('shows an error after two expired challenges', async () => {
    const browser = fillsIn();
    const old = { status: 400, code: 'CHALLENGE_NOT_FOUND' };
    const { called } = await openPage('/login', { server: loginServer([old, old, old]) });
    await waitFor(() => expect(browser.asked).toHaveLength(1));
    browser.choose();
    expect(await screen.findByRole('alert')).toHaveTextContent('This took too long. Try again.');
    expect(called('/passkey/verify-authentication')).toHaveLength(2);
  });

  it('requests a new challenge on focus only after another tab has requested one', async () => {
    const browser = fillsIn();
    const { called } = await openPage('/login', { server: loginServer([]) });
    await waitFor(() => expect(browser.asked).toHaveLength(1));
    window.dispatchEvent(new Event('focus'));
    window.dispatchEvent(new StorageEvent('storage', { key: 'passkey-asked', newValue: 'another tab' }));
    expect(called(options)).toHaveLength(1);
    window.dispatchEvent(new Event('focus'));
    await waitFor(() => expect(browser.asked).toHaveLength(2));
    expect(mediations(browser.asked)).toEqual(['conditional', 'conditional']);
    expect(called(options)).toHaveLength(2);
  });

  it('requests a new challenge before the current one expires', async () => {
    vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval', 'Date'] });
    try {
      const browser = fillsIn();
      await openPage('/login', { server: loginServer([]) });
      await vi.waitFor(() => expect(browser.asked).toHaveLength(1), 10_000);
      vi.advanceTimersByTime(4 * 60_000);
      await vi.waitFor(() => expect(browser.asked).toHaveLength(2), 10_000);
    } finally {
      vi.useRealTimers();
    }
  });

  it('restarts after a failed sign-in with the passkey button', async () => {
    const browser = fillsIn();
    const refused = { status: 401, code: 'AUTHENTICATION_FAILED' };
    const { user } = await openPage('/login', { server: loginServer([refused]) });
    await waitFor(() => expect(browser.asked).toHaveLength(1));
    await user.click(screen.getByRole('button', { name: 'Sign in with a passkey' }));
    expect(await screen.findByRole('alert')).toHaveTextContent('This passkey can’t be used here.');
    await waitFor(() => expect(mediations(browser.asked)).toEqual(['conditional', undefined, 'conditional']));
    browser.choose();
    expect(await screen.findByRole('heading', { name: /^(?:Your licences|Welcome, )/ })).toBeVisible();
  });
});

describe('The sign-in page', () => {
  it('allows passkey autofill, and has no passkey button in a browser without support', async () => {
    await openPage('/login');
    expect(await screen.findByLabelText('E-mail')).toHaveAttribute('autocomplete', 'username webauthn');
    expect(screen.queryByRole('button', { name: 'Sign in with a passkey' })).not.toBeInTheDocument();
  });

  it('says that the passkey request was cancelled and still offers the password', async () => {
    withoutAnswer();
    const server = fakeServer(
      {},
      {
        '/passkey/generate-authenticate-options': () => ({
          status: 200,
          says: {
            challenge: 'AAAA',
            rpId: 'portal.test',
            allowCredentials: [],
            userVerification: 'required',
          },
        }),
      },
    );
    const { user, called } = await openPage('/login', { server });
    await user.click(await screen.findByRole('button', { name: 'Sign in with a passkey' }));
    expect(await screen.findByRole('status')).toHaveTextContent(
      'Passkey request cancelled. Nothing has changed.',
    );
    expect(screen.queryByRole('alert')).not.toBeInTheDocument();
    expect(screen.getByLabelText('Password')).toBeVisible();
    expect(called('/passkey/generate-authenticate-options')).toEqual([{ purpose: 'sign-in' }]);
  });
});
