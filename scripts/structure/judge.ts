/** Compares the measurements of the repository with its limits. */
import type { Structure } from './measure.ts';

export const maxFilesInFolder = 15;
export const maxLines = 400;
/** The formatter wraps code, but not comments. */
export const maxCommentColumns = 120;

/** Folders to which many changes add a file, and in which files are looked up by date or number. They have no limit. */
const grows = new Set(['db/migrations', 'docs/decisions']);

/** Returns one sentence for each exceeded limit. */
export function judgeStructure({ folders, lengths, comments, cycles }: Structure): string[] {
  return [
    ...folders
      // The root folder is exempt, because tools expect their configuration files there.
      .filter(({ folder, files }) => files > maxFilesInFolder && folder !== '.' && !grows.has(folder))
      .map(({ folder, files }) => `${folder}: ${files} files in one folder, at most ${maxFilesInFolder}`),
    ...lengths
      .filter(({ lines }) => lines > maxLines)
      .map(({ file, lines }) => `${file}: ${lines} lines, at most ${maxLines}`),
    ...comments
      .filter(({ columns }) => columns > maxCommentColumns)
      .map(
        ({ file, line, columns }) =>
          `${file}:${line}: a comment of ${columns} columns, at most ${maxCommentColumns}`,
      ),
    ...cycles.map(({ parent, folders: among, edges }) =>
      [
        `${parent}: ${among.join(', ')} import each other in a cycle`,
        ...edges.map(({ from, to, imports, example }) => `  ${from} → ${to} (${imports}): ${example}`),
      ].join('\n'),
    ),
  ];
}
