/**
 * Tests failed payments, from Paddle's webhook to a real mailbox. The customer gets one e-mail per failed attempt, and
 * none about a failure that is old or has been resolved.
 */
import { QueryTypes } from 'sequelize';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Portal, startPortal } from '#proofs/shop/portal.ts';
import type { Letter } from '#scripts/demo/mailbox/letter.ts';
import { type Mailbox, startMailbox } from '#scripts/demo/mailbox/mailbox.ts';
import { createdAlert, failedAlert, passthroughOf, paymentAlert } from '#tests/support/billing/alerts.ts';
import { planOnSale } from '#tests/support/billing/plans-on-sale.ts';
import { addCustomer } from '#tests/support/database/add-customer.ts';
import { useDatabase } from '#tests/support/database/database.ts';

const test = useDatabase();
let portal: Portal;
let mailbox: Mailbox;

const email = 'nora@example.test';
const ours = { passthrough: passthroughOf(7) };

beforeEach(async () => {
  mailbox = await startMailbox();
  portal = await startPortal({
    databaseUrl: test.url,
    at: '2026-02-12T10:00:00Z',
    settings: { MAIL_PORT: String(mailbox.smtpPort) },
  });
  await planOnSale(test.db);
  await addCustomer(test.db, { id: 7, name: 'Nora', email });
  await portal.alert(createdAlert(ours));
  await portal.alert(paymentAlert(ours));
});
afterEach(async () => {
  await portal.stop();
  await mailbox.stop();
});

const outbox = () =>
  test.db.query<{ idempotencyKey: string; state: string }>(
    'SELECT idempotency_key AS idempotencyKey, template, state FROM outbox ORDER BY id',
    {
      type: QueryTypes.SELECT,
    },
  );

async function letters(count: number, to = email): Promise<Letter[]> {
  await expect.poll(() => mailbox.letters(to).length).toBe(count);
  return mailbox.letters(to);
}

/** Waits until the outbox has no waiting mail, so that no more can arrive. */
const settled = () =>
  expect.poll(async () => (await outbox()).every(({ state }) => state !== 'waiting')).toBe(true);

describe('A failed payment', () => {
  it('is e-mailed in the customer’s current language with the link to update the payment method', async () => {
    await test.db.query("UPDATE users SET locale = 'fr' WHERE id = 7");
    await portal.alert(failedAlert(ours));
    const [letter] = await letters(1);
    expect(letter?.subject).toBe('Votre paiement pour Monica a échoué');
    expect(letter?.text).toContain('Bonjour Nora,');
    expect(letter?.text).toContain('9,00');
    expect(letter?.text).toContain('nouvelle tentative le 15\u00A0février 2026');
    expect(letter?.text).toContain('jusqu’au 19\u00A0février 2026 inclus');
    expect(letter?.text.split('\n')).toContain(failedAlert().update_url);
  });

  it('is e-mailed once per attempt, and the last e-mail says that it is the last attempt', async () => {
    const first = failedAlert(ours);
    await portal.alert(first);
    await letters(1);
    // Paddle delivers the alert again, first unchanged, then with a slightly different payload.
    await portal.alert(first);
    await portal.alert({ ...first, marketing_consent: '1' });
    await test.db.query("UPDATE billing_events SET state = 'pending', next_attempt_at = '2026-02-12'");
    await expect
      .poll(() =>
        test.db.query("SELECT id FROM billing_events WHERE state <> 'applied'", {
          type: QueryTypes.SELECT,
        }),
      )
      .toEqual([]);
    expect(await outbox()).toHaveLength(1);

    portal.setNow('2026-02-15T10:00:00Z');
    await portal.alert(
      failedAlert({
        ...ours,
        attempt_number: '2',
        event_time: '2026-02-15 09:00:00',
        next_retry_date: '',
        status: 'past_due',
      }),
    );
    const all = await letters(2);
    expect(all[0]?.subject).toBe('Final payment attempt for Monica failed');
    expect(all[0]?.text).toContain('This was the final attempt');
    await settled();
    expect(mailbox.letters(email)).toHaveLength(2);
  });

  it('is e-mailed only once its subscription is known', async () => {
    const other = { ...ours, subscription_id: '502199' };
    await portal.alert(failedAlert(other));
    expect(await outbox()).toEqual([]);
    await portal.alert(createdAlert({ ...other, event_time: '2026-01-12 10:00:00' }));
    await letters(1);
  });

  it('of an unclaimed purchase is e-mailed to the address known to Paddle', async () => {
    const stranger = {
      subscription_id: '502200',
      passthrough: '',
      user_id: '99',
      email: 'buyer@example.test',
    };
    await portal.alert(createdAlert(stranger));
    await portal.alert(failedAlert(stranger));
    const [letter] = await letters(1, 'buyer@example.test');
    expect(letter?.text).toMatch(/^Hello,\n/);
  });
});

describe('An outdated payment failure', () => {
  it('sends no e-mail when a later payment has succeeded', async () => {
    await portal.alert(
      paymentAlert({
        ...ours,
        order_id: '317366-1864199',
        subscription_payment_id: '770012',
        event_time: '2026-02-12 09:30:00',
        next_bill_date: '2026-03-12',
      }),
    );
    await portal.alert(failedAlert(ours));
    expect(await outbox()).toMatchObject([{ template: 'licence-renewed' }]);
  });

  it('sends no e-mail when a newer attempt has already been reported', async () => {
    portal.setNow('2026-02-15T10:00:00Z');
    await portal.alert(
      failedAlert({
        ...ours,
        attempt_number: '2',
        event_time: '2026-02-15 09:00:00',
        next_retry_date: '2026-02-20',
      }),
    );
    await portal.alert(failedAlert({ ...ours, event_time: '2026-02-12 11:00:00' }));
    await settled();
    expect(await outbox()).toMatchObject([{ idempotencyKey: 'payment_failed:502198:2:2026-02-15' }]);
  });

  it('sends no e-mail after more than three days', async () => {
    portal.setNow('2026-02-15T09:00:01Z');
    await portal.alert(failedAlert(ours));
    expect(await outbox()).toEqual([]);
  });

  it('voids its waiting e-mail once a payment succeeds', async () => {
    await mailbox.stop();
    await portal.alert(failedAlert(ours));
    await expect.poll(async () => (await outbox())[0]?.state).toBe('waiting');
    await portal.alert(
      paymentAlert({
        ...ours,
        order_id: '317366-1864199',
        subscription_payment_id: '770012',
        event_time: '2026-02-12 09:30:00',
        next_bill_date: '2026-03-12',
      }),
    );
    portal.setNow('2026-02-12T18:00:00Z');
    await expect.poll(async () => (await outbox())[0]?.state).toBe('not_needed');
    mailbox = await startMailbox();
  });
});
