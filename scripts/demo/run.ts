/**
 * `npm run demo` and `npm run dev`: run the whole shop on this machine until Ctrl-C is pressed. `npm run dev` also
 * reloads on changes.
 */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { FolderInUse, lockFolder } from '#scripts/local-server/folder-lock.ts';
import { runCommand } from '#scripts/system/run-command.ts';
import { readDemoFile } from './demo-file.ts';
import { timer } from './timing.ts';

const project = fileURLToPath(new URL('../../', import.meta.url));
const folder = join(project, '.data');
const reload = process.argv.includes('--dev');
const say = (line: string): void => {
  process.stderr.write(`${line}\n`);
};
const timed = timer(say);

/** Functions that close what has been opened. They are called in reverse order. */
const closers: (() => Promise<void> | void)[] = [];
let closing: Promise<void> | undefined;

function close(): Promise<void> {
  closing ??= (async () => {
    for (const each of closers.splice(0).reverse()) await each();
  })();
  return closing;
}

/**
 * Builds the client and the server in the same way as for production. In development, nothing is built here, because
 * both are compiled on demand.
 */
async function build(): Promise<void> {
  if (reload) return;
  const make = (script: string) =>
    runCommand(process.execPath, ['--import', 'tsx', script, '--if-stale'], { cwd: project });
  await Promise.all([
    timed('building the pages', () => make('scripts/build/client.ts')),
    timed('building the server', () => make('scripts/build/server.ts')),
  ]);
}

async function start(): Promise<void> {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  closers.push(lockFolder(folder));
  say(reload ? 'Starting a database…' : 'Building the pages, starting a database…');
  const built = build();
  // Prevents an unhandled rejection. The error is reported later, where `built` is awaited.
  built.catch(() => undefined);
  // Loading this module takes seconds, so it is loaded while the build is running.
  const { openDemo } = await import('./open-demo.ts');
  const { portal, logFile } = await openDemo({
    project,
    folder,
    reload,
    built,
    say,
    timed,
    opened: (closer) => closers.push(closer),
  });
  const status = await portal.ended;
  if (closing === undefined)
    throw new Error(
      `The portal stopped unexpectedly with status ${status}${logFile ? `; see ${logFile}` : ''}`,
    );
}

/**
 * The first signal stops the demo in order. A second one, such as another Ctrl-C, exits at once, and the supervisors
 * then end the remaining programs.
 */
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.on(signal, () => {
    if (closing !== undefined) process.exit(130);
    say('\nStopping the demo…');
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
    if (running) say(`The portal is running at ${running.url}.`);
    await close();
    process.exit(1);
  }
}
