/** Who was erased is in no table any more, the books still add up, and nothing that comes late brings them back. */
import { QueryTypes } from 'sequelize';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Mailbox, startMailbox } from '#scripts/demo/mailbox.ts';
import { buildDeps } from '#server/build-deps.ts';
import type { Deps } from '#server/deps.ts';
import { extendLicence } from '#server/features/billing/decisions/extend-licence.ts';
import { eraseBuyer } from '#server/features/billing/erase-buyer.ts';
import { rebuild } from '#server/features/billing/inbox/rebuild.ts';
import { recordEvent } from '#server/features/billing/inbox/record-event.ts';
import { planRepository } from '#server/features/catalogue/plan.repository.ts';
import { CalendarDate } from '#shared/dates.ts';
import {
  cancelledAlert,
  createdAlert,
  failedAlert,
  passthroughOf,
  paymentAlert,
} from '#tests/support/alerts.ts';
import { registerCustomer } from '#tests/support/customer.ts';
import { useDatabase } from '#tests/support/database.ts';
import { type Portal, startPortal } from '#tests/support/portal.ts';

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
  await planRepository(test.db).save({
    product: 'Monica',
    friendlyName: 'Monthly plan',
    description: '',
    planName: 'monica-monthly',
    paddlePlanId: 24_749,
    price: { minor: 900, currency: 'USD' },
    frequency: 'Monthly',
  });
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

/** A year of a customer in short: paid, disputed, suspected, told by reconciliation, decided about, cancelled. */
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
    subject: 'subscription:502198',
    source: 'reconciliation',
    event: {
      type: 'subscription_found',
      by: 'reconciliation',
      subscriptionId: 502_198,
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

/** Every text of every table, in lower case, with the column it stands in. */
async function everyText(): Promise<string[]> {
  const columns = await rows<{ tableName: string; columnName: string }>(
    `SELECT c.table_name AS tableName, c.column_name AS columnName FROM information_schema.columns c
     JOIN information_schema.tables t USING (table_schema, table_name)
     WHERE c.table_schema = DATABASE() AND t.table_type = 'BASE TABLE'`,
  );
  expect(columns.length).toBeGreaterThan(100);
  const texts: string[] = [];
  for (const { tableName, columnName } of columns) {
    const found = await rows<{ text: string | null }>(
      `SELECT LOWER(CONVERT(\`${columnName}\` USING utf8mb4)) AS text FROM \`${tableName}\``,
    );
    texts.push(...found.map(({ text }) => `${tableName}.${columnName}: ${text ?? ''}`));
  }
  return texts;
}

const traces = async () => (await everyText()).filter((text) => /lindqvist|nora|203\.0\.113\.9/.test(text));

const differences = async () => (await rebuild(deps, { dryRun: true })).differences;

describe('after an erasure', () => {
  it('no column of any table holds the address or the name, and a fresh fold finds nothing else', async () => {
    await live();
    expect((await traces()).length).toBeGreaterThan(5);
    expect(await differences()).toEqual([]);
    const { key } = await keyBefore();
    const outcome = await eraseBuyer(deps, { email: email.toUpperCase(), reason });
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
    // What was sold works to its end, by its hash; the key itself is stored nowhere.
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

  /** Signs the same customer in. */
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
    await eraseBuyer(deps, { email, reason });
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
      subject: 'subscription:502300',
      source: 'reconciliation',
      event: {
        type: 'subscription_found',
        by: 'reconciliation',
        subscriptionId: 502_300,
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
    // Nobody is left to be told of a failed payment.
    await expect
      .poll(() => rows("SELECT fact FROM outbox WHERE state = 'waiting'"), { timeout: 10_000 })
      .toEqual([]);
    expect(mailbox.letters().filter(({ subject }) => /payment/i.test(subject)).length).toBeLessThanOrEqual(1);
  });

  it('an alert that Paddle sends again is known, though what is stored of it is another', async () => {
    const created = { alert_id: '5001', ...createdAlert(theirs()) };
    await portal.alert(created);
    await eraseBuyer(deps, { email, reason });
    expect((await portal.alert(created)).body).toMatchObject({ result: 'known' });
    expect((await portal.alert({ ...created, alert_id: '5002' })).body).toMatchObject({ result: 'known' });
    expect(await traces()).toEqual([]);
  });

  it('who comes back and buys again is a customer like any other', async () => {
    await live();
    await eraseBuyer(deps, { email, reason });
    const { cookie } = await registerCustomerAnew();
    const id = (await portal.trpc(cookie).account.me.query())?.id ?? 0;
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
    await mailbox.stop();
    mailbox = await startMailbox({ smtpPort: mailbox.smtpPort });
    return registerCustomer({ url: portal.url, mailbox }, email);
  }
});

describe('an erasure', () => {
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
      const ended = await eraseBuyer(dying, { email, reason }).then(
        (outcome) => outcome.status,
        () => 'killed',
      );
      if (ended === 'erased') break;
    }
    await eraseBuyer(deps, { email, reason });
    expect(await traces()).toEqual([]);
    expect(await differences()).toEqual([]);
  });

  it('leaves what other customers bought with the same address', async () => {
    await live();
    await test.db.query(
      `INSERT INTO users (id, name, email, email_verified, created_at, updated_at)
       VALUES (4000, 'Bo', 'bo@example.test', 1, NOW(), NOW())`,
    );
    await portal.alert(
      createdAlert({ passthrough: passthroughOf(4000), email, subscription_id: '700', user_id: '99' }),
    );
    const outcome = await eraseBuyer(deps, { email, reason });
    expect(outcome).toMatchObject({ status: 'erased', kept: ['subscription:700'], paddleUserIds: [88_001] });
    expect(await rows("SELECT user_id FROM licences WHERE subject = 'subscription:700'")).toEqual([
      { user_id: 4000 },
    ]);
    expect(await differences()).toEqual([]);
  });

  it('works for who never had an account, and knows whom it does not know', async () => {
    await portal.alert(
      createdAlert({ passthrough: '', email: 'guest@lindqvist.test', user_id: '99', subscription_id: '800' }),
    );
    expect(await eraseBuyer(deps, { email: 'guest@lindqvist.test', reason: 'asked' })).toMatchObject({
      status: 'erased',
      accountId: null,
      paddleUserIds: [99],
    });
    expect((await everyText()).filter((text) => text.includes('guest@'))).toEqual([]);
    expect(await eraseBuyer(deps, { email: 'nobody@example.test', reason: 'asked' })).toEqual({
      status: 'unknown_email',
    });
  });
});
