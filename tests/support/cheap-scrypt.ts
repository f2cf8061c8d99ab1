/**
 * Password hashes that cost next to nothing, where they are made and read in this process alone: a third of a second
 * for each sign-up and sign-in is what an attacker is to pay, not a suite. A process that a test starts reads only
 * real ones.
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
