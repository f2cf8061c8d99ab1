/** Name, e-mail, password, browsers and the security log, as a person meets them under settings. */
import { screen, waitFor, within } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { securityEventKinds } from '#shared/account-security.ts';
import { AppError } from '#shared/errors.ts';
import type { SessionView } from '#shared/sessions.ts';
import { type Answers, type AuthAnswer, fakeServer } from './support/fake-server.ts';
import { nora } from './support/fixtures.ts';
import { openPage } from './support/open-page.tsx';

const signedIn = (answers: Partial<Answers> = {}, auth: Record<string, AuthAnswer> = {}) =>
  fakeServer({ 'account.me': () => nora, ...answers }, auth);

const noPassword = {
  hasPassword: false,
  hasAuthenticator: false,
  passkeys: 0,
  passkeysAlone: 0,
  providers: ['github'],
};

async function openSettings(server = signedIn(), locale: 'en' | 'fr' = 'en') {
  const page = await openPage('/user/account', { server, locale });
  const section = async (name: string) => {
    const heading = await screen.findByRole('heading', { level: 2, name });
    return within(heading.closest('section') as HTMLElement);
  };
  return { ...page, section };
}

describe('the name', () => {
  it('is kept, and says so', async () => {
    let name = nora.name;
    const { user, section, called } = await openSettings(
      signedIn({
        'account.me': () => ({ ...nora, name }),
        'account.rename': (input) => {
          name = input.name;
          return { ...nora, name };
        },
      }),
    );
    const part = await section('Name');
    const field = await part.findByLabelText('Name');
    await user.clear(field);
    await user.type(field, 'Nora L.{Enter}');
    expect(await part.findByText('Saved.')).toBeVisible();
    expect(called('account.rename')).toEqual([{ name: 'Nora L.' }]);
  });

  it('is asked for before it is sent', async () => {
    const { user, section, called } = await openSettings();
    const part = await section('Name');
    await user.clear(await part.findByLabelText('Name'));
    await user.click(part.getByRole('button', { name: 'Save the name' }));
    expect(part.getByLabelText('Name')).toHaveAccessibleDescription(/Enter your name\./);
    expect(called('account.rename')).toEqual([]);
  });
});

describe('the e-mail address', () => {
  it('asks who one is where the server wants it, then says where the link went', async () => {
    let [confirmed, pending] = [false, null as string | null];
    const server = signedIn(
      {
        'account.email.pending': () =>
          pending === null ? null : { email: pending, expiresAt: new Date('2026-11-28T10:00:00Z') },
        'account.email.requestChange': ({ email }) => {
          if (!confirmed) throw new AppError('confirmation_needed', 'too long ago');
          pending = email;
          return { status: 'sent' };
        },
      },
      {
        '/confirm/password': () => {
          confirmed = true;
          return { status: 200 };
        },
      },
    );
    const { user, section } = await openSettings(server);
    const part = await section('E-mail address');
    expect(await part.findByText('You sign in with nora@lindqvist.se.')).toBeVisible();
    await user.type(part.getByLabelText('New e-mail address'), 'nora@elsewhere.se{Enter}');
    const dialog = within(await screen.findByRole('dialog', { name: 'Is it still you?' }));
    await user.type(await dialog.findByLabelText('Password'), 'correct horse battery{Enter}');
    expect(await part.findByText(/nora@elsewhere\.se waits to be confirmed/)).toBeVisible();
    await waitFor(() => expect(part.getByLabelText('New e-mail address')).toHaveValue(''));
  });

  it('says when it is none, or the one there is', async () => {
    const { user, section, called } = await openSettings(
      signedIn({ 'account.email.requestChange': () => ({ status: 'same' }) }),
    );
    const part = await section('E-mail address');
    const field = part.getByLabelText('New e-mail address');
    await user.type(field, 'nobody{Enter}');
    expect(field).toHaveAccessibleDescription(/Enter the address in full/);
    expect(called('account.email.requestChange')).toEqual([]);
    await user.clear(field);
    await user.type(field, 'nora@lindqvist.se{Enter}');
    await waitFor(() => expect(field).toHaveAccessibleDescription(/the address of your account already/));
  });

  it('"not now" does nothing and says nothing', async () => {
    const { user, section } = await openSettings(
      signedIn({
        'account.email.requestChange': () => {
          throw new AppError('confirmation_needed', 'too long ago');
        },
      }),
    );
    const part = await section('E-mail address');
    await user.type(part.getByLabelText('New e-mail address'), 'nora@elsewhere.se{Enter}');
    await user.click(await screen.findByRole('button', { name: 'Not now' }));
    await waitFor(() => expect(screen.queryByRole('dialog')).not.toBeInTheDocument());
    expect(part.queryByRole('alert')).not.toBeInTheDocument();
    expect(part.getByLabelText('New e-mail address')).toHaveValue('nora@elsewhere.se');
  });
});

