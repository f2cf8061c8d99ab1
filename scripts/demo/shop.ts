/** The whole shop on this machine: mailbox, Paddle twin and portal around a database, seeded. */
import { join } from 'node:path';
import { migrateUp } from '#db/migrate.ts';
import { seedPlans, seedShop } from '#db/seed.ts';
import { buildDeps } from '#server/build-deps.ts';
import { readConfig } from '#server/config.ts';
import type { Deps } from '#server/deps.ts';
import { realClock } from '#server/platform/clock.ts';
import { openDatabase } from '#server/platform/database/connection.ts';
import { createLogger } from '#server/platform/logger.ts';
import { startTwin, type Twin } from '#twin/start-twin.ts';
import { type Mailbox, startMailbox } from './mailbox.ts';
import {
  type PortalOptions,
  type PortalProcess,
  portalEnvironment,
  startPortalProcess,
} from './portal-process.ts';
import type { Secrets } from './secrets.ts';
import type { VisitorParts } from './visitor.ts';

export interface ShopPorts {
  portal: number;
  twin: number;
  mailbox: number;
  metrics: number;
}

export interface ShopOptions {
  databaseUrl: string;
  /** The twin's state is kept here. */
  folder: string;
  secrets: Secrets;
  ports: ShopPorts;
  logFile?: string;
  reload: boolean;
}

export interface Shop {
  portal: PortalProcess;
  twin: Twin;
  mailbox: Mailbox;
  /** Runs something an operator would do, beside the portal. */
  asOperator: <T>(work: (deps: Deps) => Promise<T>) => Promise<T>;
  visitorParts: VisitorParts;
  stop: () => Promise<void>;
}

const vendorId = 12_345;

const catalogue = Object.values(seedPlans).map((plan) => ({
  id: plan.paddlePlanId,
  name: plan.planName,
  interval: plan.frequency === 'Annual' ? ('year' as const) : ('month' as const),
  usdCents: plan.price.minor,
  perSeat: plan.product === 'OfficeLife',
}));

/** Opens in order, and closes in the reverse one: also what was opened before something failed. */
export async function openShop(options: ShopOptions): Promise<Shop> {
  const { databaseUrl, secrets, ports } = options;
  const closers: (() => Promise<void>)[] = [];
  const stop = async () => {
    for (const close of closers.splice(0).reverse()) await close();
  };
  try {
    const mailbox = await startMailbox({ httpPort: ports.mailbox });
    closers.push(mailbox.stop);
    const twin = await startTwin({
      port: ports.twin,
      folder: join(options.folder, 'paddle-twin'),
      webhookUrl: `http://localhost:${ports.portal}/paddle/webhook`,
      catalogue,
      vendor: { id: vendorId, authCode: secrets.vendorAuthCode },
    });
    closers.push(twin.stop);
    const settings: PortalOptions = {
      port: ports.portal,
      metricsPort: ports.metrics,
      databaseUrl,
      smtpPort: mailbox.smtpPort,
      appKey: secrets.appKey,
      privateKey: secrets.privateKey,
      paddle: {
        vendorId,
        vendorAuthCode: secrets.vendorAuthCode,
        publicKey: twin.publicKey,
        vendorsUrl: twin.vendorsUrl,
        checkoutUrl: twin.checkoutUrl,
        clockUrl: twin.clockUrl,
      },
      ...(options.logFile === undefined ? {} : { logFile: options.logFile }),
      reload: options.reload,
    };
    const asOperator = operatorOf(portalEnvironment(settings));
    await asOperator((deps) => seedShop(deps.plans));
    const portal = await startPortalProcess(settings);
    closers.push(portal.stop);
    return {
      portal,
      twin,
      mailbox,
      asOperator,
      visitorParts: { url: portal.url, letters: mailbox.letters, pay: (link) => twin.pay(link) },
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** Brings the schema up to date first: whatever an operator does, it is there. */
function operatorOf(environment: Record<string, string>): Shop['asOperator'] {
  return async (work) => {
    const config = readConfig(environment);
    const db = openDatabase({ ...config.database, poolSize: 2 });
    try {
      await migrateUp(db);
      return await work(buildDeps({ config, db, log: createLogger('silent'), clock: realClock }));
    } finally {
      await db.close();
    }
  };
}
