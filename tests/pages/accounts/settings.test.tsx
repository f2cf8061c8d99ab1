/** The settings page: name, e-mail, password, sessions and the security log. */
import { screen, waitFor, within } from '@testing-library/react';
import type { UserEvent } from '@testing-library/user-event';
import { describe, expect, it } from 'vitest';
import { AppError } from '#shared/errors.ts';
import { type SecurityEventView, securityEventKinds } from '#shared/identity/security-log.ts';
import type { SessionView } from '#shared/identity/sessions.ts';
import { type Answers, done, fakeServer, refuse } from '#tests/pages/support/fake-server.ts';
import { facts, nora } from '#tests/pages/support/fixtures.ts';
import { openPage } from '#tests/pages/support/open-page.tsx';

const signedIn = (answers: Partial<Answers> = {}) => fakeServer({ 'accounts.me': () => nora, ...answers });

const noPassword = {
  hasPassword: false,
  hasAuthenticator: false,
  hasSecondStep: false,
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
        'accounts.me': () => ({ ...nora, name }),
        'accounts.rename': (input) => {
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
    expect(called('accounts.rename')).toEqual([{ name: 'Nora L.', expected: 'Nora Lindqvist' }]);
    await user.type(field, ' X');
    expect(part.queryByText('Saved.')).not.toBeInTheDocument();
  });

  it('is asked for before it is sent', async () => {
    const { user, section, called } = await openSettings();
    const part = await section('Name');
    await user.clear(await part.findByLabelText('Name'));
    await user.click(part.getByRole('button', { name: 'Save the name' }));
    expect(part.getByLabelText('Name')).toHaveAccessibleDescription(/Enter your name\./);
    expect(called('accounts.rename')).toEqual([]);
  });
});

