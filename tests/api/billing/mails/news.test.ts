/**
 * Tests the e-mails about what alerts and decisions report, from Paddle's webhook to a real mailbox: each is sent once,
 * and only if it is recent and still true.
 */
import { describe, expect, it } from 'vitest';
import { reissueLicence } from '#server/features/billing/decisions/reissue-licence.ts';
import { revokeLicence } from '#server/features/billing/decisions/revoke-licence.ts';
import { rebuild } from '#server/features/billing/inbox/rebuild.ts';
import { replay } from '#server/features/billing/inbox/replay.ts';
import {
  cancelledAlert,
  createdAlert,
  failedAlert,
  paymentAlert,
  refundAlert,
  updatedAlert,
} from '#tests/support/billing/alerts.ts';
import { useMailPortal } from '#tests/support/portal/mail-portal.ts';

const shop = useMailPortal();

const officeLife = (quantity: string) => ({ ...shop.ours, subscription_plan_id: '24751', quantity });

/** Buys the monthly Monica plan, and forgets the e-mail about it. */
async function bought(changes: Record<string, string> = {}): Promise<void> {
  await shop.portal.alert(createdAlert({ ...shop.ours, ...changes }));
  await shop.portal.alert(paymentAlert({ ...shop.ours, ...changes }));
  await shop.subjects();
}

const renewal = (changes: Record<string, string> = {}) =>
  paymentAlert({
    ...shop.ours,
    order_id: '317366-2',
    subscription_payment_id: '770012',
    event_time: '2026-02-12 09:00:00',
    next_bill_date: '2026-03-12',
    ...changes,
  });

const licenceId = async () => (await shop.deps.licences.listForUser(shop.userId))[0]?.id ?? 0;

describe('A licence that was bought', () => {
  it('is reported once, with the links to the key and to the product, and without the key', async () => {
    await shop.portal.alert(createdAlert(shop.ours));
    await shop.portal.alert(paymentAlert(shop.ours));
    const letter = await shop.letter();
    expect(letter.subject).toBe('Your Monica licence');
    expect(letter.text).toContain('Your licence renews on 12\u00A0February 2026');
    expect(letter.text.split('\n')).toContain(`${shop.portal.url}/monica`);
    expect(letter.text.split('\n')).toContain('https://monica.example.test/settings/subscriptions');
    const [licence] = await shop.deps.licences.listForUser(shop.userId);
    const key = licence?.currentKey?.ciphertext.toString('base64') ?? '';
    expect(key.length).toBeGreaterThan(20);
    for (const part of [letter.text, letter.html ?? '', letter.subject]) {
      expect(part).not.toContain('eyJ');
      expect(part).not.toContain(key.slice(0, 20));
    }
    expect(await shop.subjects()).toEqual([]);
  });

  it('is reported with what was charged and what the renewal costs, once Paddle has reported the payment', async () => {
    await shop.portal.alert(paymentAlert({ ...shop.ours, next_payment_amount: '8.50' }));
    await shop.portal.alert(createdAlert(shop.ours));
    const { text } = await shop.letter();
    expect(text.replaceAll('\u00A0', ' ')).toContain(
      'Paddle has charged US$9.00. Your licence renews on 12 February 2026 for US$8.50, unless you cancel',
    );
  });

  it('is reported in the language of the account, from the subject to the footer', async () => {
    await shop.execute(`UPDATE users SET locale = 'fr' WHERE id = ${shop.userId}`);
    await shop.portal.alert(createdAlert(officeLife('3')));
    await shop.portal.alert(paymentAlert(officeLife('3')));
    const { subject, text } = await shop.letter();
    expect(subject).toBe('Votre licence OfficeLife');
    expect(text).toContain('Merci d’avoir acheté OfficeLife (3 sièges)');
    expect(text).toContain('sera renouvelée le 12\u00A0février 2026');
    expect(text).toContain('Vous recevez cet e-mail');
    expect(text).not.toMatch(/\b(licence key|your|you)\b/i);
  });

  it.each([
    ['imported four days later', '2026-01-16T09:20:00Z'],
    ['found by reconciliation a month later', '2026-02-12T09:20:00Z'],
  ])('is not reported if it was %s', async (_case, at) => {
    shop.portal.setNow(at);
    await shop.portal.alert(createdAlert(shop.ours));
    await shop.portal.alert(paymentAlert(shop.ours));
    expect(await shop.outbox()).toEqual([]);
  });

  it('is not reported if the e-mail could not be sent within three days', async () => {
    await shop.whileAway('2026-01-15T09:15:00Z', async () => {
      await shop.portal.alert(createdAlert(shop.ours));
    });
    expect(await shop.subjects()).toEqual([]);
    expect(await shop.outbox()).toHaveLength(1);
  });

  it('is not reported again by a rebuild, a replay or an empty projection', async () => {
    await bought();
    const [event] = await shop.select<{ id: number }>('SELECT id FROM billing_events LIMIT 1');
    await replay(shop.deps, [Number(event?.id)]);
    await shop.execute('DELETE FROM licence_keys');
    await shop.execute('DELETE FROM licences');
    await shop.execute('DELETE FROM receipts');
    await rebuild(shop.deps, { dryRun: false });
    expect(await shop.deps.licences.listForUser(shop.userId)).toHaveLength(1);
    expect(await shop.outbox()).toHaveLength(1);
  });
});

