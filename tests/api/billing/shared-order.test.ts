/**
 * Tests two subscriptions whose alerts report the same order. Paddle never sends this, but if it did, neither customer
 * may lose a receipt.
 */
import { QueryTypes } from 'sequelize';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Cast, castOf } from '#proofs/shop/cast.ts';
import { type AlertForm, startLife } from '#proofs/shop/life.ts';
import { type Portal, startPortal } from '#proofs/shop/portal.ts';
import { buildDeps } from '#server/build-deps.ts';
import type { Deps } from '#server/deps.ts';
import { resolveFlag } from '#server/features/billing/decisions/resolve-flag.ts';
import { rebuild } from '#server/features/billing/inbox/rebuild.ts';
import { seedPlansOnSale } from '#tests/support/billing/plans-on-sale.ts';
import { addCustomer } from '#tests/support/database/add-customer.ts';
import { useDatabase } from '#tests/support/database/database.ts';

const test = useDatabase();
let portal: Portal;
let deps: Deps;
let casts: [Cast, Cast];

beforeEach(async () => {
  portal = await startPortal({ databaseUrl: test.url, at: '2026-01-20T09:00:00Z' });
  deps = buildDeps({ config: portal.config, db: test.db, log: portal.logger, clock: { now: portal.now } });
  await seedPlansOnSale(test.db);
  casts = [castOf(1, await addCustomer(test.db)), castOf(2, await addCustomer(test.db))];
});
afterEach(() => portal.stop());

/** Two customers' subscriptions, each created, paid and partly refunded, with the same order and payment IDs. */
function alerts(): AlertForm[] {
  const forms = casts.flatMap((cast, index) => {
    const life = startLife(cast).at(`2026-01-12 09:14:0${index}`).created().paid();
    life.at(`2026-01-13 09:14:0${index}`).refunded(0, 'partial', 100 + index);
    return life.alerts;
  });
  return forms.map(
    (form): AlertForm =>
      form.order_id ? { ...form, order_id: '317366-1', subscription_payment_id: '770011' } : form,
  );
}

async function deliver(order: readonly number[]): Promise<void> {
  const all = alerts();
  for (const index of order) {
    const form = all[index];
    if (form) await portal.alert({ alert_id: String(9_000 + index), ...form });
  }
}

const rows = <T extends object>(sql: string) => test.db.query<T>(sql, { type: QueryTypes.SELECT });
const stored = async () => ({
  receipts: await rows(
    'SELECT stream, reference, order_id, user_id, refunded_minor FROM receipts ORDER BY stream',
  ),
  flags: await rows('SELECT stream, reference, detail, resolved_at FROM flags ORDER BY stream'),
});

describe('Receipts and flags of one order under two subscriptions', () => {
  it.each([
    ['in the order in which they happened', [0, 1, 2, 3, 4, 5]],
    ['the other customer first', [3, 4, 5, 0, 1, 2]],
    ['backwards', [5, 4, 3, 2, 1, 0]],
  ])('stay separate with alerts %s, and repeated rebuilds find no difference', async (_name, order) => {
    await deliver(order);
    const { receipts, flags } = await stored();
    expect(receipts).toMatchObject([
      { user_id: casts[0].userId, order_id: '317366-1', refunded_minor: 100 },
      { user_id: casts[1].userId, order_id: '317366-1', refunded_minor: 101 },
    ]);
    expect(flags).toMatchObject([{ detail: '1.00 USD' }, { detail: '1.01 USD' }]);
    for (const dryRun of [true, false, false, true]) {
      expect((await rebuild(deps, { dryRun })).differences).toEqual([]);
    }
    expect(await stored()).toEqual({ receipts, flags });
  });

  it('are restored by a rebuild after one of them was lost or corrupted', async () => {
    await deliver([0, 1, 2, 3, 4, 5]);
    const before = await stored();
    await test.db.query('DELETE FROM receipts WHERE refunded_minor = 100');
    await test.db.query("UPDATE flags SET detail = 'spoilt' WHERE detail = '1.01 USD'");
    expect((await rebuild(deps, { dryRun: false })).differences).toHaveLength(2);
    expect(await stored()).toEqual(before);
  });

  it('can be resolved one after the other under their shared reference', async () => {
    await deliver([0, 1, 2, 3, 4, 5]);
    const resolve = () =>
      resolveFlag(deps, { reference: 'partial_refund:317366-1', by: 'command line', reason: 'looked at' });
    expect(await resolve()).toMatchObject({ status: 'done', flag: { resolvedAt: expect.any(Date) } });
    expect(await resolve()).toMatchObject({ status: 'done', flag: { resolvedAt: expect.any(Date) } });
    expect(await resolve()).toMatchObject({ reason: 'already_resolved' });
  });
});
