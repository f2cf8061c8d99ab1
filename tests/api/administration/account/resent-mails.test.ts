/** Tests which e-mails an administrator can send once more, and what the customer then gets. */
import { expect, it } from 'vitest';
import { useAdministrator } from '#tests/support/people/administrator.ts';
import { useChangingCustomer } from '#tests/support/people/changing-customer.ts';
import { codeOf } from '#tests/support/people/code-of.ts';

const shop = useChangingCustomer();
const administrator = useAdministrator(shop);

const address = 'nora.lindqvist@example.test';
const resend = (mailId: number, customerId = shop.userId) =>
  administrator.api.accounts.resendMail.mutate({ customerId, mailId, reason: 'Nora lost it' });
const mails = async () => (await administrator.api.customers.mails.query({ customerId: shop.userId })).mails;
const settled = () =>
  expect.poll(() => shop.rows("SELECT id FROM outbox WHERE state = 'waiting'")).toEqual([]);

async function idOf(template: string): Promise<number> {
  const found = async () => (await mails()).find((each) => each.template === template)?.id ?? 0;
  await expect.poll(found, { message: template }).toBeGreaterThan(0);
  await settled();
  return found();
}
const subjects = () => shop.mailbox.letters(address).map(({ subject }) => subject);

it('An e-mail is written anew in the customer’s language, and only to the customer whose it is', async () => {
  await shop.buy('Monica monthly');
  const id = await idOf('licence-bought');
  const before = subjects().length;
  await shop.database.db.query(`UPDATE users SET locale = 'fr' WHERE id = ${shop.userId}`);
  const other = await administrator.another('support');
  expect(await codeOf(resend(id, other.id))).toBe('not_found');
  expect(
    await other.api.accounts.resendMail.mutate({ customerId: shop.userId, mailId: id, reason: 'Lost' }),
  ).toEqual({ ok: true });
  await expect.poll(() => subjects().length).toBe(before + 1);
  const [resent] = shop.mailbox.letters(address);
  expect(resent?.text).toContain('Vous');
  await settled();
  expect((await mails()).filter(({ template }) => template === 'licence-bought')).toHaveLength(2);
  expect((await administrator.audit()).at(-1)).toMatchObject({
    ...{ act: 'customer.resendMail', outcome: 'done', subject: `mail ${id}` },
    after: { template: 'licence-bought' },
  });
});

it('An e-mail that is no longer news, waits, was turned off or was for one occasion is refused', async () => {
  await shop.buy('Monica monthly');
  const id = await idOf('licence-bought');
  await shop.database.db.query(
    `UPDATE outbox SET state = 'waiting', next_attempt_at = '2099-01-01' WHERE id = ${id}`,
  );
  expect(await codeOf(resend(id))).toBe('mail_waiting');
  await shop.database.db.query(`UPDATE outbox SET state = 'sent' WHERE id = ${id}`);
  for (const template of ['reset-password', 'confirm-code', 'already-registered', 'of-a-later-release']) {
    await shop.database.db.query(`UPDATE outbox SET template = '${template}' WHERE id = ${id}`);
    expect(await codeOf(resend(id)), template).toBe('mail_once');
  }
  await shop.database.db.query(`UPDATE outbox SET template = 'verify-email' WHERE id = ${id}`);
  expect(await codeOf(resend(id))).toBe('already_confirmed');
  await shop.database.db.query(`UPDATE outbox SET template = 'renewal-ahead' WHERE id = ${id}`);
  await shop.deps.mailChoices.set(shop.userId, { kind: 'renewal_ahead', isOn: false });
  expect(await codeOf(resend(id))).toBe('mail_turned_off');
  await shop.database.db.query(`UPDATE outbox SET template = 'licence-bought' WHERE id = ${id}`);
  await shop.twin.advanceDays(4);
  expect(await codeOf(resend(id))).toBe('mail_outdated');
  expect(subjects().filter((subject) => /Monica/.test(subject)).length).toBeLessThan(2);
});

it('An e-mail is not sent more than five times an hour', async () => {
  await shop.buy('Monica monthly');
  const id = await idOf('licence-bought');
  const codes: (string | null)[] = [];
  for (let count = 0; count < 6; count += 1) codes.push(await codeOf(resend(id)));
  expect(codes).toEqual([null, null, null, null, null, 'too_many_requests']);
});

it('An e-mail to an address that refuses e-mails is refused until support lets e-mails go to it again', async () => {
  await shop.buy('Monica monthly');
  const id = await idOf('licence-bought');
  const before = subjects().length;
  await shop.deps.accounts.setEmailRefused(address, new Date());
  expect(await codeOf(resend(id))).toBe('mail_refused');
  expect(await shop.rows("SELECT id FROM outbox WHERE idempotency_key LIKE 'resent:%'")).toEqual([]);
  expect((await administrator.audit()).at(-1)).toMatchObject({
    ...{ act: 'customer.resendMail', outcome: 'failed', code: 'mail_refused' },
  });
  const lift = { customerId: shop.userId, reason: 'Their provider has mended it' };
  await administrator.api.mails.liftSuppression.mutate(lift);
  expect(await codeOf(resend(id))).toBeNull();
  await expect.poll(() => subjects().length).toBe(before + 1);
});

it('The e-mail that confirms an address is sent to one that refused e-mails, because it shows that it works', async () => {
  await shop.database.db.query(`UPDATE users SET email_verified = 0 WHERE id = ${shop.userId}`);
  await shop.deps.accounts.setEmailRefused(address, new Date());
  const { api } = administrator;
  const states = () =>
    shop.rows<{ state: string }>("SELECT state FROM outbox WHERE template = 'verify-email'");
  const before = await states();
  await api.accounts.resendVerification.mutate({ customerId: shop.userId, reason: 'Nora never got it' });
  await expect.poll(states).toEqual([...before, { state: 'sent' }]);
  expect(await shop.deps.accounts.emailRefusedSince(shop.userId)).toBeNull();
});
