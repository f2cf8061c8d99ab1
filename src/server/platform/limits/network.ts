/** The network that a caller's address stands for, when callers are counted. */
import { isIP } from 'node:net';

const mappedIpv4 = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/;

/** The eight groups of an IPv6 address, with `::` written out. */
function groupsOf(address: string): string[] {
  // The URL parser writes every form of one address the same way.
  const canonical = new URL(`http://[${address}]`).hostname.slice(1, -1);
  const [head = '', tail] = canonical.split('::');
  const before = head === '' ? [] : head.split(':');
  if (tail === undefined) return before;
  const after = tail === '' ? [] : tail.split(':');
  return [...before, ...Array<string>(8 - before.length - after.length).fill('0'), ...after];
}

/**
 * An IPv4 address itself, also where it is mapped into IPv6; of an IPv6 address its /64, which is the least that
 * one subscriber is given (RFC 6177): who could choose among 2^64 addresses would not be limited at all.
 */
export function networkOf(address: string | null | undefined): string {
  const [bare = ''] = (address ?? '').split('%', 1);
  const mapped = mappedIpv4.exec(bare.toLowerCase())?.[1];
  if (mapped !== undefined) return mapped;
  if (isIP(bare) !== 6) return bare;
  return `${groupsOf(bare).slice(0, 4).join(':')}::/64`;
}
