/** Makes a bare clone ready to run TypeScript: checks Node, installs the dependencies. Nothing but Node in here. */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const project = fileURLToPath(new URL('..', import.meta.url));
const oldest = [20, 19];

/**
 * The sentence to say when this Node is too old; null when it will do.
 * @param {string} version as in `process.versions.node`
 * @returns {string | null}
 */
export function nodeProblem(version) {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  const [oldestMajor = 0, oldestMinor = 0] = oldest;
  if (major > oldestMajor || (major === oldestMajor && minor >= oldestMinor)) return null;
  return `This needs Node ${oldest.join('.')} or newer, and this is Node ${version}: see https://nodejs.org.`;
}

/** @param {string} folder */
const stampOf = (folder) => join(folder, 'node_modules', '.installed-for');

/**
 * What the installed dependencies depend on: the lockfile, and the platform their binaries are for.
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
 * Whether npm itself noted, at the end of an install, exactly what the lockfile asks for: somebody ran
 * `npm install`. Optional packages may be missing: they are for other platforms.
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
 * Whether `npm ci` has to run: nothing is installed, or for another lockfile.
 * @param {string} folder of package-lock.json
 */
export function needsInstall(folder) {
  const stamp = stampOf(folder);
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === fingerprint(folder)) return false;
  return !installedByHand(folder);
}

/**
 * Runs `install` when it is needed, and remembers for which lockfile it succeeded. An install that was cut off
 * leaves no note, so the next start does it again.
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
  // npm's own file when npm started us: it then is the npm that fits this Node.
  const npm = process.env.npm_execpath;
  const [command, before] = npm?.endsWith('.js') ? [process.execPath, [npm]] : ['npm', []];
  // Standard output is for the results of whoever called us.
  const run = spawnSync(command, [...before, 'ci', '--no-audit', '--no-fund', '--loglevel=error'], {
    cwd: folder,
    stdio: ['ignore', 2, 2],
  });
  if (run.error) throw new Error(`npm could not be started: ${run.error.message}`);
  if (run.status !== 0) throw new Error('`npm ci` failed; what it said is above.');
}

/** Checks Node, installs what is missing, and teaches this process to load TypeScript. Ends it when it cannot. */
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
