/**
 * Tests that a purchase belongs to the account named in its own passthrough or, if none is named, to the account with
 * the same verified address. Other purchases never decide who owns it.
 */
import { QueryTypes } from 'sequelize';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Portal, startPortal } from '#proofs/shop/portal.ts';
import { buildDeps } from '#server/build-deps.ts';
import type { Deps } from '#server/deps.ts';
import { claimPurchases, claimWhatIsOwned } from '#server/features/billing/claims/claim-purchases.ts';
import { rebuild } from '#server/features/billing/inbox/rebuild.ts';
import { sweep } from '#server/features/billing/inbox/sweep.ts';
import { createdAlert, passthroughOf, paymentAlert } from '#tests/support/billing/alerts.ts';
import { planOnSale } from '#tests/support/billing/plans-on-sale.ts';
import { isEveryCase, someOf } from '#tests/support/cases/some-of.ts';
import { addCustomer } from '#tests/support/database/add-customer.ts';
import { useDatabase } from '#tests/support/database/database.ts';
import { numbers } from '#tests/support/database/numbers.ts';

const test = useDatabase();
const vera = { id: 501, email: 'vera@example.test' };
const mallory = { id: 666, email: 'mallory@example.test' };
let portal: Portal;
let deps: Deps;

beforeEach(async () => {
  portal = await startPortal({ databaseUrl: test.url, at: '2026-01-12T10:00:00Z' });
  deps = buildDeps({
    config: portal.config,
    db: test.db,
    log: portal.logger,
    clock: { now: () => new Date('2026-01-12T10:00:00Z') },
  });
  await planOnSale(test.db);
});
afterEach(() => portal.stop());

const rows = <T extends object>(sql: string) => test.db.query<T>(sql, { type: QueryTypes.SELECT });
const register = ({ id, email }: { id: number; email: string }, verified = true) =>
  addCustomer(test.db, { id, email, isVerified: verified });
/** Returns the owner of each licence, keyed by Paddle subscription ID. */
const owners = async () =>
  Object.fromEntries(
    (
      await rows<{ stream: string; owner: number | null }>('SELECT stream, user_id AS owner FROM licences')
    ).map(({ stream, owner }) => [stream.slice('subscription:'.length), owner]),
  );
const bought = (subscription: string, changes: Record<string, string> = {}) =>
  createdAlert({ subscription_id: subscription, user_id: '88001', email: vera.email, ...changes });

describe('Two customers with one Paddle user ID', () => {
  /** Mallory enters Vera's address at Paddle's checkout, so Paddle gives her purchase Vera's Paddle user ID. */
  const hers = bought('700', { passthrough: passthroughOf(mallory.id) });
  const waiting = bought('601');
  const more = bought('602', { event_time: '2026-01-12 09:20:00' });
  const orders = [
    [waiting, more, hers],
    [waiting, hers, more],
    [hers, waiting, more],
  ];

  it.each(someOf(orders, 1))(
    'keep their own purchases whichever alert arrives first (%#)',
    async (...alerts) => {
      await register(vera);
      await register(mallory);
      for (const alert of alerts) await portal.alert(alert);
      await sweep(deps);
      await claimWhatIsOwned(deps);
      expect(await owners()).toEqual({ 601: vera.id, 602: vera.id, 700: mallory.id });
      expect((await rebuild(deps, { dryRun: true })).differences).toEqual([]);
    },
  );

  it.each(someOf(orders, 1))(
    'leave a purchase unclaimed until its buyer has an account (%#)',
    async (...alerts) => {
      await register(mallory);
      for (const alert of alerts) await portal.alert(alert);
      await sweep(deps);
      await claimWhatIsOwned(deps);
      expect(await owners()).toEqual({ 601: null, 602: null, 700: mallory.id });
      await register(vera);
      await claimPurchases(deps, vera);
      expect(await owners()).toEqual({ 601: vera.id, 602: vera.id, 700: mallory.id });
      expect((await rebuild(deps, { dryRun: true })).differences).toEqual([]);
    },
  );

  it('have purchases that an earlier release assigned by that ID reassigned by verified address', async () => {
    await register(mallory);
    await portal.alert(waiting);
    await portal.alert(more);
    for (const stream of ['subscription:601', 'subscription:602']) {
      await test.db.query(
        `INSERT INTO billing_events (source, type, stream, payload, occurred_at, received_at, state, attempts)
         VALUES ('system', 'licence_claimed', ?, ?, '2026-01-12 09:30:00', '2026-01-12 09:30:00', 'applied', 0)`,
        { replacements: [stream, JSON.stringify({ by: 'system', userId: mallory.id, how: 'paddle_user' })] },
      );
    }
    await test.db.query(
      `UPDATE event_streams SET user_id = ${mallory.id}, owned_by = 'paddle_user', refold_at = '2000-01-01'`,
    );
    await sweep(deps);
    expect(await owners()).toEqual({ 601: null, 602: null });
    await register(vera);
    await claimPurchases(deps, vera);
    expect(await owners()).toEqual({ 601: vera.id, 602: vera.id });
  });
});

