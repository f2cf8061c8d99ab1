/** Password hashes: scrypt for ours, bcrypt for those taken over from the PHP portal. */
import { compare } from 'bcryptjs';
import { hashPassword, verifyPassword } from 'better-auth/crypto';

/** PHP writes `$2y$`; the other letters are the same algorithm. The cost, 22 characters of salt, 31 of hash. */
const bcryptHash = /^\$2[aby]\$(\d\d)\$[./A-Za-z0-9]{53}$/;
/** As better-auth writes them: a salt of 16 bytes and a key of 64, in hexadecimal. */
const ownHash = /^[0-9a-f]{32}:[0-9a-f]{128}$/;

/**
 * The costs that are worked out. Each step doubles the work: PHP and Laravel have used 10 and 12, 16 takes seconds, and
 * 31, which one altered letter can ask for, would keep this process's only thread busy for days.
 */
const bcryptCost = { least: 4, greatest: 16 } as const;

/** Which kind of hash a stored text is: `ours`, `old` (bcrypt of the PHP portal), or one that no password fits. */
export function kindOfHash(hash: string): 'ours' | 'old' | 'unreadable' {
  if (ownHash.test(hash)) return 'ours';
  const cost = Number(bcryptHash.exec(hash)?.[1]);
  return cost >= bcryptCost.least && cost <= bcryptCost.greatest ? 'old' : 'unreadable';
}

/** A salted scrypt hash (N 16384, r 16, p 1). */
export const hashOfPassword = (password: string): Promise<string> => hashPassword(password);

/**
 * Whether the password is the one behind the hash; both kinds of hash are read. What is neither fits no password, and
 * takes as long as a wrong one.
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
