/**
 * Changing the name, password and e-mail address: which changes are allowed, which need reauthentication, and who is
 * notified.
 */
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createdAlert, paymentAlert } from '#tests/support/billing/alerts.ts';
import { planOnSale } from '#tests/support/billing/plans-on-sale.ts';
import { useDatabase } from '#tests/support/database/database.ts';
import {
  type AccountPortal,
  agents,
  password,
  refusalOf,
  startAccountPortal,
} from '#tests/support/portal/account-portal.ts';

const database = useDatabase();
const nora = 'nora@example.test';
const moved = 'nora@elsewhere.test';
const another = 'another long secret';
let portal: AccountPortal;

beforeEach(async () => {
  portal = await startAccountPortal({ databaseUrl: database.url, db: database.db });
});
afterEach(() => portal.stop());

type Person = ReturnType<AccountPortal['newBrowser']>;
const whoIs = async (person: Person) => (await person.api().accounts.me.query())?.email ?? null;

describe('accounts.rename', () => {
  test('200: another name, from now on', async () => {
    await portal.customer(nora);
    const person = await portal.signedIn(nora);
    expect(await person.api().accounts.rename.mutate({ name: '  Nora L. ' })).toMatchObject({
      name: 'Nora L.',
    });
    expect(await person.api().accounts.me.query()).toMatchObject({ name: 'Nora L.' });
  });

  test('400: no name, or more than one', async () => {
    await portal.customer(nora);
    const person = await portal.signedIn(nora);
    for (const name of ['  ', 'x'.repeat(101)])
      expect(await refusalOf(person.api().accounts.rename.mutate({ name }))).toBe('invalid_input');
  });

  test('401: nobody', async () => {
    expect(await refusalOf(portal.newBrowser().api().accounts.rename.mutate({ name: 'Eve' }))).toBe(
      'not_signed_in',
    );
  });
});

