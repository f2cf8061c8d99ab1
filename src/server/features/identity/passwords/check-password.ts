/** Checks whether a password matches a stored hash. A hash that can't be read is reported to the operator once. */
import { createHash } from 'node:crypto';
import type { Logger } from 'pino';
import type { Deps } from '#server/deps.ts';
import { tellOnce } from '#server/features/identity/better-auth/stored-rows/tell-once.ts';
import { hashOfPassword, isPasswordOf, kindOfHash } from './password-hashes.ts';

export function checkPassword(
  log: Pick<Logger, 'error'>,
  given: { hash: string; password: string },
): Promise<boolean> {
  if (kindOfHash(given.hash) === 'unreadable')
    tellOnce(log, createHash('sha256').update(given.hash).digest('base64'), () =>
      log.error('a stored password hash has an unknown format: its password is refused until it is reset'),
    );
  return isPasswordOf(given);
}

/**
 * Returns true if the password is the one of a signed-in customer's account. If the stored hash is an old one from the
 * PHP portal and the password is right, replaces the hash. `hash` is the stored hash; null if the account has no
 * password, which takes as long as checking a wrong one.
 */
export async function isPasswordOfAccount(
  { signInMethods, log }: Pick<Deps, 'signInMethods' | 'log'>,
  { userId, hash, password }: { userId: number; hash: string | null; password: string },
): Promise<boolean> {
  if (hash === null) {
    await hashOfPassword(password);
    return false;
  }
  if (!(await checkPassword(log, { hash, password }))) return false;
  if (kindOfHash(hash) === 'old') {
    await signInMethods
      .replacePasswordHash(userId, { hash, by: await hashOfPassword(password) })
      .catch((err: unknown) => log.error({ err }, 'replacing a password hash of the PHP portal failed'));
  }
  return true;
}
