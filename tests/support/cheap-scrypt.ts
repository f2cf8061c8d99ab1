/**
 * Makes password hashes cheap for tests that create and verify them in this process. A third of a second per sign-up
 * and sign-in is meant to slow down attackers, not a test suite. Processes that a test starts can read only real
 * hashes.
 */
import crypto from 'node:crypto';
import { syncBuiltinESMExports } from 'node:module';

const real = crypto.scrypt as (...given: unknown[]) => void;
let isCheap = false;

export function cheapScrypt(on: boolean): void {
  isCheap = on;
}

crypto.scrypt = ((password: unknown, salt: unknown, length: unknown, options: unknown, done: unknown) =>
  real(
    password,
    salt,
    length,
    isCheap && typeof options === 'object' ? { ...options, N: 16, r: 1 } : options,
    done,
  )) as typeof crypto.scrypt;
syncBuiltinESMExports();
