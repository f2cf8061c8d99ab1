/** Checks whether build output is newer than its sources. */
import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';

/**
 * Returns the latest modification time of a file, or of anything in a folder, in milliseconds; 0 if it doesn't exist.
 * @param {string} path
 * @returns {number}
 */
function lastChange(path) {
  const stats = statSync(path, { throwIfNoEntry: false });
  if (!stats) return 0;
  if (!stats.isDirectory()) return stats.mtimeMs;
  // Deleting a file changes only its folder's modification time.
  return Math.max(stats.mtimeMs, ...readdirSync(path).map((name) => lastChange(join(path, name))));
}

/**
 * Returns false if `output` is missing or any of the sources is newer.
 * @param {string} output
 * @param {readonly string[]} sources
 */
export function isFresh(output, sources) {
  const built = lastChange(output);
  return built > 0 && sources.every((source) => lastChange(source) <= built);
}
