/** Compares the measurements with the repository's limits. */
import type { Structure } from './measure.ts';

export const maxFilesInFolder = 15;
export const maxLines = 400;

/** Folders that gain a file with each change and are read by date or number. They have no limit. */
const grows = new Set(['db/migrations', 'docs/decisions']);

/** Returns one sentence for each limit that is exceeded. */
export function judgeStructure({ folders, lengths, cycles }: Structure): string[] {
  return [
    ...folders
      // The root is exempt because tools expect their files there.
      .filter(({ folder, files }) => files > maxFilesInFolder && folder !== '.' && !grows.has(folder))
      .map(({ folder, files }) => `${folder}: ${files} files in one folder, at most ${maxFilesInFolder}`),
    ...lengths
      .filter(({ lines }) => lines > maxLines)
      .map(({ file, lines }) => `${file}: ${lines} lines, at most ${maxLines}`),
    ...cycles.map(({ parent, folders: among, edges }) =>
      [
        `${parent}: ${among.join(', ')} import each other in a cycle`,
        ...edges.map(({ from, to, imports, example }) => `  ${from} → ${to} (${imports}): ${example}`),
      ].join('\n'),
    ),
  ];
}
