/**
 * Builds the client into dist/client and compresses its files. Builds the server-side renderer into dist/render. With
 * `--if-stale`, does nothing unless the sources have changed since the last build.
 */
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { deliveryOf } from './delivery.ts';
import { isFresh } from './freshness.mjs';
import { precompress } from './precompress.ts';

const root = resolve(import.meta.dirname, '../..');
const output = resolve(root, 'dist/client');
/** This file is written last. If it's missing, the build didn't finish. */
const lastWritten = resolve(output, 'delivery.json');
const sources = ['src/client', 'src/shared', 'scripts/build', 'vite.config.ts', 'package-lock.json'];

const isCurrent = isFresh(
  lastWritten,
  sources.map((source) => resolve(root, source)),
);

if (!(process.argv.includes('--if-stale') && isCurrent)) {
  // The process that starts the build may be a test. Its NODE_ENV would make the bundle include React's development
  // build.
  process.env.NODE_ENV = 'production';
  const { build } = await import('vite');
  const settings = { root: resolve(root, 'src/client'), configFile: resolve(root, 'vite.config.ts') };
  await build({ ...settings, logLevel: 'warn' });
  await build({ ...settings, logLevel: 'warn', build: { ssr: 'render/render.tsx' } });
  await precompress(output);
  const read = (name: string) => readFileSync(resolve(output, name), 'utf8');
  const delivery = deliveryOf(JSON.parse(read('.vite/manifest.json')), read('index.html'));
  writeFileSync(lastWritten, JSON.stringify(delivery));
  rmSync(resolve(output, '.vite'), { recursive: true });
}