describe('the e-mail address', () => {
  it('asks who one is where the server wants it, then says where the link went', async () => {
    let [confirmed, pending] = [false, null as string | null];
    const server = signedIn({
      'accounts.email.pending': () =>
        pending === null ? null : { email: pending, expiresAt: new Date('2026-11-28T10:00:00Z') },
      'accounts.email.requestChange': ({ email }) => {
        if (!confirmed) throw new AppError('confirmation_needed', 'too long ago');
        pending = email;
        return { status: 'sent' };
      },
      'identity.reauthentication.byPassword': () => {
        confirmed = true;
        return done;
      },
    });
    const { user, section } = await openSettings(server);
    const part = await section('E-mail address');
    expect(await part.findByText('You sign in with nora@lindqvist.se.')).toBeVisible();
    await user.type(part.getByLabelText('New e-mail address'), 'nora@elsewhere.se{Enter}');
    const dialog = within(await screen.findByRole('dialog', { name: 'Confirm it’s you' }));
    await user.type(await dialog.findByLabelText('Password'), 'correct horse battery{Enter}');
    expect(await part.findByText(/nora@elsewhere\.se is waiting to be confirmed/)).toBeVisible();
    await waitFor(() => expect(part.getByLabelText('New e-mail address')).toHaveValue(''));
  });

  it('says when it is none, or the one there is', async () => {
    const { user, section, called } = await openSettings(
      signedIn({ 'accounts.email.requestChange': () => ({ status: 'same' }) }),
    );
    const part = await section('E-mail address');
    const field = part.getByLabelText('New e-mail address');
    await user.type(field, 'nobody{Enter}');
    expect(field).toHaveAccessibleDescription(/Enter a complete address/);
    expect(called('accounts.email.requestChange')).toEqual([]);
    await user.clear(field);
    await user.type(field, 'nora@lindqvist.se{Enter}');
    await waitFor(() => expect(field).toHaveAccessibleDescription(/already your account’s address/));
  });

  it('"not now" does nothing and says nothing', async () => {
    const { user, section } = await openSettings(
      signedIn({
        'accounts.email.requestChange': () => {
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

describe('the password', () => {
  it('is changed, and the field is empty afterwards', async () => {
    const server = signedIn({ 'identity.passwords.change': () => done });
    const { user, section, called } = await openSettings(server);
    const part = await section('Password');
    const field = await part.findByLabelText('New password');
    await user.type(field, 'short{Enter}');
    expect(field).toHaveAccessibleDescription(/Use at least 10 characters; this one has 5\./);
    await user.clear(field);
    await user.type(field, 'another long secret{Enter}');
    expect(await part.findByText(/Your password has been changed/)).toBeVisible();
    expect(part.getByLabelText('New password')).toHaveValue('');
    expect(called('identity.passwords.change')).toEqual([{ newPassword: 'another long secret' }]);
  });

  it('that is the old one, or none, is refused beside the field', async () => {
    const server = signedIn({ 'identity.passwords.change': () => refuse('password_same') });
    const { user, section, called } = await openSettings(server);
    const part = await section('Password');
    const field = await part.findByLabelText('New password');
    await user.click(part.getByRole('button', { name: 'Change password' }));
    expect(field).toHaveAccessibleDescription(/Enter your password\./);
    expect(field).toHaveFocus();
    expect(called('identity.passwords.change')).toEqual([]);
    await user.type(field, 'correct horse battery{Enter}');
    await waitFor(() => expect(field).toHaveAccessibleDescription(/your current password/));
  });

  it('that is asked for to confirm is refused beside its field, and an empty one too', async () => {
    const server = signedIn({
      'identity.passwords.change': () => refuse('confirmation_needed'),
      'identity.reauthentication.byPassword': () => refuse('password_wrong'),
    });
    const { user, section, called } = await openSettings(server);
    const part = await section('Password');
    await user.type(await part.findByLabelText('New password'), 'another long secret{Enter}');
    const dialog = within(await screen.findByRole('dialog', { name: 'Confirm it’s you' }));
    const field = await dialog.findByLabelText('Password');
    await user.click(dialog.getByRole('button', { name: 'Confirm' }));
    expect(field).toHaveAccessibleDescription('Enter your password.');
    expect(field).toHaveFocus();
    expect(called('identity.reauthentication.byPassword')).toEqual([]);
    await user.type(field, 'wrong horse');
    await user.click(dialog.getByRole('button', { name: 'Confirm' }));
    await waitFor(() => expect(field).toHaveAccessibleDescription('That isn’t your password.'));
    expect(field).toHaveFocus();
    expect(dialog.queryByRole('alert')).not.toBeInTheDocument();
  });

  it('is set where there is none', async () => {
    const server = signedIn({
      'identity.signInMethods': () => noPassword,
      'identity.passwords.setFirst': () => done,
    });
    const { user, section, called } = await openSettings(server);
    const part = await section('Password');
    await user.type(await part.findByLabelText('New password'), 'another long secret{Enter}');
    expect(await part.findByText(/You can now sign in/)).toBeVisible();
    expect(called('identity.passwords.setFirst')).toHaveLength(1);
  });

  it('that is refused says why', async () => {
    const server = signedIn({ 'identity.passwords.change': () => refuse('password_common') });
    const { user, section } = await openSettings(server);
    const part = await section('Password');
    const field = await part.findByLabelText('New password');
    await user.type(field, 'password1234');
    await user.click(part.getByRole('button', { name: 'Change password' }));
    await waitFor(() => expect(field).toHaveAccessibleDescription(/too easy to guess/));
    expect(field).toHaveFocus();
    expect(part.queryByRole('alert')).not.toBeInTheDocument();
  });
});

describe('who has neither password nor passkey', () => {
  it('confirms by a code from a mail', async () => {
    let confirmed = false;
    const server = signedIn({
      'identity.signInMethods': () => noPassword,
      'identity.passwords.setFirst': () => (confirmed ? done : refuse('confirmation_needed')),
      'identity.reauthentication.sendCode': () => done,
      'identity.reauthentication.byCode': ({ code }) => {
        confirmed = code === '048213';
        return confirmed ? done : refuse('mail_code_wrong');
      },
    });
    const { user, section } = await openSettings(server);
    const part = await section('Password');
    await user.type(await part.findByLabelText('New password'), 'another long secret{Enter}');
    const dialog = within(await screen.findByRole('dialog'));
    expect(dialog.queryByLabelText('Password')).not.toBeInTheDocument();
    await user.click(await dialog.findByRole('button', { name: 'Send the code' }));
    const field = await dialog.findByLabelText('Code from the e-mail');
    await user.type(field, '{Enter}');
    expect(field).toHaveAccessibleDescription(/Enter the six digits\./);
    await user.type(field, '111111{Enter}');
    await waitFor(() =>
      expect(field).toHaveAccessibleDescription(/That isn’t the code from our latest e-mail\./),
    );
    expect(field).toHaveFocus();
    await user.clear(field);
    expect(field).not.toBeInvalid();
    await user.type(field, '048213{Enter}');
    expect(await part.findByText(/You can now sign in/)).toBeVisible();
  });
});

describe('the way around the settings', () => {
  const linksOf = (nav: HTMLElement) =>
    within(nav)
      .getAllByRole('link')
      .map((link) => link.getAttribute('href') ?? '');

  it('leads to every section that there is', async () => {
    await openSettings();
    const nav = await screen.findByRole('navigation', { name: 'Settings' });
    const links = linksOf(nav);
    expect(links).toEqual([
      ...['#name', '#email', '#language', '#password', '#second-factors', '#passkeys'],
      ...['#sessions', '#tokens', '#security-log', '#your-data'],
    ]);
    for (const link of links)
      expect(
        within(document.querySelector(link) as HTMLElement).getAllByRole('heading').length,
      ).toBeGreaterThan(0);
  });

  it('leads to the linked accounts where there can be any', async () => {
    await openSettings(signedIn({ 'catalogue.facts': () => ({ ...facts, loginProviders: ['github'] }) }));
    const nav = await screen.findByRole('navigation', { name: 'Settings' });
    await waitFor(() => expect(linksOf(nav)).toContain('#linked-accounts'));
    expect(await screen.findByRole('group', { name: 'Signing in' })).toContainElement(
      document.querySelector('#linked-accounts'),
    );
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
    let sessions = [session(2, { userAgent: null, ipAddress: null }), session(1, { isThis: true })];
    const server = signedIn({
      'identity.sessions.list': () => sessions,
      'identity.sessions.end': ({ id }) => {
        sessions = sessions.filter((each) => each.id !== id);
        return { ended: true };
      },
    });
    const { user, section, called } = await openSettings(server);
    const part = await section('Sessions');
    expect(await part.findByText('Firefox, Windows')).toBeVisible();
    expect(part.getAllByRole('listitem')[0], 'this one comes first').toHaveTextContent('This session');
    expect(part.getByText(/This session\. IP address 203\.0\.113\.7\./)).toBeVisible();
    await user.click(part.getByRole('button', { name: /^Sign out: Unknown browser/ }));
    expect(await part.findByText('Session ended.')).toBeVisible();
    expect(part.queryByText('Unknown browser')).not.toBeInTheDocument();
    expect(called('identity.sessions.end')).toEqual([{ id: 2 }]);
  });

  it('one that has ended in another tab meanwhile goes, and it is said that it is signed out', async () => {
    let sessions = [session(1, { isThis: true }), session(2)];
    const server = signedIn({
      'identity.sessions.list': () => sessions,
      'identity.sessions.end': () => {
        sessions = sessions.slice(0, 1);
        throw new AppError('not_found', 'ended before');
      },
    });
    const { user, section } = await openSettings(server);
    const part = await section('Sessions');
    await user.click(await part.findByRole('button', { name: /^Sign out: / }));
    expect(await part.findByText('Session ended.')).toBeVisible();
    await waitFor(() => expect(part.getAllByRole('listitem')).toHaveLength(1));
    expect(part.queryByRole('alert')).not.toBeInTheDocument();
  });

  it('all others are ended with one button, which is not there when there are none', async () => {
    let sessions = [session(1, { isThis: true }), session(2), session(3)];
    const server = signedIn({
      'identity.sessions.list': () => sessions,
      'identity.sessions.endOthers': () => {
        sessions = sessions.slice(0, 1);
        return { ended: 2 };
      },
    });
    const { user, section } = await openSettings(server);
    const part = await section('Sessions');
    await user.click(await part.findByRole('button', { name: 'Sign out everywhere else' }));
    expect(await part.findByText('You’ve been signed out everywhere else.')).toBeVisible();
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

  const logOf = (events: SecurityEventView[], next: number | null = null) =>
    signedIn({ 'identity.securityLog': () => ({ events, next }) });
  type Part = ReturnType<typeof within>;
  const showAll = async (user: UserEvent, part: Part, more = 'Show more') =>
    user.click(await part.findByRole('button', { name: more }));

  it.each(['en', 'fr'] as const)('has a sentence for everything that it knows (%s)', async (locale) => {
    const events = securityEventKinds.map((kind, index) => event(index + 1, kind, 'something'));
    const server = signedIn({
      'accounts.me': () => ({ ...nora, locale }),
      'identity.securityLog': () => ({ events, next: null }),
    });
    const { user, section } = await openSettings(server, locale);
    const part = await section(locale === 'en' ? 'Security log' : 'Journal de sécurité');
    await showAll(user, part, locale === 'en' ? 'Show more' : 'Afficher plus');
    const items = await part.findAllByRole('listitem');
    expect(items).toHaveLength(securityEventKinds.length);
    for (const item of items) expect(item.textContent).not.toMatch(/_|person\./);
    expect(new Set(items.map(({ textContent }) => textContent)).size).toBe(items.length);
  });

  const told = [
    ['signed_in', 'password', 'Signed in with a password'],
    ['signed_in', 'authenticator', 'Signed in with a password and the authenticator app'],
    ['signed_in', 'recovery-code', 'Signed in with a password and a recovery code'],
    ['signed_in', 'passkey', 'Signed in with a passkey'],
    ['signed_in', 'email-link', 'Signed in with an e-mail link'],
    ['signed_in', 'github', 'Signed in with GitHub'],
    ['signed_in', '/a/door/of/tomorrow', 'Signed in'],
    ['signed_in', null, 'Signed in'],
    ['identity_confirmed', 'email-code', 'Identity confirmed with a code sent by e-mail'],
    ['second_factor_failed', 'authenticator', 'Wrong code from the authenticator app'],
    ['second_factor_failed', 'recovery-code', 'Wrong recovery code'],
    ['token_created', 'Phone', 'API token created: Phone'],
    ['provider_linked', 'linkedin', 'Account linked: LinkedIn'],
    ['session_ended', 'Safari, iPhone', 'Session ended: Safari, iPhone'],
    ['session_ended', null, 'Session ended'],
  ] as const;

  it('says by which way, or about what', async () => {
    const events = told.map(([kind, detail], index) => event(index + 1, kind, detail));
    const { user, section } = await openSettings(logOf(events));
    const part = await section('Security log');
    await showAll(user, part);
    const items = await part.findAllByRole('listitem');
    expect(items).toHaveLength(told.length);
    for (const [index, [, , words]] of told.entries())
      expect(within(items[index] as HTMLElement).getByText(words)).toBeVisible();
  });

  it('shows five, then the rest, then page after page, and leads the keyboard to what is new', async () => {
    const page = (from: number, count: number) =>
      Array.from({ length: count }, (_, index) => event(from - index, 'token_created', `T${from - index}`));
    const server = signedIn({
      'identity.securityLog': ({ before }) =>
        before === undefined ? { events: page(60, 20), next: 41 } : { events: page(40, 3), next: null },
    });
    const { user, section, called } = await openSettings(server);
    const part = await section('Security log');
    await part.findByRole('button', { name: 'Show more' });
    expect(part.getAllByRole('listitem')).toHaveLength(5);
    await showAll(user, part);
    expect(part.getAllByRole('listitem')).toHaveLength(20);
    expect(document.activeElement).toHaveTextContent('API token created: T55');
    await showAll(user, part);
    await waitFor(() => expect(part.getAllByRole('listitem')).toHaveLength(23));
    expect(document.activeElement).toHaveTextContent('API token created: T40');
    expect(called('identity.securityLog')).toContainEqual({ before: 41 });
    expect(part.queryByRole('button', { name: 'Show more' })).not.toBeInTheDocument();
  });

  it('writes days as the language does', async () => {
    const { section } = await openSettings(
      signedIn({
        'accounts.me': () => ({ ...nora, locale: 'fr' }),
        'identity.securityLog': () => ({ events: [event(1, 'password_set')], next: null }),
      }),
      'fr',
    );
    const part = await section('Journal de sécurité');
    expect(await part.findByText(/^23 nov\. 2026 à \d\d:\d\d$/)).toBeVisible();
  });

  it('that cannot be loaded says so, and comes when asked again', async () => {
    let down = true;
    const { user, section } = await openSettings(
      signedIn({
        'identity.securityLog': () => {
          if (down) throw new AppError('internal', 'down');
          return { events: [], next: null };
        },
      }),
    );
    const part = await section('Security log');
    await part.findByRole('alert');
    down = false;
    await user.click(part.getByRole('button', { name: 'Try again' }));
    expect(await part.findByText('No activity yet.')).toBeVisible();
  });
});