describe('A purchase without an account', () => {
  const stranger = { subscription_id: '502200', passthrough: '', user_id: '99', email: 'buyer@example.test' };

  it('is reported to the address, with the link for creating an account', async () => {
    await shop.portal.alert(createdAlert(stranger));
    const letter = await shop.letter('buyer@example.test');
    expect(letter.subject).toBe('Your Monica purchase is waiting for you');
    expect(letter.text.split('\n')).toContain(`${shop.portal.url}/register`);
    expect(letter.headers['list-unsubscribe']).toBeUndefined();
  });

  it('is reported as a licence if the address has been verified before the e-mail is sent', async () => {
    await shop.whileAway('2026-01-12T12:00:00Z', async () => {
      await shop.portal.alert(createdAlert(stranger));
      await shop.execute(`UPDATE users SET email = 'buyer@example.test' WHERE id = ${shop.userId}`);
      await shop.deps.emailVerified({ id: shop.userId, email: 'buyer@example.test' });
    });
    expect(await shop.subjects('buyer@example.test')).toEqual(['Your Monica licence']);
  });
});

describe('A renewal', () => {
  it('is reported once, with the amount and the next renewal', async () => {
    await bought();
    shop.portal.setNow('2026-02-12T10:00:00Z');
    await shop.portal.alert(renewal());
    const letter = await shop.letter();
    expect(letter.subject).toBe('Your Monica licence has been renewed');
    expect(letter.text).toContain('Your payment of US$9.00 for Monica has been received.');
    expect(letter.text).toContain('renews again on 12\u00A0March 2026 for US$9.00.');
    await shop.portal.alert({ ...renewal(), marketing_consent: '1' });
    expect(await shop.subjects()).toEqual([]);
  });

  // laravel/cashier-paddle#183
  it('in a currency without smaller units is reported with the amount that was paid', async () => {
    const yen = { currency: 'JPY', sale_gross: '1320', payment_tax: '120' };
    await bought(yen);
    shop.portal.setNow('2026-02-12T10:00:00Z');
    await shop.portal.alert(renewal(yen));
    const { text, html } = await shop.letter();
    for (const part of [text, html]) expect(part).toContain('¥1,320');
    expect(await shop.select('SELECT amount_minor AS minor, currency FROM receipts')).toEqual([
      ...[1, 2].map(() => ({ minor: 1_320, currency: 'JPY' })),
    ]);
  });

  // polarsource/polar#9084
  it('is not reported by an update alone: a failed payment is reported as failed, and nothing else', async () => {
    await bought();
    shop.portal.setNow('2026-02-12T10:00:00Z');
    await shop.portal.alert(
      updatedAlert({ ...shop.ours, event_time: '2026-02-12 08:59:00', next_bill_date: '2026-03-12' }),
    );
    await shop.portal.alert(
      updatedAlert({
        ...shop.ours,
        ...{ event_time: '2026-02-12 09:00:00', next_bill_date: '2026-02-15' },
        ...{ status: 'past_due', old_status: 'active' },
      }),
    );
    await shop.portal.alert(failedAlert(shop.ours));
    expect(await shop.subjects()).toEqual(['Your payment for Monica failed']);
  });

  it('is not reported if its payment was refunded before the e-mail is sent', async () => {
    await bought();
    shop.portal.setNow('2026-02-12T10:00:00Z');
    await shop.whileAway('2026-02-12T12:00:00Z', async () => {
      await shop.portal.alert(renewal());
      await shop.portal.alert(
        refundAlert({
          ...shop.ours,
          ...{ order_id: '317366-2', subscription_payment_id: '770012', event_time: '2026-02-12 09:30:00' },
        }),
      );
    });
    expect(await shop.subjects()).toEqual(['Your refund for Monica']);
  });

  // twentyhq/twenty#22687
  it('of a revoked licence is not reported', async () => {
    await bought();
    const decision = { licenceId: await licenceId(), by: 'command line', reason: 'fraud' } as const;
    await revokeLicence(shop.deps, decision);
    shop.portal.setNow('2026-02-12T10:00:00Z');
    await shop.portal.alert(renewal());
    expect(await shop.subjects()).toEqual([]);
  });
});