describe('the link to a new address', () => {
  const path = '/confirm-email?token=12.abc';

  it('changes nothing by being opened, and the address once it is said', async () => {
    let email = nora.email;
    const server = signedIn({
      'account.me': () => ({ ...nora, email }),
      'account.email.pending': () => ({ email: 'nora@elsewhere.se', expiresAt: new Date() }),
      'account.email.confirmChange': () => {
        email = 'nora@elsewhere.se';
        return { status: 'changed' };
      },
    });
    const { user, called } = await openPage(path, { server });
    expect(await screen.findByText(/nora@elsewhere\.se takes the place of nora@lindqvist\.se/)).toBeVisible();
    expect(called('account.email.confirmChange')).toEqual([]);
    await user.click(screen.getByRole('button', { name: 'Confirm the address' }));
    expect(await screen.findByRole('heading', { name: 'Your e-mail address has changed' })).toBeVisible();
    expect(await screen.findByText('You sign in with nora@elsewhere.se from now on.')).toBeVisible();
    expect(called('account.email.confirmChange')).toEqual([{ token: '12.abc' }]);
  });

  it.each([
    ['link_invalid', /used, is older than a day, or belongs to another account/],
    ['taken', /has another account by now/],
  ] as const)('says what is wrong with it: %s', async (status, words) => {
    const server = signedIn({ 'account.email.confirmChange': () => ({ status }) });
    const { user } = await openPage(path, { server });
    await user.click(await screen.findByRole('button', { name: 'Confirm the address' }));
    expect(await screen.findByText(words)).toBeVisible();
    expect(screen.getByRole('link', { name: 'Open your settings' })).toHaveAttribute('href', '/user/account');
  });

  it('leads through the log-in and back', async () => {
    const { address } = await openPage(path);
    await waitFor(() => expect(address()).toContain('/login'));
    expect(decodeURIComponent(address())).toContain('/confirm-email?token=12.abc');
  });
});

describe('the password', () => {
  it('is changed, and the field is empty afterwards', async () => {
    const server = signedIn({}, { '/change-password': () => ({ status: 200 }) });
    const { user, section, called } = await openSettings(server);
    const part = await section('Password');
    const field = await part.findByLabelText('New password');
    await user.type(field, 'short{Enter}');
    expect(field).toHaveAccessibleDescription(/Use at least 10 characters; this has 5\./);
    await user.clear(field);
    await user.type(field, 'another long secret{Enter}');
    expect(await part.findByText(/Your password has changed/)).toBeVisible();
    expect(part.getByLabelText('New password')).toHaveValue('');
    expect(called('/change-password')).toEqual([{ newPassword: 'another long secret' }]);
  });

  it('is set where there is none', async () => {
    const server = signedIn(
      { 'account.waysIn': () => noPassword },
      { '/set-password': () => ({ status: 200 }) },
    );
    const { user, section, called } = await openSettings(server);
    const part = await section('Password');
    await user.type(await part.findByLabelText('New password'), 'another long secret{Enter}');
    expect(await part.findByText(/From now on you can sign in/)).toBeVisible();
    expect(called('/set-password')).toHaveLength(1);
  });

  it('that is refused says why', async () => {
    const server = signedIn({}, { '/change-password': () => ({ status: 400, code: 'PASSWORD_COMMON' }) });
    const { user, section } = await openSettings(server);
    const part = await section('Password');
    await user.type(await part.findByLabelText('New password'), 'password1234{Enter}');
    expect(await part.findByRole('alert')).toHaveTextContent(/one of the first that are guessed/);
  });
});

describe('who has neither password nor passkey', () => {
  it('confirms by a code from a mail', async () => {
    let confirmed = false;
    const server = signedIn(
      { 'account.waysIn': () => noPassword },
      {
        '/set-password': () => (confirmed ? { status: 200 } : { status: 403, code: 'CONFIRMATION_NEEDED' }),
        '/confirm/email-code': () => ({ status: 200 }),
        '/confirm/email-code/verify': ({ code }) => {
          confirmed = code === '048213';
          return confirmed ? { status: 200 } : { status: 401, code: 'CODE_WRONG' };
        },
      },
    );
    const { user, section } = await openSettings(server);
    const part = await section('Password');
    await user.type(await part.findByLabelText('New password'), 'another long secret{Enter}');
    const dialog = within(await screen.findByRole('dialog'));
    expect(dialog.queryByLabelText('Password')).not.toBeInTheDocument();
    await user.click(await dialog.findByRole('button', { name: 'Send the code' }));
    await user.type(await dialog.findByLabelText('Code from the mail'), '111111{Enter}');
    expect(await dialog.findByRole('alert')).toHaveTextContent('That is not the code from the newest mail.');
    await user.clear(dialog.getByLabelText('Code from the mail'));
    await user.type(dialog.getByLabelText('Code from the mail'), '048213{Enter}');
    expect(await part.findByText(/From now on you can sign in/)).toBeVisible();
  });
});

