/** Tests what administrators do to an account: verification, two-step verification, and erasure. */
import { describe, expect, it } from 'vitest';
import { everyStoredText } from '#tests/support/database/stored-texts.ts';
import { useAdministrator } from '#tests/support/people/administrator.ts';
import { useChangingCustomer } from '#tests/support/people/changing-customer.ts';
import { codeOf } from '#tests/support/people/code-of.ts';

const shop = useChangingCustomer();
const administrator = useAdministrator(shop);

const address = 'nora.lindqvist@example.test';
const accounts = () => administrator.api.accounts;
const about = () => ({ customerId: shop.userId, reason: 'Nora wrote us a letter' });
const subjects = () => shop.mailbox.letters(address).map(({ subject }) => subject);
const kinds = async () =>
  (
    await shop.rows<{ kind: string }>(
      `SELECT kind FROM security_events WHERE user_id = ${shop.userId} ORDER BY id`,
    )
  ).map(({ kind }) => kind);

it('The e-mail that confirms an address is sent once more, but not five times an hour, nor to a confirmed one', async () => {
  expect(await codeOf(accounts().resendVerification.mutate(about()))).toBe('already_confirmed');
  await shop.database.db.query(
    `UPDATE users SET email_verified = 0, locale = 'fr' WHERE id = ${shop.userId}`,
  );
  expect(await accounts().resendVerification.mutate(about())).toEqual({ ok: true });
  // In the customer's language, whatever the administrator's is.
  await expect.poll(subjects).toContain('Confirmez votre adresse e-mail');
  for (let count = 0; count < 4; count += 1) await codeOf(accounts().resendVerification.mutate(about()));
  expect(await codeOf(accounts().resendVerification.mutate(about()))).toBe('too_many_requests');
  expect(await administrator.audit()).toContainEqual(
    expect.objectContaining({ act: 'customer.resendVerification', outcome: 'done' }),
  );
});

describe('Two-step verification that an administrator turns off', () => {
  it('ends all sessions, devices and recovery codes, and the customer is told', async () => {
    const { database, userId } = shop;
    expect(await codeOf(accounts().disableTwoStep.mutate(about()))).toBe('changed_meanwhile');
    await database.db.query(`UPDATE users SET two_factor_enabled = 1 WHERE id = ${userId}`);
    await database.db.query(
      `INSERT INTO two_factors (user_id, secret, backup_codes, verified) VALUES (${userId}, 'x', 'y', 1)`,
    );
    expect(await accounts().disableTwoStep.mutate(about())).toEqual({ ok: true });
    const [user] = await shop.rows<{ on: number }>(
      `SELECT two_factor_enabled AS \`on\` FROM users WHERE id = ${userId}`,
    );
    expect(user).toEqual({ on: 0 });
    expect(await shop.rows(`SELECT id FROM two_factors WHERE user_id = ${userId}`)).toEqual([]);
    expect(await shop.rows(`SELECT id FROM sessions WHERE user_id = ${userId}`)).toEqual([]);
    expect(await kinds()).toContain('second_factor_reset');
    await expect.poll(() => subjects().length).toBeGreaterThan(0);
    expect(await administrator.audit()).toMatchObject([
      { outcome: 'failed', code: 'changed_meanwhile' },
      {
        act: 'customer.disableTwoStep',
        outcome: 'done',
        before: { twoStep: true },
        after: { twoStep: false },
      },
    ]);
  });
});

describe('A customer whom an administrator erases', () => {
  it('is not charged any longer, is told, and is named nowhere', async () => {
    const { subscriptionId } = await shop.buy('Monica monthly');
    expect(await accounts().erase.mutate(about())).toEqual({ ok: true });
    expect(shop.twin.truthOf(subscriptionId)?.status).toBe('deleted');
    expect(await shop.rows(`SELECT id FROM users WHERE id = ${shop.userId}`)).toEqual([]);
    expect(await administrator.audit()).toMatchObject([
      { act: 'customer.erase', outcome: 'asked', reason: null, subject: `account ${shop.userId}` },
      { act: 'customer.erase', outcome: 'done', reason: null, after: { erased: true } },
    ]);
    await expect.poll(() => shop.rows("SELECT id FROM outbox WHERE state = 'waiting'")).toEqual([]);
    expect(
      (await everyStoredText(shop.database.db)).filter((text) => /wrote us|lindqvist/i.test(text)),
    ).toEqual([]);
  });

  it('stays if Paddle cannot be asked to cancel, and so does the last administrator', async () => {
    await shop.buy('Monica monthly');
    shop.twin.setFaults({ down: true });
    expect(await codeOf(accounts().erase.mutate(about()))).toBe('paddle_unavailable');
    expect(await shop.rows(`SELECT id FROM users WHERE id = ${shop.userId}`)).toHaveLength(1);
    shop.twin.setFaults({ down: false });
    const { id } = await administrator.another('administrator');
    await shop.deps.administrators.setBlocked(administrator.id, null);
    expect(await codeOf(accounts().erase.mutate({ ...about(), customerId: administrator.id }))).toBe(
      'own_account',
    );
    expect(await accounts().erase.mutate({ ...about(), customerId: id })).toEqual({ ok: true });
  });
});
