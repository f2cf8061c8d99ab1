/** The target of a request (RFC 9112, section 3.2), read once before routing. */

/** Characters that no valid address has: decoding them fails, or they end a text. */
function isReadable(path: string): boolean {
  try {
    return !decodeURIComponent(path).includes('\0');
  } catch {
    return false;
  }
}

/** The start of the query or the fragment. */
const splitAt = (url: string): number => {
  const at = url.search(/[?#]/);
  return at === -1 ? url.length : at;
};

/**
 * The path with its query, also where the absolute address was sent, as to a proxy. Null where it is not a path, and
 * where percent-encoding in the path is broken. The query is not checked, because its readers are lenient.
 */
export function readTarget(url: string | undefined): string | null {
  const absolute = /^https?:\/\/[^/?#]*/i.exec(url ?? '')?.[0];
  const target = absolute === undefined ? (url ?? '') : (url ?? '').slice(absolute.length);
  const path = absolute !== undefined && !target.startsWith('/') ? `/${target}` : target;
  return path.startsWith('/') && isReadable(path.slice(0, splitAt(path))) ? path : null;
}
