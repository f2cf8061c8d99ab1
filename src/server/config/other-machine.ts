/** What would leave this machine in the clear. */

const ownMachine = /^(localhost|127(\.\d{1,3}){3}|\[?::1\]?)$/i;

/** Whether the host of a setting, a name or an address, is this machine. */
export const isOwnMachine = (host: string): boolean => ownMachine.test(host);

/** Whether an address leads to another machine without TLS. What is no address is judged elsewhere. */
export function isPlainHttpElsewhere(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const { protocol, hostname } = new URL(text);
  return protocol === 'http:' && !isOwnMachine(hostname);
}
