/** Brings Debian and Ubuntu packages: installed as root, or unpacked in a folder of ours without being root. */
import { existsSync, mkdirSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { findExecutable, isHidden } from './executables.ts';
import { markProcess } from './processes.ts';
import { CommandFailed, runCommand } from './run-command.ts';

const environment = { ...process.env, DEBIAN_FRONTEND: 'noninteractive', LC_ALL: 'C' };
const installMs = 300_000;

/** Whether this machine installs its programs with apt. */
export const hasApt = (): boolean =>
  existsSync('/etc/debian_version') &&
  findExecutable(['apt-get']) !== null &&
  findExecutable(['dpkg']) !== null;

export const isRoot = (): boolean => process.getuid?.() === 0;

const waitForOthers = ['-o', 'DPkg::Lock::Timeout=120'];

/** Installs packages for the whole machine; the lists are refreshed only when the first try fails. */
export async function installPackages(names: readonly string[], log: (line: string) => void): Promise<void> {
  const install = async () => {
    const packages = await Promise.all(names.map((name) => newestPackage(name)));
    const command = ['install', '-y', '--no-install-recommends', ...waitForOthers, ...packages];
    await runCommand('apt-get', command, { environment, timeoutMs: installMs });
  };
  log(`installing the package ${names.join(', ')}`);
  try {
    await install();
  } catch (error) {
    if (!(error instanceof CommandFailed)) throw error;
    await runCommand('apt-get', ['update', ...waitForOthers], { environment, timeoutMs: installMs });
    await install();
  }
}

/** apt with lists and downloads in folders of our own, which needs no rights. */
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

/** The packages themselves, and what of all they depend on is not installed. */
async function missingPackages(apt: string[], names: readonly string[]): Promise<string[]> {
  const packages = await Promise.all(names.map((name) => newestPackage(name, apt)));
  const leaveOut = ['recommends', 'suggests', 'conflicts', 'breaks', 'replaces', 'enhances'].map(
    (kind) => `--no-${kind}`,
  );
  const tree = await runCommand('apt-cache', [...apt, 'depends', '--recurse', ...leaveOut, ...packages], {
    environment,
  });
  const installed = await installedPackages();
  // A name at the start of a line is a package of its own; indented lines repeat it as a dependency, <…> is virtual.
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

/** What a process that was ended in the middle left behind: hundreds of megabytes, perhaps. */
function removeAbandoned(folder: string): void {
  for (const name of existsSync(folder) ? readdirSync(folder) : []) {
    if (!name.startsWith(workPrefix)) continue;
    const owner = Number(name.slice(workPrefix.length));
    if (owner === process.pid || !markProcess(owner))
      rmSync(join(folder, name), { recursive: true, force: true });
  }
}

/**
 * Fetches packages with everything they need and unpacks them under `folder`, without rights; gives back the
 * root of the unpacked tree. It is there whole or not at all, and a later call finds it.
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
    // Another process may have been faster; its tree is as good.
    if (!existsSync(root)) renameSync(join(work, 'root'), root);
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
  return root;
}

/** The newest package with this name, or this name and a version behind a dash (as Ubuntu has them). */
async function newestPackage(name: string, apt: readonly string[] = []): Promise<string> {
  const found = await runCommand('apt-cache', [...apt, 'search', '--names-only', `^${name}(-[0-9.]+)?$`], {
    environment,
  });
  const names = found.split('\n').flatMap((line) => line.split(' ')[0] || []);
  if (names.length === 0 || names.includes(name)) return name;
  return names.sort((a, b) => a.localeCompare(b, 'en', { numeric: true })).at(-1) ?? name;
}

/** Every folder of shared libraries in an unpacked tree, for `LD_LIBRARY_PATH`. */
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
