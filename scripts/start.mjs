/** `npm start`: runs what `npm run build` built, with settings from the environment and `.env`. */
import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';

// This file is loaded first. A container's first process ignores signals for which it has no handler, so the handlers
// must be added as early as possible.
const early = resolve(import.meta.dirname, '../dist/server/early-signals.js');
if (existsSync(early)) (await import(pathToFileURL(early).href)).listenForSignals();
const { loadEnvFile } = await import('./env-file.mjs');
const { readUsage } = await import('./usage.mjs');

readUsage({
  command: 'npm start',
  does: 'Runs the portal as built by `npm run build`, with settings from the environment and .env. .env.example lists them.',
});

const main = resolve(import.meta.dirname, '../dist/server/main.js');
if (existsSync(main)) {
  process.env.NODE_ENV = 'production';
  try {
    loadEnvFile();
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    process.exit(1);
  }
  process.setSourceMapsEnabled(true);
  await import(pathToFileURL(main).href);
} else {
  console.error('The portal has not been built yet. Run "npm run build" first.');
  process.exitCode = 1;
}
