/** Determines a client's network, for rate limits. */
import { isIPv4 } from 'node:net';
import { addressIn } from './client-address.ts';

/** Returns the eight groups of a shortened IPv6 address, expanding `::`. */
function groupsOf(address: string): string[] {
  const [head = '', tail] = address.split('::');
  const before = head === '' ? [] : head.split(':');
  if (tail === undefined) return before;
  const after = tail === '' ? [] : tail.split(':');
  return [...before, ...Array<string>(8 - before.length - after.length).fill('0'), ...after];
}

/**
 * Returns the network of an address. For IPv4, including IPv4 mapped to IPv6, that is the address itself. For IPv6 it
 * is the /64, the smallest network assigned to a subscriber (RFC 6177); otherwise a client could evade the limit by
 * choosing among 2^64 addresses. For the same reason, everything that isn't an address counts as one network.
 */
export function networkOf(text: string | null | undefined): string {
  const address = addressIn(text);
  if (address === null) return '';
  return isIPv4(address) ? address : `${groupsOf(address).slice(0, 4).join(':')}::/64`;
}
