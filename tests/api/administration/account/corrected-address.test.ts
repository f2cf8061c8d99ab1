/**
 * Tests an address that an administrator corrects: what becomes of the account, who is told, and what the link that
 * stops it does.
 */
import { beforeEach, describe, expect, it } from 'vitest';
import { everyStoredText } from '#tests/support/database/stored-texts.ts';
import { useAdministrator } from '#tests/support/people/administrator.ts';
import { useChangingCustomer } from '#tests/support/people/changing-customer.ts';
import { codeOf } from '#tests/support/people/code-of.ts';
import { browser } from '#tests/support/portal/auth-portal.ts';

const shop = useChangingCustomer();
const administrator = useAdministrator(shop);

const old = 'nora.lindqvist@example.test';
const right = 'nora@right.test';
const password = 'a long enough password';
const reason = 'Nora wrote to us from her new address';

const correct = (email = right, customerId = shop.userId) =>
  administrator.api.accounts.correctEmail.mutate({ customerId, email, reason });
const stop = (token: string) => shop.portal.trpc().accounts.emailCorrection.stop.mutate({ token });
const account = async () => {
  const [row] = await shop.rows<{ email: string; verified: number; blocked: string | null }>(
    `SELECT email, email_verified AS verified, blocked_at AS blocked FROM users WHERE id = ${shop.userId}`,
  );
  return row;
};
const sessions = () => shop.rows(`SELECT id FROM sessions WHERE user_id = ${shop.userId}`);
const kinds = async () =>
  (
    await shop.rows<{ kind: string }>(
      `SELECT kind FROM security_events WHERE user_id = ${shop.userId} ORDER BY id`,
    )
  ).map(({ kind }) => kind);
const visitor = () => browser(shop.portal.url);

/** Waits for the newest e-mail with this subject. */
async function letter(to: string, subject: string, count = 1): Promise<string> {
  const found = () => shop.mailbox.letters(to).filter((each) => each.subject === subject);
  await expect.poll(() => found().length, { message: `an e-mail to ${to}: ${subject}` }).toBe(count);
  return found()[0]?.text ?? '';
}
const linkIn = async (to: string, count = 1) =>
  new URL(
    /https?:\/\/\S+stop-correction\S+/.exec(
      await letter(to, 'Support has changed your e-mail address', count),
    )?.[0] ?? '',
  );
const tokenTo = async (to: string, count = 1) => (await linkIn(to, count)).searchParams.get('token') ?? '';
const confirmationTo = async (to: string) =>
  new URL(
    /https?:\/\/\S+verify-email\S+/.exec(await letter(to, 'Confirm your e-mail address'))?.[0] ?? '',
  ).searchParams.get('token') ?? '';
/** Ends the 24 hours. */
const pass = () => shop.database.db.query("UPDATE email_corrections SET expires_at = '2020-01-01'");
const settled = () =>
  expect.poll(() => shop.rows("SELECT id FROM outbox WHERE state = 'waiting'")).toEqual([]);

