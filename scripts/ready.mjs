/**
 * Prepares a bare clone to run TypeScript: checks Node's version and installs the dependencies. Uses only Node's
 * built-in modules until they are installed.
 */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const project = fileURLToPath(new URL('..', import.meta.url));
const oldest = [20, 19];

/**
 * Returns an error message if this Node version is too old; otherwise null.
 * @param {string} version as in `process.versions.node`
 * @returns {string | null}
 */
export function nodeProblem(version) {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  const [oldestMajor = 0, oldestMinor = 0] = oldest;
  if (major > oldestMajor || (major === oldestMajor && minor >= oldestMinor)) return null;
  return `Node ${oldest.join('.')} or newer is required, but this is Node ${version}. See https://nodejs.org.`;
}

/** @param {string} folder */
const stampOf = (folder) => join(folder, 'node_modules', '.installed-for');

/**
 * Hashes what the installed dependencies depend on: the lockfile and the platform of their binaries.
 * @param {string} folder
 */
function fingerprint(folder) {
  const lockfile = readFileSync(join(folder, 'package-lock.json'));
  return createHash('sha256').update(lockfile).update(`${process.platform}-${process.arch}`).digest('hex');
}

/**
 * @param {string} path
 * @returns {Record<string, { version?: string, integrity?: string, optional?: boolean }>}
 */
const packagesIn = (path) => JSON.parse(readFileSync(path, 'utf8')).packages ?? {};

/**
 * Checks whether npm's own record of the last install matches the lockfile, as it does after a manual `npm install`.
 * Optional packages may be missing because they are for other platforms.
 * @param {string} folder
 */
function installedByHand(folder) {
  const noted = join(folder, 'node_modules', '.package-lock.json');
  if (!existsSync(noted)) return false;
  const installed = packagesIn(noted);
  return Object.entries(packagesIn(join(folder, 'package-lock.json'))).every(([path, wanted]) => {
    const found = installed[path];
    if (path === '' || (!found && wanted.optional)) return true;
    return found?.version === wanted.version && found?.integrity === wanted.integrity;
  });
}

/**
 * Checks whether `npm ci` has to run because nothing is installed or the lockfile has changed.
 * @param {string} folder of package-lock.json
 */
export function needsInstall(folder) {
  const stamp = stampOf(folder);
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === fingerprint(folder)) return false;
  return !installedByHand(folder);
}

/**
 * Runs `install` if needed, and records the lockfile it succeeded for. An interrupted install leaves no record, so the
 * next start repeats it.
 * @param {string} folder
 * @param {(folder: string) => void} install throws when it fails
 * @returns {boolean} whether it ran
 */
export function ensureInstalled(folder, install) {
  if (!needsInstall(folder)) return false;
  rmSync(stampOf(folder), { force: true });
  install(folder);
  mkdirSync(join(folder, 'node_modules'), { recursive: true });
  writeFileSync(stampOf(folder), fingerprint(folder));
  return true;
}

/** @param {string} folder */
function npmCi(folder) {
  console.error('Installing the dependencies (npm ci)…');
  // If npm started this process, use the same npm, because it fits this version of Node.
  const npm = process.env.npm_execpath;
  const [command, before] = npm?.endsWith('.js') ? [process.execPath, [npm]] : ['npm', []];
  // Sends npm's output to stderr, because stdout is for the caller's results.
  const run = spawnSync(command, [...before, 'ci', '--no-audit', '--no-fund', '--loglevel=error'], {
    cwd: folder,
    stdio: ['ignore', 2, 2],
  });
  if (run.error) throw new Error(`npm could not be started: ${run.error.message}`);
  if (run.status !== 0) throw new Error('`npm ci` failed; see its output above.');
}

/**
 * Checks Node's version, installs missing dependencies and enables this process to load TypeScript. Exits if that
 * fails.
 */
export async function makeReady() {
  const problem = nodeProblem(process.versions.node);
  if (problem) {
    console.error(problem);
    process.exit(1);
  }
  process.chdir(project);
  try {
    ensureInstalled(project, npmCi);
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    process.exit(1);
  }
  const { register } = await import('tsx/esm/api');
  register();
}
