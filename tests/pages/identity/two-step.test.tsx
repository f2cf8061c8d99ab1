/**
 * Tests two-step verification on the pages: adding the app, saving the recovery codes, and the second step of signing
 * in.
 */
import { screen, waitFor, within } from '@testing-library/react';
import { describe, expect, it, vi } from 'vitest';
import type { SecondFactor } from '#shared/identity/security-log.ts';
import { type AuthAnswer, done, fakeServer, refuse } from '#tests/pages/support/fake-server.ts';
import { nora } from '#tests/pages/support/fixtures.ts';
import { openPage } from '#tests/pages/support/open-page.tsx';

const secret = 'JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXPJBSWY3DP';
const uri = `otpauth://totp/Customer%20portal:nora%40lindqvist.se?secret=${secret}&issuer=Customer%20portal`;
const codes = Array.from({ length: 10 }, (_, index) => `abcd${index}-efgh${index}`);
const ten = { recoveryCodes: codes };

/** Returns a fake server that stores whether Nora has an authenticator app and has recently reauthenticated. */
function settingsServer({
  hasAuthenticator = false,
  hasPassword = true,
  keys = 0,
  asksForKey = false,
  isConfirmed = true,
  codesLeft = 10,
} = {}) {
  let [on, byKey, confirmed] = [hasAuthenticator, asksForKey, isConfirmed];
  const guarded =
    <Input, Output>(answer: (input: Input) => Output) =>
    (input: Input): Output =>
      confirmed ? answer(input) : refuse('confirmation_needed');
  return fakeServer({
    'accounts.me': () => nora,
    'identity.signInMethods': () => ({
      hasPassword,
      hasAuthenticator: on,
      hasTwoStep: on || byKey,
      passkeys: keys,
      passkeysAlone: 0,
      providers: [],
    }),
    'identity.reauthentication.byPassword': ({ password }) => {
      confirmed = password === 'correct horse battery';
      return confirmed ? done : refuse('password_wrong');
    },
    'identity.twoStep.beginAuthenticator': guarded(() => ({ secret, uri })),
    'identity.twoStep.confirmAuthenticator': guarded(({ code }: { code?: string | undefined }) => {
      on = code === '123456';
      if (!on) return refuse('code_wrong');
      return byKey ? { recoveryCodes: null } : ten;
    }),
    'identity.twoStep.turnOn': guarded(() => {
      byKey = true;
      return ten;
    }),
    'identity.twoStep.turnOff': guarded(() => {
      byKey = false;
      return done;
    }),
    'identity.twoStep.removeAuthenticator': guarded(() => {
      on = false;
      return done;
    }),
    'identity.twoStep.renewRecoveryCodes': guarded(() => {
      codesLeft = 10;
      return ten;
    }),
    'identity.twoStep.recoveryCodesLeft': () => ({ left: codesLeft }),
  });
}

async function openSettings(options: Parameters<typeof settingsServer>[0] = {}) {
  const page = await openPage('/user/profile', { server: settingsServer(options) });
  const heading = await screen.findByRole('heading', { name: 'Two-step verification' });
  const section = within(heading.closest('section') as HTMLElement);
  return { ...page, section };
}

