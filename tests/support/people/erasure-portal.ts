/** A portal for tests of erasure. Its one customer has bought, disputed a payment and cancelled. */
import { QueryTypes } from 'sequelize';
import { afterEach, beforeEach, expect } from 'vitest';
import { type Portal, startPortal } from '#proofs/shop/portal.ts';
import { type Mailbox, startMailbox } from '#scripts/demo/mailbox/mailbox.ts';
import { buildDeps } from '#server/build-deps.ts';
import type { Deps } from '#server/deps.ts';
import { extendLicence } from '#server/features/billing/decisions/extend-licence.ts';
import { rebuild } from '#server/features/billing/inbox/rebuild.ts';
import { recordEvent } from '#server/features/billing/projections/record-event.ts';
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
import { type TestDatabase, useDatabase } from '#tests/support/database/database.ts';
import { everyStoredText } from '#tests/support/database/stored-texts.ts';
import { registerCustomer } from './customer.ts';

const email = 'nora.lindqvist@example.test';

/** Returns the alert about a buyer who changed their address at Paddle. `address` is the new one. */
export const audience = (address: string) => ({
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
 * Returns the alert about a one-off purchase. It contains no buyer ID, because Paddle sends none for such purchases.
 */
export const oneOff = (changes: Record<string, string>): Record<string, string> => ({
  ...{ alert_name: 'payment_succeeded', product_id: '31337', product_name: 'Stickers', quantity: '1' },
  ...{ currency: 'USD', sale_gross: '5.00', payment_tax: '0', fee: '0.5', earnings: '4.5' },
  ...{ country: 'SE', customer_name: 'Nora Lindqvist', ip: '203.0.113.9', payment_method: 'card' },
  ...{ checkout_id: '675737-chre19a993fdd63-77', marketing_consent: '0', used_price_override: '0' },
  ...{ coupon: '', receipt_url: 'https://my.example.test/receipt/317366-55/nora' },
  ...changes,
});

type Fields = Record<string, string>;
type Opened = Pick<ErasurePortal, 'test' | 'portal' | 'deps' | 'rows' | 'theirs'>;

export interface ErasurePortal {
  test: TestDatabase;
  /** The customer's e-mail address. */
  email: string;
  portal: Portal;
  mailbox: Mailbox;
  deps: Deps;
  accountId: number;
  rows<T extends object>(sql: string): Promise<T[]>;
  /** Returns fields of an alert that identify the customer, with the given changes. */
  theirs(change?: Fields): Fields;
  /**
   * Delivers a short version of a customer's year: a payment, a dispute, a suspicion of fraud, a reconciliation, an
   * operator's decision and a cancellation.
   */
  live(): Promise<void>;
  /** Returns the stored texts that still contain the customer's name or addresses. */
  traces(): Promise<string[]>;
  /** Returns the changes that a rebuild from the event log would make. */
  differences(): Promise<unknown[]>;
}

async function live({ portal, deps, rows, theirs }: Opened): Promise<void> {
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

async function openErasurePortal(test: TestDatabase): Promise<ErasurePortal> {
  const mailbox = await startMailbox();
  const portal = await startPortal({
    databaseUrl: test.url,
    at: '2026-02-13T10:00:00Z',
    settings: { MAIL_PORT: String(mailbox.smtpPort) },
  });
  const deps = buildDeps({
    config: portal.config,
    db: test.db,
    log: portal.logger,
    clock: { now: () => new Date('2026-02-13T10:00:00Z') },
  });
  await planOnSale(test.db);
  await registerCustomer({ url: portal.url, mailbox }, email);
  const rows = <T extends object>(sql: string) => test.db.query<T>(sql, { type: QueryTypes.SELECT });
  const accountId = (await rows<{ id: number }>('SELECT id FROM users'))[0]?.id ?? 0;
  const theirs = (change: Fields = {}): Fields => ({
    passthrough: passthroughOf(accountId),
    email: 'Nora.Lindqvist@example.test',
    ...change,
  });
  const opened = { test, portal, deps, rows, theirs };
  return {
    ...{ ...opened, email, mailbox, accountId },
    live: () => live(opened),
    traces: async () =>
      (await everyStoredText(test.db)).filter((text) => /lindqvist|nora|203\.0\.113\.9/.test(text)),
    differences: async () => (await rebuild(deps, { dryRun: true })).differences,
  };
}

/** Opens the portal before each test, on 13 February 2026. Call it once, at the top of a test file. */
export function useErasurePortal(): ErasurePortal {
  const test = useDatabase();
  // Filled before each test. It is one constant object, so a test file can keep a reference to it.
  const shop = {} as ErasurePortal;
  beforeEach(async () => {
    Object.assign(shop, await openErasurePortal(test));
  });
  afterEach(async () => {
    await shop.portal.stop();
    await shop.mailbox.stop();
  });
  return shop;
}
