/** Runs a database program on a free port of the loopback, privately. */
import { randomInt } from 'node:crypto';
import { closeSync, openSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { createConnection } from 'mysql2/promise';
import { takePort } from '#scripts/system/ports.ts';
import { type Supervised, startSupervised } from '#scripts/system/supervised.ts';
import { asRoot, type NativeProgram } from './data-folder.ts';
import type { DatabaseProgram } from './programs.ts';

export interface RunningServer {
  port: number;
  user: string;
  process: Supervised;
}

export interface ServerOptions {
  password: string;
  /** False: what is stored may be lost with the machine. */
  keep: boolean;
  programArguments: readonly string[];
}

export interface ServerFolders {
  data: string;
  temporary: string;
  /** Gets the program's own log. */
  log: string;
  /** Stays empty: the only one that the server may read files from and write them to. */
  files: string;
  /** SQL that is run before the first connection; it sets the password, so only its owner may read it. */
  initFile: string;
}

/** In a grant `_` stands for any character, unless it is escaped. */
const pattern = (database: string): string => database.replaceAll('_', '\\_').replaceAll('`', '``');

/**
 * Written out, not looked up: the name of every user but ours goes, so a shared machine's others find no door. Ours may
 * do everything in its own databases and nothing outside them; an earlier start may have given it more.
 */
export const initSql = (password: string, databases: readonly string[]): string =>
  [
    `CREATE USER IF NOT EXISTS 'portal'@'127.0.0.1' IDENTIFIED BY '${password}';`,
    `ALTER USER 'portal'@'127.0.0.1' IDENTIFIED BY '${password}';`,
    "REVOKE ALL PRIVILEGES, GRANT OPTION FROM 'portal'@'127.0.0.1';",
    ...databases.map((name) => `GRANT ALL PRIVILEGES ON \`${pattern(name)}\`.* TO 'portal'@'127.0.0.1';`),
    "DROP USER IF EXISTS 'root'@'localhost', 'root'@'127.0.0.1', 'root'@'::1', ''@'localhost';",
    '',
  ].join('\n');

/** What a crash of the machine may cost: nothing that was committed, or all of it (tests throw it away anyway). */
const durable = ['--innodb-flush-log-at-trx-commit=1'];
const fleeting = [
  '--innodb-flush-log-at-trx-commit=0',
  '--innodb-doublewrite=OFF',
  '--innodb-fast-shutdown=2',
];

function nativeArguments(
  program: NativeProgram,
  folders: ServerFolders,
  port: number,
  { keep, programArguments }: ServerOptions,
): string[] {
  return [
    '--no-defaults',
    ...asRoot(),
    `--datadir=${folders.data}`,
    `--tmpdir=${folders.temporary}`,
    `--pid-file=${join(folders.temporary, 'server.pid')}`,
    // No Unix socket: its path may be too long in a deep folder, and nobody needs it.
    '--socket=',
    '--bind-address=127.0.0.1',
    `--port=${port}`,
    '--skip-name-resolve',
    '--skip-log-bin',
    `--secure-file-priv=${folders.files}`,
    '--local-infile=OFF',
    '--character-set-server=utf8mb4',
    '--collation-server=utf8mb4_bin',
    '--max-connections=300',
    '--innodb-buffer-pool-size=128M',
    '--performance-schema=OFF',
    `--init-file=${folders.initFile}`,
    ...(program.shareFolder ? [`--lc-messages-dir=${program.shareFolder}`] : []),
    ...(program.kind === 'mysql' ? ['--mysqlx=OFF'] : []),
    ...(keep ? durable : fleeting),
    ...programArguments,
  ];
}

const dockerImage = 'mariadb:10.11';

/** The image makes its own data folder and its root user's password, on the first start. */
function dockerArguments(folders: ServerFolders, port: number): string[] {
  const user = process.getuid?.() === 0 ? [] : ['--user', `${process.getuid?.()}:${process.getgid?.()}`];
  const server = [
    '--character-set-server=utf8mb4',
    '--collation-server=utf8mb4_bin',
    '--max-connections=300',
  ];
  return [
    'run',
    '--rm',
    ...user,
    '--publish',
    `127.0.0.1:${port}:3306`,
    '--volume',
    `${folders.data}:/var/lib/mysql`,
    '--env',
    'MARIADB_ROOT_PASSWORD',
    dockerImage,
    ...server,
  ];
}

function launch(
  program: DatabaseProgram,
  folders: ServerFolders,
  port: number,
  options: ServerOptions,
): Supervised {
  const output = openSync(folders.log, 'w', 0o600);
  try {
    return program.kind === 'docker'
      ? startSupervised(program.command, dockerArguments(folders, port), {
          environment: { ...process.env, MARIADB_ROOT_PASSWORD: options.password },
          output,
        })
      : startSupervised(program.command, nativeArguments(program, folders, port, options), {
          environment: program.environment,
          output,
        });
  } finally {
    closeSync(output);
  }
}

/** An image may have to be downloaded first; a program that is here answers within a second. */
const patienceMs = (program: DatabaseProgram): number => (program.kind === 'docker' ? 300_000 : 60_000);

async function answers(port: number, user: string, password: string): Promise<boolean> {
  try {
    const connection = await createConnection({
      host: '127.0.0.1',
      port,
      user,
      password,
      connectTimeout: 2_000,
    });
    await connection.end();
    return true;
  } catch {
    return false;
  }
}

/**
 * The program binds its port itself, so somebody may be faster: it then ends, and is started on another. Below those
 * ports that systems give to outgoing connections, and anywhere there, so that two starters hardly meet.
 */
async function likelyPort(): Promise<number> {
  const held = await takePort(randomInt(20_000, 31_000));
  await held.release();
  return held.port;
}

const mostAttempts = 10;

/** Starts the program and waits until it takes connections. Throws with the end of its log when it ends instead. */
export async function startServerProcess(
  program: DatabaseProgram,
  folders: ServerFolders,
  options: ServerOptions,
): Promise<RunningServer> {
  const user = program.kind === 'docker' ? 'root' : 'portal';
  for (let attempt = 1; ; attempt += 1) {
    const port = await likelyPort();
    const server = launch(program, folders, port, options);
    let ended = false;
    server.ended.then(
      () => {
        ended = true;
      },
      () => {
        ended = true;
      },
    );
    const deadline = Date.now() + patienceMs(program);
    while (!ended && Date.now() < deadline) {
      if (await answers(port, user, options.password)) return { port, user, process: server };
      await wait(20);
    }
    await server.stop();
    const log = readFileSync(folders.log, 'utf8');
    if (attempt < mostAttempts && /address already in use|port is already allocated/i.test(log)) continue;
    throw new Error(
      `The database ${program.command} did not start:\n${log.trim().split('\n').slice(-15).join('\n')}`,
    );
  }
}
