/**
 * Tests that erasing one person leaves every other person's data byte-for-byte unchanged, however similar their
 * identifiers are.
 */
import fc from 'fast-check';
import { QueryTypes } from 'sequelize';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Portal, startPortal } from '#proofs/shop/portal.ts';
import { buildDeps } from '#server/build-deps.ts';
import type { Deps } from '#server/deps.ts';
import { claimPurchases } from '#server/features/billing/claims/claim-purchases.ts';
import { rebuild } from '#server/features/billing/inbox/rebuild.ts';
import { eraseDataSubject } from '#server/features/privacy/erasure/erase-data-subject.ts';
import { comparableAddress } from '#shared/identity/email-address.ts';
import { cancelledAlert, createdAlert, passthroughOf, paymentAlert } from '#tests/support/billing/alerts.ts';
import { planOnSale } from '#tests/support/billing/plans-on-sale.ts';
import { isEveryCase } from '#tests/support/cases/some-of.ts';
import { addCustomer } from '#tests/support/database/add-customer.ts';
import { useDatabase } from '#tests/support/database/database.ts';

const test = useDatabase();
let portal: Portal;
let deps: Deps;

beforeEach(async () => {
  portal = await startPortal({ databaseUrl: test.url, at: '2026-02-20T10:00:00Z', logLevel: 'warn' });
  deps = buildDeps({
    config: portal.config,
    db: test.db,
    log: portal.logger,
    clock: { now: () => new Date('2026-02-20T10:00:00Z') },
  });
  await planOnSale(test.db);
});
afterEach(() => portal.stop());

type Row = Record<string, unknown>;
const rows = <T extends object = Row>(sql: string, replacements: unknown[] = []) =>
  test.db.query<T>(sql, { type: QueryTypes.SELECT, replacements });

interface Person {
  id: number;
  email: string;
  paddleUser: number;
  subscription: number;
  order: string;
}

const register = ({ id, email }: Person, verified: boolean) =>
  addCustomer(test.db, { id, email: comparableAddress(email), isVerified: verified });

let alerts = 0;
/** Delivers an alert and returns its ID. */
async function deliver(fields: Record<string, string>): Promise<string> {
  alerts += 1;
  const alert_id = String(7_000_000 + alerts);
  const { status } = await portal.post(portal.signer.sign({ alert_id, ...fields }));
  expect(status).toBe(200);
  return alert_id;
}

/**
 * Returns the alerts about one person's purchase. `passthrough` and `email` are the values that Paddle sends in them.
 */
function told(person: Person, { passthrough, email }: { passthrough: string; email: string }) {
  const about = {
    ...{ passthrough, email, user_id: String(person.paddleUser) },
    subscription_id: String(person.subscription),
  };
  return [
    createdAlert(about),
    paymentAlert({ ...about, order_id: person.order, subscription_payment_id: `9${person.subscription}` }),
    {
      ...{ alert_name: 'payment_dispute_created', event_time: '2026-01-20 09:00:00', order_id: person.order },
      ...{ amount: '9.00', currency: 'USD', status: 'open', fee_usd: '15', email, passthrough: '' },
    },
    {
      ...{ alert_name: 'high_risk_transaction_created', event_time: '2026-01-21 09:00:00' },
      ...{ case_id: `8${person.subscription}`, customer_email_address: email, product_id: '24749' },
      ...{ customer_user_id: String(person.paddleUser), risk_score: '80.5', passthrough, status: 'pending' },
    },
    {
      ...{ alert_name: 'update_audience_member', event_time: '2026-02-01 09:00:00', old_customer_email: '' },
      ...{ new_customer_email: email, new_marketing_consent: '1', old_marketing_consent: '0' },
      ...{ products: '24749', source: 'Checkout', user_id: String(person.paddleUser) },
    },
    { alert_name: 'alert_of_tomorrow', event_time: '2026-02-02 09:00:00', buyer: `Somebody <${email}>` },
  ];
}

/** Returns every row about the person, with all its columns. */
async function rowsOf({ id, subscription, order, paddleUser }: Person, alertIds: readonly string[]) {
  const streams = [`subscription:${subscription}`, `order:${order}`, `case:8${subscription}`];
  const of = (table: string) => rows(`SELECT * FROM ${table} WHERE stream IN (?) ORDER BY 1`, [streams]);
  return {
    users: await rows('SELECT * FROM users WHERE id = ?', [id]),
    events: await rows('SELECT * FROM billing_events WHERE alert_id IN (?) ORDER BY id', [alertIds]),
    own: await rows("SELECT * FROM billing_events WHERE stream IN (?) AND source <> 'paddle_alert'", [
      streams,
    ]),
    heads: await of('event_streams'),
    subscriptions: await of('subscriptions'),
    licences: await of('licences'),
    receipts: await of('receipts'),
    flags: await of('flags'),
    keys: await rows(
      'SELECT k.* FROM licence_keys k JOIN licences l ON l.id = k.licence_id WHERE l.stream IN (?)',
      [streams],
    ),
    mails: await rows("SELECT * FROM outbox WHERE idempotency_key LIKE CONCAT('%', ?, '%')", [
      String(subscription),
    ]),
    contact: await rows('SELECT * FROM paddle_customers WHERE paddle_user_id = ?', [paddleUser]),
  };
}

