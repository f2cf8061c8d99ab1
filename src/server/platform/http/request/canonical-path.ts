/** Normalizes the paths of endpoints for programs. */

/**
 * Returns the canonical form of a path: without extra slashes and in lower case. Clients append `/oauth/token` to a
 * configured base URL, which may end in a slash or contain capitals.
 */
export const canonicalPath = (path: string): string =>
  path
    .replace(/\/{2,}/g, '/')
    .replace(/(?<=.)\/$/, '')
    .toLowerCase();
