/** Checks whether build output is newer than its sources. */
import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';

/**
 * Returns a modification time in milliseconds. For a folder, this is the latest one of the folder and of everything in
 * it. Returns 0 if the path doesn't exist.
 * @param {string} path
 * @returns {number}
 */
function lastChange(path) {
  const stats = statSync(path, { throwIfNoEntry: false });
  if (!stats) return 0;
  if (!stats.isDirectory()) return stats.mtimeMs;
  // If a file is deleted, only the modification time of its folder changes.
  return Math.max(stats.mtimeMs, ...readdirSync(path).map((name) => lastChange(join(path, name))));
}

/**
 * Returns false if `output` is missing or older than any of the sources.
 * @param {string} output
 * @param {readonly string[]} sources
 */
export function isFresh(output, sources) {
  const built = lastChange(output);
  return built > 0 && sources.every((source) => lastChange(source) <= built);
}
