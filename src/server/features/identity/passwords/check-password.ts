/** Whether a password is the account's, for a customer who is signed in. A right one replaces an old hash of the PHP portal. */
import type { Deps } from '#server/deps.ts';
import { tellOfUnreadableHash } from './old-hashes.ts';
import { hashOfPassword, isPasswordOf, kindOfHash } from './password-hashes.ts';

/** `hash`: as it is stored; null where there is no password, which takes as long as a wrong one. */
export async function isPasswordOfAccount(
  { signInMethods, log }: Pick<Deps, 'signInMethods' | 'log'>,
  { userId, hash, password }: { userId: number; hash: string | null; password: string },
): Promise<boolean> {
  if (hash === null) {
    await hashOfPassword(password);
    return false;
  }
  const kind = kindOfHash(hash);
  if (kind === 'unreadable') tellOfUnreadableHash(log, hash);
  if (!(await isPasswordOf({ hash, password }))) return false;
  if (kind === 'old') {
    await signInMethods
      .replacePasswordHash(userId, { hash, by: await hashOfPassword(password) })
      .catch((err: unknown) => log.error({ err }, 'replacing a password hash of the PHP portal failed'));
  }
  return true;
}
