/** Judges what was measured by the limits of the repository. */
import type { Structure } from './measure.ts';

export const maxFilesInFolder = 15;
export const maxLines = 400;

/** Folders that grow by a file for each change, and are read by date or number. */
const grows = new Set(['db/migrations', 'docs/decisions']);

/**
 * One sentence for each limit that is passed. `tolerated` names files, folders and parents of cycles that pass one and
 * are still to be split; a name that passes none any longer is a sentence too, so the list can only shrink.
 */
export function judgeStructure(
  { folders, lengths, cycles }: Structure,
  tolerated: ReadonlySet<string> = new Set(),
): string[] {
  const passed = [
    ...folders
      // The root holds the files that tools look for there.
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
