/**
 * A shop with one customer at the Paddle twin, for tests of reconciliation. The twin's clock moves only when a test
 * advances it.
 */
import { pino } from 'pino';
import { QueryTypes } from 'sequelize';
import { afterEach, beforeEach } from 'vitest';
import { type Portal, startPortal } from '#proofs/shop/portal.ts';
import { buildDeps } from '#server/build-deps.ts';
import type { Deps } from '#server/deps.ts';
import { historyReaches } from '#server/features/billing/reconcile/jobs.ts';
import { reconcile } from '#server/features/billing/reconcile/reconcile.ts';
import { checkLicence } from '#server/features/licences/licence-validity.ts';
import { classicPaddle } from '#server/platform/paddle/classic/adapter.ts';
import { dayOf } from '#shared/dates.ts';
import { passthroughOf } from '#tests/support/billing/alerts.ts';
import { seedPlansOnSale } from '#tests/support/billing/plans-on-sale.ts';
import { privateKey, settingsFor, vendor } from '#tests/support/billing/twin-settings.ts';
import { addCustomer } from '#tests/support/database/add-customer.ts';
import { type TestDatabase, useDatabase } from '#tests/support/database/database.ts';
import { type PaddleTwin, startTwin } from '#twin/start-twin.ts';

const catalogue = [
  { id: 24_749, name: 'Monica monthly', interval: 'month', usdCents: 900, perSeat: false },
  { id: 24_751, name: 'OfficeLife monthly', interval: 'month', usdCents: 400, perSeat: true },
] as const;

/** An abort signal that never fires, as in a process that isn't being stopped. */
export const going = new AbortController().signal;

async function openReconciledShop(test: TestDatabase) {
  const twin: PaddleTwin = await startTwin({
    ...{ port: 0, webhookUrl: null, catalogue, vendor, privateKey, seed: 7, clockStands: true },
    startAt: new Date('2026-01-12T09:14:00Z'),
  });
  const portal: Portal = await startPortal({
    databaseUrl: test.url,
    now: twin.now,
    settings: settingsFor(twin),
  });

  /** Returns the dependencies of a process as in production, except for shorter delays between requests to Paddle. */
  function whatAProcessHas(): Deps {
    const { config } = portal;
    const log = pino({ level: 'silent' });
    return {
      ...buildDeps({ config, db: test.db, log, clock: { now: twin.now } }),
      paddle: classicPaddle({ ...config.paddle, log, now: twin.now, retryDelayMs: 5 }),
    };
  }

  const deps = whatAProcessHas();
  await seedPlansOnSale(test.db);
  const userId = await addCustomer(test.db, { email: 'nora@example.test' });
  twin.setWebhookUrl(`${portal.url}/paddle/webhook`);
  const rows = <T extends object>(sql: string) => test.db.query<T>(sql, { type: QueryTypes.SELECT });

  return {
    ...{ twin, portal, deps, userId, rows, whatAProcessHas },
    subscribe: (planId = 24_749) =>
      twin.subscribe({ planId, email: 'nora@example.test', passthrough: passthroughOf(userId) }),
    ask: (dryRun = false) =>
      reconcile(deps, { since: new Date(twin.now().getTime() - historyReaches), dryRun }),

    async isGood(): Promise<boolean> {
      const [licence] = await deps.licences.listForUser(userId);
      return (
        licence !== undefined && checkLicence(licence, dayOf(twin.now()), deps.settings).status === 'good'
      );
    },

    /** Returns all data about licences and receipts that a customer can see. */
    projections: async () => ({
      licences: await rows(
        'SELECT stream, status, subscription_state, quantity, valid_until_at, ends_on, paused_from FROM licences ORDER BY stream',
      ),
      receipts: await rows<{ order_id: string | null; amount_minor: number; tax_minor: number | null }>(
        'SELECT order_id, amount_minor, tax_minor, paid_at FROM receipts ORDER BY reference',
      ),
    }),
  };
}

export type ReconciledShop = Awaited<ReturnType<typeof openReconciledShop>> & { test: TestDatabase };

/** Opens the shop before each test. Today is 12 January 2026. Call it once, at the top of a test file. */
export function useReconciledShop(): ReconciledShop {
  const test = useDatabase();
  // Filled before each test. It is one constant object, so a test file can keep a reference to it.
  const shop = { test } as ReconciledShop;
  beforeEach(async () => {
    Object.assign(shop, await openReconciledShop(test));
  });
  afterEach(async () => {
    await shop.twin.stop();
    await shop.portal.stop();
  });
  return shop;
}
