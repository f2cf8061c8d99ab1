/** Creates the data folder of a private MariaDB or MySQL server. */
import {
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
} from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { isRoot } from '#scripts/system/debian-packages.ts';
import { runCommand } from '#scripts/system/run-command.ts';
import type { DatabaseProgram } from './programs.ts';

export type NativeProgram = Exclude<DatabaseProgram, { kind: 'docker' }>;

/** mariadbd and mysqld refuse to run as root without this option. */
export const asRoot = (): string[] => (isRoot() ? ['--user=root'] : []);

const tableFiles = ['system_tables', 'performance_tables', 'system_tables_data'];

/**
 * Returns the SQL that creates MariaDB's system tables. `mariadb-install-db` runs the same SQL, but it needs a program
 * that the core package doesn't contain.
 */
function systemTables(shareFolder: string): string {
  const files = tableFiles.map((name) => {
    const paths = [`mysql_${name}.sql`, `mariadb_${name}.sql`].map((file) => join(shareFolder, file));
    const path = paths.find((each) => existsSync(each));
    if (!path)
      throw new Error(`${shareFolder} lacks ${paths.join(' and ')}: the MariaDB package is incomplete`);
    return readFileSync(path, 'utf8');
  });
  return [
    'create database if not exists mysql;',
    'use mysql;',
    'SET @auth_root_socket=NULL;',
    ...files,
    '',
  ].join('\n');
}

async function bootstrap(program: NativeProgram, data: string, temporary: string): Promise<void> {
  const common = ['--no-defaults', ...asRoot(), `--datadir=${data}`, `--tmpdir=${temporary}`];
  const run = { environment: program.environment, timeoutMs: 120_000 };
  if (program.kind === 'mysql') {
    await runCommand(program.command, [...common, '--initialize-insecure'], run);
    return;
  }
  if (!program.shareFolder) throw new Error(`The share/mysql folder of ${program.command} was not found`);
  const settings = [
    '--bootstrap',
    `--lc-messages-dir=${program.shareFolder}`,
    '--log-warnings=0',
    '--innodb-log-file-size=8M',
    '--enforce-storage-engine=',
    '--max_allowed_packet=8M',
    '--net_buffer_length=16K',
  ];
  const input = systemTables(program.shareFolder);
  await runCommand(program.command, [...common, ...settings], { ...run, input });
}

/**
 * Creates the folder `data` unless it exists. It is prepared under another name and then renamed, so an interrupted
 * start never leaves an incomplete folder. If `template` is given, a newly prepared data folder is cached there. Later
 * calls copy it, which takes milliseconds instead of half a second.
 */
export async function makeDataFolder(
  program: NativeProgram,
  data: string,
  { temporary, template }: { temporary: string; template: string | undefined },
): Promise<void> {
  removeDrafts(data);
  if (existsSync(data)) return;
  const draft = `${data}.new-${process.pid}`;
  const removeDraft = () => rmSync(draft, { recursive: true, force: true, maxRetries: 3 });
  // Removes the draft even if this process is ended by a signal before the draft has been renamed.
  process.once('exit', removeDraft);
  try {
    const kept = template && join(template, templateName(program));
    if (kept && existsSync(kept)) cpSync(kept, draft, { recursive: true });
    else {
      mkdirSync(draft, { recursive: true, mode: 0o700 });
      await bootstrap(program, draft, temporary);
      if (kept) keepTemplate(draft, kept);
    }
    renameSync(draft, data);
  } finally {
    removeDraft();
    process.off('exit', removeDraft);
  }
}

/** Removes the drafts of processes that were killed. The caller must hold the folder's lock. */
function removeDrafts(data: string): void {
  const beginning = `${basename(data)}.new-`;
  for (const name of readdirSync(dirname(data))) {
    if (name.startsWith(beginning)) rmSync(join(dirname(data), name), { recursive: true, force: true });
  }
}

/** Returns a template name that is different for each build of the database program. */
function templateName(program: NativeProgram): string {
  const { size, mtimeMs } = statSync(program.command);
  return `${program.kind}-${size}-${Math.trunc(mtimeMs)}`;
}

function keepTemplate(data: string, kept: string): void {
  const draft = `${kept}.new-${process.pid}`;
  mkdirSync(join(kept, '..'), { recursive: true, mode: 0o700 });
  cpSync(data, draft, { recursive: true });
  try {
    renameSync(draft, kept);
  } catch (error) {
    // Another process may have created the template in the meantime. Its template is just as good, so this draft is
    // deleted.
    if (!existsSync(kept)) throw error;
    rmSync(draft, { recursive: true, force: true });
  }
}
