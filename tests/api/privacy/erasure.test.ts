/**
 * After an erasure, no table contains the person's data, the amounts still add up, and late alerts bring nothing back.
 */
import { QueryTypes } from 'sequelize';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Portal, startPortal } from '#proofs/shop/portal.ts';
import { type Mailbox, startMailbox } from '#scripts/demo/mailbox/mailbox.ts';
import { buildDeps } from '#server/build-deps.ts';
import type { Deps } from '#server/deps.ts';
import { extendLicence } from '#server/features/billing/decisions/extend-licence.ts';
import { rebuild } from '#server/features/billing/inbox/rebuild.ts';
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
import { planOnSale } from '#tests/support/billing/plans-on-sale.ts';
import { addCustomer } from '#tests/support/database/add-customer.ts';
import { useDatabase } from '#tests/support/database/database.ts';
import { everyStoredText } from '#tests/support/database/stored-texts.ts';
import { registerCustomer } from '#tests/support/people/customer.ts';

const test = useDatabase();
const email = 'nora.lindqvist@example.test';
const reason = 'asked by nora.lindqvist@example.test on the phone';
let portal: Portal;
let mailbox: Mailbox;
let deps: Deps;
let accountId: number;

const rows = <T extends object>(sql: string) => test.db.query<T>(sql, { type: QueryTypes.SELECT });

beforeEach(async () => {
  mailbox = await startMailbox();
  portal = await startPortal({
    databaseUrl: test.url,
    at: '2026-02-13T10:00:00Z',
    settings: { MAIL_PORT: String(mailbox.smtpPort) },
  });
  deps = buildDeps({
    config: portal.config,
    db: test.db,
    log: portal.logger,
    clock: { now: () => new Date('2026-02-13T10:00:00Z') },
  });
  await planOnSale(test.db);
  await registerCustomer({ url: portal.url, mailbox }, email);
  accountId = (await rows<{ id: number }>('SELECT id FROM users'))[0]?.id ?? 0;
});
afterEach(async () => {
  await portal.stop();
  await mailbox.stop();
});

const theirs = (change: Record<string, string> = {}) => ({
  passthrough: passthroughOf(accountId),
  email: 'Nora.Lindqvist@example.test',
  ...change,
});

const audience = (address: string) => ({
  alert_name: 'update_audience_member',
  event_time: '2026-02-01 09:00:00',
  new_customer_email: address,
  old_customer_email: 'older.lindqvist@example.test',
  old_marketing_consent: '0',
  new_marketing_consent: '1',
  products: '24749',
  source: 'Checkout',
  user_id: '88001',
});

/**
 * Delivers a condensed customer history: paid, disputed, suspected of fraud, reconciled, decided on by an operator, and
 * cancelled.
 */
async function live(): Promise<void> {
  await portal.alert(createdAlert(theirs()));
  await portal.alert(paymentAlert(theirs({ country: 'SE', ip: '203.0.113.9' })));
  await portal.alert(audience(email));
  await portal.alert(failedAlert(theirs()));
  await portal.alert({
    alert_name: 'payment_dispute_created',
    ...theirs(),
    event_time: '2026-01-20 09:00:00',
    order_id: '317366-1864142',
    amount: '9.00',
    currency: 'USD',
    status: 'open',
    fee_usd: '15',
  });
  await portal.alert({
    alert_name: 'high_risk_transaction_created',
    event_time: '2026-01-21 09:00:00',
    case_id: '77',
    customer_email_address: email,
    customer_user_id: '88001',
    product_id: '24749',
    risk_score: '80.5',
    passthrough: '',
    status: 'pending',
  });
  await portal.alert({
    alert_name: 'some_alert_of_tomorrow',
    event_time: '2026-01-22 09:00:00',
    buyer: `Nora Lindqvist <${email}>`,
  });
  await recordEvent(deps, {
    stream: 'subscription:502198',
    source: 'reconciliation',
    event: {
      type: 'subscription_found',
      by: 'reconciliation',
      ref: classicRef('subscription', 502_198),
      planId: 24_749,
      paddleUserId: 88_001,
      email,
      status: 'past_due',
      quantity: 1,
      signedUpOn: CalendarDate.parse('2026-01-12'),
      nextBillOn: null,
      pausedFrom: null,
      pausedReason: null,
      updateUrl: `https://checkout.example.test/update?email=${email}`,
      cancelUrl: null,
    },
  });
  const [licence] = await rows<{ id: number }>('SELECT id FROM licences');
  const extended = await extendLicence(deps, {
    licenceId: licence?.id ?? 0,
    until: CalendarDate.parse('2026-03-01'),
    by: 'command line',
    reason: `Nora Lindqvist wrote from ${email}`,
  });
  expect(extended.status).toBe('done');
  await portal.alert(cancelledAlert(theirs({ event_time: '2026-02-13 09:00:00' })));
}

