/** Recovery codes: each opens the account once when the second factor is lost. */
import { randomInt } from 'node:crypto';
import { encrypted, type SecretKeeper } from './two-factor-secrets.ts';

const count = 10;
const half = 5;
/** No letter or digit that can be taken for another one. 31 ** 10: some 49 bits, behind a limit of attempts. */
const alphabet = 'abcdefghjkmnpqrstuvwxyz23456789';

const randomText = () => Array.from({ length: half }, () => alphabet[randomInt(alphabet.length)]).join('');

/** Ten new ones, as `xxxxx-xxxxx`. */
export const newRecoveryCodes = (): string[] =>
  Array.from({ length: count }, () => `${randomText()}-${randomText()}`);

/** Ten new codes: in clear, to be shown once, and as they are stored. */
export async function freshCodes(
  keeper: Pick<SecretKeeper, 'authSecrets'>,
): Promise<{ recoveryCodes: string[]; backupCodes: string }> {
  const recoveryCodes = newRecoveryCodes();
  return { recoveryCodes, backupCodes: await encrypted(keeper, JSON.stringify(recoveryCodes)) };
}