describe('Adding an authenticator app', () => {
  it('shows the QR code and secret, verifies a code and shows the recovery codes once', async () => {
    const { user, section, called } = await openSettings();
    await user.click(await section.findByRole('button', { name: 'Add an authenticator app' }));
    expect(await section.findByRole('img', { name: 'QR code for the authenticator app' })).toBeVisible();
    expect(section.getByText(secret.replaceAll(/.{4}(?=.)/g, '$& '))).toBeVisible();
    const field = section.getByLabelText('Code from the app');
    expect(field).toHaveFocus();
    expect(field).toHaveAttribute('autocomplete', 'one-time-code');
    await user.keyboard('999999{Enter}');
    expect(await section.findByRole('alert')).toHaveTextContent(
      'That code is wrong or has already been used.',
    );
    await user.clear(field);
    await user.type(field, '123456{Enter}');
    expect(await section.findByRole('heading', { name: 'Recovery codes' })).toHaveFocus();
    expect(section.getAllByRole('listitem').map((item) => item.textContent)).toEqual(codes);
    const download = section.getByRole('link', { name: 'Download as text' });
    expect(download).toHaveAttribute('download', 'recovery-codes.txt');
    const [, text = ''] = (download.getAttribute('href') ?? '').split(',');
    for (const code of codes) expect(decodeURIComponent(text)).toContain(code);
    await user.click(section.getByRole('button', { name: 'I’ve saved them' }));
    expect(await section.findByText('On. We ask for a code from the app when you sign in.')).toBeVisible();
    expect(screen.queryByText(codes[0] ?? '')).not.toBeInTheDocument();
    expect(called('identity.twoStep.confirmAuthenticator')).toEqual([{ code: '999999' }, { code: '123456' }]);
  });

  it('asks the customer to reauthenticate when the server requires it, then continues', async () => {
    const { user, section } = await openSettings({ isConfirmed: false });
    await user.click(await section.findByRole('button', { name: 'Add an authenticator app' }));
    const dialog = within(await screen.findByRole('dialog'));
    await user.type(dialog.getByLabelText('Password'), 'correct horse battery{Enter}');
    expect(await section.findByRole('img', { name: 'QR code for the authenticator app' })).toBeVisible();
  });

  it('shows no error when the reauthentication is cancelled', async () => {
    const { user, section } = await openSettings({ isConfirmed: false });
    await user.click(await section.findByRole('button', { name: 'Add an authenticator app' }));
    const dialog = within(await screen.findByRole('dialog'));
    await user.click(dialog.getByRole('button', { name: 'Not now' }));
    await waitFor(() => expect(screen.queryByRole('dialog')).not.toBeInTheDocument());
    expect(screen.queryByRole('alert')).not.toBeInTheDocument();
  });

  it('shows how many recovery codes are left and warns when they run low', async () => {
    const { user, section } = await openSettings({ hasAuthenticator: true, codesLeft: 1 });
    expect(await section.findByText('You have 1 recovery code left.')).toBeVisible();
    expect(section.getByText('Create new ones to avoid being locked out.')).toBeVisible();
    await user.click(section.getByRole('button', { name: 'Create new codes' }));
    const dialog = within(await screen.findByRole('dialog', { name: 'Create new recovery codes?' }));
    await user.click(dialog.getByRole('button', { name: 'Create new codes' }));
    await user.click(await section.findByRole('button', { name: 'I’ve saved them' }));
    expect(await section.findByText('You have 10 recovery codes left.')).toBeVisible();
    expect(section.queryByText('Create new ones to avoid being locked out.')).not.toBeInTheDocument();
  });

  it('copies the recovery codes, and shows an error when the browser blocks copying', async () => {
    const { user, section } = await openSettings({ hasAuthenticator: true });
    await user.click(await section.findByRole('button', { name: 'Create new codes' }));
    const dialog = within(await screen.findByRole('dialog', { name: 'Create new recovery codes?' }));
    expect(dialog.getByRole('button', { name: 'Cancel' })).toHaveFocus();
    await user.click(dialog.getByRole('button', { name: 'Create new codes' }));
    await user.click(await section.findByRole('button', { name: 'Copy codes' }));
    expect(await navigator.clipboard.readText()).toBe(codes.join('\n'));
    vi.spyOn(navigator.clipboard, 'writeText').mockRejectedValue(new Error('not allowed'));
    await user.click(section.getByRole('button', { name: 'Copied' }));
    expect(await section.findByText(/Your browser blocked copying/)).toBeVisible();
  });
});

describe('Removing the authenticator app', () => {
  it('asks for confirmation and warns that the password will be enough to sign in', async () => {
    const { user, section, called } = await openSettings({ hasAuthenticator: true });
    await user.click(await section.findByRole('button', { name: 'Remove app' }));
    const dialog = within(await screen.findByRole('dialog', { name: 'Remove the authenticator app?' }));
    expect(dialog.getByText(/you’ll sign in with just your password/)).toBeVisible();
    await user.click(dialog.getByRole('button', { name: 'Remove app' }));
    expect(await section.findByText('Not set up yet.')).toBeVisible();
    expect(called('identity.twoStep.removeAuthenticator')).toHaveLength(1);
  });
});

