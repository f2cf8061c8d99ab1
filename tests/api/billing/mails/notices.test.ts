/** Tests the e-mails that a day causes: before a renewal, before a licence ends, and when it has ended. */
import { describe, expect, it } from 'vitest';
import {
  cancelledAlert,
  createdAlert,
  failedAlert,
  paymentAlert,
  updatedAlert,
} from '#tests/support/billing/alerts.ts';
import { useMailPortal } from '#tests/support/portal/mail-portal.ts';

const yearly = { subscription_plan_id: '24750', next_bill_date: '2027-01-12' };

function rowOf(next: { date: string; amount: number } | null, changes: object = {}): object {
  return {
    ...{ subscription_id: 502_198, plan_id: 24_750, user_id: 88_001, user_email: 'buyer@example.test' },
    ...{ marketing_consent: false, state: 'active', signup_date: '2026-01-12 09:14:00', quantity: 1 },
    last_payment: { amount: 90, currency: 'USD', date: '2026-01-12' },
    ...(next === null ? {} : { next_payment: { ...next, currency: 'USD' } }),
    ...changes,
  };
}

describe('A renewal ahead', () => {
  const shop = useMailPortal();

  /** Buys the yearly plan, and forgets the e-mail about it. */
  async function bought(changes: Record<string, string> = yearly): Promise<void> {
    await shop.portal.alert(createdAlert({ ...shop.ours, ...changes }));
    await shop.portal.alert(paymentAlert({ ...shop.ours, ...changes }));
    await shop.subjects();
  }

  it('of a yearly plan is announced seven days before, once, with Paddle’s amount', async () => {
    await bought();
    shop.rowsAtPaddle = [rowOf({ date: '2027-01-12', amount: 72 })];
    shop.portal.setNow('2027-01-04T23:59:00Z');
    await shop.notices();
    expect(await shop.subjects()).toEqual([]);
    shop.portal.setNow('2027-01-05T00:10:00Z');
    await shop.notices();
    const letter = await shop.letter();
    expect(letter.subject).toBe('Your Monica licence renews soon');
    expect(letter.text).toContain('renews on 12\u00A0January 2027. Paddle will then charge US$72.00');
    for (const at of ['2027-01-05T01:10:00Z', '2027-01-06T10:00:00Z', '2027-01-11T10:00:00Z']) {
      shop.portal.setNow(at);
      await shop.notices();
    }
    expect(await shop.subjects()).toEqual([]);
  });

  it('that was missed for two days is still announced, and not after three', async () => {
    await bought();
    shop.rowsAtPaddle = [rowOf({ date: '2027-01-12', amount: 90 })];
    shop.portal.setNow('2027-01-08T08:00:00Z');
    await shop.notices();
    expect(await shop.outbox()).toHaveLength(1);
    shop.portal.setNow('2027-01-07T08:00:00Z');
    await shop.notices();
    expect(await shop.subjects()).toEqual(['Your Monica licence renews soon']);
  });

  // mozilla/fxa#9692
  it('is not announced after a cancellation, not even one between queueing and sending', async () => {
    await bought();
    shop.rowsAtPaddle = [rowOf({ date: '2027-01-12', amount: 90 })];
    shop.portal.setNow('2027-01-05T08:00:00Z');
    await shop.whileAway('2027-01-05T20:00:00Z', async () => {
      await shop.notices();
      await shop.portal.alert(
        cancelledAlert({
          ...shop.ours,
          ...yearly,
          ...{ event_time: '2027-01-05 08:10:00', cancellation_effective_date: '2027-01-12' },
        }),
      );
    });
    expect(await shop.subjects()).toEqual(['Your Monica subscription is cancelled']);
    await shop.notices();
    expect((await shop.outbox()).filter(({ template }) => template === 'renewal-ahead')).toHaveLength(1);
  });

  it.each([
    ['has cancelled it, although the alert was lost', null],
    ['charges on another day', { date: '2027-02-12', amount: 90 }],
  ])('is not announced if Paddle %s', async (_case, next) => {
    await bought();
    shop.rowsAtPaddle = [rowOf(next, next === null ? { state: 'deleted' } : {})];
    shop.portal.setNow('2027-01-05T08:00:00Z');
    await shop.notices();
    expect(await shop.subjects()).toEqual([]);
  });

  it('is not announced while a pause is planned', async () => {
    await bought();
    shop.portal.setNow('2026-06-01T08:00:00Z');
    await shop.portal.alert(
      updatedAlert({
        ...shop.ours,
        ...yearly,
        ...{ event_time: '2026-06-01 08:00:00', paused_from: '2027-01-12 00:00:00' },
        ...{ paused_at: '2026-06-01 08:00:00', paused_reason: 'voluntary' },
      }),
    );
    shop.portal.setNow('2027-01-05T08:00:00Z');
    await shop.notices();
    expect(await shop.subjects()).toEqual([]);
  });

  it('of a monthly plan is not announced', async () => {
    await bought({});
    shop.portal.setNow('2026-02-05T08:00:00Z');
    await shop.notices();
    expect(await shop.outbox()).toHaveLength(1);
  });
});

