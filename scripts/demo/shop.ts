/**
 * Opens the whole shop on this machine: a mailbox, a Paddle twin, and a portal with a database in which the plans are
 * seeded.
 */
import { migrateUp } from '#db/migrate.ts';
import type { HeldPort } from '#scripts/system/ports.ts';
import { buildDeps } from '#server/build-deps.ts';
import { readConfig } from '#server/config/config.ts';
import type { Deps } from '#server/deps.ts';
import { openDatabase } from '#server/platform/database/connection.ts';
import { createLogger } from '#server/platform/observability/logger.ts';
import { realClock } from '#server/platform/scheduling/clock.ts';
import { type PaddleTwin, startTwin } from '#twin/start-twin.ts';
import { twinFolderIn } from './history/ensure-history.ts';
import { twinCatalogue } from './history/history-plans.ts';
import { type Mailbox, startMailbox } from './mailbox/mailbox.ts';
import {
  type PortalOptions,
  type PortalProcess,
  type PortalProgram,
  portalEnvironment,
  startPortalProcess,
} from './portal-process.ts';
import type { Secrets } from './secrets.ts';
import { seedShop } from './seed.ts';
import type { VisitorParts } from './visitor.ts';

/** Reserved ports for the shop's programs. Closing the shop releases them. */
export interface ShopPorts {
  portal: HeldPort;
  twin: HeldPort;
  mailbox: HeldPort;
  metrics: HeldPort;
}

export interface ShopOptions {
  databaseUrl: string;
  /** The folder in which the twin's state has its own subfolder. */
  folder: string;
  secrets: Secrets;
  ports: ShopPorts;
  logFile?: string;
  runs: PortalProgram;
}

export interface Shop {
  portal: PortalProcess;
  twin: PaddleTwin;
  mailbox: Mailbox;
  /** Runs a task as the operator: on the portal's database, but outside the portal's process. */
  asOperator: <T>(work: (deps: Deps) => Promise<T>) => Promise<T>;
  /** The settings with which the portal was started. Operator commands need the same ones. */
  settings: Readonly<Record<string, string>>;
  visitorParts: VisitorParts;
  stop: () => Promise<void>;
}

/** Returns the id and the credentials of the operator's account at the demo's Paddle. */
export const vendorOf = ({ vendorAuthCode }: Pick<Secrets, 'vendorAuthCode'>) => ({
  id: 12_345,
  authCode: vendorAuthCode,
});

/**
 * Opens the parts of the shop one after another. If one fails to open, those already open are closed in reverse order;
 * `stop` does the same.
 */
export async function openShop(options: ShopOptions): Promise<Shop> {
  const { databaseUrl, secrets, ports } = options;
  const closers: (() => Promise<void>)[] = Object.values(ports).map((held: HeldPort) => held.release);
  const stop = async () => {
    for (const close of closers.splice(0).reverse()) await close();
  };
  try {
    const vendor = vendorOf(secrets);
    const mailbox = await startMailbox({ listener: ports.mailbox.listener });
    closers.push(mailbox.stop);
    const twin = await startTwin({
      port: ports.twin.listener,
      folder: twinFolderIn(options.folder),
      // The webhook URL is set later. The portal isn't running yet, and the twin would retry a failed alert only after
      // 15 minutes.
      webhookUrl: null,
      catalogue: twinCatalogue,
      vendor,
      // Number of alerts to deliver at the same time. It is high because the portal processes concurrent alerts in
      // batches.
      connections: 64,
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
        vendorId: vendor.id,
        vendorAuthCode: vendor.authCode,
        publicKey: twin.publicKey,
        vendorsUrl: twin.vendorsUrl,
        checkoutUrl: twin.checkoutUrl,
        clockUrl: twin.clockUrl,
      },
      ...(options.logFile === undefined ? {} : { logFile: options.logFile }),
      runs: options.runs,
    };
    const environment = portalEnvironment(settings);
    const asOperator = operatorOf(environment);
    await asOperator((deps) => seedShop(deps.plans));
    const portal = await startPortalProcess(settings);
    closers.push(portal.stop);
    twin.setWebhookUrl(`http://localhost:${ports.portal.port}/paddle/webhook`);
    return {
      portal,
      twin,
      mailbox,
      asOperator,
      settings: environment,
      visitorParts: { url: portal.url, letters: mailbox.letters, pay: (link) => twin.pay(link) },
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

/**
 * Returns the function that runs operator tasks. It migrates the schema before each task, because a task may run before
 * the portal does.
 */
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
