/** Generates recovery codes. Each can be used once in place of a lost second factor. */
import { randomInt } from 'node:crypto';
import { encrypted, type SecretKeeper } from './two-factor-secrets.ts';

const count = 10;
const half = 5;
/**
 * Letters and digits without those that are easily confused. A code has 31 ** 10 possible values, about 49 bits, which
 * is enough because attempts are limited.
 */
const alphabet = 'abcdefghjkmnpqrstuvwxyz23456789';

const randomText = () => Array.from({ length: half }, () => alphabet[randomInt(alphabet.length)]).join('');

/** Returns ten new codes, formatted as `xxxxx-xxxxx`. */
export const newRecoveryCodes = (): string[] =>
  Array.from({ length: count }, () => `${randomText()}-${randomText()}`);

/** Generates ten codes. Returns them in plain text, to be shown once, and encrypted for storage. */
export async function freshCodes(
  keeper: Pick<SecretKeeper, 'authSecrets'>,
): Promise<{ recoveryCodes: string[]; backupCodes: string }> {
  const recoveryCodes = newRecoveryCodes();
  return { recoveryCodes, backupCodes: await encrypted(keeper, JSON.stringify(recoveryCodes)) };
}
