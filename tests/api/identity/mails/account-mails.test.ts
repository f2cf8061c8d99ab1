/** Tests account mails: one per event, rendered only when it is sent, with no secrets stored. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { buildDeps } from '#server/build-deps.ts';
import type { Deps } from '#server/deps.ts';
import { recordSecurityEvent } from '#server/features/identity/security-log/record-security-event.ts';
import type { SecurityEventKind } from '#shared/identity/security-log.ts';
import { useDatabase } from '#tests/support/database/database.ts';
import {
  type AccountPortal,
  agents,
  password,
  startAccountPortal,
} from '#tests/support/portal/account-portal.ts';

const database = useDatabase();
const nora = 'nora@example.test';
let portal: AccountPortal;
let deps: Deps;

beforeEach(async () => {
  portal = await startAccountPortal({ databaseUrl: database.url, db: database.db });
  deps = buildDeps({
    config: portal.config,
    db: database.db,
    log: portal.logger,
    clock: { now: () => new Date() },
  });
});
afterEach(() => portal.stop());

const owed = () =>
  portal.rows<{ idempotencyKey: string; template: string; state: string }>(
    'SELECT idempotency_key AS idempotencyKey, template, state FROM outbox ORDER BY id',
  );
/**
 * Waits until the failed attempt is recorded. After that no worker is processing the mail, so the test can change its
 * row without being overwritten.
 */
const refused = () =>
  expect.poll(() => portal.rows('SELECT id FROM outbox WHERE last_error IS NOT NULL')).toHaveLength(1);
const templates = async () => (await owed()).map(({ template }) => template);
const incident = (
  userId: number,
  kind: SecurityEventKind,
  userAgent: string | null = agents.firefox,
  detail: string | null = null,
) => recordSecurityEvent(deps, { userId, kind, detail, ipAddress: '203.0.113.7', userAgent, at: new Date() });

describe('A sign-in', () => {
  test('from a new browser is e-mailed with browser and IP address, except for the first one', async () => {
    await portal.customer(nora);
    const known = await portal.signedIn(nora);
    await known.post('/sign-out');
    expect((await known.signIn(nora)).status).toBe(200);
    expect(await templates()).toEqual([]);
    const other = await portal.signedIn(nora, agents.safari);
    const letter = await portal.letter(nora, 'New sign-in to your account');
    expect(letter.text).toContain('Safari, iPhone, IP address 127.0.0.1.');
    expect(letter.text).toContain('/user/profile');
    for (const browser of [other, known]) {
      await browser.post('/sign-out');
      expect((await browser.signIn(nora)).status).toBe(200);
    }
    expect(await templates()).toEqual(['new-sign-in']);
  });

  test('from a new browser is e-mailed even when its user agent is already known', async () => {
    await portal.customer(nora);
    await portal.signedIn(nora, agents.firefox);
    await portal.signedIn(nora, agents.firefox);
    expect(await templates()).toEqual(['new-sign-in']);
  });

  test('from a browser known to another account only, or with a forged cookie, is e-mailed', async () => {
    await portal.customer(nora);
    await portal.customer('mallory@example.test');
    await portal.signedIn(nora);
    const mallory = await portal.signedIn('mallory@example.test');
    await mallory.post('/sign-out');
    expect((await mallory.signIn(nora)).status).toBe(200);
    expect(await templates()).toEqual(['new-sign-in']);
    const thief = portal.newBrowser();
    thief.jar.set('portal.known_browser', `${'A'.repeat(22)}.${'B'.repeat(43)}`);
    expect((await thief.signIn(nora)).status).toBe(200);
    expect(await templates()).toEqual(['new-sign-in', 'new-sign-in']);
  });

  test('from a known browser isn’t e-mailed after a browser update or a change of address', async () => {
    await portal.customer(nora);
    const { jar } = await portal.signedIn(nora);
    const updated = portal.newBrowser(agents.newerFirefox);
    updated.jar.set('portal.known_browser', jar.get('portal.known_browser') ?? '');
    expect((await updated.signIn(nora)).status).toBe(200);
    await updated.post('/sign-out');
    await database.db.query("UPDATE users SET email = 'lindqvist@example.test'");
    expect((await updated.signIn('lindqvist@example.test')).status).toBe(200);
    expect(await templates()).toEqual([]);
  });

  test('is e-mailed when it is the first one of an account older than a day', async () => {
    await portal.customer(nora);
    await database.db.query('UPDATE users SET created_at = NOW(3) - INTERVAL 25 HOUR');
    await portal.signedIn(nora);
    expect(await templates()).toEqual(['new-sign-in']);
  });

  test('without a user agent is e-mailed without naming the browser', async () => {
    const id = await portal.customer(nora);
    await portal.signedIn(nora);
    await incident(id, 'signed_in', null);
    expect((await portal.letter(nora, 'New sign-in to your account')).text).toContain(
      'from a new browser, IP address 203.0.113.7.',
    );
  });

  test('that fails is logged and not e-mailed', async () => {
    await portal.customer(nora);
    await portal.newBrowser().signIn(nora, 'not the password');
    await expect.poll(portal.kinds).toEqual(['sign_in_failed']);
    expect(await templates()).toEqual([]);
  });
});

