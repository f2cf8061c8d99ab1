/** Runs a private database server on a free port of the loopback interface. */
import { randomInt } from 'node:crypto';
import { closeSync, openSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { createConnection } from 'mysql2/promise';
import { takePort } from '#scripts/system/ports.ts';
import { type Supervised, startSupervised } from '#scripts/system/supervised.ts';
import { minuteMs } from '#shared/durations.ts';
import { asRoot, type NativeProgram } from './data-folder.ts';
import type { DatabaseProgram } from './programs.ts';

export interface RunningServer {
  port: number;
  user: string;
  process: Supervised;
}

export interface ServerOptions {
  password: string;
  /** If false, the server may lose data if the system crashes. */
  keep: boolean;
  programArguments: readonly string[];
}

export interface ServerFolders {
  data: string;
  temporary: string;
  /** Path of the server's log file. */
  log: string;
  /** A folder that always stays empty. SQL statements may read and write files only in this folder. */
  files: string;
  /**
   * A file with SQL that the server runs before it accepts connections. The SQL contains the password, so only the
   * file's owner may read it.
   */
  initFile: string;
}

/** In the database name of a GRANT, `_` matches any character unless it is escaped. */
const pattern = (database: string): string => database.replaceAll('_', '\\_').replaceAll('`', '``');

/**
 * Returns SQL that creates the portal's user and drops the default users, so that other users of the machine can't
 * connect. The portal's user may do everything in its own databases and nothing elsewhere. The REVOKE removes
 * privileges that an earlier start may have granted.
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

/**
 * With the `durable` options, no commit is lost if the system crashes. With the `fleeting` options, everything may be
 * lost, which doesn't matter in tests.
 */
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
    // Disables the Unix socket. Nothing uses it, and its path could be too long if the folder is deeply nested.
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

/**
 * Returns the arguments that run the server in Docker. On its first start, the image creates its data folder and sets
 * root's password.
 */
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

/**
 * Milliseconds to wait until the server responds. An installed program needs less than a second, but Docker may have to
 * download the image first.
 */
const patienceMs = (program: DatabaseProgram): number => (program.kind === 'docker' ? 5 : 1) * minuteMs;

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
 * Returns a port that is probably free. It has to be released before the program can bind it, so another process may
 * take it first. The program then exits and is restarted on another port. This is rare, because the port is picked at
 * random and from below the usual range of ephemeral ports.
 */
async function likelyPort(): Promise<number> {
  const held = await takePort(randomInt(20_000, 31_000));
  await held.release();
  return held.port;
}

const mostAttempts = 10;

/**
 * Starts the program and waits until it accepts connections. Throws an error with the end of the program's log if the
 * program exits or doesn't respond in time.
 */
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
