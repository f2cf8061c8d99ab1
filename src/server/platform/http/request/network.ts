/** The network that a caller's address stands for, when callers are counted. */
import { isIPv4 } from 'node:net';
import { addressIn } from './client-address.ts';

/** The eight groups of a shortened IPv6 address, with `::` written out. */
function groupsOf(address: string): string[] {
  const [head = '', tail] = address.split('::');
  const before = head === '' ? [] : head.split(':');
  if (tail === undefined) return before;
  const after = tail === '' ? [] : tail.split(':');
  return [...before, ...Array<string>(8 - before.length - after.length).fill('0'), ...after];
}

/**
 * An IPv4 address itself, also where it is mapped into IPv6; of an IPv6 address its /64, which is the least that
 * one subscriber is given (RFC 6177): who could choose among 2^64 addresses would not be limited at all. What is no
 * address is one network, whatever it says: who could choose the words would not be limited either.
 */
export function networkOf(text: string | null | undefined): string {
  const address = addressIn(text);
  if (address === null) return '';
  return isIPv4(address) ? address : `${groupsOf(address).slice(0, 4).join(':')}::/64`;
}
