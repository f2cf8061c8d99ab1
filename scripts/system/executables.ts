/** Finds programs on this machine. */
import { accessSync, constants, statSync } from 'node:fs';
import { delimiter, join } from 'node:path';

/**
 * Folders in which programs are looked for in addition to PATH. Server programs are often in folders that aren't on a
 * regular user's PATH. Homebrew and MySQL's own packages also use other folders.
 */
const usualFolders = [
  '/usr/local/sbin',
  '/usr/sbin',
  '/sbin',
  '/usr/local/bin',
  '/usr/bin',
  '/bin',
  '/usr/libexec',
  '/usr/local/libexec',
  '/opt/homebrew/bin',
  '/opt/homebrew/opt/mariadb/bin',
  '/opt/homebrew/opt/mysql/bin',
  '/usr/local/opt/mariadb/bin',
  '/usr/local/opt/mysql/bin',
  '/usr/local/mysql/bin',
];

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return statSync(path).isFile();
  } catch {
    return false;
  }
}

/**
 * Returns the first of the named programs that is found on PATH or in the usual folders; null if none is. Earlier names
 * take precedence.
 */
export function findExecutable(names: readonly string[], environment = process.env): string | null {
  const folders = [
    ...(environment.PATH ?? '').split(delimiter).filter((folder) => folder !== ''),
    ...usualFolders,
  ];
  for (const name of names) {
    for (const folder of folders) {
      const path = join(folder, name);
      if (isExecutable(path)) return path;
    }
  }
  return null;
}

/**
 * Programs that are looked for on this machine. To test the fallbacks,
 * `PORTAL_WITHOUT=mariadb,docker,chromium,playwright,php,spamd,packages` makes them count as missing. `packages` makes
 * every Debian package count as not installed.
 */
export type SystemProgram = 'mariadb' | 'docker' | 'chromium' | 'playwright' | 'php' | 'spamd' | 'packages';

export function isHidden(program: SystemProgram, environment = process.env): boolean {
  return (environment.PORTAL_WITHOUT ?? '').split(',').includes(program);
}
