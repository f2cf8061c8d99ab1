/**
 * Tests changing and setting the password in the settings: what is allowed, what needs reauthentication, and who is
 * notified.
 */
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { useDatabase } from '#tests/support/database/database.ts';
import { type AccountPortal, password, startAccountPortal } from '#tests/support/portal/account-portal.ts';

const database = useDatabase();

const nora = 'nora@example.test';

const another = 'another long secret';

let portal: AccountPortal;

beforeEach(async () => {
  portal = await startAccountPortal({ databaseUrl: database.url, db: database.db });
});

afterEach(() => portal.stop());

const whoIs = async (person: Person) => (await person.api().accounts.me.query())?.email ?? null;

type Person = ReturnType<AccountPortal['newBrowser']>;

describe('Changing the password', () => {
  test('replaces the password, ends the other sessions and keeps the current one', async () => {
    await portal.customer(nora);
    const person = await portal.signedIn(nora);
    const other = await portal.signedIn(nora);
    const before = new Map(person.jar);
    expect(await person.call('identity.passwords.change', { newPassword: another })).toMatchObject({
      status: 200,
      body: { ok: true },
    });
    expect(await whoIs(person)).toBe(nora);
    expect(await whoIs(other)).toBeNull();
    expect((await portal.newBrowser().signIn(nora)).status).toBe(401);
    // A failed sign-in is logged in the background.
    await expect.poll(() => portal.kinds()).toContain('sign_in_failed');
    expect((await portal.newBrowser().signIn(nora, another)).status).toBe(200);
    const copied = portal.newBrowser();
    for (const [name, value] of before) copied.jar.set(name, value);
    expect(await whoIs(copied), 'a copy of the old cookie').toBeNull();
    const letter = await portal.letter(nora, 'Your password has been changed');
    expect(letter.text).toContain('Your account’s password was changed on');
    expect(letter.text).not.toContain(another);
    expect(await portal.kinds()).toEqual([
      'signed_in',
      'signed_in',
      'password_changed',
      'sign_in_failed',
      'signed_in',
    ]);
  });

  test('keeps the session’s cookie as persistent or temporary as chosen at sign-in', async () => {
    await portal.customer(nora);
    for (const remembered of [false, true]) {
      const person = portal.newBrowser();
      await person.signIn(nora, password, remembered);
      await person.call('identity.passwords.change', { newPassword: another });
      const answer = await person.call('identity.passwords.change', { newPassword: password });
      expect(/max-age/i.test(answer.cookies.get('portal.session_token') ?? '')).toBe(remembered);
    }
  });

  test('returns 400 for the current password and ends no session', async () => {
    await portal.customer(nora);
    const person = await portal.signedIn(nora);
    const other = await portal.signedIn(nora);
    expect(await person.call('identity.passwords.change', { newPassword: password })).toMatchObject({
      status: 400,
      body: { code: 'password_same' },
    });
    expect(await whoIs(other)).toBe(nora);
    expect(await portal.kinds()).toEqual(['signed_in', 'signed_in']);
  });

  test('/reset-password/check reports whether a link works without using it up', async () => {
    await portal.customer(nora);
    const stranger = portal.newBrowser();
    await stranger.post('/request-password-reset', { email: nora });
    const token = /\?token=(\S+)/.exec((await portal.letter(nora, 'Choose a new password')).text)?.[1];
    const check = async (each: string | undefined) =>
      (await stranger.post('/reset-password/check', { token: each })).body;
    expect(await check(token)).toEqual({ ok: true, works: true, email: nora });
    expect(await check(token)).toEqual({ ok: true, works: true, email: nora });
    expect(await check('x')).toEqual({ ok: true, works: false });
    expect((await stranger.post('/reset-password', { token, newPassword: another })).status).toBe(200);
    expect(await check(token)).toEqual({ ok: true, works: false });
  });

  test('invalidates reset links sent before', async () => {
    await portal.customer(nora);
    const person = await portal.signedIn(nora);
    await person.post('/request-password-reset', { email: nora });
    const link = /\?token=(\S+)/.exec((await portal.letter(nora, 'Choose a new password')).text)?.[1];
    await person.call('identity.passwords.change', { newPassword: another });
    expect(
      await person.post('/reset-password', { token: link, newPassword: 'a third long secret' }),
    ).toMatchObject({
      status: 400,
      body: { code: 'INVALID_TOKEN' },
    });
  });

  test('returns 403 without recent reauthentication and 200 after it', async () => {
    await portal.customer(nora);
    const person = await portal.signedIn(nora);
    await portal.forgetConfirmations();
    expect(await person.call('identity.passwords.change', { newPassword: another })).toMatchObject({
      status: 403,
      body: { code: 'confirmation_needed' },
    });
    expect((await person.call('identity.reauthentication.byPassword', { password })).status).toBe(200);
    expect((await person.call('identity.passwords.change', { newPassword: another })).status).toBe(200);
  });

  test('returns 401 when signed out, 400 for a short password, and 409 without a password', async () => {
    await portal.customer(nora);
    expect(
      (await portal.newBrowser().call('identity.passwords.change', { newPassword: another })).status,
    ).toBe(401);
    const person = await portal.signedIn(nora);
    expect(await person.call('identity.passwords.change', { newPassword: 'short' })).toMatchObject({
      status: 400,
      body: { code: 'password_too_short' },
    });
    await database.db.query('UPDATE accounts SET password = NULL');
    expect(await person.call('identity.passwords.change', { newPassword: another })).toMatchObject({
      status: 409,
      body: { code: 'outdated' },
    });
  });
});

describe('Setting the first password', () => {
  /** Returns a signed-in user without a password, as if they had signed up through a provider. */
  async function withoutPassword(): Promise<Person> {
    await portal.customer(nora);
    const person = await portal.signedIn(nora);
    await database.db.query("UPDATE accounts SET provider_id = 'github', password = NULL");
    return person;
  }

  test('adds it to the linked provider and notifies the customer by e-mail', async () => {
    const person = await withoutPassword();
    expect((await person.call('identity.passwords.setFirst', { newPassword: another })).status).toBe(200);
    expect((await portal.newBrowser().signIn(nora, another)).status).toBe(200);
    expect(await person.api().identity.signInMethods.query()).toMatchObject({
      hasPassword: true,
      providers: ['github'],
    });
    expect((await portal.letter(nora, 'Your password has been changed')).text).toContain(
      'A password was set',
    );
  });

  test('returns 409 when there is a password, 403 without reauthentication, and 401 when signed out', async () => {
    await portal.customer(nora);
    const person = await portal.signedIn(nora);
    expect(await person.call('identity.passwords.setFirst', { newPassword: another })).toMatchObject({
      status: 409,
      body: { code: 'outdated' },
    });
    await portal.forgetConfirmations();
    expect((await person.call('identity.passwords.setFirst', { newPassword: another })).status).toBe(403);
    expect(
      (await portal.newBrowser().call('identity.passwords.setFirst', { newPassword: another })).status,
    ).toBe(401);
  });
});