describe('A monthly renewal ahead', () => {
  const shop = useMailPortal({ settings: { RENEWAL_NOTICE_MONTHLY: 'true' } });

  it('is announced if the operator has set RENEWAL_NOTICE_MONTHLY', async () => {
    await shop.portal.alert(createdAlert(shop.ours));
    await shop.portal.alert(paymentAlert(shop.ours));
    await shop.subjects();
    shop.rowsAtPaddle = [rowOf({ date: '2026-02-12', amount: 9 }, { plan_id: 24_749 })];
    shop.portal.setNow('2026-02-05T08:00:00Z');
    await shop.notices();
    expect(await shop.subjects()).toEqual(['Your Monica licence renews soon']);
  });
});

describe('The end of a licence', () => {
  const shop = useMailPortal();

  const monthly = async () => {
    await shop.portal.alert(createdAlert(shop.ours));
    await shop.portal.alert(paymentAlert(shop.ours));
    await shop.subjects();
  };
  const fail = (changes: Record<string, string>) =>
    shop.portal.alert(failedAlert({ ...shop.ours, ...changes }));
  const runEachDay = async (from: string, days: number) => {
    const subjects: [string, string][] = [];
    for (let day = 0; day < days; day += 1) {
      const at = new Date(Date.parse(`${from}T08:00:00Z`) + day * 86_400_000).toISOString();
      shop.portal.setNow(at);
      await shop.notices();
      for (const subject of await shop.subjects()) subjects.push([at.slice(0, 10), subject]);
    }
    return subjects;
  };

  // polarsource/polar#10811
  it('of an overdue licence is announced by its date, however many attempts Paddle made, and once', async () => {
    await monthly();
    shop.portal.setNow('2026-02-13T10:00:00Z');
    await fail({ attempt_number: '1' });
    await fail({ attempt_number: '2', event_time: '2026-02-13 09:00:00', next_retry_date: '2026-02-14' });
    await fail({ attempt_number: '1', event_time: '2026-02-13 09:30:00', next_retry_date: '2026-02-15' });
    await shop.notices();
    expect(new Set(await shop.subjects())).toEqual(new Set(['Your payment for Monica failed']));
    // The last day is 19 February.
    expect(await runEachDay('2026-02-14', 9)).toEqual([
      ['2026-02-17', 'Your Monica licence ends soon'],
      ['2026-02-20', 'Your Monica licence has ended'],
    ]);
    const [ended, warning] = shop.mailbox.letters(shop.email);
    expect(warning?.text).toContain('your licence ends on 19\u00A0February 2026');
    expect(warning?.text.split('\n')).toContain(failedAlert().update_url);
    expect(ended?.text).toContain('The payment for it hasn’t arrived.');
  });

  it('is not announced if the payment arrives between queueing and sending', async () => {
    await monthly();
    shop.portal.setNow('2026-02-17T08:00:00Z');
    await shop.portal.alert(failedAlert({ ...shop.ours, event_time: '2026-02-12 09:00:00' }));
    await shop.whileAway('2026-02-17T20:00:00Z', async () => {
      await shop.notices();
      await shop.portal.alert(
        paymentAlert({
          ...shop.ours,
          ...{ order_id: '317366-2', subscription_payment_id: '770012', next_bill_date: '2026-03-12' },
          event_time: '2026-02-17 08:10:00',
        }),
      );
    });
    expect(await shop.subjects()).toEqual(['Your Monica licence has been renewed']);
  });

  it('of a cancelled year is announced three days before, and reported on the day after', async () => {
    await shop.portal.alert(createdAlert({ ...shop.ours, ...yearly }));
    await shop.portal.alert(paymentAlert({ ...shop.ours, ...yearly }));
    await shop.portal.alert(
      cancelledAlert({
        ...shop.ours,
        ...yearly,
        ...{ event_time: '2026-01-12 09:20:00', cancellation_effective_date: '2027-01-12' },
      }),
    );
    await shop.subjects();
    expect(await runEachDay('2027-01-07', 9)).toEqual([
      ['2027-01-09', 'Your Monica licence ends soon'],
      ['2027-01-13', 'Your Monica licence has ended'],
    ]);
    const [ended, warning] = shop.mailbox.letters(shop.email);
    expect(warning?.text).toContain('Your licence is valid until the end of 12\u00A0January 2027');
    expect(ended?.text).toContain('The subscription had been cancelled.');
  });

  it('of a month that was cancelled recently is only reported when it has ended', async () => {
    await monthly();
    shop.portal.setNow('2026-02-08T10:00:00Z');
    await shop.portal.alert(cancelledAlert({ ...shop.ours, event_time: '2026-02-08 09:00:00' }));
    await shop.subjects();
    expect(await runEachDay('2026-02-09', 7)).toEqual([['2026-02-13', 'Your Monica licence has ended']]);
  });

  it('of an old licence is not reported by a portal that has just been installed', async () => {
    await monthly();
    shop.portal.setNow('2026-04-01T08:00:00Z');
    await shop.notices();
    expect(await shop.outbox()).toHaveLength(1);
  });
});
