/**
 * Bundles the server and the command line: `tsx scripts/build/server.ts` into dist/server and dist/cli; with
 * `--if-stale` only when their sources have changed since.
 */
import { cpSync, rmSync } from 'node:fs';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from 'esbuild';
import { isFresh } from './freshness.mjs';

const root = resolve(import.meta.dirname, '../..');

/** Where the output goes, and from what it is made. */
const programs = {
  'server/main': 'src/server/main.ts',
  // A file of its own beside main.js, not a chunk: it looks for the files that lie next to it.
  'server/program': 'src/server/server.ts',
  'server/early-signals': 'src/server/platform/process/early-signals.ts',
  'cli/portal': 'src/cli/portal.ts',
};

/** Bundles programs with everything they import, and lays what they read beside them. `outdir` is inside the project: Sequelize and mysql2 are found from there. */
export async function bundle(
  outdir: string,
  entryPoints: Readonly<Record<string, string>> = programs,
): Promise<void> {
  await build({
    absWorkingDir: root,
    entryPoints: { ...entryPoints },
    outdir,
    chunkNames: 'chunks/[name]-[hash]',
    bundle: true,
    splitting: true,
    format: 'esm',
    platform: 'node',
    target: 'node20.19',
    // Sequelize loads its dialect, and mysql2 its character sets, by names made while running.
    // Vite serves the pages while developing, and is not installed in production.
    external: ['sequelize', 'mysql2', 'vite'],
    sourcemap: true,
    sourcesContent: false,
    // Bundled packages of the older kind call `require`, which a module does not have.
    banner: {
      js: "import { createRequire as createRequireOfNode } from 'node:module'; const require = createRequireOfNode(import.meta.url);",
    },
    logLevel: 'warning',
  });
  // The portal shows it as a page.
  cpSync(resolve(root, 'docs/api.md'), resolve(outdir, 'docs/api.md'));
}

const sources = ['docs/api.md', 'src/server', 'src/cli', 'src/shared', 'db', 'package-lock.json'];
const isCurrent = () =>
  Object.keys(programs).every((name) =>
    isFresh(
      resolve(root, 'dist', `${name}.js`),
      sources.map((source) => resolve(root, source)),
    ),
  );

const isCalled = process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href;
if (isCalled && !(process.argv.includes('--if-stale') && isCurrent())) {
  for (const folder of ['server', 'cli', 'chunks', 'docs']) {
    rmSync(resolve(root, 'dist', folder), { recursive: true, force: true });
  }
  await bundle(resolve(root, 'dist'));
}
