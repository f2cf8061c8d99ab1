/** Bundles the server and the command line into dist/server and dist/cli. */
import { rmSync } from 'node:fs';
import { resolve } from 'node:path';
import { build } from 'esbuild';

const root = resolve(import.meta.dirname, '../..');
for (const folder of ['server', 'cli', 'chunks'])
  rmSync(resolve(root, 'dist', folder), { recursive: true, force: true });

await build({
  absWorkingDir: root,
  entryPoints: { 'server/main': 'src/server/main.ts', 'cli/portal': 'src/cli/portal.ts' },
  outdir: 'dist',
  chunkNames: 'chunks/[name]-[hash]',
  bundle: true,
  splitting: true,
  format: 'esm',
  platform: 'node',
  target: 'node20.19',
  // Sequelize loads its dialect, and mysql2 its character sets, by names that are made while running.
  external: ['sequelize', 'mysql2'],
  sourcemap: true,
  sourcesContent: false,
  // Bundled packages of the older kind call `require`, which a module does not have.
  banner: {
    js: "import { createRequire as createRequireOfNode } from 'node:module'; const require = createRequireOfNode(import.meta.url);",
  },
  logLevel: 'warning',
});
