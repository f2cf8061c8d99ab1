/** Password hashes: scrypt for ours, bcrypt for those taken over from the PHP portal. */
import { compare } from 'bcryptjs';
import { hashPassword, verifyPassword } from 'better-auth/crypto';

/** PHP writes `$2y$`; the other letters are the same algorithm. */
const bcryptHash = /^\$2[aby]\$\d\d\$/;

/** A salted scrypt hash (N 16384, r 16, p 1). */
export const hashOfPassword = (password: string): Promise<string> => hashPassword(password);

/** Whether the password is the one behind the hash; both kinds of hash are read. */
export function isPasswordOf({ hash, password }: { hash: string; password: string }): Promise<boolean> {
  return bcryptHash.test(hash) ? compare(password, hash) : verifyPassword({ hash, password });
}