/** Generates two similar addresses that belong to two different people. */
const alike: fc.Arbitrary<[string, string]> = fc
  .tuple(fc.constantFrom('ann', 'o.brien', "o'neil", 'ann+shop', 'x_y', '100%', 'ann"b'), fc.nat(9_999))
  .chain(([name, number]) => {
    const local = `${name}${number}`;
    const address = `${local}@example.com`;
    const pairs: [string, string][] = [
      [address, `jo${address}`],
      [`jo${address}`, address],
      [`${local}@example.co`, address],
      [address, `${local}@example.co`],
      [address, `${local}+tag@example.com`],
      [`${local}+tag@example.com`, address],
      [`a.${address}`, `a${address}`],
      [address, `${local}@sub.example.com`],
      [address, `${local}@example.com.evil.example`],
      [address, `${local}@ex\u0430mple.com`],
      [address, `${local}\u200b@example.com`],
      [address, `\u0430${address}`],
      [`${local}@müller.example`, `${local}@muller.example`],
      [`${local}@XN--MLLER-KVA.example`, `${local}@mueller.example`],
      [address.toUpperCase(), `X${address}`.toUpperCase()],
    ];
    return fc.constantFrom(...pairs);
  });

const scene = fc.record({
  addresses: alike,
  other: fc.constantFrom('verified', 'unverified', 'none' as const),
  sharedNumber: fc.boolean(),
  otherByLink: fc.boolean(),
  annByLink: fc.boolean(),
  /** Whether Ann paid through her own pay link but entered the other person's address at Paddle. */
  alias: fc.boolean(),
  byAddress: fc.boolean(),
  order: fc.array(fc.nat(1_000), { minLength: 13, maxLength: 13 }),
});

describe('Erasing one of two customers with similar identifiers', () => {
  let people = 0;

  it("leaves the other's rows unchanged and assigns the other's later purchases correctly", {
    timeout: 120_000,
  }, async () => {
    await fc.assert(
      fc.asyncProperty(scene, async (drawn) => {
        people += 1;
        const number = 100_000 + people * 10;
        const ann: Person = {
          ...{ id: number, email: drawn.addresses[0], paddleUser: number, subscription: number },
          order: `1-${number}`,
        };
        const otherNumber = drawn.sharedNumber ? ann.paddleUser : number + 1;
        const bo: Person = {
          ...{ id: number + 1, email: drawn.addresses[1], paddleUser: otherNumber, subscription: number + 1 },
          order: `1-${number + 1}`,
        };
        await register(ann, true);
        if (drawn.other !== 'none') await register(bo, drawn.other === 'verified');
        const isBoByLink = drawn.otherByLink && drawn.other !== 'none';
        const isAnnByLink = drawn.annByLink || drawn.alias;
        const hers = told(ann, {
          passthrough: isAnnByLink ? passthroughOf(ann.id) : '',
          email: drawn.alias ? bo.email : ann.email,
        });
        if (drawn.alias) hers.splice(2);
        const his = told(bo, { passthrough: isBoByLink ? passthroughOf(bo.id) : '', email: bo.email });
        const all = [
          ...hers.map((fields) => ({ fields, isHis: false })),
          ...his.map((fields) => ({ fields, isHis: true })),
        ];
        const shuffled = all
          .map((one, index) => ({ one, at: drawn.order[index] ?? 0 }))
          .sort((a, b) => a.at - b.at);
        const hisAlerts: string[] = [];
        for (const { one } of shuffled) {
          const id = await deliver(one.fields);
          if (one.isHis) hisAlerts.push(id);
        }
        await deliver(
          cancelledAlert({
            ...{ subscription_id: String(ann.subscription), user_id: String(ann.paddleUser) },
            ...{ passthrough: isAnnByLink ? passthroughOf(ann.id) : '', email: hers[0]?.email ?? '' },
          }),
        );
        const before = await rowsOf(bo, hisAlerts);
        expect(before.events).toHaveLength(his.length);
        expect(before.licences).toHaveLength(1);

        const outcome = await eraseDataSubject(deps, {
          ...(drawn.byAddress ? { email: ann.email } : { accountId: ann.id }),
          reason: 'asked',
        });
        expect(outcome).toMatchObject({ status: 'erased', accountId: ann.id, unfolded: [], unreadable: [] });
        const after = await rowsOf(bo, hisAlerts);
        if (drawn.sharedNumber) after.contact = before.contact;
        expect(after).toEqual(before);
        expect(await rows('SELECT id FROM users WHERE id = ?', [ann.id])).toEqual([]);
        const left = await rows<{ alert_id: string; payload: string }>(
          'SELECT alert_id, payload FROM billing_events WHERE alert_id NOT IN (?) AND payload LIKE ?',
          [hisAlerts, `%${ann.subscription}%`],
        );
        for (const { payload } of left) expect(payload).not.toMatch(/@/);

        // Later the other person buys again, in some cases with the Paddle user ID that both share, and confirms their
        // address.
        const next = { ...bo, subscription: bo.subscription + 5, order: `1-${number + 5}` };
        for (const fields of told(next, { passthrough: '', email: bo.email }).slice(0, 2))
          await deliver(fields);
        if (drawn.other === 'none') await register(bo, true);
        else
          await test.db.query('UPDATE users SET email_verified = 1 WHERE id = ?', { replacements: [bo.id] });
        await claimPurchases(deps, { id: bo.id, email: bo.email });
        const owned = await rows<{ stream: string }>(
          'SELECT stream FROM licences WHERE user_id = ? ORDER BY stream',
          [bo.id],
        );
        expect(owned.map(({ stream }) => stream)).toEqual([
          `subscription:${bo.subscription}`,
          `subscription:${next.subscription}`,
        ]);
      }),
      { numRuns: isEveryCase ? 8 : 2, seed: 20_261_129 },
    );
    expect((await rebuild(deps, { dryRun: true })).differences).toEqual([]);
  });
});