describe('A passthrough', () => {
  const ours = 'App\\Models\\User';
  const shapes: [string, string, 'passthrough' | 'address'][] = [
    ['of a pay link', passthroughOf(mallory.id), 'passthrough'],
    ['with the number as text', JSON.stringify({ billable_id: '666', billable_type: ours }), 'passthrough'],
    [
      'with the class escaped otherwise',
      '{"billable_id":666,"billable_type":"App\\u005cModels\\u005cUser"}',
      'passthrough',
    ],
    ['without a class', '{"billable_id":666}', 'address'],
    ['without a class, as text', '{"billable_id":"666"}', 'address'],
    ['with no class', '{"billable_id":666,"billable_type":null}', 'address'],
    ['with an empty class', '{"billable_id":666,"billable_type":""}', 'address'],
    ['of the older class', JSON.stringify({ billable_id: 666, billable_type: 'App\\User' }), 'address'],
    ['of a team', JSON.stringify({ billable_id: 666, billable_type: 'App\\Models\\Team' }), 'address'],
    [
      'of the class from the root',
      JSON.stringify({ billable_id: 666, billable_type: `\\${ours}` }),
      'address',
    ],
    [
      'of the class in another case',
      JSON.stringify({ billable_id: 666, billable_type: ours.toLowerCase() }),
      'address',
    ],
    ['of a class with slashes', '{"billable_id":666,"billable_type":"App/Models/User"}', 'address'],
    ['whose class is not escaped', '{"billable_id":666,"billable_type":"App\\Models\\User"}', 'address'],
    ['that is text in text', JSON.stringify(passthroughOf(mallory.id)), 'address'],
    ['in a list', `[${passthroughOf(mallory.id)}]`, 'address'],
    ['of two classes', JSON.stringify({ billable_id: 666, billable_type: [ours] }), 'address'],
  ];

  it('names an owner only in the portals’ own format, otherwise the verified address decides', async () => {
    await register(vera);
    await register(mallory);
    const tried = someOf(shapes, 6);
    const expected: Record<string, number> = {};
    for (const [index, [, passthrough, by]] of tried.entries()) {
      const subscription = String(900 + index);
      await portal.alert(bought(subscription, { passthrough, user_id: String(70_000 + index) }));
      expected[subscription] = by === 'passthrough' ? mallory.id : vera.id;
    }
    const named = (found: Record<string, number | null>) =>
      Object.fromEntries(tried.map(([name], index) => [name, found[String(900 + index)]]));
    expect(named(await owners())).toEqual(named(expected));
  });

  it('of another program assigns nothing to the account with that id', async () => {
    await register(mallory);
    await portal.alert(bought('901', { passthrough: '{"billable_id":666}' }));
    await portal.alert(
      paymentAlert({ subscription_id: '901', email: vera.email, passthrough: '{"billable_id":666}' }),
    );
    expect(await owners()).toEqual({ 901: null });
    expect(await rows('SELECT user_id FROM receipts')).toEqual([{ user_id: null }]);
    await register(vera);
    await claimPurchases(deps, vera);
    expect(await owners()).toEqual({ 901: vera.id });
  });
});

describe('A buyer’s address', () => {
  const addresses: [string, string, string, boolean][] = [
    ['in another case', 'Vera@Example.TEST', vera.email, true],
    ['with a domain in its own script', 'vera@müller.example', 'vera@xn--mller-kva.example', true],
    ['with a domain in ASCII', 'vera@XN--MLLER-KVA.example', 'vera@xn--mller-kva.example', true],
    ['with a dot more', 've.ra@example.test', vera.email, false],
    ['with a tag', 'vera+shop@example.test', vera.email, false],
    ['that contains it', 'overa@example.test', vera.email, false],
    ['that it begins with', 'vera@example.testing', vera.email, false],
    ['that looks like it', 'v\u0435ra@example.test', vera.email, false],
  ];

  it.each(someOf(addresses, 3))(
    '%s matches an account only when sign-in would match it',
    async (_, told, verified, isHers) => {
      await portal.alert(bought('601', { email: told }));
      await register({ ...vera, email: verified });
      await claimPurchases(deps, { ...vera, email: verified });
      expect(await owners()).toEqual({ 601: isHers ? vera.id : null });
      await portal.alert(bought('602', { email: told }));
      expect((await owners())[602]).toBe(isHers ? vera.id : null);
    },
  );

  it('claims nothing while unverified, and a claimed purchase stays with its account', async () => {
    await register(vera, false);
    await portal.alert(bought('601'));
    await claimWhatIsOwned(deps);
    expect(await owners()).toEqual({ 601: null });
    await test.db.query('UPDATE users SET email_verified = 1');
    expect(await claimWhatIsOwned(deps)).toBe(1);
    // Vera changes her address, and another customer registers her old one.
    await test.db.query("UPDATE users SET email = 'vera@elsewhere.test'");
    await register({ id: 502, email: vera.email });
    await portal.alert(paymentAlert({ subscription_id: '601', email: vera.email }));
    expect(await claimWhatIsOwned(deps)).toBe(0);
    expect(await owners()).toEqual({ 601: vera.id });
  });
});

// Runs only with EVERY_CASE, because it fills a large table.
if (isEveryCase)
  describe('Looking up unclaimed purchases', () => {
    it('uses only the index, however many purchases are unclaimed', async () => {
      await test.db.query(
        `INSERT INTO event_streams (stream, version, user_id, buyer_email)
       SELECT CONCAT('subscription:', 100000 + seq), 1, NULL,
         IF(seq % 2, NULL, CONCAT('buyer-', seq, '@example.test')) FROM ${numbers} AS numbers`,
      );
      await test.db.query('ANALYZE TABLE event_streams');
      const plans = [
        `SELECT DISTINCT buyer_email AS address FROM event_streams
       WHERE user_id IS NULL AND buyer_email > 'buyer-5' ORDER BY buyer_email LIMIT 200`,
        `SELECT stream FROM event_streams WHERE user_id IS NULL AND buyer_email IN ('buyer-2@example.test')`,
      ];
      for (const sql of plans) {
        const [plan, ...more] = await rows<{ key: string; rows: number; Extra: string }>(`EXPLAIN ${sql}`);
        expect(more).toEqual([]);
        expect(plan?.key).toBe('event_streams_unclaimed_index');
        expect(plan?.Extra).not.toMatch(/filesort|temporary/);
      }
    });
  });
