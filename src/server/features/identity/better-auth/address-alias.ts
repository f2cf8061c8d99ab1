/**
 * Works around a restriction of better-auth 1.7, which validates e-mail addresses with zod's own pattern and can't be
 * given another one. The pattern rejects `&` before the @ and internationalized top-level domains (RFC 5322, RFC 6531),
 * and existing customers have such addresses. These addresses are passed to better-auth under an alias that it accepts.
 * The adapter restores them when it binds values to a statement.
 */
import { z } from 'zod';

/** Can't match a real address, because none ends in `.invalid` (RFC 2606). */
const aliasPattern = /^a-([0-9a-f]{2,})@address\.invalid$/;

const isAccepted = (address: string): boolean =>
  z.email().safeParse(address).success && !aliasPattern.test(address);

/** Returns an alias for an address that better-auth would refuse. Returns any other address unchanged. */
export const aliasOf = (address: string): string =>
  isAccepted(address) ? address : `a-${Buffer.from(address, 'utf8').toString('hex')}@address.invalid`;

/** Returns the address that an alias represents. Returns any other text unchanged. */
export function addressOf(text: string): string {
  const [, hex] = aliasPattern.exec(text) ?? [];
  return hex === undefined ? text : Buffer.from(hex, 'hex').toString('utf8');
}
