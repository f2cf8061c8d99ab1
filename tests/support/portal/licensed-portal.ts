/** A portal with one paid licence, for tests of an operator's decisions about it. */
import { pino } from 'pino';
import { QueryTypes, type Sequelize } from 'sequelize';
import { afterEach, beforeEach, expect } from 'vitest';
import { type Portal, startPortal } from '#proofs/shop/portal.ts';
import { buildDeps } from '#server/build-deps.ts';
import type { Deps } from '#server/deps.ts';
import { rebuild } from '#server/features/billing/inbox/rebuild.ts';
import { createdAlert, passthroughOf, paymentAlert } from '#tests/support/billing/alerts.ts';
import { keyOf } from '#tests/support/billing/licences.ts';
import { addCustomer } from '#tests/support/database/add-customer.ts';
import { type TestDatabase, useDatabase } from '#tests/support/database/database.ts';
import { authorize } from './portal-client.ts';

interface Decision {
  type: string;
  payload: string;
  state: string;
  source: string;
}

export interface LicensedPortal {
  db: Sequelize;
  portal: Portal;
  deps: Deps;
  userId: number;
  licenceId: number;
  /** Fields of an alert that identify the customer. */
  ours: { passthrough: string };
  /** Returns another set of dependencies for the same portal, optionally with a different Paddle. */
  build(settings?: Partial<Portal['config']['paddle']>): Deps;
  /** Returns the current key of the licence. */
  key(): Promise<string>;
  /** Returns what /api/validate currently responds for a key, for example "200 2026-02-13", "410 revoked" or "404". */
  ping(key: string): Promise<string>;
  select<T extends object>(sql: string): Promise<T[]>;
  /** Returns all events in the log except alerts, oldest first. */
  decisions(): Promise<Decision[]>;
  /** Returns the alert about the payment for the second month. */
  renewal(changes?: Record<string, string>): Record<string, string>;
}

async function openLicensedPortal(test: TestDatabase): Promise<LicensedPortal> {
  const portal = await startPortal({ databaseUrl: test.url, at: '2026-01-12T09:20:00Z' });
  const build: LicensedPortal['build'] = (settings = {}) =>
    buildDeps({
      config: { ...portal.config, paddle: { ...portal.config.paddle, ...settings } },
      db: test.db,
      log: pino({ level: 'silent' }),
      clock: { now: portal.now },
    });
  const deps = build();
  await deps.plans.save({
    product: 'Monica',
    friendlyName: 'Monthly plan',
    description: '',
    planName: 'monica-monthly',
    paddlePlanId: 24_749,
    price: { minor: 900, currency: 'USD' },
    frequency: 'Monthly',
  });
  const userId = await addCustomer(test.db, { email: 'nora@example.test' });
  const ours = { passthrough: passthroughOf(userId) };
  await portal.alert(createdAlert(ours));
  await portal.alert(paymentAlert(ours));
  const [licence] = await deps.licences.listForUser(userId);
  if (!licence) throw new Error('the payment issued no licence');
  const token = await authorize(portal, deps);
  const select = <T extends object>(sql: string) => test.db.query<T>(sql, { type: QueryTypes.SELECT });
  return {
    ...{ db: test.db, portal, deps, userId, licenceId: licence.id, ours, build, select },
    key: () => keyOf(deps, licence.id),
    async ping(key) {
      const answer = await fetch(`${portal.url}/api/validate`, {
        method: 'POST',
        headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
        body: JSON.stringify({ licence_key: key }),
      });
      const body = (await answer.json()) as { next_check_at?: string; reason?: string };
      return `${answer.status} ${body.next_check_at ?? body.reason ?? ''}`.trim();
    },
    decisions: () =>
      select<Decision>(
        "SELECT type, payload, state, source FROM billing_events WHERE source <> 'paddle_alert' ORDER BY id",
      ),
    renewal: (changes = {}) =>
      paymentAlert({
        ...ours,
        order_id: '317366-2',
        subscription_payment_id: '770012',
        event_time: '2026-02-12 09:00:00',
        next_bill_date: '2026-03-12',
        ...changes,
      }),
  };
}

/**
 * Opens a portal with a monthly Monica licence before each test. Today is 12 January 2026, and the licence is paid
 * through 12 February. After each test the tables must match the event log. Call it once, at the top of a test file.
 */
export function useLicensedPortal(): LicensedPortal {
  const test = useDatabase();
  // Filled before each test. It is one constant object, so a test file can keep a reference to it.
  const shop = {} as LicensedPortal;
  beforeEach(async () => {
    Object.assign(shop, await openLicensedPortal(test));
  });
  afterEach(async () => {
    try {
      expect((await rebuild(shop.deps, { dryRun: true })).differences).toEqual([]);
    } finally {
      // If the portal kept running, it would send e-mails that the next test file enqueues.
      await shop.portal.stop();
    }
  });
  return shop;
}
