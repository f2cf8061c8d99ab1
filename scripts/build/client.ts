/** Builds the browser's part into dist/client; with `--if-stale` only when its sources have changed since. */
import { resolve } from 'node:path';
import { isFresh } from './freshness.mjs';

const root = resolve(import.meta.dirname, '../..');
const sources = ['src/client', 'src/shared', 'vite.config.ts', 'package-lock.json'];

const isCurrent = isFresh(
  resolve(root, 'dist/client/index.html'),
  sources.map((source) => resolve(root, source)),
);

if (!(process.argv.includes('--if-stale') && isCurrent)) {
  // Whoever calls may be a test: its NODE_ENV would put React's development build into the pages.
  process.env.NODE_ENV = 'production';
  const { build } = await import('vite');
  await build({
    root: resolve(root, 'src/client'),
    configFile: resolve(root, 'vite.config.ts'),
    logLevel: 'warn',
  });
}
