/** Runs the real portal between a Paddle twin and a database that can be cut off. For proofs that control the clock. */
import { randomUUID } from 'node:crypto';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { QueryTypes, type Sequelize } from 'sequelize';
import { makeProofDatabase } from '#proofs/shop/database.ts';
import { type Portal, startPortal } from '#proofs/shop/portal.ts';
import { seedPlans, seedShop } from '#scripts/demo/seed.ts';
import { buildDeps } from '#server/build-deps.ts';
import type { Deps } from '#server/deps.ts';
import { createClient } from '#server/features/instances/create-client.ts';
import { openDatabase } from '#server/platform/database/connection.ts';
import { classicPaddle } from '#server/platform/paddle/classic/adapter.ts';
import type { TwinPlan } from '#twin/catalogue/catalogue.ts';
import { portalSettingsFor } from '#twin/portal-settings.ts';
import { type PaddleTwin, startTwin } from '#twin/start-twin.ts';
import { openGate } from './gate.ts';
import { onSale } from './lives.ts';

export interface World {
  twin: PaddleTwin;
  /** Returns the running portal. Each restart replaces it. */
  portal: () => Portal;
  /** The dependencies that operator commands get. They reach the database through the same gate as the portal. */
  deps: Deps;
  /** A connection to the database that bypasses the gate, so it also works during an outage. */
  db: Sequelize;
  restartPortal: () => Promise<void>;
  cutDatabase: () => Promise<void>;
  mendDatabase: () => Promise<void>;
  isDatabaseCut: () => boolean;
  /** Creates accounts with confirmed addresses. Returns the account ids in the order of the addresses. */
  makeAccounts: (emails: readonly string[]) => Promise<number[]>;
  /** Creates an instance that may check licences of both products, and returns its credentials. */
  makeInstance: () => Promise<{ clientId: string; clientSecret: string }>;
  stop: () => Promise<void>;
}

const trialDays = 14;

const extraPlans = [
  { ...seedPlans.monicaMonthly, planName: 'Monica monthly with a trial', paddlePlanId: onSale.monicaTrial },
  {
    ...seedPlans.officeLifeMonthly,
    planName: 'OfficeLife monthly with a trial',
    paddlePlanId: onSale.officeLifeTrial,
  },
  { ...seedPlans.monicaYearly, planName: 'Monica, a year paid once', paddlePlanId: onSale.monicaOnce },
];

const withTrial: readonly number[] = [onSale.monicaTrial, onSale.officeLifeTrial];

/** Returns the length of the plan's trial in days; 0 if the plan has no trial. */
export const trialOf = (planId: number): number => (withTrial.includes(planId) ? trialDays : 0);

function catalogue(): TwinPlan[] {
  const plans = [...Object.values(seedPlans), ...extraPlans].map((plan) => ({
    id: plan.paddlePlanId,
    name: plan.planName,
    interval: plan.frequency === 'Annual' ? ('year' as const) : ('month' as const),
    usdCents: plan.price.minor,
    perSeat: plan.product === 'OfficeLife',
    trialDays: trialOf(plan.paddlePlanId),
  }));
  return [
    ...plans.map((plan) => (plan.id === onSale.monicaOnce ? { ...plan, interval: null } : plan)),
    { id: onSale.stickers, name: 'Stickers', interval: null, usdCents: 500, perSeat: false },
  ];
}

const vendor = { id: 12_345, authCode: 'a-vendor-auth-code' };

export async function openWorld(options: { name: string; startAt: Date; seed: number }): Promise<World> {
  const database = await makeProofDatabase(options.name);
  const behind = new URL(database.url);
  const gate = await openGate({ host: behind.hostname, port: Number(behind.port || 3306) });
  const through = new URL(database.url);
  through.hostname = '127.0.0.1';
  through.port = String(gate.port);
  const twin = await startTwin({
    port: 0,
    webhookUrl: null,
    catalogue: catalogue(),
    vendor,
    startAt: options.startAt,
    seed: options.seed,
    clockStands: true,
  });
  const start = () =>
    startPortal({
      databaseUrl: through.href,
      now: twin.now,
      logLevel: 'warn',
      settings: {
        ...portalSettingsFor(twin, vendor),
        VALIDATE_RATE_LIMIT: '100000',
      },
    });
  let portal = await start();
  // An operator command uses the same pool size.
  const operatorDb = openDatabase({ ...portal.config.database, poolSize: 2 });
  const { config, logger } = portal;
  const deps: Deps = {
    ...buildDeps({ config, db: operatorDb, log: logger, clock: { now: twin.now } }),
    // Retries are a few milliseconds apart, because a whole simulated year takes only about a minute.
    paddle: classicPaddle({ ...config.paddle, log: logger, now: twin.now, retryDelayMs: 2 }),
  };
  await seedShop(deps.plans);
  for (const plan of extraPlans) await deps.plans.save(plan);
  const announce = () => twin.setWebhookUrl(`${portal.url}/paddle/webhook`);
  announce();
  let cut = false;

  /**
   * Checks whether the operator's and the portal's connection pools have both replaced the connections that died in an
   * outage.
   */
  async function isReady(): Promise<boolean> {
    try {
      await operatorDb.query('SELECT 1');
    } catch {
      return false;
    }
    return (await fetch(`${portal.url}/readyz`)).status === 200;
  }

  return {
    twin,
    portal: () => portal,
    deps,
    db: database.db,
    async restartPortal() {
      await portal.stop();
      portal = await start();
      announce();
    },
    async cutDatabase() {
      if (cut) return;
      cut = true;
      await gate.shut();
    },
    async mendDatabase() {
      if (!cut) return;
      await gate.open();
      // The simulated clock stands still during this loop, so the recovery takes no simulated time.
      while (!(await isReady())) await nextTurn();
      cut = false;
    },
    isDatabaseCut: () => cut,
    async makeAccounts(emails) {
      const ids: number[] = [];
      for (const email of emails) {
        const [id] = await database.db.query(
          `INSERT INTO users (name, email, email_verified, created_at, updated_at)
           VALUES ('Somebody', ?, 1, UTC_TIMESTAMP(3), UTC_TIMESTAMP(3))`,
          { replacements: [email], type: QueryTypes.INSERT },
        );
        ids.push(id);
      }
      return ids;
    },
    makeInstance: () => createClient(deps, { name: `instance ${randomUUID()}`, product: null }),
    async stop() {
      await portal.stop();
      await twin.stop();
      await operatorDb.close();
      await gate.stop();
      await database.drop();
    },
  };
}
