/**
 * Runs the private database server of the demo and the tests. The server keeps its files in one folder and ends when
 * this process ends.
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
  /** Returns the URL of a database on this server. The URL contains the password. */
  url: (database: string) => string;
  /** Creates an empty database with the utf8mb4 character set, unless the database exists. */
  createDatabase: (name: string) => Promise<void>;
  dropDatabase: (name: string) => Promise<void>;
  /** Returns the names of all databases whose name starts with `prefix`. */
  listDatabases: (prefix: string) => Promise<string[]>;
  /** Stops the server if it was started here; otherwise does nothing. May be called twice. */
  stop: () => Promise<void>;
}

export interface LocalServerOptions {
  /** Folder for the server's data, log and password. Only one running process may use it. */
  folder: string;
  /**
   * Folder in which packages are unpacked. It is used if no database program is installed and this process doesn't run
   * as root.
   */
  packagesFolder: string;
  /** Folder in which a newly prepared data folder is cached, to be copied by later starts. */
  templateFolder?: string;
  /** If false, the server is faster but may lose data if the system crashes. Defaults to true. */
  keep?: boolean;
  /**
   * The databases that the server's user may create and use. `%` in a name matches any text. The user has no privileges
   * outside these databases, except in Docker, where it is root.
   */
  databases: readonly string[];
  /** Additional arguments for the database program. Ignored if it runs in Docker. */
  programArguments?: readonly string[];
  log: (line: string) => void;
}

/** Wraps an existing server. `address` is the URL of any database on it. */
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
 * Returns the server's password, which is kept in a file that only its owner can read. The server needs one because
 * other users of this machine can connect to 127.0.0.1 too.
 */
function passwordOf(folder: string): string {
  const path = join(folder, 'password');
  if (!existsSync(path)) writeSecretFile(path, randomBytes(24).toString('hex'));
  return readFileSync(path, 'utf8').trim();
}

/**
 * Starts MariaDB or MySQL on a free port of 127.0.0.1 and waits until it responds. Throws `FolderInUse` if another
 * process uses the folder, and `NoDatabase` if no database program is available. The server ends when this process
 * ends, even if this process is killed.
 */
export async function startLocalServer(options: LocalServerOptions): Promise<DatabaseServer> {
  mkdirSync(options.folder, { recursive: true, mode: 0o700 });
  const unlock = lockFolder(options.folder);
  try {
    const program = await findDatabaseProgram(options.packagesFolder, options.log);
    // Each kind of server gets its own data folder, because it can't open the data of another kind.
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
