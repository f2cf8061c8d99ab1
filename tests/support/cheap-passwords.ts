/**
 * Hashes passwords in no time: what makes them hard to guess is most of what signing up costs, and these tests sign
 * up all day. The real cost is in `tests/rules/auth.test.ts`, and the journeys in the browser pay it.
 */
import crypto from 'node:crypto';
import { syncBuiltinESMExports } from 'node:module';
import { afterAll } from 'vitest';

type Scrypt = (
  password: crypto.BinaryLike,
  salt: crypto.BinaryLike,
  length: number,
  options: crypto.ScryptOptions,
  done: (error: Error | null, key: Buffer) => void,
) => void;

const scrypt: Scrypt = crypto.scrypt;
const cheap: Scrypt = (password, salt, length, options, done) =>
  scrypt(password, salt, length, { ...options, N: 16 }, done);

function hashWith(chosen: Scrypt): void {
  Object.assign(crypto, { scrypt: chosen });
  syncBuiltinESMExports();
}

hashWith(cheap);
afterAll(() => hashWith(scrypt));
