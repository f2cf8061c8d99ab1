/** Opens the demo's shop with a year of prepared history. Prints the URLs and accounts. */
import { join, relative } from 'node:path';
import { type DatabaseServer, givenServer, startLocalServer } from '#scripts/local-server/local-server.ts';
import { takePort } from '#scripts/system/ports.ts';
import { announcement } from './announce.ts';
import { readDemoFile, writeDemoFile } from './demo-file.ts';
import { furnishShop } from './furnish.ts';
import { dateAlerts } from './history/date-alerts.ts';
import { deliverHistory } from './history/deliver-history.ts';
import { draftHistory, ensureHistory, isPlayed } from './history/ensure-history.ts';
import { readHistory } from './history/history.ts';
import type { PortalProcess } from './portal-process.ts';
import { passwordsOf, readSecrets } from './secrets.ts';
import { writeSettingsFile } from './settings-file.ts';
import { openShop, type ShopPorts, vendorOf } from './shop.ts';
import type { Timed } from './timing.ts';
import { makeTrouble } from './trouble.ts';

export interface DemoOptions {
  project: string;
  /** The demo's data folder. */
  folder: string;
  reload: boolean;
  /** Resolves when the client and the server have been built. */
  built: Promise<void>;
  say: (line: string) => void;
  timed: Timed;
  /** Called for each resource that has been opened, with the function that closes it. */
  opened: (close: () => Promise<void>) => void;
}

const databaseName = 'portal';

async function openServer({
  folder,
  say,
  opened,
}: DemoOptions): Promise<{ server: DatabaseServer; url: string }> {
  const given = process.env.DATABASE_URL;
  if (given) return { server: givenServer(given), url: given };
  const server = await startLocalServer({
    folder: join(folder, 'database'),
    packagesFolder: join(folder, 'packages'),
    databases: [databaseName],
    log: say,
  });
  opened(server.stop);
  await server.createDatabase(databaseName);
  return { server, url: server.url(databaseName) };
}

/**
 * Reserves the four ports. The portal gets the port given in `PORT` (default 3000) or the next free one. The other
 * programs get higher ones.
 */
async function takePorts(opened: DemoOptions['opened']): Promise<ShopPorts> {
  const asked = Number(process.env.PORT ?? 3_000);
  if (!Number.isInteger(asked) || asked < 1 || asked > 65_000)
    throw new Error('PORT must be a whole number from 1 to 65000');
  const take = async (from: number) => {
    const held = await takePort(from);
    opened(held.release);
    return held;
  };
  const portal = await take(asked);
  const twin = await take(Math.max(4_010, portal.port + 1));
  const mailbox = await take(twin.port + 1);
  return { portal, twin, mailbox, metrics: await take(mailbox.port + 1) };
}

/**
 * Empties a database whose contents don't match the twin's state. Throws if the database was given by `DATABASE_URL`,
 * because the demo must not delete a database that it hasn't created.
 */
async function clear(server: DatabaseServer, say: DemoOptions['say']): Promise<void> {
  if (process.env.DATABASE_URL) {
    throw new Error(
      'The database in DATABASE_URL already has customers, but the demo needs an empty database: set DATABASE_URL to another one, or empty this one.',
    );
  }
  say('The files in .data belong to another demo: starting over…');
  await server.dropDatabase(databaseName);
  await server.createDatabase(databaseName);
}

/**
 * Opens the demo. Resolves once everything is running and the URLs have been printed. The portal then runs until it is
 * closed.
 */
export async function openDemo(
  options: DemoOptions,
): Promise<{ portal: PortalProcess; logFile: string | null }> {
  const { project, folder, reload, say, timed } = options;
  const ports = await takePorts(options.opened);
  const secrets = readSecrets(folder);
  const history = {
    folder,
    people: readHistory(),
    passwords: passwordsOf(secrets),
    twinUrl: `http://127.0.0.1:${ports.twin.port}`,
    vendor: vendorOf(secrets),
    now: new Date(),
  };
  const isFirstStart = !isPlayed(folder);
  if (isFirstStart) say('Simulating a year of business on the local Paddle…');
  const database = async () => {
    const [{ server, url }] = await Promise.all([
      timed('starting the database', () => openServer(options)),
      timed('playing the history', () => draftHistory(history)),
    ]);
    await timed('schema, plans and accounts', () =>
      ensureHistory({ ...history, databaseUrl: url, clear: () => clear(server, say) }),
    );
    return url;
  };
  const [databaseUrl] = await Promise.all([database(), options.built]);
  say('Starting the local Paddle and the portal…');
  const logFile = reload ? null : join(folder, 'portal.log');
  const shop = await timed('starting twin and portal', () =>
    openShop({
      databaseUrl,
      folder,
      secrets,
      ports,
      runs: reload ? 'reloading' : 'built',
      ...(logFile ? { logFile } : {}),
    }),
  );
  options.opened(shop.stop);
  say('Delivering past alerts to the portal…');
  const { unsent, unapplied } = await timed('delivering the history', () => deliverHistory(shop));
  if (isFirstStart) await dateAlerts(databaseUrl, history.now);
  const earlier = readDemoFile(folder);
  const facts = await timed('making a purchase', () => furnishShop(shop, { secrets, earlier, databaseUrl }));
  if (isFirstStart) await timed('making trouble', () => makeTrouble(shop, history.people));
  const shown = (path: string): string => relative(project, path);
  const files = {
    file: shown(writeDemoFile(folder, facts)),
    settingsFile: shown(writeSettingsFile(folder, shop.settings)),
    logFile: logFile && shown(logFile),
  };
  console.log(announcement(facts, files));
  if (unsent > 0)
    say(`${unsent} past alerts have not been delivered yet: the twin tries again every 15 minutes.`);
  if (unapplied > 0) say(`${unapplied} past alerts are stored and still being applied.`);
  return { portal: shop.portal, logFile: files.logFile };
}
