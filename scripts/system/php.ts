/** Finds or installs the PHP that runs the code recommended in docs/api.md. */
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { hasApt, installPackages, isRoot, libraryPath, unpackPackages } from './debian-packages.ts';
import { findExecutable, isHidden } from './executables.ts';
import { CommandFailed, runCommand } from './run-command.ts';

export interface Php {
  executablePath: string;
  /** Arguments that must come before the caller's own arguments. */
  args: string[];
  /** Environment variables that PHP needs in addition to those of this process. */
  environment: Record<string, string>;
}

const packages = ['php-cli', 'php-curl'];

/** Checks whether PHP runs and has the curl extension, which the class in docs/api.md needs. */
async function works({ executablePath, args, environment }: Php): Promise<boolean> {
  try {
    const asked = await runCommand(executablePath, [...args, '-m'], {
      environment: { ...process.env, ...environment },
      timeoutMs: 30_000,
    });
    return asked.split('\n').includes('curl');
  } catch (error) {
    if (error instanceof CommandFailed) return false;
    throw error;
  }
}

async function onThisMachine(): Promise<Php | null> {
  const executablePath = isHidden('php') ? null : (process.env.PHP ?? findExecutable(['php']));
  if (!executablePath) return null;
  const php = { executablePath, args: [], environment: {} };
  return (await works(php)) ? php : null;
}

/**
 * Unpacks PHP without root. This doesn't run the packages' setup scripts, so the curl extension has to be loaded by
 * arguments.
 */
async function unpacked(folder: string, log: (line: string) => void): Promise<Php | null> {
  const root = await unpackPackages(folder, packages, log);
  const named = (path: string, pattern: RegExp) =>
    // Packages that are already installed on this machine aren't unpacked. Parts of PHP may therefore be missing here,
    // in which case the check below fails.
    (existsSync(join(root, path)) ? readdirSync(join(root, path)) : []).find((name) => pattern.test(name)) ??
    '';
  const php = {
    executablePath: join(root, 'usr/bin', named('usr/bin', /^php\d[\d.]*$/)),
    args: [
      ...['-n', '-d', `extension_dir=${join(root, 'usr/lib/php', named('usr/lib/php', /^\d{8}$/))}`],
      ...['-d', 'extension=curl'],
    ],
    environment: { LD_LIBRARY_PATH: libraryPath(root) },
  };
  return (await works(php)) ? php : null;
}

const encrypter = { name: 'php-illuminate-encryption', file: '/usr/share/php/Illuminate/Encryption' };

/**
 * Installs Laravel's Encrypter, if packages can be installed system-wide. Tests compare it with the portal's own
 * encryption of licence keys. They look for it only in the folder in which the package is installed.
 */
export async function bringLaravelEncrypter(log: (line: string) => void): Promise<void> {
  if (existsSync(encrypter.file) || !hasApt() || !isRoot() || isHidden('php')) return;
  try {
    await installPackages([encrypter.name], log);
  } catch (error) {
    if (!(error instanceof CommandFailed)) throw error;
    log(`no package ${encrypter.name}: ${error.message}`);
  }
}

/**
 * Finds a PHP with curl, in this order: the one given in `PHP`, one that is installed on this machine, the Debian
 * package. The package is installed if this process runs as root, and otherwise unpacked in `dataFolder`. Returns null
 * if none of these is possible.
 */
export async function findPhp(dataFolder: string, log: (line: string) => void): Promise<Php | null> {
  const found = await onThisMachine();
  if (found || !hasApt()) return found;
  const folder = join(dataFolder, 'packages');
  try {
    if (isRoot() && !isHidden('php') && !existsSync(join(folder, packages[0] ?? ''))) {
      await installPackages(packages, log);
      return await onThisMachine();
    }
    return await unpacked(folder, log);
  } catch (error) {
    if (!(error instanceof CommandFailed)) throw error;
    log(`no PHP package: ${error.message}`);
    return null;
  }
}
