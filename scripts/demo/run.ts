/** `npm run demo`, and `npm run dev` with reload on change: the whole shop on this machine, until Ctrl-C. */
import { mkdirSync } from 'node:fs';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { FolderInUse, lockFolder } from '#db/local-server/folder-lock.ts';
import { type DatabaseServer, givenServer, startLocalServer } from '#db/local-server.ts';
import { nextFreePort } from '#scripts/system/ports.ts';
import { runCommand } from '#scripts/system/run-command.ts';
import { announcement } from './announce.ts';
import { readDemoFile, writeDemoFile } from './demo-file.ts';
import { furnishShop } from './furnish.ts';
import { readSecrets } from './secrets.ts';
import { openShop } from './shop.ts';

const project = fileURLToPath(new URL('../../', import.meta.url));
const folder = join(project, '.data');
const reload = process.argv.includes('--dev');
const say = (line: string): void => {
  process.stderr.write(`${line}\n`);
};

/** What has been opened, and how it is closed; the last first. */
const closers: (() => Promise<void> | void)[] = [];
let closing: Promise<void> | undefined;

function close(): Promise<void> {
  closing ??= (async () => {
    for (const each of closers.splice(0).reverse()) await each();
  })();
  return closing;
}

async function openDatabaseServer(): Promise<{ server: DatabaseServer; url: string }> {
  const given = process.env.DATABASE_URL;
  if (given) return { server: givenServer(given), url: given };
  say('Starting a private database…');
  const server = await startLocalServer({
    folder: join(folder, 'database'),
    packagesFolder: join(folder, 'packages'),
    log: say,
  });
  await server.createDatabase('portal');
  return { server, url: server.url('portal') };
}

/** The port that was asked for, or the next free one; each part looks behind the last, so none takes another's. */
async function choosePorts() {
  const asked = Number(process.env.PORT ?? 3_000);
  if (!Number.isInteger(asked) || asked < 1 || asked > 65_000)
    throw new Error('PORT must be a number from 1 to 65000');
  const portal = await nextFreePort(asked);
  const twin = await nextFreePort(Math.max(4_010, portal + 1));
  const mailbox = await nextFreePort(twin + 1);
  return { portal, twin, mailbox, metrics: await nextFreePort(mailbox + 1) };
}

async function start(): Promise<void> {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  closers.push(lockFolder(folder));
  const database = await openDatabaseServer();
  closers.push(database.server.stop);
  if (!reload) {
    say('Building the pages…');
    await runCommand(process.execPath, ['--import', 'tsx', 'scripts/build/client.ts', '--if-stale'], {
      cwd: project,
    });
  }
  say('Opening the shop…');
  const secrets = readSecrets(folder);
  const logFile = reload ? null : join(folder, 'portal.log');
  const shop = await openShop({
    databaseUrl: database.url,
    folder,
    secrets,
    ports: await choosePorts(),
    reload,
    ...(logFile ? { logFile } : {}),
  });
  closers.push(shop.stop);
  const earlier = readDemoFile(folder);
  const facts = await furnishShop(shop, { secrets, earlier, databaseUrl: database.url });
  const file = writeDemoFile(folder, facts);
  const shown = (path: string): string => relative(project, path);
  console.log(announcement(facts, { file: shown(file), logFile: logFile && shown(logFile) }));
  const status = await shop.portal.ended;
  if (closing === undefined)
    throw new Error(
      `The portal ended by itself, with status ${status}${logFile ? `; see ${shown(logFile)}` : ''}`,
    );
}

/** Ctrl-C twice does not wait: what is left is ended by its supervisors. */
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.on(signal, () => {
    if (closing !== undefined) process.exit(130);
    say('\nClosing the shop…');
    close().then(
      () => process.exit(0),
      (error: unknown) => {
        say(error instanceof Error ? error.message : String(error));
        process.exit(1);
      },
    );
  });
}

try {
  await start();
} catch (error) {
  if (closing !== undefined) {
    await closing;
  } else {
    const running = error instanceof FolderInUse ? readDemoFile(folder) : null;
    say(error instanceof Error ? error.message : String(error));
    if (running) say(`It answers at ${running.url}.`);
    await close();
    process.exit(1);
  }
}
