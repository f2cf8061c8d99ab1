/** Reads cookies whose values need no decoding. */

/** Returns undefined if there is no cookie with this name. If there are several, the first one counts. */
export function cookieNamed(name: string, cookies = ''): string | undefined {
  for (const pair of cookies.split(';')) {
    const [key, value] = pair.trim().split('=', 2);
    if (key === name) return value;
  }
  return undefined;
}