const traces = async () =>
  (await everyStoredText(test.db)).filter((text) => /lindqvist|nora|203\.0\.113\.9/.test(text));

const differences = async () => (await rebuild(deps, { dryRun: true })).differences;

describe('after an erasure', () => {
  it('no column of any table holds the address or the name, and a fresh fold finds nothing else', async () => {
    await live();
    expect((await traces()).length).toBeGreaterThan(5);
    expect(await differences()).toEqual([]);
    const { key } = await keyBefore();
    const outcome = await eraseDataSubject(deps, { email: email.toUpperCase(), reason });
    expect(outcome).toMatchObject({ status: 'erased', accountId, paddleUserIds: [88_001], kept: [] });
    expect(await traces()).toEqual([]);
    expect(await differences()).toEqual([]);

    expect(await rows('SELECT user_id, status, valid_until_at FROM licences')).toEqual([
      { user_id: null, status: 'cancelled', valid_until_at: '2026-03-01' },
    ]);
    expect(await rows('SELECT user_id, order_id, amount_minor, currency, receipt_url FROM receipts')).toEqual(
      [{ user_id: null, order_id: '317366-1864142', amount_minor: 900, currency: 'USD', receipt_url: null }],
    );
    expect(await rows('SELECT email, erased_because FROM paddle_customers')).toEqual([
      { email: null, erased_because: 'asked by … on the phone' },
    ]);
    expect(await rows('SELECT kind FROM flags ORDER BY kind')).toEqual([
      { kind: 'dispute' },
      { kind: 'high_risk' },
    ]);
    // The licence works until it ends and is found by its key's hash; the key itself is no longer stored.
    const [known] = await deps.licences.findByKeyHashes(deps.keyVault.hashes('licence-key', key));
    expect(known?.licence.status).toBe('cancelled');
    const stored = await deps.licenceKeys.findCurrent(known?.licence.id ?? 0);
    expect(stored?.ciphertext.length).toBe(28);
  });

  async function keyBefore(): Promise<{ key: string }> {
    const cookie = (await registerAgain()).cookie;
    const [licence] = await portal.trpc(cookie).licences.list.query({});
    return portal.trpc(cookie).licences.revealKey.query({ licenceId: licence?.id ?? 0 });
  }

  /** Signs the same customer in and returns the cookie. */
  async function registerAgain(): Promise<{ cookie: string }> {
    const answer = await fetch(`${portal.url}/api/auth/sign-in/email`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', origin: portal.url },
      body: JSON.stringify({ email, password: 'a long enough password' }),
    });
    return {
      cookie: answer.headers
        .getSetCookie()
        .map((line) => line.split(';')[0])
        .join('; '),
    };
  }

  it('alerts that come late bring nothing back, and what they tell of money still counts', async () => {
    await live();
    await eraseDataSubject(deps, { email, reason });
    const late = theirs({ customer_name: 'Nora Lindqvist' });
    await portal.alert(
      paymentAlert({
        ...late,
        order_id: '317366-1864199',
        subscription_payment_id: '770099',
        event_time: '2026-02-12 08:00:00',
      }),
    );
    await portal.alert(createdAlert({ ...late, subscription_id: '502300' }));
    await portal.alert(
      createdAlert({ ...late, event_time: '2026-01-12 09:14:01', source: 'Nora Lindqvist' }),
    );
    await portal.alert({ ...audience(email), event_time: '2026-02-13 09:30:00' });
    await portal.alert({
      ...audience(email),
      alert_name: 'some_other_alert',
      event_time: '2026-02-13 09:31:00',
    });
    await portal.alert(
      failedAlert({ ...late, subscription_id: '502300', event_time: '2026-02-13 09:40:00' }),
    );
    await recordEvent(deps, {
      stream: 'subscription:502300',
      source: 'reconciliation',
      event: {
        type: 'subscription_found',
        by: 'reconciliation',
        ref: classicRef('subscription', 502_300),
        planId: 24_749,
        paddleUserId: 88_001,
        email,
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
    expect(await traces()).toEqual([]);
    expect(await differences()).toEqual([]);
    expect(await rows('SELECT id FROM receipts')).toHaveLength(2);
    expect(await rows("SELECT type FROM billing_events WHERE state = 'failed'")).toEqual([]);
    expect(await rows('SELECT user_id FROM licences WHERE user_id IS NOT NULL')).toEqual([]);
    // There is no customer left to notify of a failed payment.
    await expect.poll(() => rows("SELECT idempotency_key FROM outbox WHERE state = 'waiting'")).toEqual([]);
    expect(
      mailbox.letters().filter(({ subject }) => /^Your payment for .* failed/.test(subject)).length,
    ).toBeLessThanOrEqual(1);
  });

  it('an alert that Paddle sends again is known, though what is stored of it is another', async () => {
    const created = { alert_id: '5001', ...createdAlert(theirs()) };
    await portal.alert(created);
    await portal.alert(cancelledAlert(theirs()));
    await eraseDataSubject(deps, { email, reason });
    expect((await portal.alert(created)).body).toMatchObject({ result: 'known' });
    expect((await portal.alert({ ...created, alert_id: '5002' })).body).toMatchObject({ result: 'known' });
    expect(await traces()).toEqual([]);
  });

  it('what comes late and names nobody at Paddle is known by what was theirs', async () => {
    await live();
    await eraseDataSubject(deps, { email, reason });
    const nameless = theirs({ customer_name: 'Nora Lindqvist', ip: '203.0.113.9' });
    const dispute = { amount: '9.00', currency: 'USD', status: 'closed', fee_usd: '15' };
    // A dispute about an order of the erased customer's subscription, a one-off purchase through the former account's
    // pay link, and a dispute about that purchase.
    await portal.alert({
      ...{ alert_name: 'payment_dispute_closed', event_time: '2026-02-13 09:30:00' },
      ...{ ...nameless, ...dispute, passthrough: '', order_id: '317366-1864142' },
    });
    await portal.alert(oneOff({ ...nameless, order_id: '317366-55', event_time: '2026-02-13 09:31:00' }));
    await portal.alert({
      ...{ alert_name: 'payment_dispute_created', event_time: '2026-02-13 09:32:00' },
      ...{ ...nameless, ...dispute, passthrough: '', order_id: '317366-55' },
    });
    // A payment found by reconciliation: it names no buyer, but its receipt can be opened by anyone who has the URL.
    await recordEvent(deps, {
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
    expect(await traces()).toEqual([]);
    expect(await rows("SELECT receipt_url FROM receipts WHERE receipt_url LIKE 'http%'")).toEqual([]);
    expect(await rows('SELECT id FROM receipts')).toHaveLength(3);
    expect(await rows("SELECT reference FROM flags WHERE kind = 'dispute' ORDER BY reference")).toEqual([
      { reference: 'dispute:317366-1864142' },
      { reference: 'dispute:317366-55' },
    ]);
    expect(await differences()).toEqual([]);
  });

  it('a reason that somebody gives later for what was theirs is kept', async () => {
    await live();
    await eraseDataSubject(deps, { email, reason });
    const [licence] = await rows<{ id: number }>('SELECT id FROM licences');
    const until = CalendarDate.parse('2026-04-01');
    await extendLicence(deps, {
      ...{ licenceId: licence?.id ?? 0, until, by: 'command line', reason: 'a promise' },
    });
    const kept = await rows("SELECT id FROM billing_events WHERE payload LIKE '%a promise%'");
    expect(kept).toHaveLength(1);
  });

  it('who comes back and buys again is a customer like any other', async () => {
    await live();
    await eraseDataSubject(deps, { email, reason });
    const { cookie } = await registerCustomerAnew();
    const id = (await portal.trpc(cookie).accounts.me.query())?.id ?? 0;
    expect(id).not.toBe(accountId);
    expect(await portal.trpc(cookie).licences.list.query({})).toEqual([]);
    await portal.alert(
      createdAlert({
        passthrough: passthroughOf(id),
        email,
        subscription_id: '502400',
        next_bill_date: '2026-03-12',
      }),
    );
    expect(await portal.trpc(cookie).licences.list.query({})).toMatchObject([{ status: 'active' }]);
    expect(await differences()).toEqual([]);
  });

  async function registerCustomerAnew(): Promise<{ cookie: string }> {
    mailbox.forget();
    return registerCustomer({ url: portal.url, mailbox }, email);
  }
});

/** Returns the alert of a one-off purchase, for which Paddle sends no buyer ID. */
const oneOff = (changes: Record<string, string>): Record<string, string> => ({
  ...{ alert_name: 'payment_succeeded', product_id: '31337', product_name: 'Stickers', quantity: '1' },
  ...{ currency: 'USD', sale_gross: '5.00', payment_tax: '0', fee: '0.5', earnings: '4.5' },
  ...{ country: 'SE', customer_name: 'Nora Lindqvist', ip: '203.0.113.9', payment_method: 'card' },
  ...{ checkout_id: '675737-chre19a993fdd63-77', marketing_consent: '0', used_price_override: '0' },
  ...{ coupon: '', receipt_url: 'https://my.example.test/receipt/317366-55/nora' },
  ...changes,
});

describe('an erasure', () => {
  it('of who only ever paid once reaches what comes later about that order', async () => {
    const order = { order_id: '317366-55', passthrough: '', email };
    await portal.alert(oneOff({ ...order, event_time: '2026-01-12 09:00:00' }));
    const guest = 'nora.guest@lindqvist.test';
    const theirOrder = { ...order, order_id: '317366-56', email: guest };
    await portal.alert(oneOff({ ...theirOrder, event_time: '2026-01-12 09:00:01' }));
    expect(await eraseDataSubject(deps, { email, reason })).toMatchObject({
      status: 'erased',
      paddleUserIds: [],
    });
    expect(await eraseDataSubject(deps, { email: guest, reason: 'asked' })).toMatchObject({
      accountId: null,
    });
    for (const { order_id, email: address } of [order, theirOrder]) {
      await portal.alert({
        ...{ alert_name: 'payment_refunded', event_time: '2026-02-13 09:00:00', order_id, email: address },
        ...{ amount: '1.00', gross_refund: '1.00', tax_refund: '0', fee_refund: '0', currency: 'USD' },
        ...{ earnings_decrease: '1', refund_type: 'partial', refund_reason: 'Nora asked', quantity: '1' },
        ...{ passthrough: '', checkout_id: '', marketing_consent: '0' },
      });
    }
    expect(await traces()).toEqual([]);
    expect(await rows('SELECT refund_kind FROM receipts')).toEqual([
      { refund_kind: 'partial' },
      { refund_kind: 'partial' },
    ]);
    expect(await differences()).toEqual([]);
  });

  it('is refused while Paddle charges for anything of the buyer, under whatever address, and does nothing', async () => {
    await live();
    // Bought through the customer's pay link, but under another address. A stranger with the same Paddle user ID
    // doesn't count.
    const other = theirs({ email: 'other@example.test', subscription_id: '502500' });
    await portal.alert(createdAlert(other));
    const stranger = { passthrough: '', email: 'stranger@example.test', subscription_id: '502501' };
    await portal.alert(createdAlert(stranger));
    const everything = () => rows('SELECT id, payload FROM billing_events ORDER BY id');
    const before = await everything();
    expect(await eraseDataSubject(deps, { email, reason })).toEqual({
      status: 'still_charged',
      subscriptions: [{ stream: 'subscription:502500', ref: classicRef('subscription', 502_500) }],
    });
    expect(await everything()).toEqual(before);
    expect(await deps.accounts.findByEmail(email)).not.toBeNull();
    // Paddle doesn't charge for a subscription it no longer knows.
    await recordEvent(deps, {
      stream: 'subscription:502500',
      source: 'reconciliation',
      event: { type: 'subscription_missing', by: 'reconciliation', ref: classicRef('subscription', 502_500) },
    });
    expect(await eraseDataSubject(deps, { email, reason })).toMatchObject({
      status: 'erased',
      paddleUserIds: [],
    });
    const left = await everyStoredText(test.db);
    expect(left.filter((text) => text.includes('other@example.test'))).toEqual([]);
    expect(left.filter((text) => text.includes('stranger@example.test')).length).toBeGreaterThan(2);
    expect(await traces()).toEqual([]);
  });

  it('finds what was being stored when it began, though others came in behind it', async () => {
    await live();
    const slow = await test.db.transaction();
    const columns = `source, type, stream, payload, occurred_at, received_at, state, attempts`;
    const payload = JSON.stringify({ alert_name: 'a_late_one', note: `Nora <${email}>`, user_id: '88001' });
    await test.db.query(
      `INSERT INTO billing_events (${columns}) VALUES
       ('paddle_alert', 'a_late_one', NULL, :payload, NOW(), NOW(), 'stored', 0)`,
      { replacements: { payload }, transaction: slow },
    );
    const others = { user_id: '99', old_customer_email: 'somebody@example.test' };
    await portal.alert({ ...audience('nobody@example.test'), ...others, alert_name: 'another_one' });
    let looks = 0;
    const racing: Deps = {
      ...deps,
      paddleCustomers: {
        ...deps.paddleCustomers,
        bury: async (...names) => {
          looks += 1;
          if (looks === 1) await slow.commit();
          await deps.paddleCustomers.bury(...names);
        },
      },
    };
    expect(await eraseDataSubject(racing, { email, reason })).toMatchObject({ status: 'erased' });
    // The event was inserted without its identifiers; the sweeper adds them, finds the event and erases it.
    await expect.poll(traces).toEqual([]);
  });

  it('by an address is of the account that had it, though it moves and somebody else registers it meanwhile', async () => {
    await live();
    let looks = 0;
    const racing: Deps = {
      ...deps,
      paddleCustomers: {
        ...deps.paddleCustomers,
        bury: async (...names) => {
          looks += 1;
          if (looks === 1) {
            await test.db.query("UPDATE users SET email = 'nora.lindqvist@elsewhere.test'");
            await addCustomer(test.db, { id: 4000, name: 'Bo', email });
          }
          await deps.paddleCustomers.bury(...names);
        },
      },
    };
    expect(await eraseDataSubject(racing, { email, reason })).toMatchObject({ status: 'erased', accountId });
    expect(await rows('SELECT id, name, email FROM users')).toEqual([{ id: 4000, name: 'Bo', email }]);
    expect(await traces()).toEqual([`users.email: ${email}`]);
    expect(await rows('SELECT id FROM licences WHERE user_id IS NOT NULL')).toEqual([]);
  });

  it('lets no address be written over its tombstone', async () => {
    const since = new Date('2026-02-13T09:00:00Z');
    await deps.paddleCustomers.saveContacts([{ paddleUserId: 88_001, email, since }]);
    await deps.paddleCustomers.erase([88_001, 88_002], since, 'asked');
    await deps.paddleCustomers.saveContacts([
      { paddleUserId: 88_001, email, since },
      { paddleUserId: 88_002, email, since },
      { paddleUserId: 88_003, email: 'bo@example.test', since },
    ]);
    await deps.paddleCustomers.erase([88_001], new Date('2026-03-01T09:00:00Z'), 'again');
    expect(
      await rows('SELECT email, email_since IS NULL AS nothing, erased_because FROM paddle_customers'),
    ).toEqual([
      { email: null, nothing: 1, erased_because: 'asked' },
      { email: null, nothing: 1, erased_because: 'asked' },
      { email: 'bo@example.test', nothing: 0, erased_because: null },
    ]);
    expect(await deps.paddleCustomers.contacts([88_001, 88_003])).toEqual(
      new Map([[88_003, { paddleUserId: 88_003, email: 'bo@example.test', since }]]),
    );
  });

  it('goes on past an event that cannot be read, says what is left, and is completed once it is mended', async () => {
    await live();
    const [spoilt] = await rows<{ id: number; payload: string }>(
      "SELECT id, payload FROM billing_events WHERE type = 'subscription_payment_failed'",
    );
    if (!spoilt) throw new Error('nothing failed');
    await test.db.query("UPDATE billing_events SET payload = CONCAT('{', payload) WHERE id = ?", {
      replacements: [spoilt.id],
    });
    expect(await eraseDataSubject(deps, { email, reason })).toMatchObject({
      status: 'erased',
      accountId,
      unreadable: [spoilt.id],
      unfolded: [{ stream: 'subscription:502198', problem: expect.stringContaining(`event ${spoilt.id} `) }],
    });
    expect(await rows('SELECT id FROM users')).toEqual([]);
    expect(await rows('SELECT user_id FROM licences')).toEqual([{ user_id: null }]);
    const tables = new Set((await traces()).map((text) => text.split(':', 1)[0]));
    expect([...tables].sort()).toEqual([
      'billing_events.payload',
      'event_streams.buyer_email',
      'subscriptions.contact_email',
      'subscriptions.update_url',
    ]);
    await test.db.query('UPDATE billing_events SET payload = ? WHERE id = ?', {
      replacements: [spoilt.payload, spoilt.id],
    });
    const again = await eraseDataSubject(deps, { email, reason });
    expect(again).toMatchObject({ status: 'erased', events: 1, unreadable: [], unfolded: [] });
    expect(await traces()).toEqual([]);
    expect(await differences()).toEqual([]);
  });

  it('may be repeated, and goes on where a crash ended it', async () => {
    await live();
    let left = 3;
    const dying: Deps = {
      ...deps,
      transaction: (work) => {
        left -= 1;
        return left < 0 ? Promise.reject(new Error('killed')) : deps.transaction(work);
      },
    };
    for (let life = 0; life < 10; life += 1) {
      left = life;
      const ended = await eraseDataSubject(dying, { email, reason }).then(
        (outcome) => outcome.status,
        () => 'killed',
      );
      if (ended === 'erased') break;
    }
    await eraseDataSubject(deps, { email, reason });
    expect(await traces()).toEqual([]);
    expect(await differences()).toEqual([]);
  });

  it('leaves what other customers bought with the same address', async () => {
    await live();
    await addCustomer(test.db, { id: 4000, name: 'Bo', email: 'bo@example.test' });
    await portal.alert(
      createdAlert({ passthrough: passthroughOf(4000), email, subscription_id: '700', user_id: '99' }),
    );
    const outcome = await eraseDataSubject(deps, { email, reason });
    expect(outcome).toMatchObject({ status: 'erased', kept: ['subscription:700'], paddleUserIds: [88_001] });
    expect(await rows("SELECT user_id FROM licences WHERE stream = 'subscription:700'")).toEqual([
      { user_id: 4000 },
    ]);
    expect(await differences()).toEqual([]);
  });

  it('works for who never had an account, and knows whom it does not know', async () => {
    await portal.alert(
      createdAlert({ passthrough: '', email: 'guest@lindqvist.test', user_id: '99', subscription_id: '800' }),
    );
    await portal.alert(
      cancelledAlert({
        passthrough: '',
        email: 'guest@lindqvist.test',
        user_id: '99',
        subscription_id: '800',
      }),
    );
    expect(await eraseDataSubject(deps, { email: 'guest@lindqvist.test', reason: 'asked' })).toMatchObject({
      status: 'erased',
      accountId: null,
      paddleUserIds: [99],
    });
    expect((await everyStoredText(test.db)).filter((text) => text.includes('guest@'))).toEqual([]);
    expect(await eraseDataSubject(deps, { email: 'nobody@example.test', reason: 'asked' })).toEqual({
      status: 'unknown',
    });
  });
});
