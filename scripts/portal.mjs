/** `npm run portal -- <command>`: the built command line where it is up to date, else its sources. */
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { isFresh } from './build/freshness.mjs';
import { loadEnvFile } from './env-file.mjs';

const root = resolve(import.meta.dirname, '..');
const built = resolve(root, 'dist/cli/portal.js');
const sources = ['src/cli', 'src/server', 'src/shared', 'db'].map((folder) => resolve(root, folder));

loadEnvFile();
if (isFresh(built, sources)) {
  process.setSourceMapsEnabled(true);
  await import(pathToFileURL(built).href);
} else {
  const { register } = await import('tsx/esm/api');
  register();
  await import('../src/cli/portal.ts');
}
