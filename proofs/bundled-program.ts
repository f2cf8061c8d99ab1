/**
 * Bundles the programs that proofs start in the same way as production code, so that they start within a second and run
 * at production speed.
 */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { bundle } from '#scripts/build/server.ts';

export interface BundledProgram {
  /** Entry point. Fork it without this process's Node options: the bundle needs no compilation. */
  path: string;
  /** Folder of the bundle, for files that the program expects next to it. */
  folder: string;
  remove(): void;
}

const dataFolder = fileURLToPath(new URL('../.data/', import.meta.url));

/** Bundles the program at `source`, a path relative to the project's root. */
export async function bundleProgram(name: string, source: string): Promise<BundledProgram> {
  mkdirSync(dataFolder, { recursive: true });
  // Inside the project, because Sequelize and the database driver aren't bundled.
  const folder = mkdtempSync(join(dataFolder, `${name}-`));
  await bundle(folder, { [name]: source });
  // A separate entry that only imports the bundle. Otherwise the bundled server would mistake itself for the main
  // program.
  const path = join(folder, 'start.mjs');
  writeFileSync(path, `import './${name}.js';\n`);
  return { path, folder, remove: () => rmSync(folder, { recursive: true, force: true }) };
}
