/**
 * Makes password hashes cheap in tests that create and verify them in this process. A real hash takes a third of a
 * second, which is meant to slow down attackers, not tests. Processes started by a test can verify only real hashes.
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
