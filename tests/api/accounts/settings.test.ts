/**
 * Tests changing the name and the e-mail address, and the security log: what is allowed, what needs reauthentication,
 * and who is notified.
 */
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createdAlert, paymentAlert } from '#tests/support/billing/alerts.ts';
import { planOnSale } from '#tests/support/billing/plans-on-sale.ts';
import { useDatabase } from '#tests/support/database/database.ts';
import {
  type AccountPortal,
  agents,
  refusalOf,
  startAccountPortal,
} from '#tests/support/portal/account-portal.ts';

const database = useDatabase();

const nora = 'nora@example.test';

const moved = 'nora@elsewhere.test';

let portal: AccountPortal;

beforeEach(async () => {
  portal = await startAccountPortal({ databaseUrl: database.url, db: database.db });
});

afterEach(() => portal.stop());

const whoIs = async (person: Person) => (await person.api().accounts.me.query())?.email ?? null;

type Person = ReturnType<AccountPortal['newBrowser']>;

describe('accounts.rename', () => {
  test('trims and saves the new name', async () => {
    await portal.customer(nora);
    const person = await portal.signedIn(nora);
    expect(await person.api().accounts.rename.mutate({ name: '  Nora L. ' })).toMatchObject({
      name: 'Nora L.',
    });
    expect(await person.api().accounts.me.query()).toMatchObject({ name: 'Nora L.' });
  });

  test('returns 400 for a name that is empty or too long', async () => {
    await portal.customer(nora);
    const person = await portal.signedIn(nora);
    for (const name of ['  ', 'x'.repeat(101)])
      expect(await refusalOf(person.api().accounts.rename.mutate({ name }))).toBe('invalid_input');
  });

  test('returns 401 when signed out', async () => {
    expect(await refusalOf(portal.newBrowser().api().accounts.rename.mutate({ name: 'Eve' }))).toBe(
      'not_signed_in',
    );
  });
});

describe('Changing the e-mail address', () => {
  const tokenIn = (text: string): string => /confirm-email\?token=(\S+)/.exec(text)?.[1] ?? '';
  const tokenTo = async (email: string) =>
    decodeURIComponent(tokenIn((await portal.letter(email, 'Confirm your new e-mail address')).text));

  test('takes effect when the signed-in customer opens the link, and notifies the old address twice', async () => {
    const id = await portal.customer(nora);
    const person = await portal.signedIn(nora);
    expect(await person.api().accounts.email.requestChange.mutate({ email: ' Nora@Elsewhere.test' })).toEqual(
      {
        status: 'sent',
      },
    );
    expect(await whoIs(person)).toBe(nora);
    expect(await person.api().accounts.email.pending.query()).toMatchObject({ email: moved });
    const told = await portal.letter(nora, 'Request to change your e-mail address');
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

  test('keeps purchases of the old address and claims those of the new one', async () => {
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
    // Another customer registers the first customer's old address. Paddle's alerts for the first customer's
    // subscription still contain that address.
    await portal.customer(nora);
    await portal.alert(
      paymentAlert({ ...byHand, event_time: '2026-02-12 09:14:05', subscription_payment_id: '770012' }),
    );
    expect(await owners()).toEqual(both);
  });

  test('returns the same answer and stores the same rows for a taken address, and e-mails its owner', async () => {
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
    const letter = await portal.letter(nora, 'This e-mail address is already in use');
    expect(letter.text).not.toContain('confirm-email');
    expect(await traces()).toEqual(freeTraces);
  });

  test('rejects the link for another customer, when signed out, and after a newer request', async () => {
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

  test('rejects the link once it has expired or another account has the address', async () => {
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

  test('changes the address once when the link is opened several times concurrently', async () => {
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

  test('rejects the current or an invalid address, a sixth request in a day, and stale reauthentication', async () => {
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

  test('allows five requests a day, even when ten arrive concurrently', async () => {
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

  test('can be cancelled without reauthentication, which voids the link and is logged', async () => {
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

  test('is either confirmed or cancelled when both are requested concurrently', async () => {
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

  test('resends a new link, counts it as a request, and notifies the old address only once', async () => {
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
    await portal.letter(nora, 'Request to change your e-mail address');
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

  test('hides a pending change from other customers and doesn’t let them cancel it', async () => {
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

  test('keeps the link’s secret out of the database and the log', async () => {
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
  test('returns the customer’s own events, newest first, twenty at a time', async () => {
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

  test('returns 401 when signed out and 400 for an invalid cursor', async () => {
    expect(await refusalOf(portal.newBrowser().api().identity.securityLog.query({}))).toBe('not_signed_in');
    await portal.customer(nora);
    const person = await portal.signedIn(nora);
    expect(await refusalOf(person.api().identity.securityLog.query({ before: 0 }))).toBe('invalid_input');
  });
});