describe('where one is signed in', () => {
  const session = (id: number, change: Partial<SessionView> = {}): SessionView => ({
    id,
    isThis: false,
    userAgent: 'Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:145.0) Gecko/20100101 Firefox/145.0',
    ipAddress: '203.0.113.7',
    createdAt: new Date('2026-11-20T09:00:00Z'),
    lastUsedAt: new Date('2026-11-23T09:00:00Z'),
    ...change,
  });

  it('names browser, place and times; this one cannot be ended, another can', async () => {
    let sessions = [session(1, { isThis: true }), session(2, { userAgent: null, ipAddress: null })];
    const server = signedIn({
      'account.sessions.list': () => sessions,
      'account.sessions.end': ({ id }) => {
        sessions = sessions.filter((each) => each.id !== id);
        return { ended: true };
      },
    });
    const { user, section, called } = await openSettings(server);
    const part = await section('Where you are signed in');
    expect(await part.findByText('Firefox, Windows')).toBeVisible();
    expect(part.getByText(/This browser\. Network address 203\.0\.113\.7\./)).toBeVisible();
    await user.click(part.getByRole('button', { name: /^Sign out: Unknown browser/ }));
    expect(await part.findByText('That browser is signed out.')).toBeVisible();
    expect(part.queryByText('Unknown browser')).not.toBeInTheDocument();
    expect(called('account.sessions.end')).toEqual([{ id: 2 }]);
  });

  it('all others are ended with one button, which is not there when there are none', async () => {
    let sessions = [session(1, { isThis: true }), session(2), session(3)];
    const server = signedIn({
      'account.sessions.list': () => sessions,
      'account.sessions.endOthers': () => {
        sessions = sessions.slice(0, 1);
        return { ended: 2 };
      },
    });
    const { user, section } = await openSettings(server);
    const part = await section('Where you are signed in');
    await user.click(await part.findByRole('button', { name: 'Sign out everywhere else' }));
    expect(await part.findByText('Every other browser is signed out.')).toBeVisible();
    await waitFor(() =>
      expect(part.queryByRole('button', { name: 'Sign out everywhere else' })).not.toBeInTheDocument(),
    );
  });
});

describe('the security log', () => {
  const event = (id: number, kind: (typeof securityEventKinds)[number], detail: string | null = null) => ({
    id,
    kind,
    detail,
    ipAddress: '203.0.113.7',
    userAgent: null,
    occurredAt: new Date('2026-11-23T09:00:00Z'),
  });

  it.each(['en', 'fr'] as const)('has a sentence for everything that it knows (%s)', async (locale) => {
    const events = securityEventKinds.map((kind, index) => event(index + 1, kind, '/sign-in/email'));
    const server = signedIn({ 'account.securityLog': () => ({ events, next: null }) });
    const { section } = await openSettings(server, locale);
    const part = await section(locale === 'en' ? 'Security log' : 'Journal de sécurité');
    const items = await part.findAllByRole('listitem');
    expect(items).toHaveLength(securityEventKinds.length);
    for (const item of items) expect(item.textContent).not.toMatch(/_|person\./);
    expect(new Set(items.map(({ textContent }) => textContent)).size).toBe(items.length);
  });

  it('names what it was about, and never a word of ours', async () => {
    const events = [event(1, 'passkey_added', 'Phone'), event(2, 'signed_in', '/sign-in/email')];
    const { section } = await openSettings(
      signedIn({ 'account.securityLog': () => ({ events, next: null }) }),
    );
    const part = await section('Security log');
    expect(await part.findByText('Passkey added: Phone')).toBeVisible();
    expect(part.getByText('Signed in')).toBeVisible();
  });

  it('goes back by pages and to the newest again', async () => {
    const server = signedIn({
      'account.securityLog': ({ before }) =>
        before === undefined
          ? { events: [event(41, 'signed_in')], next: 41 }
          : { events: [event(12, 'password_set')], next: null },
    });
    const { user, section, called } = await openSettings(server);
    const part = await section('Security log');
    await user.click(await part.findByRole('button', { name: 'Older' }));
    expect(await part.findByText('Password set')).toBeVisible();
    expect(called('account.securityLog')).toContainEqual({ before: 41 });
    await user.click(part.getByRole('button', { name: 'Newest' }));
    expect(await part.findByText('Signed in')).toBeVisible();
  });

  it('that cannot be loaded says so, and comes when asked again', async () => {
    let down = true;
    const { user, section } = await openSettings(
      signedIn({
        'account.securityLog': () => {
          if (down) throw new AppError('internal', 'down');
          return { events: [], next: null };
        },
      }),
    );
    const part = await section('Security log');
    await part.findByRole('alert');
    down = false;
    await user.click(part.getByRole('button', { name: 'Try again' }));
    expect(await part.findByText('Nothing has happened yet.')).toBeVisible();
  });
});