describe('changing the password', () => {
  test('200: the new one signs in, the old one does not; other browsers are out, this one stays', async () => {
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

  test('whether it is remembered stays as it was chosen at sign-in', async () => {
    await portal.customer(nora);
    for (const remembered of [false, true]) {
      const person = portal.newBrowser();
      await person.signIn(nora, password, remembered);
      await person.call('identity.passwords.change', { newPassword: another });
      const answer = await person.call('identity.passwords.change', { newPassword: password });
      expect(/max-age/i.test(answer.cookies.get('portal.session_token') ?? '')).toBe(remembered);
    }
  });

  test('400: the one that stands, and nothing happens', async () => {
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

  test('/reset-password/check tells whether a link works, and does not use it up', async () => {
    await portal.customer(nora);
    const stranger = portal.newBrowser();
    await stranger.post('/request-password-reset', { email: nora });
    const token = /\?token=(\S+)/.exec((await portal.letter(nora, 'Choose a new password')).text)?.[1];
    const check = async (each: string | undefined) =>
      (await stranger.post('/reset-password/check', { token: each })).body;
    expect(await check(token)).toEqual({ ok: true, works: true });
    expect(await check(token)).toEqual({ ok: true, works: true });
    expect(await check('x')).toEqual({ ok: true, works: false });
    expect((await stranger.post('/reset-password', { token, newPassword: another })).status).toBe(200);
    expect(await check(token)).toEqual({ ok: true, works: false });
  });

  test('links to a new password that were sent before are dead', async () => {
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

  test('403 when the last confirmation is too long ago; 200 after the old password', async () => {
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

  test('401 for nobody, 400 for a short one, 409 for who has none to change', async () => {
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

describe('setting the first password', () => {
  /** Returns a signed-in user without a password, as after signing up through a provider. */
  async function withoutPassword(): Promise<Person> {
    await portal.customer(nora);
    const person = await portal.signedIn(nora);
    await database.db.query("UPDATE accounts SET provider_id = 'github', password = NULL");
    return person;
  }

  test('200: a first password, beside what there was; the person is told', async () => {
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

  test('409 for who has one: it is changed, not set; 403 without a confirmation; 401 for nobody', async () => {
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

describe('another e-mail address', () => {
  const tokenIn = (text: string): string => /confirm-email\?token=(\S+)/.exec(text)?.[1] ?? '';
  const tokenTo = async (email: string) =>
    decodeURIComponent(tokenIn((await portal.letter(email, 'Confirm your new e-mail address')).text));

  test('counts once its link was opened by who is signed in; the old one is told twice', async () => {
    const id = await portal.customer(nora);
    const person = await portal.signedIn(nora);
    expect(await person.api().accounts.email.requestChange.mutate({ email: ' Nora@Elsewhere.test' })).toEqual(
      {
        status: 'sent',
      },
    );
    expect(await whoIs(person)).toBe(nora);
    expect(await person.api().accounts.email.pending.query()).toMatchObject({ email: moved });
    const told = await portal.letter(nora, 'Change of e-mail address requested');
    expect(told.text).not.toContain(moved);
    const token = await tokenTo(moved);
    expect(await person.api().accounts.email.confirmChange.mutate({ token })).toEqual({ status: 'changed' });
    expect(await whoIs(person)).toBe(moved);
    expect(await person.api().accounts.email.pending.query()).toBeNull();
    await portal.letter(nora, 'Your e-mail address has been changed');
    expect((await portal.newBrowser().signIn(nora)).status).toBe(401);
    expect((await portal.newBrowser().signIn(moved)).status).toBe(200);
    expect(await portal.rows('SELECT id, email, email_verified FROM users')).toEqual([
      { id, email: moved, email_verified: 1 },
    ]);
    expect(await portal.kinds()).toEqual([
      'signed_in',
      'email_change_requested',
      'email_changed',
      'signed_in',
    ]);
    expect(await person.api().accounts.email.confirmChange.mutate({ token })).toEqual({
      status: 'link_invalid',
    });
  });

  test('keeps what was bought with the old one, and brings what was bought with the new one', async () => {
    await planOnSale(database.db);
    const id = await portal.customer(nora);
    const byHand = { passthrough: '', email: nora };
    await portal.alert(createdAlert(byHand));
    await portal.alert(paymentAlert(byHand));
    const other = { passthrough: '', email: moved, subscription_id: '600', user_id: '99' };
    await portal.alert(createdAlert(other));
    const owners = () =>
      portal.rows('SELECT stream, user_id FROM event_streams WHERE user_id IS NOT NULL ORDER BY stream');
    expect(await owners()).toEqual([{ stream: 'subscription:502198', user_id: id }]);
    const person = await portal.signedIn(nora);
    await person.api().accounts.email.requestChange.mutate({ email: moved });
    await person.api().accounts.email.confirmChange.mutate({ token: await tokenTo(moved) });
    const both = [
      { stream: 'subscription:502198', user_id: id },
      { stream: 'subscription:600', user_id: id },
    ];
    expect(await owners()).toEqual(both);
    // Another customer registers the old address, and Paddle's alerts for the first customer's subscription still carry
    // it.
    await portal.customer(nora);
    await portal.alert(
      paymentAlert({ ...byHand, event_time: '2026-02-12 09:14:05', subscription_payment_id: '770012' }),
    );
    expect(await owners()).toEqual(both);
  });

  test('which has an account is asked for with the same answer and the same rows; only its owner learns of it', async () => {
    await portal.customer(nora);
    await portal.customer('eve@example.test');
    const eve = await portal.signedIn('eve@example.test');
    const traces = async () => {
      const owed = await portal.rows<{ template: string }>(
        "SELECT template FROM outbox WHERE template LIKE 'email%' ORDER BY id",
      );
      await database.db.query("DELETE FROM outbox WHERE template LIKE 'email%'");
      return owed.map(({ template }) => template);
    };
    const free = await eve.api().accounts.email.requestChange.mutate({ email: 'free@example.test' });
    const freeTraces = await traces();
    const taken = await eve.api().accounts.email.requestChange.mutate({ email: nora });
    expect(taken).toEqual(free);
    expect(await eve.api().accounts.email.pending.query()).toMatchObject({ email: nora });
    const letter = await portal.letter(nora, 'This address already has an account');
    expect(letter.text).not.toContain('confirm-email');
    expect(await traces()).toEqual(freeTraces);
  });

  test('a link is nothing to a stranger, to an owner who opens it elsewhere, or once another was asked for', async () => {
    await portal.customer(nora);
    await portal.customer('eve@example.test');
    const eve = await portal.signedIn('eve@example.test');
    await eve.api().accounts.email.requestChange.mutate({ email: moved });
    const token = await tokenTo(moved);
    const owner = await portal.signedIn(nora);
    expect(await owner.api().accounts.email.confirmChange.mutate({ token })).toEqual({
      status: 'link_invalid',
    });
    expect(await refusalOf(portal.newBrowser().api().accounts.email.confirmChange.mutate({ token }))).toBe(
      'not_signed_in',
    );
    await eve.api().accounts.email.requestChange.mutate({ email: 'later@example.test' });
    for (const each of [token, `${token}x`, token.replace(/^\d+/, '999'), 'x', '1.']) {
      expect(await eve.api().accounts.email.confirmChange.mutate({ token: each })).toEqual({
        status: 'link_invalid',
      });
    }
    expect(await whoIs(eve)).toBe('eve@example.test');
  });

  test('a link is dead after a day, and of no use once somebody else has the address', async () => {
    await portal.customer(nora);
    const person = await portal.signedIn(nora);
    await person.api().accounts.email.requestChange.mutate({ email: moved });
    const token = await tokenTo(moved);
    await portal.customer(moved);
    expect(await person.api().accounts.email.confirmChange.mutate({ token })).toEqual({ status: 'taken' });
    await database.db.query("UPDATE email_changes SET expires_at = '2020-01-01'");
    expect(await person.api().accounts.email.confirmChange.mutate({ token })).toEqual({
      status: 'link_invalid',
    });
    expect(await person.api().accounts.email.pending.query()).toBeNull();
  });

  test('of two who open the link at the same moment, one changes the address', async () => {
    await portal.customer(nora);
    const person = await portal.signedIn(nora);
    await person.api().accounts.email.requestChange.mutate({ email: moved });
    const token = await tokenTo(moved);
    const outcomes = await Promise.all(
      [1, 2, 3].map(() => person.api().accounts.email.confirmChange.mutate({ token })),
    );
    expect(outcomes.filter(({ status }) => status === 'changed')).toHaveLength(1);
    expect(await portal.rows("SELECT id FROM outbox WHERE template = 'email-changed'")).toHaveLength(1);
  });

  test('the same address is none; 400 for no address; 403 without a confirmation; 429 after five in a day', async () => {
    await portal.customer(nora);
    const person = await portal.signedIn(nora);
    const ask = (email: string) => person.api().accounts.email.requestChange.mutate({ email });
    expect(await ask('NORA@example.test')).toEqual({ status: 'same' });
    expect(await refusalOf(ask('nobody'))).toBe('invalid_input');
    for (const each of [1, 2, 3, 4, 5])
      expect(await ask(`a${each}@example.test`)).toEqual({ status: 'sent' });
    expect(await refusalOf(ask('a6@example.test'))).toBe('too_many_requests');
    await portal.forgetConfirmations();
    expect(await refusalOf(ask(moved))).toBe('confirmation_needed');
  });

  test('of requests at the same moment, too, no more than five in a day get through', async () => {
    await portal.customer(nora);
    const person = await portal.signedIn(nora);
    const asked = await Promise.allSettled(
      Array.from({ length: 10 }, (_, each) =>
        person.api().accounts.email.requestChange.mutate({ email: `a${each}@example.test` }),
      ),
    );
    expect(asked.filter(({ status }) => status === 'fulfilled')).toHaveLength(5);
    for (const each of asked) {
      if (each.status === 'rejected')
        expect(await refusalOf(Promise.reject(each.reason))).toBe('too_many_requests');
    }
    expect(await portal.rows('SELECT id FROM email_changes')).toHaveLength(5);
    expect(await portal.rows("SELECT id FROM outbox WHERE template = 'email-change'")).toHaveLength(5);
  });

  test('can be taken back without a confirmation: the link is dead, and the log says so', async () => {
    await portal.customer(nora);
    const person = await portal.signedIn(nora);
    const { email } = person.api().accounts;
    await email.requestChange.mutate({ email: moved });
    const token = await tokenTo(moved);
    await portal.forgetConfirmations();
    expect(await email.stopChange.mutate()).toEqual({ stopped: true });
    expect(await email.pending.query()).toBeNull();
    expect(await email.ofLink.query({ token })).toBeNull();
    expect(await email.confirmChange.mutate({ token })).toEqual({ status: 'link_invalid' });
    expect(await email.stopChange.mutate()).toEqual({ stopped: false });
    expect(await whoIs(person)).toBe(nora);
    expect(await portal.kinds()).toEqual(['signed_in', 'email_change_requested', 'email_change_stopped']);
  });

  test('is confirmed or taken back, whichever comes first, and never both', async () => {
    await portal.customer(nora);
    const person = await portal.signedIn(nora);
    const { email } = person.api().accounts;
    await email.requestChange.mutate({ email: moved });
    const token = await tokenTo(moved);
    const [confirmed, stopped] = await Promise.all([
      email.confirmChange.mutate({ token }),
      person.api().accounts.email.stopChange.mutate(),
    ]);
    expect(stopped.stopped).toBe(confirmed.status !== 'changed');
    expect(await whoIs(person)).toBe(stopped.stopped ? nora : moved);
  });

  test('its link is sent again as a new one, which counts as a request; the old address is told once', async () => {
    await portal.customer(nora);
    const person = await portal.signedIn(nora);
    const { email } = person.api().accounts;
    expect(await email.sendAgain.mutate()).toEqual({ status: 'none' });
    await email.requestChange.mutate({ email: moved });
    const first = await tokenTo(moved);
    expect(await email.ofLink.query({ token: first })).toMatchObject({ email: moved });
    expect(await email.sendAgain.mutate()).toEqual({ status: 'sent' });
    expect(await email.pending.query()).toMatchObject({ email: moved });
    expect(await email.ofLink.query({ token: first })).toBeNull();
    await portal.letter(nora, 'Change of e-mail address requested');
    expect(await portal.rows("SELECT id FROM outbox WHERE template = 'email-change-asked'")).toHaveLength(1);
    for (const _each of [3, 4, 5]) await email.sendAgain.mutate();
    const refused = await email.sendAgain.mutate().catch((error: unknown) => error);
    expect(refused).toMatchObject({
      data: { appCode: 'too_many_requests', retryAfterSeconds: expect.any(Number) },
    });
    const others = await portal.signedIn(nora);
    await portal.forgetConfirmations();
    expect(await refusalOf(others.api().accounts.email.sendAgain.mutate())).toBe('confirmation_needed');
  });

  test('its link says nothing to a stranger', async () => {
    await portal.customer(nora);
    await portal.customer('eve@example.test');
    const person = await portal.signedIn(nora);
    await person.api().accounts.email.requestChange.mutate({ email: moved });
    const token = await tokenTo(moved);
    const eve = await portal.signedIn('eve@example.test');
    expect(await eve.api().accounts.email.ofLink.query({ token })).toBeNull();
    expect(await eve.api().accounts.email.stopChange.mutate()).toEqual({ stopped: false });
    expect(await person.api().accounts.email.pending.query()).toMatchObject({ email: moved });
  });

  test('nothing that opens anything is stored', async () => {
    await portal.customer(nora);
    const person = await portal.signedIn(nora);
    await person.api().accounts.email.requestChange.mutate({ email: moved });
    const [, secret = ''] = (await tokenTo(moved)).split('.');
    expect(secret).toHaveLength(43);
    const stored = JSON.stringify(
      await Promise.all(
        ['email_changes', 'verifications', 'outbox', 'security_events'].map((table) =>
          portal.rows(`SELECT * FROM ${table}`),
        ),
      ),
    );
    expect(stored).not.toContain(secret);
    expect(JSON.stringify(await portal.rows('SELECT * FROM outbox'))).not.toContain('@');
    expect(JSON.stringify(portal.log)).not.toContain(secret);
    expect(JSON.stringify(portal.log)).not.toContain(moved);
  });
});

describe('identity.securityLog', () => {
  test('200: a customer’s own, newest first, twenty at a time', async () => {
    const id = await portal.customer(nora);
    const eve = await portal.customer('eve@example.test');
    const add = (userId: number, kind: string) =>
      database.db.query(
        `INSERT INTO security_events (user_id, kind, occurred_at) VALUES (${userId}, '${kind}', NOW(3))`,
      );
    for (let each = 0; each < 24; each += 1) await add(id, 'token_created');
    await add(eve, 'passkey_added');
    await add(id, 'of_a_later_release');
    const person = await portal.signedIn(nora, agents.safari);
    const first = await person.api().identity.securityLog.query({});
    expect(first.events).toHaveLength(20);
    expect(first.events[0]).toMatchObject({
      kind: 'signed_in',
      detail: 'password',
      userAgent: agents.safari,
      ipAddress: '127.0.0.1',
    });
    const second = await person.api().identity.securityLog.query({ before: first.next ?? 0 });
    expect(second).toMatchObject({ next: null });
    const all = [...first.events, ...second.events];
    expect(all).toHaveLength(25);
    expect(new Set(all.map(({ kind }) => kind))).toEqual(new Set(['signed_in', 'token_created']));
  });

  test('401: nobody; 400: before nothing', async () => {
    expect(await refusalOf(portal.newBrowser().api().identity.securityLog.query({}))).toBe('not_signed_in');
    await portal.customer(nora);
    const person = await portal.signedIn(nora);
    expect(await refusalOf(person.api().identity.securityLog.query({ before: 0 }))).toBe('invalid_input');
  });
});
