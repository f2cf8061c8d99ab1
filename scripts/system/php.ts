/** Finds or brings the PHP that runs what docs/api.md recommends. */
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { hasApt, installPackages, isRoot, libraryPath, unpackPackages } from './debian-packages.ts';
import { findExecutable, isHidden } from './executables.ts';
import { CommandFailed, runCommand } from './run-command.ts';

export interface Php {
  executablePath: string;
  /** What comes before the arguments of whoever runs it. */
  args: string[];
  /** What its environment needs besides ours. */
  environment: Record<string, string>;
}

const packages = ['php-cli', 'php-curl'];

/** Only one with curl: the class of docs/api.md needs it. */
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

/** Nobody has run the packages' own set-up there: the extension is named by hand. */
async function unpacked(folder: string, log: (line: string) => void): Promise<Php | null> {
  const root = await unpackPackages(folder, packages, log);
  const named = (path: string, pattern: RegExp) =>
    // What is installed is not unpacked again: then a part is missing there, and this is no PHP that works.
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
 * Brings Laravel's own Encrypter, against which the envelope of licence keys is tried, where packages can be installed
 * for the whole machine. It is looked for at its place there, so nowhere else.
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
 * A PHP with curl: `PHP`, else of this machine, else the Debian package (installed as root, unpacked in `dataFolder`
 * otherwise). Null with none.
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
