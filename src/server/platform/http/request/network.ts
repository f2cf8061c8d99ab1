/** The network of a client, for rate limits. */
import { isIPv4 } from 'node:net';
import { addressIn } from './client-address.ts';

/** The eight groups of a shortened IPv6 address, with `::` expanded. */
function groupsOf(address: string): string[] {
  const [head = '', tail] = address.split('::');
  const before = head === '' ? [] : head.split(':');
  if (tail === undefined) return before;
  const after = tail === '' ? [] : tail.split(':');
  return [...before, ...Array<string>(8 - before.length - after.length).fill('0'), ...after];
}

/**
 * An IPv4 address itself, also where it is mapped into IPv6. Of an IPv6 address its /64, the smallest network of a
 * subscriber (RFC 6177): anyone who can choose among 2^64 addresses would not be limited at all. Everything that is not
 * an address is one network, for the same reason.
 */
export function networkOf(text: string | null | undefined): string {
  const address = addressIn(text);
  if (address === null) return '';
  return isIPv4(address) ? address : `${groupsOf(address).slice(0, 4).join(':')}::/64`;
}
