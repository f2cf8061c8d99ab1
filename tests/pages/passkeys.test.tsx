/** Passkeys on the pages: the list of them, and where they are offered. What a browser does with one is a journey. */
import { screen, waitFor, within } from '@testing-library/react';
import { afterEach, describe, expect, it, vi } from 'vitest';
import type { PasskeyView } from '#shared/passkeys.ts';
import { fakeServer } from './support/fake-server.ts';
import { nora } from './support/fixtures.ts';
import { openPage } from './support/open-page.tsx';

const phone: PasskeyView = {
  id: 3,
  name: 'Phone',
  isSynced: true,
  signsInAlone: true,
  addedAt: new Date('2026-11-20T10:00:00Z'),
};
const keyRing: PasskeyView = {
  id: 4,
  name: 'Key ring',
  isSynced: false,
  signsInAlone: false,
  addedAt: null,
};

afterEach(() => vi.unstubAllGlobals());

/** A browser that knows passkeys, and whose person gives none. */
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

async function openSettings(passkeys: readonly PasskeyView[], locale: 'en' | 'fr' = 'en') {
  let list = [...passkeys];
  const server = fakeServer(
    {
      'account.me': () => ({ ...nora, locale }),
      'account.passkeys': () => list,
      'account.waysIn': () => ({
        hasPassword: true,
        hasAuthenticator: false,
        passkeys: list.length,
        passkeysAlone: list.length,
        providers: [],
      }),
    },
    {
      '/passkey/rename': ({ id, name }) => {
        list = list.map((each) => (each.id === id ? { ...each, name: String(name) } : each));
        return { status: 200 };
      },
      '/passkey/remove': ({ id }) => {
        if (list.length === 1) return { status: 409, code: 'LAST_WAY_IN' };
        list = list.filter((each) => each.id !== id);
        return { status: 200 };
      },
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
  const page = await openPage('/user/account', { server, locale });
  const name = locale === 'en' ? 'Passkeys and security keys' : 'Clés d’accès et clés de sécurité';
  const heading = await screen.findByRole('heading', { name });
  return { ...page, section: within(heading.closest('section') as HTMLElement) };
}

describe('the passkeys of an account', () => {
  it('are listed, renamed and removed one by one', async () => {
    const { user, section, called } = await openSettings([phone, keyRing]);
    expect(await section.findByText('Phone')).toBeVisible();
    expect(section.getByText(/on all devices of its account/)).toBeVisible();
    await user.click(section.getByRole('button', { name: 'Rename Key ring' }));
    const field = section.getByLabelText('Name');
    expect(field).toHaveFocus();
    await user.clear(field);
    await user.keyboard('Desk key{Enter}');
    expect(await section.findByText('Desk key')).toBeVisible();
    expect(called('/passkey/rename')).toEqual([{ id: 4, name: 'Desk key' }]);
    await user.click(section.getByRole('button', { name: 'Remove Phone' }));
    const dialog = within(await screen.findByRole('dialog', { name: 'Remove Phone?' }));
    await user.click(dialog.getByRole('button', { name: 'Remove the passkey' }));
    await waitFor(() => expect(section.queryByText('Phone')).not.toBeInTheDocument());
    await user.click(section.getByRole('button', { name: 'Remove Desk key' }));
    await user.click(await screen.findByRole('button', { name: 'Remove the passkey' }));
    expect(await section.findByRole('alert')).toHaveTextContent('That is your last way to sign in.');
  });

  it('tell of one that only comes after the password', async () => {
    const { section } = await openSettings([phone, keyRing]);
    const items = await section.findAllByRole('listitem');
    const text = /only serves as second step/;
    expect(items.map((item) => text.test(item.textContent ?? ''))).toEqual([false, true]);
  });

  it('cannot be added where the browser knows none, and it says so', async () => {
    const { section } = await openSettings([], 'fr');
    expect(await section.findByText('Aucune.')).toBeVisible();
    expect(section.getByText('Ce navigateur ne connaît pas les clés d’accès.')).toBeVisible();
    expect(section.queryByRole('button')).not.toBeInTheDocument();
  });

  it('stay as they were when none is given', async () => {
    withoutAnswer();
    const { user, section, called } = await openSettings([]);
    await user.click(await section.findByRole('button', { name: 'Add a passkey' }));
    await user.type(section.getByLabelText('Name'), 'Laptop{Enter}');
    expect(await section.findByRole('alert')).toHaveTextContent('No passkey was given. Nothing has changed.');
    expect(section.getByLabelText('Name')).toHaveValue('Laptop');
    expect(called('/passkey/verify-registration')).toEqual([]);
  });
});

describe('the log-in page', () => {
  it('lets the browser fill in a passkey beside the address, and has no button where it knows none', async () => {
    await openPage('/login');
    expect(await screen.findByLabelText('E-mail')).toHaveAttribute('autocomplete', 'username webauthn');
    expect(screen.queryByRole('button', { name: 'Sign in with a passkey' })).not.toBeInTheDocument();
  });

  it('says that none was given, and the password is still there to be typed', async () => {
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
    expect(await screen.findByRole('alert')).toHaveTextContent('No passkey was given. Nothing has changed.');
    expect(screen.getByLabelText('Password')).toBeVisible();
    expect(called('/passkey/generate-authenticate-options')).toEqual([{ purpose: 'sign-in' }]);
  });
});
