/** Reads a cookie whose value needs no decoding. */

/** Undefined where the request has none of this name; of several the first one counts. */
export function cookieNamed(name: string, cookies = ''): string | undefined {
  for (const pair of cookies.split(';')) {
    const [key, value] = pair.trim().split('=', 2);
    if (key === name) return value;
  }
  return undefined;
}