describe('A change of sign-in methods', () => {
  test.each([
    ['password_changed', 'Your password has been changed', 'was changed on'],
    ['password_set', 'Your password has been changed', 'A password was set'],
    ['password_reset', 'Your password has been changed', 'with the link from our e-mail'],
    ['authenticator_added', 'An authenticator app was added', 'asked for its code when you sign in'],
    ['passkey_added', 'A passkey or security key was added', 'A passkey or security key was added to'],
    ['authenticator_removed', 'The authenticator app was removed', 'The authenticator app was removed from'],
    [
      'passkey_removed',
      'A passkey or security key was removed',
      'A passkey or security key was removed from',
    ],
    [
      'second_step_started',
      'Two-step verification was turned on',
      'with a passkey or security key was turned on',
    ],
    ['second_step_ended', 'Two-step verification was turned off', 'Your recovery codes no longer work'],
    ['second_factor_reset', 'Two-step verification was turned off', 'Your recovery codes no longer work'],
    ['provider_linked', 'GitHub was linked to your account', 'Your account was linked to GitHub', 'github'],
    [
      'provider_unlinked',
      'Google was unlinked from your account',
      'Google was unlinked from your account on',
      'google',
    ],
    ['recovery_codes_renewed', 'New recovery codes were created', 'The old ones no longer work'],
  ] as const)('%s is e-mailed', async (kind, subject, words, detail?: string) => {
    const id = await portal.customer(nora);
    await incident(id, kind, agents.firefox, detail);
    expect((await portal.letter(nora, subject)).text).toContain(words);
    expect(await templates()).toHaveLength(1);
  });

  test('is e-mailed in the account’s language', async () => {
    const id = await portal.customer(nora);
    await database.db.query("UPDATE users SET locale = 'fr'");
    await incident(id, 'passkey_added');
    expect((await portal.letter(nora, 'Une clé d’accès ou de sécurité a été ajoutée')).text).toContain(
      'Une clé d’accès',
    );
  });

  test('is e-mailed in French for a linked account and for new recovery codes', async () => {
    const id = await portal.customer(nora);
    await database.db.query("UPDATE users SET locale = 'fr'");
    await incident(id, 'provider_linked', agents.firefox, 'github');
    await incident(id, 'recovery_codes_renewed');
    const { text, html } = await portal.letter(nora, 'GitHub a été associé à votre compte');
    for (const version of [text, html]) expect(version).toContain('Votre compte a été associé à GitHub');
    const codes = await portal.letter(nora, 'De nouveaux codes de récupération ont été créés');
    for (const version of [codes.text, codes.html])
      expect(version).toContain('Les précédents ne fonctionnent plus');
  });

  test('is neither logged nor e-mailed when recording it fails', async () => {
    await expect(incident(4_711, 'passkey_added')).rejects.toThrow();
    expect(await owed()).toEqual([]);
    expect(await portal.kinds()).toEqual([]);
  });

  test('isn’t e-mailed once the account is deleted', async () => {
    const id = await portal.customer(nora);
    await portal.mailbox.stop();
    await incident(id, 'passkey_added');
    await refused();
    await database.db.query('DELETE FROM users');
    await database.db.query("UPDATE outbox SET next_attempt_at = '2020-01-01', state = 'waiting'");
    await expect.poll(async () => (await owed())[0]?.state).toBe('not_needed');
  });
});

describe('The links in sign-in e-mails', () => {
  test('are created on sending, without storing an address or token, and work', async () => {
    await portal.customer(nora);
    const person = portal.newBrowser();
    await person.post('/request-password-reset', { email: nora });
    await person.post('/request-password-reset', { email: 'nobody@example.test' });
    const { text } = await portal.letter(nora, 'Choose a new password');
    const token = /\?token=(\S+)/.exec(text)?.[1] ?? '';
    const stored = JSON.stringify([
      await portal.rows('SELECT * FROM outbox'),
      await portal.rows('SELECT * FROM verifications'),
    ]);
    expect(stored).not.toContain(token);
    expect(stored).not.toContain(nora);
    expect(JSON.stringify(portal.log)).not.toContain(token);
    expect(await templates()).toEqual(['reset-password']);
    expect((await person.post('/reset-password', { token, newPassword: password })).status).toBe(200);
    expect((await portal.letter(nora, 'Your password has been changed')).text).toContain(
      'with the link from our e-mail',
    );
  });

  test('arrive late after a mail server outage, and the response is the same', async () => {
    await portal.customer(nora);
    portal.mailbox.setAway(true);
    const person = portal.newBrowser();
    expect(await person.post('/request-password-reset', { email: nora })).toMatchObject({
      status: 200,
      body: { ok: true },
    });
    await expect
      // The error is stored when the attempt has ended. Until then, it might still succeed.
      .poll(() => portal.rows('SELECT state, attempts, last_error IS NOT NULL AS ended FROM outbox'))
      .toEqual([{ state: 'waiting', attempts: 1, ended: 1 }]);
    portal.mailbox.setAway(false);
    await database.db.query("UPDATE outbox SET next_attempt_at = '2020-01-01'");
    await expect.poll(() => portal.mailbox.letters(nora).length).toBe(1);
    const token = /\?token=(\S+)/.exec(portal.mailbox.letters(nora)[0]?.text ?? '')?.[1];
    expect((await person.post('/reset-password', { token, newPassword: password })).status).toBe(200);
  });

  test('aren’t sent for an address that has been confirmed since', async () => {
    await portal.mailbox.stop();
    await portal
      .newBrowser()
      .post('/sign-up/email', { name: 'N', email: nora, password, termsAccepted: true });
    await refused();
    await database.db.query('UPDATE users SET email_verified = 1');
    await database.db.query("UPDATE outbox SET next_attempt_at = '2020-01-01', state = 'waiting'");
    await expect.poll(async () => (await owed())[0]?.state).toBe('not_needed');
  });
});
