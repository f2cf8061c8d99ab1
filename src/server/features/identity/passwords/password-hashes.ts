/** Hashes and verifies passwords: scrypt for new ones, bcrypt for those imported from the PHP portal. */
import { compare } from 'bcryptjs';
import { hashPassword, verifyPassword } from 'better-auth/crypto';

/**
 * Matches bcrypt hashes. PHP writes `$2y$`; the other letters denote the same algorithm. The cost, 22 characters of
 * salt and 31 of hash follow.
 */
const bcryptHash = /^\$2[aby]\$(\d\d)\$[./A-Za-z0-9]{53}$/;
/** Matches hashes in better-auth's format: a salt of 16 bytes and a key of 64 bytes, in hexadecimal. */
const ownHash = /^[0-9a-f]{32}:[0-9a-f]{128}$/;

/**
 * Accepted bcrypt costs; each step doubles the work. PHP and Laravel have used 10 and 12, and a cost of 16 takes
 * seconds. A cost of 31, which could result from a single corrupted character, would block the process's only thread
 * for days.
 */
const bcryptCost = { least: 4, greatest: 16 } as const;

/**
 * Returns the kind of a stored hash: `ours`, `old` (bcrypt from the PHP portal), or `unreadable`, which matches no
 * password.
 */
export function kindOfHash(hash: string): 'ours' | 'old' | 'unreadable' {
  if (ownHash.test(hash)) return 'ours';
  const cost = Number(bcryptHash.exec(hash)?.[1]);
  return cost >= bcryptCost.least && cost <= bcryptCost.greatest ? 'old' : 'unreadable';
}

/** Hashes a password with salted scrypt (N 16384, r 16, p 1). */
export const hashOfPassword = (password: string): Promise<string> => hashPassword(password);

/**
 * Verifies a password against a hash of either kind. An unreadable hash matches no password and takes as long as a
 * wrong one.
 */
export async function isPasswordOf({ hash, password }: { hash: string; password: string }): Promise<boolean> {
  switch (kindOfHash(hash)) {
    case 'ours':
      return verifyPassword({ hash, password });
    case 'old':
      return compare(password, hash);
    case 'unreadable':
      await hashPassword(password);
      return false;
  }
}
