/** The private database of the demo and the tests: on this machine, in a folder of ours, gone when we are. */
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
  /** The address of one database on this server, password included. */
  url: (database: string) => string;
  /** Makes an empty utf8mb4 database unless it is there. */
  createDatabase: (name: string) => Promise<void>;
  dropDatabase: (name: string) => Promise<void>;
  /** The databases whose names begin so. */
  listDatabases: (prefix: string) => Promise<string[]>;
  /** Stops what was started here; a server that was given stays. May be called twice. */
  stop: () => Promise<void>;
}

export interface LocalServerOptions {
  /** Data, log and password; one live process may use it. */
  folder: string;
  /** Where packages are unpacked when the machine has no database and we are not root. */
  packagesFolder: string;
  /** Where an empty data folder is kept to be copied. */
  templateFolder?: string;
  /** False: what is stored may be lost with the machine, for speed. */
  keep?: boolean;
  /** The databases that its user may make and use, `%` standing for any text; it may do nothing else. */
  databases: readonly string[];
  /** Further arguments of the program; Docker gets none. */
  programArguments?: readonly string[];
  log: (line: string) => void;
}

/** A server that somebody else runs, by the address of any database on it. */
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

/** Other users of the machine reach 127.0.0.1 too, so the server has a password; the file is ours alone. */
function passwordOf(folder: string): string {
  const path = join(folder, 'password');
  if (!existsSync(path)) writeSecretFile(path, randomBytes(24).toString('hex'));
  return readFileSync(path, 'utf8').trim();
}

/**
 * Starts a MariaDB or MySQL on a free port of 127.0.0.1 and waits until it answers. Throws `FolderInUse` while
 * another process runs one in this folder, `NoDatabase` when there is none to run. However this process ends, the
 * server ends with it.
 */
export async function startLocalServer(options: LocalServerOptions): Promise<DatabaseServer> {
  mkdirSync(options.folder, { recursive: true, mode: 0o700 });
  const unlock = lockFolder(options.folder);
  try {
    const program = await findDatabaseProgram(options.packagesFolder, options.log);
    // Each kind has its own data: none of them opens another's.
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
