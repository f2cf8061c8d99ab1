/**
 * `tsx scripts/build/server.ts`: bundles the server and the command line into dist/server and dist/cli. With
 * `--if-stale`, does nothing unless the sources have changed since the last build.
 */
import { cpSync, rmSync } from 'node:fs';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from 'esbuild';
import { isFresh } from './freshness.mjs';

const root = resolve(import.meta.dirname, '../..');

/** Entry points, keyed by output path without extension. */
const programs = {
  'server/main': 'src/server/main.ts',
  // This must be a separate file next to main.js and not become a chunk, because it finds other files by their location
  // relative to its own.
  'server/program': 'src/server/server.ts',
  'server/early-signals': 'src/server/platform/process/early-signals.ts',
  'cli/portal': 'src/cli/portal.ts',
};

/**
 * Bundles programs with everything they import, except the external packages listed below. Also copies the files that
 * the programs read at runtime. `outdir` must be inside the project, so that Sequelize and mysql2 can be found from
 * there.
 */
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
    // Sequelize loads its dialects by names that are computed at runtime, and mysql2 does the same with its character
    // sets, so a bundler can't include them. Vite serves the pages in development only and isn't installed in
    // production.
    external: ['sequelize', 'mysql2', 'vite'],
    sourcemap: true,
    sourcesContent: false,
    // Bundled CommonJS packages call `require`, which doesn't exist in ES modules.
    banner: {
      js: "import { createRequire as createRequireOfNode } from 'node:module'; const require = createRequireOfNode(import.meta.url);",
    },
    logLevel: 'warning',
  });
  // The portal displays this file as a page.
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
