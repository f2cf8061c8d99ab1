/**
 * Makes a bare clone able to run TypeScript: checks the version of Node and installs the dependencies. Until they are
 * installed, it can use only Node's built-in modules.
 */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const project = fileURLToPath(new URL('..', import.meta.url));
const oldest = [20, 19];

/**
 * Returns an error message if this version of Node is too old; null if it is new enough.
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
 * Returns a hash of everything that determines the installed dependencies: the lockfile, and the platform for which
 * binaries are installed.
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
 * Checks whether the record that npm wrote during the last install matches the lockfile. It does after a manual `npm
 * install`. Optional packages may be missing, because they may be for other platforms.
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
 * Checks whether `npm ci` has to run, either because nothing is installed or because the lockfile has changed.
 * @param {string} folder of package-lock.json
 */
export function needsInstall(folder) {
  const stamp = stampOf(folder);
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === fingerprint(folder)) return false;
  return !installedByHand(folder);
}

/**
 * Runs `install` if it is needed. If it succeeds, records the lockfile for which it was run. If it is interrupted,
 * nothing is recorded, so the next start repeats it.
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
  // If this process was started by npm, the same npm is used, because it is known to work with this version of Node.
  const npm = process.env.npm_execpath;
  const [command, before] = npm?.endsWith('.js') ? [process.execPath, [npm]] : ['npm', []];
  // npm's output goes to stderr, because stdout is reserved for the results of the command.
  const run = spawnSync(command, [...before, 'ci', '--no-audit', '--no-fund', '--loglevel=error'], {
    cwd: folder,
    stdio: ['ignore', 2, 2],
  });
  if (run.error) throw new Error(`npm could not be started: ${run.error.message}`);
  if (run.status !== 0) throw new Error('`npm ci` failed; see its output above.');
}

/**
 * Checks the version of Node, installs missing dependencies, and makes this process able to load TypeScript. Ends the
 * process if any of this fails.
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
