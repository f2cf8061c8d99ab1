/** Finds the PHP that runs the code recommended in docs/api.md, or installs one. */
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { hasApt, installPackages, isRoot, libraryPath, unpackPackages } from './debian-packages.ts';
import { findExecutable, isHidden } from './executables.ts';
import { CommandFailed, runCommand } from './run-command.ts';

export interface Php {
  executablePath: string;
  /** Arguments that must precede the caller's. */
  args: string[];
  /** Environment variables PHP needs in addition to this process's own. */
  environment: Record<string, string>;
}

const packages = ['php-cli', 'php-curl'];

/** Checks that PHP runs and has curl, which the class in docs/api.md needs. */
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

/** Unpacks PHP without root. The packages' setup scripts don't run, so the curl extension is loaded explicitly. */
async function unpacked(folder: string, log: (line: string) => void): Promise<Php | null> {
  const root = await unpackPackages(folder, packages, log);
  const named = (path: string, pattern: RegExp) =>
    // Packages that are installed on this machine aren't unpacked, so parts may be missing here. PHP then fails the
    // check below.
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
 * Installs Laravel's own Encrypter if packages can be installed system-wide. The tests compare it with the portal's
 * encryption of licence keys, and look for it only in its installed location.
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
 * Finds a PHP with curl: `PHP`, else one on this machine, else the Debian package (installed as root, otherwise
 * unpacked in `dataFolder`). Returns null if there is none.
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