describe('A cancellation', () => {
  it('is reported with the last day and the way to keep the licence', async () => {
    await bought();
    shop.portal.setNow('2026-01-20T18:10:00Z');
    await shop.portal.alert(cancelledAlert(shop.ours));
    const letter = await shop.letter();
    expect(letter.subject).toBe('Your Monica subscription is cancelled');
    expect(letter.text).toContain('Nothing more will be charged.');
    expect(letter.text).toContain('valid until the end of 12\u00A0February 2026');
    expect(letter.text).toContain(`Keep my licence:\n${shop.portal.url}/monica`);
    await shop.portal.alert({ ...cancelledAlert(shop.ours), marketing_consent: '1' });
    expect(await shop.subjects()).toEqual([]);
  });

  it('after failed payments says that a payment failed', async () => {
    await bought();
    shop.portal.setNow('2026-02-12T10:00:00Z');
    await shop.portal.alert(failedAlert(shop.ours));
    await shop.subjects();
    await shop.portal.alert(
      cancelledAlert({
        ...shop.ours,
        ...{ event_time: '2026-02-12 09:30:00', cancellation_effective_date: '2026-02-12' },
      }),
    );
    expect((await shop.letter()).text).toContain('A payment failed, so Paddle has cancelled');
  });
});

describe('A refund', () => {
  // cacheplane/threadplane#529
  it('of a part names the part, and says that the licence goes on', async () => {
    await bought();
    shop.portal.setNow('2026-01-13T09:10:00Z');
    await shop.portal.alert(
      refundAlert({ ...shop.ours, refund_type: 'partial', amount: '4.50', gross_refund: '4.50' }),
    );
    const { text, subject } = await shop.letter();
    expect(subject).toBe('Your refund for Monica');
    expect(text).toContain('Paddle has refunded US$4.50 of your payment for Monica.');
    expect(text).toContain('Your licence isn’t affected.');
  });

  it('of the whole payment says that the licence has ended', async () => {
    await bought();
    shop.portal.setNow('2026-01-13T09:10:00Z');
    await shop.portal.alert(refundAlert(shop.ours));
    const { text } = await shop.letter();
    expect(text).toContain('Paddle has refunded your payment of US$9.00 for Monica.');
    expect(text).toContain('Your licence has ended.');
  });
});

describe('A change of seats or plan', () => {
  const change = (changes: Record<string, string>) =>
    updatedAlert({ ...officeLife('5'), old_subscription_plan_id: '24751', ...changes });
  const seats = (after: string, before: string, time: string) =>
    change({ new_quantity: after, old_quantity: before, quantity: after, event_time: `2026-01-20 ${time}` });

  it('of seats is reported with both numbers, and its payment is not reported as a renewal', async () => {
    await bought(officeLife('5'));
    shop.portal.setNow('2026-01-20T09:20:00Z');
    await shop.whileAway('2026-01-20T12:00:00Z', async () => {
      await shop.portal.alert(seats('8', '5', '09:00:00'));
      await shop.portal.alert(
        renewal({
          ...officeLife('8'),
          ...{ event_time: '2026-01-20 09:00:00', next_bill_date: '2026-02-12', sale_gross: '8.90' },
          next_payment_amount: '48.00',
        }),
      );
    });
    const letters = await shop.subjects();
    expect(letters).toEqual(['Your OfficeLife subscription has changed']);
    const [letter] = shop.mailbox.letters(shop.email);
    expect(letter?.text.replaceAll('\u00A0', ' ')).toContain(
      'It now has 8 seats instead of 5. Paddle charged US$8.90 for this on 20 January 2026. Your licence renews on 12 February 2026 for US$48.00.',
    );
  });

  it('that was changed again before the e-mail is sent is reported as it is then', async () => {
    await bought(officeLife('5'));
    shop.portal.setNow('2026-01-20T09:20:00Z');
    await shop.whileAway('2026-01-20T12:00:00Z', async () => {
      await shop.portal.alert(seats('8', '5', '09:00:00'));
      await shop.portal.alert(seats('6', '8', '09:05:00'));
    });
    expect(await shop.subjects()).toHaveLength(1);
    const text = shop.mailbox.letters(shop.email)[0]?.text;
    expect(text).toContain('It now has 6 seats instead of 8. Your licence renews');
    expect(text).not.toContain('charged');
  });

  // laravel/cashier-stripe#1201
  it('that a later change has overtaken is not reported when it is replayed', async () => {
    await bought(officeLife('5'));
    shop.portal.setNow('2026-01-20T09:20:00Z');
    await shop.portal.alert(seats('8', '5', '09:05:00'));
    await shop.subjects();
    await shop.portal.alert(seats('6', '5', '09:00:00'));
    expect(await shop.subjects()).toEqual([]);
  });

  it.each([
    ['update, then payment', false],
    ['payment, then update', true],
  ])('of the interval is reported once, whatever the order of the alerts: %s', async (_case, isReversed) => {
    await bought();
    shop.portal.setNow('2026-01-20T09:20:00Z');
    const yearly = { subscription_plan_id: '24750', next_bill_date: '2027-01-20' };
    const alerts = [
      updatedAlert({ ...shop.ours, ...yearly }),
      renewal({
        ...yearly,
        event_time: '2026-01-20 09:00:00',
        sale_gross: '90.00',
        next_payment_amount: '90.00',
      }),
    ];
    await shop.whileAway('2026-01-20T12:00:00Z', async () => {
      for (const alert of isReversed ? alerts.reverse() : alerts) await shop.portal.alert(alert);
    });
    expect(await shop.subjects()).toEqual(['Your Monica subscription has changed']);
    const [letter] = shop.mailbox.letters(shop.email);
    expect(letter?.text.replaceAll('\u00A0', ' ')).toContain(
      'You now pay yearly. Paddle charged US$90.00 for this on 20 January 2026. Your licence renews on 20 January 2027 for US$90.00.',
    );
  });
});

