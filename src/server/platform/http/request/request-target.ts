/** Reads the target of a request (RFC 9112, section 3.2) before routing. */

/** Returns whether a path has valid percent-encoding and contains no null byte. */
function isReadable(path: string): boolean {
  try {
    return !decodeURIComponent(path).includes('\0');
  } catch {
    return false;
  }
}

/** Returns the index where the query or fragment starts, or the length of the URL if it has neither. */
const splitAt = (url: string): number => {
  const at = url.search(/[?#]/);
  return at === -1 ? url.length : at;
};

/**
 * Returns the path and query. If the client sent an absolute URL, as it would to a proxy, its origin is removed.
 * Returns null if the target isn't a path, or if the path can't be decoded or contains a null byte. The query isn't
 * checked, because the code that reads it is lenient.
 */
export function readTarget(url: string | undefined): string | null {
  const absolute = /^https?:\/\/[^/?#]*/i.exec(url ?? '')?.[0];
  const target = absolute === undefined ? (url ?? '') : (url ?? '').slice(absolute.length);
  const path = absolute !== undefined && !target.startsWith('/') ? `/${target}` : target;
  return path.startsWith('/') && isReadable(path.slice(0, splitAt(path))) ? path : null;
}