describe('An address that an administrator corrects', () => {
  it('is the account’s at once, is not confirmed, and both addresses and the logs know', async () => {
    expect(await codeOf(correct(old))).toBe('changed_meanwhile');
    expect(await codeOf(correct('root@example.test'))).toBe('email_in_use');
    expect(await correct(' Nora@RIGHT.test')).toEqual({ ok: true });
    expect(await account()).toMatchObject({ email: right, verified: 0 });
    expect(await kinds()).toContain('email_corrected_by_administrator');
    const told = await letter(old, 'Support has changed your e-mail address');
    expect(told).not.toContain(right);
    expect(await letter(right, 'Confirm your e-mail address')).toContain('Support has changed');
    expect((await administrator.audit()).at(-1)).toMatchObject({
      ...{ act: 'customer.correctEmail', outcome: 'done', reason },
      ...{ before: { email: old }, after: { email: right } },
    });
    // It is found by the new address and no longer by the old one.
    const found = async (text: string) =>
      (await administrator.api.customers.search.mutate({ text })).found.map(({ customer }) => customer.id);
    expect(await found(right)).toEqual([shop.userId]);
    expect(await found(old)).toEqual([]);
    const { account: shown } = await administrator.api.customers.find.query({ customerId: shop.userId });
    expect(shown).toMatchObject({ email: right, isEmailVerified: false, emailHeldUntil: expect.any(Date) });
  });

  it('lets nobody in until it is confirmed, and for 24 hours only with the password or a session', async () => {
    await correct();
    const token = await confirmationTo(right);
    // The session stays, but can do nothing before the address is confirmed.
    expect(await sessions()).toHaveLength(1);
    expect(await codeOf(shop.portal.trpc(shop.cookie).licences.list.query({}))).toBe('email_not_verified');
    expect((await visitor().post('/sign-in/email', { email: right, password })).status).toBe(403);
    // Whoever has the new mailbox alone gets neither a link for another password nor past the one that confirms.
    await visitor().post('/request-password-reset', { email: right });
    await settled();
    expect(shop.mailbox.letters(right).map(({ subject }) => subject)).not.toContain('Choose a new password');
    const newPassword = 'quite another long secret';
    expect(await visitor().post('/confirm-address', { token, newPassword })).toMatchObject({
      status: 403,
      body: { code: 'EMAIL_CORRECTED' },
    });
    expect(
      await codeOf(administrator.api.accounts.disableTwoStep.mutate({ customerId: shop.userId, reason })),
    ).toBe('email_corrected');
    expect((await account())?.verified).toBe(0);
    const owner = visitor();
    expect(await owner.post('/confirm-address', { token, password })).toMatchObject({ status: 200 });
    expect((await account())?.verified).toBe(1);
    // The customer's sessions and other ways to sign in were theirs before.
    expect(await sessions()).toHaveLength(2);
  });

  it('is confirmed by its link in a browser where the customer is signed in, and by no other', async () => {
    await correct();
    const token = await confirmationTo(right);
    const open = (cookie: string | null) =>
      fetch(`${shop.portal.url}/api/auth/verify-email?token=${token}&callbackURL=%2Fverified`, {
        ...{ redirect: 'manual', headers: cookie === null ? {} : { cookie } },
      });
    await open(null);
    await open(administrator.cookie);
    expect((await account())?.verified).toBe(0);
    await open(shop.cookie);
    expect((await account())?.verified).toBe(1);
    expect(await shop.portal.trpc(shop.cookie).licences.list.query({})).toEqual([]);
  });

  it('takes a new password by e-mail once the old address can no longer stop it', async () => {
    await correct();
    const token = await confirmationTo(right);
    await pass();
    const answer = await visitor().post('/confirm-address', {
      token,
      newPassword: 'quite another long secret',
    });
    expect(answer).toMatchObject({ status: 200 });
    expect((await account())?.verified).toBe(1);
  });
});

