/** Programs that proofs start, compiled as for production: they are there in a second, and run as fast as the product. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { bundle } from '#scripts/build/server.ts';

export interface BundledProgram {
  /** To be forked without any of this process's options: nothing has to be compiled any more. */
  path: string;
  /** What is put beside it. */
  folder: string;
  remove(): void;
}

const dataFolder = fileURLToPath(new URL('../.data/', import.meta.url));

/** `source`: its path from the project's folder. */
export async function bundleProgram(name: string, source: string): Promise<BundledProgram> {
  mkdirSync(dataFolder, { recursive: true });
  // Inside the project, for Sequelize and the driver are not bundled.
  const folder = mkdtempSync(join(dataFolder, `${name}-`));
  await bundle(folder, { [name]: source });
  // A program that imports the other only, so that the server in it does not take itself for the program.
  const path = join(folder, 'start.mjs');
  writeFileSync(path, `import './${name}.js';\n`);
  return { path, folder, remove: () => rmSync(folder, { recursive: true, force: true }) };
}