describe('A key as second step', () => {
  it('is turned on with recovery codes and turned off again, and warns that the password will be enough to sign in', async () => {
    const { user, section, called } = await openSettings({ keys: 1, isConfirmed: false });
    expect(await section.findByText('Off. You can sign in with just your password.')).toBeVisible();
    expect(section.queryByText('Recovery codes')).not.toBeInTheDocument();
    await user.click(section.getByRole('button', { name: 'Require a key after your password' }));
    const confirm = within(await screen.findByRole('dialog'));
    await user.type(confirm.getByLabelText('Password'), 'correct horse battery{Enter}');
    expect(await section.findByRole('heading', { name: 'Recovery codes' })).toHaveFocus();
    expect(section.getAllByRole('listitem').map((item) => item.textContent)).toEqual(codes);
    await user.click(section.getByRole('button', { name: 'I’ve saved them' }));
    expect(
      await section.findByText('On. We ask for a passkey or security key when you sign in.'),
    ).toBeVisible();
    expect(await section.findByText('You have 10 recovery codes left.')).toBeVisible();
    await user.click(section.getByRole('button', { name: 'Turn off' }));
    const dialog = within(await screen.findByRole('dialog', { name: 'Turn off two-step verification?' }));
    expect(dialog.getByText(/you’ll sign in with just your password/)).toBeVisible();
    await user.click(dialog.getByRole('button', { name: 'Turn it off' }));
    expect(await section.findByText('Off. You can sign in with just your password.')).toBeVisible();
    expect(called('identity.twoStep.turnOff')).toHaveLength(1);
  });

  it('is described without mentioning a password when the account has none', async () => {
    const { user, section } = await openSettings({ keys: 1, hasPassword: false });
    const state = await section.findByText('Off. We don’t ask for a key when you sign in.');
    const part = state.parentElement?.parentElement;
    expect(part).toHaveTextContent(/Passkey or security key/);
    expect(part).not.toHaveTextContent(/password/i);
    await user.click(section.getByRole('button', { name: 'Require a key at sign-in' }));
    await user.click(await section.findByRole('button', { name: 'I’ve saved them' }));
    await user.click(await section.findByRole('button', { name: 'Turn off' }));
    const dialog = await screen.findByRole('dialog', { name: 'Turn off two-step verification?' });
    expect(dialog).toHaveTextContent(
      'Two-step verification will be turned off, and your recovery codes will stop working.',
    );
    expect(dialog).not.toHaveTextContent(/password/i);
  });

  it("can't be turned on without a key", async () => {
    const { section } = await openSettings();
    expect(await section.findByText(/^You don’t have a key yet\. Add one in/)).toBeVisible();
    expect(section.queryByRole('button', { name: /Require a key/ })).not.toBeInTheDocument();
  });

  it('keeps its recovery codes when an app is added and remains when the app is removed', async () => {
    const { user, section } = await openSettings({ keys: 1, asksForKey: true });
    await user.click(await section.findByRole('button', { name: 'Add an authenticator app' }));
    await user.type(await section.findByLabelText('Code from the app'), '123456{Enter}');
    expect(
      await section.findByText('Your authenticator app is set up. Your recovery codes stay the same.'),
    ).toBeVisible();
    expect(section.getByText('You can use any of your keys instead of the code.')).toBeVisible();
    expect(section.queryByRole('button', { name: 'Turn off' })).not.toBeInTheDocument();
    await user.click(section.getByRole('button', { name: 'Remove app' }));
    const dialog = within(await screen.findByRole('dialog', { name: 'Remove the authenticator app?' }));
    expect(
      dialog.getByText(/We’ll ask for a passkey or security key instead when you sign in/),
    ).toBeVisible();
  });
});

