/** Whether something built is as new as what it was built from. */
import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';

/**
 * The latest change of a file, or of any file in a folder, in milliseconds; 0 where there is none.
 * @param {string} path
 * @returns {number}
 */
function lastChange(path) {
  const stats = statSync(path, { throwIfNoEntry: false });
  if (!stats) return 0;
  if (!stats.isDirectory()) return stats.mtimeMs;
  // A folder's own time tells of files that were taken away.
  return Math.max(stats.mtimeMs, ...readdirSync(path).map((name) => lastChange(join(path, name))));
}

/**
 * False when `output` is absent, or when any of the sources is newer.
 * @param {string} output
 * @param {readonly string[]} sources
 */
export function isFresh(output, sources) {
  const built = lastChange(output);
  return built > 0 && sources.every((source) => lastChange(source) <= built);
}
