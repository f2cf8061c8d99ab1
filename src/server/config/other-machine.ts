/** Finds settings that would send data unencrypted to another machine. */

const ownMachine = /^(localhost|127(\.\d{1,3}){3}|\[?::1\]?)$/i;

/** Returns true if a host name or IP address refers to this machine. */
export const isOwnMachine = (host: string): boolean => ownMachine.test(host);

/** Returns true if a URL leads to another machine without TLS. Invalid URLs are reported elsewhere. */
export function isPlainHttpElsewhere(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const { protocol, hostname } = new URL(text);
  return protocol === 'http:' && !isOwnMachine(hostname);
}
