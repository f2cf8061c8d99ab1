/**
 * Tests that when a plan changes in a way that affects the fold, every stream that refers to the plan is folded again.
 */
import { pino } from 'pino';
import { QueryTypes } from 'sequelize';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { castOf } from '#proofs/shop/cast.ts';
import { day, startLife } from '#proofs/shop/life.ts';
import { plans } from '#proofs/shop/plans.ts';
import { type Portal, startPortal } from '#proofs/shop/portal.ts';
import { buildDeps } from '#server/build-deps.ts';
import type { Deps } from '#server/deps.ts';
import { rebuild } from '#server/features/billing/inbox/rebuild.ts';
import { refoldPlans } from '#server/features/billing/inbox/refold-plans.ts';
import { sweep } from '#server/features/billing/inbox/sweep.ts';
import type { Frequency } from '#shared/catalogue/catalogue.ts';
import { seedPlansOnSale } from '#tests/support/billing/plans-on-sale.ts';
import { addCustomer } from '#tests/support/database/add-customer.ts';
import { useDatabase } from '#tests/support/database/database.ts';

const test = useDatabase();
let portal: Portal;
let deps: Deps;

beforeEach(async () => {
  portal = await startPortal({ databaseUrl: test.url, at: '2026-11-25T10:00:00Z' });
  deps = buildDeps({
    config: portal.config,
    db: test.db,
    log: pino({ level: 'silent' }),
    clock: { now: portal.now },
  });
  await seedPlansOnSale(test.db);
  await sweep(deps);
});
afterEach(() => portal.stop());

const rows = <T extends object>(sql: string) => test.db.query<T>(sql, { type: QueryTypes.SELECT });

async function pay(frequency: Frequency, paddlePlanId: number = plans.monicaMonthly.id): Promise<void> {
  const plan = await deps.plans.findByPaddleId(paddlePlanId);
  if (!plan) throw new Error('the shop is empty');
  await deps.plans.save({ ...plan, frequency });
}

describe('The frequency of a plan', () => {
  it('decides whether a postponed charge is flagged, also when the frequency changes later', async () => {
    const cast = castOf(1, await addCustomer(test.db));
    const life = startLife(cast)
      .at('2026-11-10 09:14:00')
      .created()
      .paid()
      .at('2026-11-20 10:00:00')
      .updated({ nextBillOn: day('2027-01-10') });
    for (const form of life.alerts) expect((await portal.alert(form)).status).toBe(200);
    const flags = () => rows('SELECT kind FROM flags');
    expect(await flags()).toEqual([{ kind: 'charge_moved' }]);

    await pay('Annual');
    await sweep(deps);
    expect(await flags()).toEqual([]);
    expect(await rebuild(deps, { dryRun: true })).toMatchObject({ differences: [], failures: [] });

    await pay('Monthly');
    await sweep(deps);
    expect(await flags()).toEqual([{ kind: 'charge_moved' }]);
    expect(await rebuild(deps, { dryRun: true })).toMatchObject({ differences: [], failures: [] });
  });
});

describe('A changed plan', () => {
  beforeEach(() => portal.stop());

  const due = () =>
    rows<{ stream: string }>('SELECT stream FROM event_streams WHERE refold_at IS NOT NULL ORDER BY stream');
  const pad = (number: number) => String(number).padStart(6, '0');

  it('marks its streams for refolding page by page, and another process can continue', async () => {
    const plan = await deps.plans.findByPaddleId(plans.monicaMonthly.id);
    const total = 1_100;
    const names = Array.from({ length: total }, (_, index) => `subscription:${pad(index)}`);
    await deps.streams.add(
      ['order:1', 'order:2', ...names, 'subscription:other'].map((stream) => ({
        ...{ stream, userId: null, ownedBy: null, paddleUserId: null, buyerEmail: null },
      })),
    );
    await test.db.query(
      `INSERT INTO subscriptions (stream, paddle_subscription_id, paddle_user_id, paddle_plan_id, status, quantity, started_on, created_at, updated_at)
       VALUES ${names.map((name, index) => `('${name}', ${index + 1}, 1, ${plan?.paddlePlanId}, 'active', 1, '2026-01-12', NOW(), NOW())`).join(', ')},
         ('subscription:other', 9000000, 1, ${plans.officeLifeYearly.id}, 'active', 1, '2026-01-12', NOW(), NOW())`,
    );
    await test.db.query(
      `INSERT INTO receipts (stream, reference, order_id, plan_id, amount_minor, currency, quantity, receipt_url, paid_at, created_at, updated_at)
       VALUES ('order:1', 'order:1', '1', ${plan?.id}, 900, 'USD', 1, '', NOW(), NOW(), NOW()),
         ('order:2', 'order:2', '2', NULL, 900, 'USD', 1, '', NOW(), NOW(), NOW())`,
    );
    await pay('Annual');
    expect(await due()).toEqual([]);
    expect(await refoldPlans(deps)).toBe(true);
    expect(await due()).toHaveLength(500);
    // Another process continues where the first stopped, using the progress stored in the plan's row.
    const other = buildDeps({
      config: portal.config,
      db: test.db,
      log: portal.logger,
      clock: { now: portal.now },
    });
    expect(await refoldPlans(other)).toBe(true);
    expect(await refoldPlans(deps)).toBe(false);
    expect((await due()).map(({ stream }) => stream)).toEqual(['order:1', 'order:2', ...names]);
    expect(await deps.plans.changedIds()).toEqual([]);
  });

  it('isn’t marked for refolding when only its name or price changes', async () => {
    const plan = await deps.plans.findByPaddleId(plans.monicaMonthly.id);
    if (!plan) throw new Error('the shop is empty');
    await deps.plans.save({ ...plan, friendlyName: 'Every month', price: { minor: 1_000, currency: 'USD' } });
    expect(await deps.plans.changedIds()).toEqual([]);
    await deps.plans.save({ ...plan, frequency: 'Annual' });
    await deps.plans.save({ ...plan, frequency: 'Annual', friendlyName: 'Every year' });
    expect(await deps.plans.changedIds()).toEqual([plan.id]);
  });
});
