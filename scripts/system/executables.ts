/** Looks for programs on this machine. */
import { accessSync, constants, statSync } from 'node:fs';
import { delimiter, join } from 'node:path';

/** Where servers live that are not on an ordinary user's PATH, and where Homebrew and MySQL's own packages put them. */
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

/** The first of these programs that is on PATH or in one of the usual folders; the order of `names` decides. */
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
 * What may be looked for on this machine. `PORTAL_WITHOUT=mariadb,docker,chromium,playwright,php,packages` hides it,
 * to try the other ways; without `packages` it is as if no Debian package were installed.
 */
export type SystemProgram = 'mariadb' | 'docker' | 'chromium' | 'playwright' | 'php' | 'packages';

export function isHidden(program: SystemProgram, environment = process.env): boolean {
  return (environment.PORTAL_WITHOUT ?? '').split(',').includes(program);
}
