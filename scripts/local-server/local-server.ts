/**
 * Runs the private database server of the demo and the tests. It keeps its files in one folder and ends with this
 * process.
 */
import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createConnection, type RowDataPacket } from 'mysql2/promise';
import { writeSecretFile } from '#scripts/system/secret-file.ts';
import { databaseAddressOf, writeDatabaseUrl } from '#server/platform/database/address.ts';
import { driverTls } from '#server/platform/database/tls.ts';
import { makeDataFolder } from './data-folder.ts';
import { asDiskFull } from './disk-full.ts';
import { lockFolder } from './folder-lock.ts';
import { findDatabaseProgram } from './programs.ts';
import { initSql, startServerProcess } from './server-process.ts';

export interface DatabaseServer {
  /** Returns the URL of a database on this server, including the password. */
  url: (database: string) => string;
  /** Creates an empty utf8mb4 database unless it exists. */
  createDatabase: (name: string) => Promise<void>;
  dropDatabase: (name: string) => Promise<void>;
  /** Returns the names of the databases that start with `prefix`. */
  listDatabases: (prefix: string) => Promise<string[]>;
  /** Stops a server that was started here, and does nothing otherwise. May be called twice. */
  stop: () => Promise<void>;
}

export interface LocalServerOptions {
  /** Folder for data, log and password. Only one live process may use it. */
  folder: string;
  /** Folder in which packages are unpacked if no database program is installed and this process isn't root. */
  packagesFolder: string;
  /** Folder in which a fresh data folder is cached for copying. */
  templateFolder?: string;
  /** If false, data may be lost in a system crash, in exchange for speed. Defaults to true. */
  keep?: boolean;
  /**
   * The databases that the server's user may create and use. `%` matches any text. The user has no other privileges,
   * except in Docker, where it's root.
   */
  databases: readonly string[];
  /** Additional arguments for the program. Ignored in Docker. */
  programArguments?: readonly string[];
  log: (line: string) => void;
}

/** Wraps an existing server, given the URL of any database on it. */
export function givenServer(address: string): DatabaseServer {
  const { tls, ...server } = databaseAddressOf(address);
  const [, options = ''] = /(\?.*)$/s.exec(address) ?? [];
  const url = (database: string): string => `${writeDatabaseUrl({ ...server, database })}${options}`;
  const run = async (sql: string, values: unknown[] = []): Promise<RowDataPacket[]> => {
    const connection = await createConnection({
      ...server,
      database: '',
      ...(tls === null ? {} : { ssl: driverTls(tls) }),
    });
    try {
      const [rows] = await connection.query<RowDataPacket[]>(sql, values);
      return rows;
    } finally {
      await connection.end();
    }
  };
  const quoted = (name: string): string => `\`${name.replaceAll('`', '``')}\``;
  return {
    url,
    async createDatabase(name) {
      await run(`CREATE DATABASE IF NOT EXISTS ${quoted(name)} CHARACTER SET utf8mb4 COLLATE utf8mb4_bin`);
    },
    async dropDatabase(name) {
      await run(`DROP DATABASE IF EXISTS ${quoted(name)}`);
    },
    async listDatabases(prefix) {
      const sql =
        'SELECT schema_name AS name FROM information_schema.schemata WHERE LEFT(schema_name, ?) = ?';
      const rows = await run(sql, [prefix.length, prefix]);
      return rows.map((row) => String(row.name));
    },
    stop: async () => undefined,
  };
}

/**
 * Other users of this machine can also reach 127.0.0.1, so the server has a password, in a file that only its owner can
 * read.
 */
function passwordOf(folder: string): string {
  const path = join(folder, 'password');
  if (!existsSync(path)) writeSecretFile(path, randomBytes(24).toString('hex'));
  return readFileSync(path, 'utf8').trim();
}

/**
 * Starts MariaDB or MySQL on a free port of 127.0.0.1 and waits until it responds. Throws `FolderInUse` if another
 * process uses the folder, and `NoDatabase` if there is no program to run. The server ends with this process, however
 * that ends.
 */
export async function startLocalServer(options: LocalServerOptions): Promise<DatabaseServer> {
  mkdirSync(options.folder, { recursive: true, mode: 0o700 });
  const unlock = lockFolder(options.folder);
  try {
    const program = await findDatabaseProgram(options.packagesFolder, options.log);
    // Each kind of server has its own data, because it can't open another kind's.
    const home = join(options.folder, program.kind);
    const folders = {
      data: join(home, 'data'),
      temporary: join(home, 'tmp'),
      log: join(home, 'server.log'),
      initFile: join(home, 'init.sql'),
      files: join(home, 'no-files'),
    };
    for (const folder of [folders.temporary, folders.files])
      mkdirSync(folder, { recursive: true, mode: 0o700 });
    const password = passwordOf(options.folder);
    writeSecretFile(folders.initFile, initSql(password, options.databases));
    if (program.kind === 'docker') mkdirSync(folders.data, { recursive: true, mode: 0o700 });
    else
      await makeDataFolder(program, folders.data, {
        temporary: folders.temporary,
        template: options.templateFolder,
      });
    const running = await startServerProcess(program, folders, {
      password,
      keep: options.keep ?? true,
      programArguments: options.programArguments ?? [],
    });
    return {
      ...givenServer(`mysql://${running.user}:${password}@127.0.0.1:${running.port}/`),
      async stop() {
        await running.process.stop();
        unlock();
      },
    };
  } catch (error) {
    unlock();
    throw asDiskFull(error, options.folder) ?? error;
  }
}
