/** Loads `.env` of the project folder, if there is one. Variables that exist already win. */
import { existsSync } from 'node:fs';
import { resolve } from 'node:path';

export function loadEnvFile() {
  const file = resolve(import.meta.dirname, '../.env');
  if (existsSync(file)) process.loadEnvFile(file);
}
