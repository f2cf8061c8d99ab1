/** Finds settings that would send data unencrypted to another machine. */

const ownMachine = /^(localhost|127(\.\d{1,3}){3}|\[?::1\]?)$/i;

/** Returns true if a host name or IP address refers to this machine. */
export const isOwnMachine = (host: string): boolean => ownMachine.test(host);

/**
 * Returns true for plain HTTP URLs that lead to another machine. Returns false for invalid URLs, which are reported
 * elsewhere.
 */
export function isPlainHttpElsewhere(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const { protocol, hostname } = new URL(text);
  return protocol === 'http:' && !isOwnMachine(hostname);
}
