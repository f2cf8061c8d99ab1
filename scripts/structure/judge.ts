/** Compares the measurements with the repository's limits. */
import type { Structure } from './measure.ts';

export const maxFilesInFolder = 15;
export const maxLines = 400;

/** Folders that gain a file with each change and are read by date or number. They have no limit. */
const grows = new Set(['db/migrations', 'docs/decisions']);

/**
 * Returns one sentence per exceeded limit. `tolerated` lists the files, folders and parents of cycles that are over a
 * limit and still have to be split. Entries that no longer exceed a limit are also reported, so the list can only
 * shrink.
 */
export function judgeStructure(
  { folders, lengths, cycles }: Structure,
  tolerated: ReadonlySet<string> = new Set(),
): string[] {
  const passed = [
    ...folders
      // The root is exempt because tools expect their files there.
      .filter(({ folder, files }) => files > maxFilesInFolder && folder !== '.' && !grows.has(folder))
      .map(({ folder, files }) => ({
        name: folder,
        says: `${files} files side by side, at most ${maxFilesInFolder}`,
      })),
    ...lengths
      .filter(({ lines }) => lines > maxLines)
      .map(({ file, lines }) => ({ name: file, says: `${lines} lines, at most ${maxLines}` })),
    ...cycles.map(({ parent, folders: among, edges }) => ({
      name: parent,
      says: [
        `${among.join(', ')} import each other in a circle`,
        ...edges.map(({ from, to, imports, example }) => `  ${from} → ${to} (${imports}): ${example}`),
      ].join('\n'),
    })),
  ];
  const names = new Set(passed.map(({ name }) => name));
  return [
    ...passed.filter(({ name }) => !tolerated.has(name)).map(({ name, says }) => `${name}: ${says}`),
    ...[...tolerated]
      .filter((name) => !names.has(name))
      .map((name) => `${name}: passes no limit; take it off the list in scripts/structure/run.ts`),
  ];
}
