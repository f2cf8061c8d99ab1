/** Provides Debian and Ubuntu packages. As root, they are installed; without root, they are unpacked in a folder. */
import { existsSync, mkdirSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { findExecutable, isHidden } from './executables.ts';
import { markProcess } from './processes.ts';
import { CommandFailed, runCommand } from './run-command.ts';

const environment = { ...process.env, DEBIAN_FRONTEND: 'noninteractive', LC_ALL: 'C' };
const installMs = 300_000;

/** Returns true if apt-get and dpkg are available, as on Debian and its derivatives. */
export const hasApt = (): boolean =>
  existsSync('/etc/debian_version') &&
  findExecutable(['apt-get']) !== null &&
  findExecutable(['dpkg']) !== null;

export const isRoot = (): boolean => process.getuid?.() === 0;

const waitForOthers = ['-o', 'DPkg::Lock::Timeout=120'];

/** Installs packages system-wide. If the first attempt fails, refreshes the package lists and tries again. */
export async function installPackages(names: readonly string[], log: (line: string) => void): Promise<void> {
  const install = async () => {
    const packages = await Promise.all(names.map((name) => newestPackage(name)));
    const command = ['install', '-y', '--no-install-recommends', ...waitForOthers, ...packages];
    await runCommand('apt-get', command, { environment, timeoutMs: installMs });
  };
  log(`installing packages: ${names.join(', ')}`);
  try {
    await install();
  } catch (error) {
    if (!(error instanceof CommandFailed)) throw error;
    await runCommand('apt-get', ['update', ...waitForOthers], { environment, timeoutMs: installMs });
    await install();
  }
}

/** Returns options that make apt keep its lists and downloads in `folder`, so that it doesn't need root. */
function ownApt(folder: string): string[] {
  const lists = join(folder, 'lists');
  const cache = join(folder, 'cache');
  mkdirSync(join(lists, 'partial'), { recursive: true });
  mkdirSync(join(cache, 'archives', 'partial'), { recursive: true });
  const settings = [
    `Dir::State::Lists=${lists}`,
    `Dir::Cache=${cache}`,
    'Debug::NoLocking=1',
    'APT::Sandbox::User=',
  ];
  return settings.flatMap((setting) => ['-o', setting]);
}

async function installedPackages(): Promise<Set<string>> {
  if (isHidden('packages')) return new Set();
  // biome-ignore lint/suspicious/noTemplateCurlyInString: dpkg-query's own placeholders
  const list = await runCommand('dpkg-query', ['-W', '-f', '${db:Status-Abbrev}\t${Package}\n'], {
    environment,
  });
  const rows = list.split('\n').map((line) => line.split('\t'));
  return new Set(rows.flatMap(([status, name]) => (status?.startsWith('ii') && name ? [name] : [])));
}

/** Returns the given packages, and all of their dependencies that aren't installed. */
async function missingPackages(apt: string[], names: readonly string[]): Promise<string[]> {
  const packages = await Promise.all(names.map((name) => newestPackage(name, apt)));
  const leaveOut = ['recommends', 'suggests', 'conflicts', 'breaks', 'replaces', 'enhances'].map(
    (kind) => `--no-${kind}`,
  );
  const tree = await runCommand('apt-cache', [...apt, 'depends', '--recurse', ...leaveOut, ...packages], {
    environment,
  });
  const installed = await installedPackages();
  // Unindented lines are the names of packages. Indented lines list the dependencies of each package, which also appear
  // unindented. Names in <…> are virtual packages.
  const found = tree.split('\n').filter((line) => /^[a-z0-9]/.test(line) && !line.includes(':'));
  return [...new Set([...packages, ...found.filter((name) => !installed.has(name))])];
}

async function unpackInto(root: string, archives: string): Promise<void> {
  for (const file of readdirSync(archives)) {
    if (file.endsWith('.deb'))
      await runCommand('dpkg', ['-x', join(archives, file), root], { timeoutMs: installMs });
  }
}

const workPrefix = '.unpacking-';

/** Deletes the work folders of processes that were killed. Each can take up hundreds of megabytes. */
function removeAbandoned(folder: string): void {
  for (const name of existsSync(folder) ? readdirSync(folder) : []) {
    if (!name.startsWith(workPrefix)) continue;
    const owner = Number(name.slice(workPrefix.length));
    if (owner === process.pid || !markProcess(owner))
      rmSync(join(folder, name), { recursive: true, force: true });
  }
}

/**
 * Downloads packages and their missing dependencies and unpacks them under `folder`, without root. Returns the root of
 * the unpacked tree. The tree is complete as soon as it exists, and later calls reuse it.
 */
export async function unpackPackages(
  folder: string,
  names: readonly string[],
  log: (line: string) => void,
): Promise<string> {
  const root = join(folder, names[0] ?? 'packages');
  if (existsSync(root)) return root;
  removeAbandoned(folder);
  const work = join(folder, `${workPrefix}${process.pid}`);
  mkdirSync(join(work, 'root'), { recursive: true });
  mkdirSync(join(work, 'archives'), { recursive: true });
  try {
    const apt = ownApt(join(work, 'apt'));
    log(`fetching the package ${names[0]} (without root it stays under ${folder})`);
    await runCommand('apt-get', [...apt, 'update'], { environment, timeoutMs: installMs });
    const missing = await missingPackages(apt, names);
    await runCommand('apt-get', [...apt, 'download', ...missing], {
      environment,
      cwd: join(work, 'archives'),
      timeoutMs: installMs,
    });
    log(`unpacking ${missing.length} packages`);
    await unpackInto(join(work, 'root'), join(work, 'archives'));
    // Another process may have unpacked the same packages in the meantime. Its tree is just as good.
    if (!existsSync(root)) renameSync(join(work, 'root'), root);
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
  return root;
}

/**
 * Returns the package with exactly this name. If there is none, returns the newest one whose name continues with a dash
 * and a version, as on Ubuntu.
 */
async function newestPackage(name: string, apt: readonly string[] = []): Promise<string> {
  const found = await runCommand('apt-cache', [...apt, 'search', '--names-only', `^${name}(-[0-9.]+)?$`], {
    environment,
  });
  const names = found.split('\n').flatMap((line) => line.split(' ')[0] || []);
  if (names.length === 0 || names.includes(name)) return name;
  return names.sort((a, b) => a.localeCompare(b, 'en', { numeric: true })).at(-1) ?? name;
}

/** Returns the folders with shared libraries in an unpacked tree, in the format of `LD_LIBRARY_PATH`. */
export function libraryPath(root: string): string {
  const folders: string[] = [];
  const visit = (folder: string, depth: number): void => {
    const entries = existsSync(folder) ? readdirSync(folder, { withFileTypes: true }) : [];
    if (entries.some((entry) => !entry.isDirectory() && /\.so(\.|$)/.test(entry.name))) folders.push(folder);
    if (depth === 0) return;
    for (const entry of entries) if (entry.isDirectory()) visit(join(folder, entry.name), depth - 1);
  };
  for (const folder of ['usr/lib', 'lib']) visit(join(root, folder), 2);
  return folders.join(':');
}
