/**
 * `npm run portal -- <command>`: runs the command line. It uses the build if that is up to date, and the sources
 * otherwise. If the first argument is `--demo` (`npm run demo:portal -- <command>`), it uses the demo's settings.
 */
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { isFresh } from './build/freshness.mjs';
import { loadDemoSettings, loadEnvFile } from './env-file.mjs';

const root = resolve(import.meta.dirname, '..');
const built = resolve(root, 'dist/cli/portal.js');
const sources = ['src/cli', 'src/server', 'src/shared', 'db'].map((folder) => resolve(root, folder));

const isDemo = process.argv[2] === '--demo';
if (isDemo) process.argv.splice(2, 1);

/** @returns {string | null} why there are no settings */
function loadSettings() {
  try {
    if (!isDemo) loadEnvFile();
    else if (!loadDemoSettings())
      return 'No demo was found. Start one with `npm run demo` and keep it running.';
    return null;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

const refused = loadSettings();
if (refused !== null) {
  console.error(refused);
  if (process.argv.includes('--json')) console.log(JSON.stringify({ refused }));
  process.exitCode = 1;
} else if (isFresh(built, sources)) {
  process.setSourceMapsEnabled(true);
  await import(pathToFileURL(built).href);
} else {
  const { register } = await import('tsx/esm/api');
  register();
  await import('#cli/portal.ts');
}