describe('Leaving while recovery codes are shown', () => {
  it('asks for confirmation, then stays or leaves', async () => {
    const { user, section, portal, address } = await openSettings({ keys: 1 });
    await user.click(await section.findByRole('button', { name: 'Require a key after your password' }));
    await section.findByRole('heading', { name: 'Recovery codes' });
    void portal.router.navigate({ to: '/receipts' });
    const asked = within(
      await screen.findByRole('dialog', { name: 'Leave without saving your recovery codes?' }),
    );
    await user.click(asked.getByRole('button', { name: 'Stay on this page' }));
    await waitFor(() => expect(screen.queryByRole('dialog')).not.toBeInTheDocument());
    expect(section.getByText(codes[0] ?? '')).toBeVisible();
    void portal.router.navigate({ to: '/receipts' });
    await user.click(await screen.findByRole('button', { name: 'Leave page' }));
    expect(await screen.findByRole('heading', { name: 'Receipts' })).toBeVisible();
    expect(address()).toBe('/receipts');
  });

  it("doesn't ask once the codes are marked as saved", async () => {
    const { user, section, portal } = await openSettings({ keys: 1 });
    await user.click(await section.findByRole('button', { name: 'Require a key after your password' }));
    await user.click(await section.findByRole('button', { name: 'I’ve saved them' }));
    void portal.router.navigate({ to: '/receipts' });
    expect(await screen.findByRole('heading', { name: 'Receipts' })).toBeVisible();
  });
});

