/**
 * Bundles the programs that proofs start, in the same way as production code. They then start within a second and run
 * as fast as in production.
 */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { bundle } from '#scripts/build/server.ts';

export interface BundledProgram {
  /**
   * Path of the entry point. Fork it without this process's Node options, because the bundle doesn't need to be
   * compiled.
   */
  path: string;
  /** Folder that contains the bundle. Files that the program expects next to it must be copied here. */
  folder: string;
  remove(): void;
}

const dataFolder = fileURLToPath(new URL('../.data/', import.meta.url));

/** Bundles the program whose source is at `source`, a path relative to the project's root. */
export async function bundleProgram(name: string, source: string): Promise<BundledProgram> {
  mkdirSync(dataFolder, { recursive: true });
  // The bundle must be inside the project, because it imports Sequelize and the database driver from there.
  const folder = mkdtempSync(join(dataFolder, `${name}-`));
  await bundle(folder, { [name]: source });
  // The entry point is a separate file that only imports the bundle. If the bundle were the entry point, the server
  // code in it would assume that it was started directly.
  const path = join(folder, 'start.mjs');
  writeFileSync(path, `import './${name}.js';\n`);
  return { path, folder, remove: () => rmSync(folder, { recursive: true, force: true }) };
}