describe('The link that stops a correction', () => {
  it('does nothing when it is opened, and gives the old address back once when its button is pressed', async () => {
    await correct();
    const link = await linkIn(old);
    const token = link.searchParams.get('token') ?? '';
    await fetch(`${shop.portal.url}${link.pathname}${link.search}`);
    const input = encodeURIComponent(JSON.stringify({ json: { token } }));
    const asked = await fetch(`${shop.portal.url}/trpc/accounts.emailCorrection.stop?input=${input}`);
    expect(asked.status).toBe(405);
    expect(await account()).toMatchObject({ email: right });
    for (const wrong of [`${token}x`, token.replace(/^\d+/, '999'), 'x', '1.'])
      expect(await stop(wrong)).toEqual({ status: 'link_invalid' });
    const outcomes = await Promise.all([stop(token), stop(token)]);
    expect(outcomes.map(({ status }) => status).sort()).toEqual(['restored', 'stopped_before']);
    expect(await account()).toEqual({ email: old, verified: 1, blocked: null });
    expect(await sessions()).toEqual([]);
    expect((await kinds()).filter((kind) => kind === 'email_correction_stopped')).toHaveLength(1);
    // The customer is let in by the old address as before, and the link to the new one confirms nothing.
    expect((await visitor().post('/sign-in/email', { email: old, password })).status).toBe(200);
    await visitor().post('/request-password-reset', { email: old });
    await letter(old, 'Choose a new password');
  });

  it('is refused after 24 hours, which begin anew when the e-mail is sent', async () => {
    await correct();
    const token = await tokenTo(old);
    const [{ hours } = { hours: 0 }] = await shop.rows<{ hours: number }>(
      'SELECT TIMESTAMPDIFF(MINUTE, corrected_at, expires_at) / 60 AS hours FROM email_corrections',
    );
    expect(Number(hours)).toBeCloseTo(24, 1);
    await pass();
    expect(await stop(token)).toEqual({ status: 'expired' });
    expect(await account()).toMatchObject({ email: right });
  });

  it('works after the new address was confirmed and changed once more, and ends what was begun with it', async () => {
    await correct();
    const token = await tokenTo(old);
    const thief = visitor();
    await thief.post('/confirm-address', { token: await confirmationTo(right), password });
    const cookie = [...thief.jar].map(([name, value]) => `${name}=${value}`).join('; ');
    const mine = shop.portal.trpc(cookie).accounts.email;
    await mine.requestChange.mutate({ email: 'thief@elsewhere.test' });
    const change = /confirm-email\?token=(\S+)/.exec(
      await letter('thief@elsewhere.test', 'Confirm your new e-mail address'),
    )?.[1];
    await mine.confirmChange.mutate({ token: decodeURIComponent(change ?? '') });
    expect(await account()).toMatchObject({ email: 'thief@elsewhere.test', verified: 1 });
    await mine.requestChange.mutate({ email: 'another@elsewhere.test' });
    expect(await stop(token)).toEqual({ status: 'restored' });
    expect(await account()).toMatchObject({ email: old, verified: 1 });
    expect(await codeOf(mine.pending.query())).toBe('not_signed_in');
    expect(
      await shop.rows('SELECT id FROM email_changes WHERE confirmed_at IS NULL AND stopped_at IS NULL'),
    ).toEqual([]);
  });

  it('is sent to the last address that was the customer’s if a correction is corrected', async () => {
    await correct('nora@tpyo.test');
    const first = await tokenTo(old);
    await settled();
    await correct();
    const second = await tokenTo(old, 2);
    expect(shop.mailbox.letters('nora@tpyo.test').map(({ subject }) => subject)).not.toContain(
      'Support has changed your e-mail address',
    );
    expect(second).not.toBe(first);
    expect(await stop(first)).toEqual({ status: 'restored' });
    expect(await account()).toMatchObject({ email: old, verified: 1 });
    // Both links are used up.
    for (const each of [first, second]) expect(await stop(each)).toEqual({ status: 'stopped_before' });
  });

  it('blocks the account if somebody else has taken the old address meanwhile', async () => {
    await correct();
    const token = await tokenTo(old);
    await visitor().post('/sign-up/email', {
      ...{ name: 'Eve', email: old, password: 'the password of a stranger' },
      ...{ termsAccepted: true, locale: 'en' },
    });
    expect(await stop(token)).toEqual({ status: 'blocked' });
    expect(await account()).toMatchObject({ email: right, blocked: expect.anything() });
    expect(await sessions()).toEqual([]);
  });

  it('is worth nothing once the customer is erased, and no address is left anywhere', async () => {
    await correct();
    const token = await tokenTo(old);
    await settled();
    await administrator.api.accounts.erase.mutate({ customerId: shop.userId, reason: `Asked by ${right}` });
    await settled();
    expect(await stop(token)).toEqual({ status: 'link_invalid' });
    expect(
      (await everyStoredText(shop.database.db)).filter((text) =>
        /right\.test|lindqvist|wrote to us/i.test(text),
      ),
    ).toEqual([]);
    expect(await administrator.audit()).toMatchObject([
      { act: 'customer.correctEmail', outcome: 'done', reason: null, before: null, after: null },
      ...[{ act: 'customer.erase' }, { act: 'customer.erase' }],
    ]);
  });
});

describe('On another administrator’s account', () => {
  beforeEach(() => administrator.another('support'));

  it('only an administrator corrects the address, and nobody their own', async () => {
    expect(await codeOf(correct('new@right.test', administrator.id))).toBe('own_account');
    const [other] = await shop.rows<{ id: number }>(
      "SELECT id FROM users WHERE email = 'support@example.test'",
    );
    expect(await correct('new@right.test', other?.id)).toEqual({ ok: true });
  });
});
