import { describe, expect, it } from 'vitest';
import { extendLicence } from '#server/features/billing/decisions/extend-licence.ts';
import { recordEvent } from '#server/features/billing/projections/record-event.ts';
import { eraseDataSubject } from '#server/features/privacy/erasure/erase-data-subject.ts';
import { classicRef } from '#server/platform/paddle/reference.ts';
import { CalendarDate } from '#shared/dates.ts';
import {
  cancelledAlert,
  createdAlert,
  failedAlert,
  passthroughOf,
  paymentAlert,
} from '#tests/support/billing/alerts.ts';
import { registerCustomer } from '#tests/support/people/customer.ts';
import { audience, oneOff, useErasurePortal } from '#tests/support/people/erasure-portal.ts';

const shop = useErasurePortal();

const reason = 'asked by nora.lindqvist@example.test on the phone';

describe('After an erasure', () => {
  it('no table contains the address or name, and a rebuild finds no differences', async () => {
    await shop.live();
    expect((await shop.traces()).length).toBeGreaterThan(5);
    expect(await shop.differences()).toEqual([]);
    const { key } = await keyBefore();
    const outcome = await eraseDataSubject(shop.deps, { email: shop.email.toUpperCase(), reason });
    expect(outcome).toMatchObject({
      status: 'erased',
      accountId: shop.accountId,
      paddleUserIds: [88_001],
      kept: [],
    });
    expect(await shop.traces()).toEqual([]);
    expect(await shop.differences()).toEqual([]);

    expect(await shop.rows('SELECT user_id, status, valid_until_at FROM licences')).toEqual([
      { user_id: null, status: 'cancelled', valid_until_at: '2026-03-01' },
    ]);
    expect(
      await shop.rows('SELECT user_id, order_id, amount_minor, currency, receipt_url FROM receipts'),
    ).toEqual([
      { user_id: null, order_id: '317366-1864142', amount_minor: 900, currency: 'USD', receipt_url: null },
    ]);
    expect(await shop.rows('SELECT email, erased_because FROM paddle_customers')).toEqual([
      { email: null, erased_because: 'asked by … on the phone' },
    ]);
    expect(await shop.rows('SELECT kind FROM flags ORDER BY kind')).toEqual([
      { kind: 'dispute' },
      { kind: 'high_risk' },
    ]);
    // The licence keeps working until it ends. It is found by the hash of its key, because the key itself is no longer
    // stored.
    const [known] = await shop.deps.licences.findByKeyHashes(shop.deps.keyVault.hashes('licence-key', key));
    expect(known?.licence.status).toBe('cancelled');
    const stored = await shop.deps.licenceKeys.findCurrent(known?.licence.id ?? 0);
    expect(stored?.ciphertext.length).toBe(28);
  });

  async function keyBefore(): Promise<{ key: string }> {
    const cookie = (await registerAgain()).cookie;
    const [licence] = await shop.portal.trpc(cookie).licences.list.query({});
    return shop.portal.trpc(cookie).licences.revealKey.query({ licenceId: licence?.id ?? 0 });
  }

  /** Signs the same customer in and returns the cookie. */
  async function registerAgain(): Promise<{ cookie: string }> {
    const answer = await fetch(`${shop.portal.url}/api/auth/sign-in/email`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', origin: shop.portal.url },
      body: JSON.stringify({ email: shop.email, password: 'a long enough password' }),
    });
    return {
      cookie: answer.headers
        .getSetCookie()
        .map((line) => line.split(';')[0])
        .join('; '),
    };
  }

  it('no pending sign-up contains the address of a buyer without an account', async () => {
    const address = 'wim.aerts@example.test';
    const theirs = { passthrough: '', email: address, user_id: '88002' };
    await shop.portal.alert(createdAlert(theirs));
    await shop.portal.alert(cancelledAlert({ ...theirs, event_time: '2026-02-13 09:00:00' }));
    for (const [index, email] of [address, `not-${address}`].entries())
      await shop.test.db.query(
        `INSERT INTO verifications (identifier, value, expires_at, created_at, updated_at)
         VALUES (?, ?, '2099-01-01', NOW(), NOW())`,
        { replacements: [`sign-up-${index}`, JSON.stringify({ provider: 'monica', asked: { email } })] },
      );
    expect(await eraseDataSubject(shop.deps, { email: address, reason })).toMatchObject({
      status: 'erased',
      accountId: null,
    });
    expect(await shop.rows("SELECT identifier FROM verifications WHERE identifier LIKE 'sign-up-%'")).toEqual(
      [{ identifier: 'sign-up-1' }],
    );
  });

  it('late alerts restore no personal data, and their payments are still recorded', async () => {
    await shop.live();
    await eraseDataSubject(shop.deps, { email: shop.email, reason });
    const late = shop.theirs({ customer_name: 'Nora Lindqvist' });
    await shop.portal.alert(
      paymentAlert({
        ...late,
        order_id: '317366-1864199',
        subscription_payment_id: '770099',
        event_time: '2026-02-12 08:00:00',
      }),
    );
    await shop.portal.alert(createdAlert({ ...late, subscription_id: '502300' }));
    await shop.portal.alert(
      createdAlert({ ...late, event_time: '2026-01-12 09:14:01', source: 'Nora Lindqvist' }),
    );
    await shop.portal.alert({ ...audience(shop.email), event_time: '2026-02-13 09:30:00' });
    await shop.portal.alert({
      ...audience(shop.email),
      alert_name: 'some_other_alert',
      event_time: '2026-02-13 09:31:00',
    });
    await shop.portal.alert(
      failedAlert({ ...late, subscription_id: '502300', event_time: '2026-02-13 09:40:00' }),
    );
    await recordEvent(shop.deps, {
      stream: 'subscription:502300',
      source: 'reconciliation',
      event: {
        type: 'subscription_found',
        by: 'reconciliation',
        ref: classicRef('subscription', 502_300),
        planId: 24_749,
        paddleUserId: 88_001,
        email: shop.email,
        status: 'active',
        quantity: 1,
        signedUpOn: CalendarDate.parse('2026-01-12'),
        nextBillOn: CalendarDate.parse('2026-03-12'),
        pausedFrom: null,
        pausedReason: null,
        updateUrl: 'https://checkout.example.test/update?hash=1',
        cancelUrl: null,
      },
    });
    expect(await shop.traces()).toEqual([]);
    expect(await shop.differences()).toEqual([]);
    expect(await shop.rows('SELECT id FROM receipts')).toHaveLength(2);
    expect(await shop.rows("SELECT type FROM billing_events WHERE state = 'failed'")).toEqual([]);
    expect(await shop.rows('SELECT user_id FROM licences WHERE user_id IS NOT NULL')).toEqual([]);
    // No e-mail about the failed payment is enqueued, because the customer has been erased.
    await expect
      .poll(() => shop.rows("SELECT idempotency_key FROM outbox WHERE state = 'waiting'"))
      .toEqual([]);
    expect(
      shop.mailbox.letters().filter(({ subject }) => /^Your payment for .* failed/.test(subject)).length,
    ).toBeLessThanOrEqual(1);
  });

  it('a redelivered alert is recognised although its stored copy was redacted', async () => {
    const created = { alert_id: '5001', ...createdAlert(shop.theirs()) };
    await shop.portal.alert(created);
    await shop.portal.alert(cancelledAlert(shop.theirs()));
    await eraseDataSubject(shop.deps, { email: shop.email, reason });
    expect((await shop.portal.alert(created)).body).toMatchObject({ result: 'known' });
    expect((await shop.portal.alert({ ...created, alert_id: '5002' })).body).toMatchObject({
      result: 'known',
    });
    expect(await shop.traces()).toEqual([]);
  });

  it('late events without a Paddle user id are redacted through the order, pay link and subscription', async () => {
    await shop.live();
    await eraseDataSubject(shop.deps, { email: shop.email, reason });
    const nameless = shop.theirs({ customer_name: 'Nora Lindqvist', ip: '203.0.113.9' });
    const dispute = { amount: '9.00', currency: 'USD', status: 'closed', fee_usd: '15' };
    // Three alerts arrive after the erasure: a dispute about an order of the erased customer's subscription, a one-off
    // purchase through the former account's pay link, and a dispute about that purchase.
    await shop.portal.alert({
      ...{ alert_name: 'payment_dispute_closed', event_time: '2026-02-13 09:30:00' },
      ...{ ...nameless, ...dispute, passthrough: '', order_id: '317366-1864142' },
    });
    await shop.portal.alert(
      oneOff({ ...nameless, order_id: '317366-55', event_time: '2026-02-13 09:31:00' }),
    );
    await shop.portal.alert({
      ...{ alert_name: 'payment_dispute_created', event_time: '2026-02-13 09:32:00' },
      ...{ ...nameless, ...dispute, passthrough: '', order_id: '317366-55' },
    });
    // A payment found by reconciliation. It names no buyer, but anyone who has the URL of its receipt can open the
    // receipt.
    await recordEvent(shop.deps, {
      stream: 'subscription:502198',
      source: 'reconciliation',
      event: {
        ...{
          type: 'payment_found',
          by: 'reconciliation',
          ref: classicRef('subscription', 502_198),
          paymentId: 770_100,
        },
        ...{ planId: 24_749, amount: { minor: 900, currency: 'USD' }, quantity: 1 },
        paidOn: CalendarDate.parse('2026-02-12'),
        paidThrough: CalendarDate.parse('2026-03-12'),
        receiptUrl: 'https://my.example.test/receipt/nora-lindqvist/1',
      },
    });
    expect(await shop.traces()).toEqual([]);
    expect(await shop.rows("SELECT receipt_url FROM receipts WHERE receipt_url LIKE 'http%'")).toEqual([]);
    expect(await shop.rows('SELECT id FROM receipts')).toHaveLength(3);
    expect(await shop.rows("SELECT reference FROM flags WHERE kind = 'dispute' ORDER BY reference")).toEqual([
      { reference: 'dispute:317366-1864142' },
      { reference: 'dispute:317366-55' },
    ]);
    expect(await shop.differences()).toEqual([]);
  });

  it('a reason given later for extending the licence is kept', async () => {
    await shop.live();
    await eraseDataSubject(shop.deps, { email: shop.email, reason });
    const [licence] = await shop.rows<{ id: number }>('SELECT id FROM licences');
    const until = CalendarDate.parse('2026-04-01');
    await extendLicence(shop.deps, {
      ...{ licenceId: licence?.id ?? 0, until, by: 'command line', reason: 'a promise' },
    });
    const kept = await shop.rows("SELECT id FROM billing_events WHERE payload LIKE '%a promise%'");
    expect(kept).toHaveLength(1);
  });

  it('the same person can register and buy again as a new customer', async () => {
    await shop.live();
    await eraseDataSubject(shop.deps, { email: shop.email, reason });
    const { cookie } = await registerCustomerAnew();
    const id = (await shop.portal.trpc(cookie).accounts.me.query())?.id ?? 0;
    expect(id).not.toBe(shop.accountId);
    expect(await shop.portal.trpc(cookie).licences.list.query({})).toEqual([]);
    await shop.portal.alert(
      createdAlert({
        passthrough: passthroughOf(id),
        email: shop.email,
        subscription_id: '502400',
        next_bill_date: '2026-03-12',
      }),
    );
    expect(await shop.portal.trpc(cookie).licences.list.query({})).toMatchObject([{ status: 'active' }]);
    expect(await shop.differences()).toEqual([]);
  });

  async function registerCustomerAnew(): Promise<{ cookie: string }> {
    shop.mailbox.forget();
    return registerCustomer({ url: shop.portal.url, mailbox: shop.mailbox }, shop.email);
  }
});