describe('The second step of signing in', () => {
  function loginServer(waiting: readonly SecondFactor[] | null = null) {
    let signedIn = false;
    let waits = waiting;
    let wrong = 0;
    const verify =
      (right: string, wrongCode: string): AuthAnswer =>
      ({ code }) => {
        if (code === 'late') return { status: 401, code: 'INVALID_TWO_FACTOR_COOKIE' };
        signedIn = code === right;
        if (signedIn) return { status: 200 };
        wrong += 1;
        return wrong > 2
          ? { status: 400, code: 'TOO_MANY_ATTEMPTS_REQUEST_NEW_CODE' }
          : { status: 401, code: wrongCode };
      };
    return fakeServer(
      { 'accounts.me': () => (signedIn ? nora : null) },
      {
        '/sign-in/email': () => {
          waits = ['totp'];
          return { status: 200, says: { secondFactor: waits } };
        },
        '/two-step/pending': () => ({ status: 200, says: { waiting: waits } }),
        '/two-factor/verify-totp': verify('123456', 'INVALID_CODE'),
        '/two-factor/verify-backup-code': verify('abcde-fghjk', 'INVALID_BACKUP_CODE'),
      },
    );
  }

  async function atTwoStep(path = '/login') {
    const page = await openPage(path, { server: loginServer() });
    await page.user.type(await screen.findByLabelText('E-mail'), 'nora@lindqvist.se');
    await page.user.type(screen.getByLabelText('Password'), 'correct horse battery{Enter}');
    await screen.findByRole('heading', { name: 'Two-step verification' });
    return page;
  }

  it('accepts a code by keyboard alone and returns to the requested page', async () => {
    const { user, address, called } = await atTwoStep('/receipts');
    expect(screen.getByLabelText('Code')).toHaveFocus();
    expect(screen.getByLabelText('Code')).toHaveAttribute('autocomplete', 'one-time-code');
    await user.keyboard('123 456');
    await user.clear(screen.getByLabelText('Code'));
    await user.keyboard('123456{Enter}');
    expect(await screen.findByRole('heading', { name: 'Receipts' })).toBeVisible();
    expect(address()).toBe('/receipts');
    expect(called('/two-factor/verify-totp')).toEqual([{ code: '123456', rememberDevice: false }]);
  });

  it('trusts the device when the checkbox is ticked', async () => {
    const { user, called } = await atTwoStep();
    await user.click(screen.getByLabelText('Don’t ask again in this browser for 30 days'));
    await user.type(screen.getByLabelText('Code'), '123456{Enter}');
    await screen.findByRole('heading', { name: /^(?:Your licences|Welcome, )/ });
    expect(called('/two-factor/verify-totp')).toEqual([{ code: '123456', rememberDevice: true }]);
  });

  it('accepts a recovery code instead of an app code, after a wrong one', async () => {
    const { user, called } = await atTwoStep();
    await user.click(screen.getByRole('button', { name: 'Use a recovery code' }));
    expect(screen.getByLabelText('Recovery code')).toHaveFocus();
    await user.keyboard('wrong{Enter}');
    expect(await screen.findByRole('alert')).toHaveTextContent('That recovery code is wrong');
    await user.clear(screen.getByLabelText('Recovery code'));
    await user.type(screen.getByLabelText('Recovery code'), 'abcde-fghjk{Enter}');
    expect(await screen.findByRole('heading', { name: /^(?:Your licences|Welcome, )/ })).toBeVisible();
    expect(called('/two-factor/verify-backup-code')).toHaveLength(2);
  });

  it('shows errors for an empty or wrong code, and offers to start over after a timeout', async () => {
    const { user, called } = await atTwoStep();
    await user.click(screen.getByRole('button', { name: 'Sign in' }));
    expect(screen.getByLabelText('Code')).toHaveAccessibleDescription('Enter the code.');
    expect(called('/two-factor/verify-totp')).toEqual([]);
    await user.type(screen.getByLabelText('Code'), '000000{Enter}');
    expect(await screen.findByRole('alert')).toHaveTextContent(
      'That code is wrong or has already been used.',
    );
    await user.clear(screen.getByLabelText('Code'));
    await user.type(screen.getByLabelText('Code'), 'late{Enter}');
    expect(await screen.findByRole('alert')).toHaveTextContent('This sign-in timed out');
    expect(screen.queryByLabelText('Code')).not.toBeInTheDocument();
    await user.click(screen.getByRole('link', { name: 'Start over' }));
    expect(await screen.findByLabelText('Password')).toBeVisible();
  });

  it('offers only to start over after too many wrong codes', async () => {
    const { user } = await atTwoStep();
    for (const code of ['000000', '000001', '000002']) {
      await user.clear(screen.getByLabelText('Code'));
      await user.type(screen.getByLabelText('Code'), `${code}{Enter}`);
      await screen.findByRole('alert');
    }
    expect(await screen.findByText('Too many wrong codes. Sign in again.')).toBeVisible();
    expect(screen.queryByRole('textbox')).not.toBeInTheDocument();
    expect(screen.getAllByText('Start over')).toHaveLength(1);
    expect(screen.getByRole('link', { name: 'Start over' })).toHaveFocus();
  });

  it('redirects to the sign-in form when no second step is pending', async () => {
    const { address } = await openPage('/login?second=true&next=%2Freceipts', {
      server: loginServer(),
    });
    expect(await screen.findByLabelText('Password')).toBeVisible();
    expect(address()).toBe('/login?next=%2Freceipts');
  });

  it("asks for a recovery code when the browser doesn't support passkeys", async () => {
    await openPage('/login?second=true', { server: loginServer(['passkey']) });
    expect(await screen.findByLabelText('Recovery code')).toHaveFocus();
    expect(screen.getByText('This browser doesn’t support passkeys or security keys.')).toBeVisible();
    expect(screen.queryByRole('button', { name: 'Use your authenticator app' })).not.toBeInTheDocument();
  });

  it('asks for the key, or a recovery code, when there is no app', async () => {
    vi.stubGlobal('PublicKeyCredential', class {});
    const { user } = await openPage('/login?second=true', {
      server: loginServer(['passkey']),
    });
    expect(await screen.findByRole('button', { name: 'Use a passkey or security key' })).toHaveFocus();
    expect(screen.queryByRole('textbox')).not.toBeInTheDocument();
    await user.click(screen.getByRole('button', { name: 'Use a recovery code' }));
    expect(screen.getByLabelText('Recovery code')).toHaveFocus();
  });

  it('can be opened by URL, is shown in French and mentions no password', async () => {
    await openPage('/login?second=true', {
      server: loginServer(['totp']),
      locale: 'fr',
    });
    expect(await screen.findByRole('heading', { name: 'Double authentification' })).toBeVisible();
    expect(screen.getByLabelText('Code')).toHaveFocus();
    expect(screen.getByRole('main')).not.toHaveTextContent(/mot de passe/i);
  });
});
