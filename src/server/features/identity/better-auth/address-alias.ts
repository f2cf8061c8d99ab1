/**
 * better-auth judges addresses by zod's own pattern, and cannot be told another: it knows no `&` before the @ and no
 * internationalised top-level domain, so it would keep out people who have an account. Such an address is handed to it
 * under a name that it accepts, and its storage puts the address back wherever the name is bound to a statement.
 */
import { z } from 'zod';

/** `.invalid` is nobody's (RFC 2606). */
const aliasPattern = /^a-([0-9a-f]{2,})@address\.invalid$/;

const isAccepted = (address: string): boolean =>
  z.email().safeParse(address).success && !aliasPattern.test(address);

/** The name under which better-auth takes the address: the address itself where it may be. */
export const aliasOf = (address: string): string =>
  isAccepted(address) ? address : `a-${Buffer.from(address, 'utf8').toString('hex')}@address.invalid`;

/** The address behind a name; any other text as it is. */
export function addressOf(text: string): string {
  const [, hex] = aliasPattern.exec(text) ?? [];
  return hex === undefined ? text : Buffer.from(hex, 'hex').toString('utf8');
}
