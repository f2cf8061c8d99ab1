/**
 * Works around better-auth 1.7, which validates e-mail addresses with zod's own pattern and can't be given another. It
 * refuses `&` before the @ and internationalized top-level domains (RFC 5322, RFC 6531), which existing customers have.
 * Such addresses are passed to it under an alias that it accepts, and the adapter restores them when it binds values to
 * a statement.
 */
import { z } from 'zod';

/** No real address ends in `.invalid` (RFC 2606). */
const aliasPattern = /^a-([0-9a-f]{2,})@address\.invalid$/;

const isAccepted = (address: string): boolean =>
  z.email().safeParse(address).success && !aliasPattern.test(address);

/** Returns the alias of an address that better-auth would refuse; any other address unchanged. */
export const aliasOf = (address: string): string =>
  isAccepted(address) ? address : `a-${Buffer.from(address, 'utf8').toString('hex')}@address.invalid`;

/** Returns the address behind an alias, and any other text unchanged. */
export function addressOf(text: string): string {
  const [, hex] = aliasPattern.exec(text) ?? [];
  return hex === undefined ? text : Buffer.from(hex, 'hex').toString('utf8');
}
