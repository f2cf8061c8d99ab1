/** Finds a database program, or installs one. */
import { existsSync, readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import {
  hasApt,
  installPackages,
  isRoot,
  libraryPath,
  unpackPackages,
} from '#scripts/system/debian-packages.ts';
import { findExecutable, isHidden } from '#scripts/system/executables.ts';
import { CommandFailed, runCommand } from '#scripts/system/run-command.ts';

export type DatabaseProgram =
  | { kind: 'mariadb' | 'mysql'; command: string; shareFolder: string | null; environment: NodeJS.ProcessEnv }
  | { kind: 'docker'; command: string };

/** Thrown if there is no database program and none could be installed. The message says what to install. */
class NoDatabase extends Error {
  constructor(options?: { cause?: unknown }) {
    const how =
      process.platform === 'darwin' ? '`brew install mariadb`' : 'MariaDB (the program `mariadbd`) or Docker';
    super(
      `No database was found: install ${how}, or set DATABASE_URL to a MySQL or MariaDB database.`,
      options,
    );
    this.name = 'NoDatabase';
  }
}

/** Returns the folder with this program's SQL files and error messages; null if there is none. */
function shareFolderOf(command: string, root = ''): string | null {
  const prefix = root === '' ? dirname(dirname(command)) : join(root, 'usr');
  const candidates = [prefix, '/usr', '/usr/local'].flatMap((base) =>
    ['share/mysql', 'share/mariadb', 'share'].map((folder) => join(base, folder)),
  );
  return candidates.find((folder) => existsSync(folder) && readdirSync(folder).includes('english')) ?? null;
}

async function inspectProgram(command: string, root = ''): Promise<DatabaseProgram> {
  const environment = root === '' ? process.env : { ...process.env, LD_LIBRARY_PATH: libraryPath(root) };
  const version = await runCommand(command, ['--no-defaults', '--version'], {
    environment,
    timeoutMs: 20_000,
  });
  const kind = /mariadb/i.test(version) ? 'mariadb' : 'mysql';
  return { kind, command, shareFolder: shareFolderOf(command, root), environment };
}

async function onThisMachine(): Promise<DatabaseProgram | null> {
  const command = isHidden('mariadb') ? null : findExecutable(['mariadbd', 'mysqld']);
  return command ? await inspectProgram(command) : null;
}

async function inDocker(): Promise<DatabaseProgram | null> {
  const command = isHidden('docker') ? null : findExecutable(['docker']);
  if (!command) return null;
  try {
    await runCommand(command, ['info'], { timeoutMs: 10_000 });
    return { kind: 'docker', command };
  } catch (error) {
    if (error instanceof CommandFailed) return null;
    throw error;
  }
}

async function asPackage(
  packagesFolder: string,
  log: (line: string) => void,
): Promise<DatabaseProgram | null> {
  if (!hasApt()) return null;
  const name = 'mariadb-server-core';
  if (isRoot() && !isHidden('mariadb')) {
    await installPackages([name], log);
    return await onThisMachine();
  }
  const root = await unpackPackages(packagesFolder, [name], log);
  const command = findExecutable(['mariadbd'], { PATH: join(root, 'usr/sbin') });
  return command ? await inspectProgram(command, root) : null;
}

/**
 * Finds a database program, in this order: one that is installed on this machine, Docker if it is running, the Debian
 * package. The package is installed if this process runs as root, and otherwise unpacked under `packagesFolder`. Throws
 * `NoDatabase` if none of these is possible.
 */
export async function findDatabaseProgram(
  packagesFolder: string,
  log: (line: string) => void,
): Promise<DatabaseProgram> {
  const found = (await onThisMachine()) ?? (await inDocker());
  if (found) return found;
  try {
    const brought = await asPackage(packagesFolder, log);
    if (brought) return brought;
  } catch (cause) {
    throw new NoDatabase({ cause });
  }
  throw new NoDatabase();
}
