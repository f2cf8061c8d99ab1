/** Settings out of files, into the environment. */
import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { parseEnv } from 'node:util';

/** Loads `.env` of the project folder, if there is one. Variables that exist already win. */
export function loadEnvFile() {
  const file = resolve(import.meta.dirname, '../.env');
  if (existsSync(file)) process.loadEnvFile(file);
}

/**
 * Loads what the demo was started with last; those settings win, for they belong together.
 * @returns {boolean} whether there is such a demo
 */
export function loadDemoSettings() {
  const file = resolve(import.meta.dirname, '../.data/demo.env');
  if (!existsSync(file)) return false;
  Object.assign(process.env, parseEnv(readFileSync(file, 'utf8')));
  return true;
}
