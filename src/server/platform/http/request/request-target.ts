/** The address that a request names (RFC 9112, section 3.2): read once, before anything is routed by it. */

/** What nobody writes in an address by hand or by program: decoding it fails, or ends a text. */
function isReadable(path: string): boolean {
  try {
    return !decodeURIComponent(path).includes('\0');
  } catch {
    return false;
  }
}

/** Where the path ends and the query or the fragment begins. */
const splitAt = (url: string): number => {
  const at = url.search(/[?#]/);
  return at === -1 ? url.length : at;
};

/**
 * The path with its query, also where the whole address was sent as to a proxy; null for what is no path, and where
 * percent-encoding in the path is broken. What stands in the query is left as it is: those who read it are lenient.
 */
export function readTarget(url: string | undefined): string | null {
  const absolute = /^https?:\/\/[^/?#]*/i.exec(url ?? '')?.[0];
  const target = absolute === undefined ? (url ?? '') : (url ?? '').slice(absolute.length);
  const path = absolute !== undefined && !target.startsWith('/') ? `/${target}` : target;
  return path.startsWith('/') && isReadable(path.slice(0, splitAt(path))) ? path : null;
}
