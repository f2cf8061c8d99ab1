import { describe, expect, it } from 'vitest';
import type { Deps } from '#server/deps.ts';
import { recordEvent } from '#server/features/billing/projections/record-event.ts';
import { eraseDataSubject } from '#server/features/privacy/erasure/erase-data-subject.ts';
import { classicRef } from '#server/platform/paddle/reference.ts';
import { cancelledAlert, createdAlert, passthroughOf } from '#tests/support/billing/alerts.ts';
import { addCustomer } from '#tests/support/database/add-customer.ts';
import { everyStoredText } from '#tests/support/database/stored-texts.ts';
import { audience, oneOff, useErasurePortal } from '#tests/support/people/erasure-portal.ts';

const shop = useErasurePortal();

const reason = 'asked by nora.lindqvist@example.test on the phone';

describe('An erasure', () => {
  it('of a buyer with only one-off payments also redacts later alerts about those orders', async () => {
    const order = { order_id: '317366-55', passthrough: '', email: shop.email };
    await shop.portal.alert(oneOff({ ...order, event_time: '2026-01-12 09:00:00' }));
    const guest = 'nora.guest@lindqvist.test';
    const theirOrder = { ...order, order_id: '317366-56', email: guest };
    await shop.portal.alert(oneOff({ ...theirOrder, event_time: '2026-01-12 09:00:01' }));
    expect(await eraseDataSubject(shop.deps, { email: shop.email, reason })).toMatchObject({
      status: 'erased',
      paddleUserIds: [],
    });
    expect(await eraseDataSubject(shop.deps, { email: guest, reason: 'asked' })).toMatchObject({
      accountId: null,
    });
    for (const { order_id, email: address } of [order, theirOrder]) {
      await shop.portal.alert({
        ...{ alert_name: 'payment_refunded', event_time: '2026-02-13 09:00:00', order_id, email: address },
        ...{ amount: '1.00', gross_refund: '1.00', tax_refund: '0', fee_refund: '0', currency: 'USD' },
        ...{ earnings_decrease: '1', refund_type: 'partial', refund_reason: 'Nora asked', quantity: '1' },
        ...{ passthrough: '', checkout_id: '', marketing_consent: '0' },
      });
    }
    expect(await shop.traces()).toEqual([]);
    expect(await shop.rows('SELECT refund_kind FROM receipts')).toEqual([
      { refund_kind: 'partial' },
      { refund_kind: 'partial' },
    ]);
    expect(await shop.differences()).toEqual([]);
  });

  it("is refused without changes while Paddle still charges for any of the buyer's subscriptions", async () => {
    await shop.live();
    // A subscription bought through the customer's pay link with another address counts as theirs. A stranger's
    // subscription with the same Paddle user ID doesn't.
    const other = shop.theirs({ email: 'other@example.test', subscription_id: '502500' });
    await shop.portal.alert(createdAlert(other));
    const stranger = { passthrough: '', email: 'stranger@example.test', subscription_id: '502501' };
    await shop.portal.alert(createdAlert(stranger));
    const everything = () => shop.rows('SELECT id, payload FROM billing_events ORDER BY id');
    const before = await everything();
    expect(await eraseDataSubject(shop.deps, { email: shop.email, reason })).toEqual({
      status: 'still_charged',
      subscriptions: [{ stream: 'subscription:502500', ref: classicRef('subscription', 502_500) }],
    });
    expect(await everything()).toEqual(before);
    expect(await shop.deps.accounts.findByEmail(shop.email)).not.toBeNull();
    // Once Paddle no longer knows the subscription, it doesn't charge for it either.
    await recordEvent(shop.deps, {
      stream: 'subscription:502500',
      source: 'reconciliation',
      event: { type: 'subscription_missing', by: 'reconciliation', ref: classicRef('subscription', 502_500) },
    });
    expect(await eraseDataSubject(shop.deps, { email: shop.email, reason })).toMatchObject({
      status: 'erased',
      paddleUserIds: [],
    });
    const left = await everyStoredText(shop.test.db);
    expect(left.filter((text) => text.includes('other@example.test'))).toEqual([]);
    expect(left.filter((text) => text.includes('stranger@example.test')).length).toBeGreaterThan(2);
    expect(await shop.traces()).toEqual([]);
  });

  it('redacts an event whose transaction commits after the erasure has begun', async () => {
    await shop.live();
    const slow = await shop.test.db.transaction();
    const columns = `source, type, stream, payload, occurred_at, received_at, state, attempts`;
    const payload = JSON.stringify({
      alert_name: 'a_late_one',
      note: `Nora <${shop.email}>`,
      user_id: '88001',
    });
    await shop.test.db.query(
      `INSERT INTO billing_events (${columns}) VALUES
       ('paddle_alert', 'a_late_one', NULL, :payload, NOW(), NOW(), 'stored', 0)`,
      { replacements: { payload }, transaction: slow },
    );
    const others = { user_id: '99', old_customer_email: 'somebody@example.test' };
    await shop.portal.alert({ ...audience('nobody@example.test'), ...others, alert_name: 'another_one' });
    let looks = 0;
    const racing: Deps = {
      ...shop.deps,
      paddleCustomers: {
        ...shop.deps.paddleCustomers,
        bury: async (...names) => {
          looks += 1;
          if (looks === 1) await slow.commit();
          await shop.deps.paddleCustomers.bury(...names);
        },
      },
    };
    expect(await eraseDataSubject(racing, { email: shop.email, reason })).toMatchObject({ status: 'erased' });
    // The event was inserted without its identifiers. The sweeper adds them, recognizes that the event is about the
    // erased person, and erases it.
    await expect.poll(shop.traces).toEqual([]);
  });

  it('by address erases the account that had it, even when the address is moved and registered again', async () => {
    await shop.live();
    let looks = 0;
    const racing: Deps = {
      ...shop.deps,
      paddleCustomers: {
        ...shop.deps.paddleCustomers,
        bury: async (...names) => {
          looks += 1;
          if (looks === 1) {
            await shop.test.db.query("UPDATE users SET email = 'nora.lindqvist@elsewhere.test'");
            await addCustomer(shop.test.db, { id: 4000, name: 'Bo', email: shop.email });
          }
          await shop.deps.paddleCustomers.bury(...names);
        },
      },
    };
    expect(await eraseDataSubject(racing, { email: shop.email, reason })).toMatchObject({
      status: 'erased',
      accountId: shop.accountId,
    });
    expect(await shop.rows('SELECT id, name, email FROM users')).toEqual([
      { id: 4000, name: 'Bo', email: shop.email },
    ]);
    expect(await shop.traces()).toEqual([`users.email: ${shop.email}`]);
    expect(await shop.rows('SELECT id FROM licences WHERE user_id IS NOT NULL')).toEqual([]);
  });

  it('stops later alerts from storing an address for an erased Paddle user id', async () => {
    const since = new Date('2026-02-13T09:00:00Z');
    await shop.deps.paddleCustomers.saveContacts([{ paddleUserId: 88_001, email: shop.email, since }]);
    await shop.deps.paddleCustomers.erase([88_001, 88_002], since, 'asked');
    await shop.deps.paddleCustomers.saveContacts([
      { paddleUserId: 88_001, email: shop.email, since },
      { paddleUserId: 88_002, email: shop.email, since },
      { paddleUserId: 88_003, email: 'bo@example.test', since },
    ]);
    await shop.deps.paddleCustomers.erase([88_001], new Date('2026-03-01T09:00:00Z'), 'again');
    expect(
      await shop.rows('SELECT email, email_since IS NULL AS nothing, erased_because FROM paddle_customers'),
    ).toEqual([
      { email: null, nothing: 1, erased_because: 'asked' },
      { email: null, nothing: 1, erased_because: 'asked' },
      { email: 'bo@example.test', nothing: 0, erased_because: null },
    ]);
    expect(await shop.deps.paddleCustomers.contacts([88_001, 88_003])).toEqual(
      new Map([[88_003, { paddleUserId: 88_003, email: 'bo@example.test', since }]]),
    );
  });

  it('skips an unreadable event, reports it, and completes once the event is repaired', async () => {
    await shop.live();
    const [spoilt] = await shop.rows<{ id: number; payload: string }>(
      "SELECT id, payload FROM billing_events WHERE type = 'subscription_payment_failed'",
    );
    if (!spoilt) throw new Error('nothing failed');
    await shop.test.db.query("UPDATE billing_events SET payload = CONCAT('{', payload) WHERE id = ?", {
      replacements: [spoilt.id],
    });
    expect(await eraseDataSubject(shop.deps, { email: shop.email, reason })).toMatchObject({
      status: 'erased',
      accountId: shop.accountId,
      unreadable: [spoilt.id],
      unfolded: [{ stream: 'subscription:502198', problem: expect.stringContaining(`event ${spoilt.id} `) }],
    });
    expect(await shop.rows('SELECT id FROM users')).toEqual([]);
    expect(await shop.rows('SELECT user_id FROM licences')).toEqual([{ user_id: null }]);
    const tables = new Set((await shop.traces()).map((text) => text.split(':', 1)[0]));
    expect([...tables].sort()).toEqual([
      'billing_events.payload',
      'event_streams.buyer_email',
      'subscriptions.contact_email',
      'subscriptions.update_url',
    ]);
    await shop.test.db.query('UPDATE billing_events SET payload = ? WHERE id = ?', {
      replacements: [spoilt.payload, spoilt.id],
    });
    const again = await eraseDataSubject(shop.deps, { email: shop.email, reason });
    expect(again).toMatchObject({ status: 'erased', events: 1, unreadable: [], unfolded: [] });
    expect(await shop.traces()).toEqual([]);
    expect(await shop.differences()).toEqual([]);
  });

  it('can be repeated and resumes after a crash', async () => {
    await shop.live();
    let left = 3;
    const dying: Deps = {
      ...shop.deps,
      transaction: (work) => {
        left -= 1;
        return left < 0 ? Promise.reject(new Error('killed')) : shop.deps.transaction(work);
      },
    };
    for (let life = 0; life < 10; life += 1) {
      left = life;
      const ended = await eraseDataSubject(dying, { email: shop.email, reason }).then(
        (outcome) => outcome.status,
        () => 'killed',
      );
      if (ended === 'erased') break;
    }
    await eraseDataSubject(shop.deps, { email: shop.email, reason });
    expect(await shop.traces()).toEqual([]);
    expect(await shop.differences()).toEqual([]);
  });

  it('keeps purchases that other customers made with the same address', async () => {
    await shop.live();
    await addCustomer(shop.test.db, { id: 4000, name: 'Bo', email: 'bo@example.test' });
    await shop.portal.alert(
      createdAlert({
        passthrough: passthroughOf(4000),
        email: shop.email,
        subscription_id: '700',
        user_id: '99',
      }),
    );
    const outcome = await eraseDataSubject(shop.deps, { email: shop.email, reason });
    expect(outcome).toMatchObject({ status: 'erased', kept: ['subscription:700'], paddleUserIds: [88_001] });
    expect(await shop.rows("SELECT user_id FROM licences WHERE stream = 'subscription:700'")).toEqual([
      { user_id: 4000 },
    ]);
    expect(await shop.differences()).toEqual([]);
  });

  it('works for a buyer without an account and returns "unknown" for an unknown address', async () => {
    await shop.portal.alert(
      createdAlert({ passthrough: '', email: 'guest@lindqvist.test', user_id: '99', subscription_id: '800' }),
    );
    await shop.portal.alert(
      cancelledAlert({
        passthrough: '',
        email: 'guest@lindqvist.test',
        user_id: '99',
        subscription_id: '800',
      }),
    );
    expect(
      await eraseDataSubject(shop.deps, { email: 'guest@lindqvist.test', reason: 'asked' }),
    ).toMatchObject({
      status: 'erased',
      accountId: null,
      paddleUserIds: [99],
    });
    expect((await everyStoredText(shop.test.db)).filter((text) => text.includes('guest@'))).toEqual([]);
    expect(await eraseDataSubject(shop.deps, { email: 'nobody@example.test', reason: 'asked' })).toEqual({
      status: 'unknown',
    });
  });
});
