/**
 * The "structure" part of `npm run check`. Prints the folders with the most files, the longest files, and the import
 * cycles between folders. Fails if a limit is exceeded. `--all` prints every folder and file.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { judgeStructure } from './judge.ts';
import { type AllowedImport, measureStructure } from './measure.ts';

const root = resolve(import.meta.dirname, '../..');

/** The only import from the server that the client may contain: the type of the server's router. */
const allowed: AllowedImport[] = [{ from: 'src/client/api/trpc.ts', to: 'src/server/router.ts' }];

/** Returns the files that git tracks and the new ones that it doesn't ignore, without those that have been deleted. */
function trackedFiles(): string[] {
  const git = spawnSync('git', ['ls-files', '--cached', '--others', '--exclude-standard', '-z'], {
    cwd: root,
    encoding: 'utf8',
    maxBuffer: 16 * 1024 * 1024,
  });
  if (git.status !== 0) throw new Error(`git could not list the files: ${git.error?.message ?? git.stderr}`);
  return [...new Set(git.stdout.split('\0'))].filter((file) => file !== '' && existsSync(join(root, file)));
}

const { imports: aliases } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
  imports: Record<string, string>;
};
const structure = measureStructure(root, trackedFiles(), aliases, allowed);
const shown = process.argv.includes('--all') ? Number.POSITIVE_INFINITY : 10;
console.log('Files per folder:');
for (const { folder, files } of structure.folders.slice(0, shown))
  console.log(`${files}`.padStart(6), folder);
console.log('Lines:');
for (const { file, lines } of structure.lengths.slice(0, shown)) console.log(`${lines}`.padStart(6), file);
const problems = judgeStructure(structure);
for (const line of problems) console.error(line);
console.log(
  `${structure.lengths.length} files in ${structure.folders.length} folders, ${structure.cycles.length} cycles, ${problems.length} limits exceeded`,
);
process.exitCode = problems.length === 0 ? 0 : 1;