describe('A new key', () => {
  it('is reported with the end of the old key, without the key', async () => {
    await bought();
    const reissued = await reissueLicence(shop.deps, {
      ...{ licenceId: await licenceId(), by: shop.userId, reason: 'leaked', overlapDays: 7 },
    });
    const { subject, text } = await shop.letter();
    expect(subject).toBe('A new key for your Monica licence');
    expect(text).toContain('The old key works until 19\u00A0January 2026, 09:20 UTC.');
    expect(reissued.status).toBe('done');
    if (reissued.status === 'done') expect(text).not.toContain(reissued.key.slice(0, 20));
  });

  it('replaced at once by another one is reported once', async () => {
    await bought();
    await shop.whileAway('2026-01-12T12:00:00Z', async () => {
      for (const overlapDays of [7, 0])
        await reissueLicence(shop.deps, {
          ...{ licenceId: await licenceId(), by: shop.userId, reason: 'leaked', overlapDays },
        });
    });
    expect(await shop.subjects()).toEqual(['A new key for your Monica licence']);
    expect(shop.mailbox.letters(shop.email)[0]?.text).toContain('The old key no longer works.');
  });
});

describe('Two payments for one product', () => {
  // restrictcontentpro/restrict-content-pro#1746
  it('are reported to the customer once, and to the operator', async () => {
    await bought();
    shop.portal.setNow('2026-02-20T09:20:00Z');
    await shop.portal.alert(
      failedAlert({ ...shop.ours, event_time: '2026-02-12 09:00:00', next_retry_date: '2026-02-20' }),
    );
    const again = { subscription_id: '502300', order_id: '317366-9', subscription_payment_id: '770099' };
    const bill = { event_time: '2026-02-20 09:00:00', next_bill_date: '2026-03-20' };
    await shop.portal.alert(createdAlert({ ...shop.ours, ...again, ...bill }));
    await shop.portal.alert(paymentAlert({ ...shop.ours, ...again, ...bill }));
    await shop.portal.alert(renewal({ event_time: '2026-02-20 09:10:00', next_bill_date: '2026-03-12' }));
    const subjects = await shop.subjects();
    expect(subjects.filter((subject) => subject === 'You’re paying for Monica twice')).toHaveLength(1);
    const letter = shop.mailbox
      .letters(shop.email)
      .find(({ subject }) => subject === 'You’re paying for Monica twice');
    expect(letter?.text).toContain('one since 12\u00A0January 2026 and another since 20\u00A0February 2026');
    expect(await shop.subjects('support@example.test')).toEqual(['A customer is paying twice for Monica']);
  });

  it('are not reported if one was cancelled before the e-mail is sent', async () => {
    await bought();
    await shop.whileAway('2026-01-12T12:00:00Z', async () => {
      await shop.portal.alert(createdAlert({ ...shop.ours, subscription_id: '502300' }));
      await shop.portal.alert(
        paymentAlert({
          ...shop.ours,
          ...{ subscription_id: '502300', order_id: '317366-9', subscription_payment_id: '770099' },
        }),
      );
      await shop.portal.alert(
        cancelledAlert({ ...shop.ours, subscription_id: '502300', event_time: '2026-01-12 09:18:00' }),
      );
    });
    expect(await shop.subjects()).toEqual(['Your Monica subscription is cancelled']);
  });
});
