/** Tests two sections of the settings page: sessions in other browsers, and the security log. */
import { waitFor, within } from '@testing-library/react';
import type { UserEvent } from '@testing-library/user-event';
import { describe, expect, it } from 'vitest';
import { AppError } from '#shared/errors.ts';
import { type SecurityEventView, securityEventKinds } from '#shared/identity/security-log.ts';
import type { SessionView } from '#shared/identity/sessions.ts';
import { nora } from '#tests/pages/support/fixtures.ts';
import { openSettings, signedIn } from '#tests/pages/support/settings-page.tsx';

describe('The list of sessions', () => {
  const session = (id: number, change: Partial<SessionView> = {}): SessionView => ({
    id,
    isThis: false,
    userAgent: 'Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:145.0) Gecko/20100101 Firefox/145.0',
    ipAddress: '203.0.113.7',
    createdAt: new Date('2026-11-20T09:00:00Z'),
    lastUsedAt: new Date('2026-11-23T09:00:00Z'),
    ...change,
  });

  it('shows browser, IP address and times, and ends another session but not the current one', async () => {
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
    expect(part.getAllByRole('listitem')[0], 'this one comes first').toHaveTextContent('Current session');
    expect(part.getByText(/Current session\. IP address 203\.0\.113\.7\./)).toBeVisible();
    await user.click(part.getByRole('button', { name: /^Sign out: Unknown browser/ }));
    expect(await part.findByText('Session ended.')).toBeVisible();
    expect(part.queryByText('Unknown browser')).not.toBeInTheDocument();
    expect(called('identity.sessions.end')).toEqual([{ id: 2 }]);
  });

  it('treats a session that was already ended elsewhere as ended', async () => {
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

  it('ends all other sessions with one button, hidden when there are none', async () => {
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

describe('The security log', () => {
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

  it.each(['en', 'fr'] as const)('has a distinct sentence for every kind of event (%s)', async (locale) => {
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
    for (const item of items) expect(item.textContent).not.toMatch(/_|securityLog\./);
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
    ['second_factor_failed', 'authenticator', 'Wrong authenticator app code'],
    ['second_factor_failed', 'recovery-code', 'Wrong recovery code'],
    ['token_created', 'Phone', 'API token created: Phone'],
    ['provider_linked', 'linkedin', 'Account linked: LinkedIn'],
    ['session_ended', 'Safari, iPhone', 'Session ended: Safari, iPhone'],
    ['session_ended', null, 'Session ended'],
  ] as const;

  it('names the sign-in method or the object of an event', async () => {
    const events = told.map(([kind, detail], index) => event(index + 1, kind, detail));
    const { user, section } = await openSettings(logOf(events));
    const part = await section('Security log');
    await showAll(user, part);
    const items = await part.findAllByRole('listitem');
    expect(items).toHaveLength(told.length);
    for (const [index, [, , words]] of told.entries())
      expect(within(items[index] as HTMLElement).getByText(words)).toBeVisible();
  });

  it('shows five entries, then page after page, and focuses the first new entry', async () => {
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

  it('formats dates in the language of the page', async () => {
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

  it('shows an error when loading fails and loads after “Try again”', async () => {
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
