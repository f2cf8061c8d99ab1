/** Reproducible random numbers: each seed always gives the same sequence. */
import { randomInt } from 'node:crypto';

export interface Random {
  /** Returns a number from 0 (inclusive) to 1 (exclusive). */
  next(): number;
  /** Returns random bytes as hexadecimal digits. */
  hex(bytes: number): string;
}

const twoTo32 = 2 ** 32;

/**
 * Mulberry32: small, and good enough for injecting faults. It isn't secure, but the twin protects no real money. The
 * position in the sequence is saved with the state, so a restarted twin continues the sequence.
 */
export function createRandom(kept: { random: number }): Random {
  const next = (): number => {
    const state = (kept.random + 0x6d2b79f5) >>> 0;
    kept.random = state;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / twoTo32;
  };
  return {
    next,
    hex: (bytes) =>
      Array.from({ length: bytes }, () =>
        Math.floor(next() * 256)
          .toString(16)
          .padStart(2, '0'),
      ).join(''),
  };
}

export const anySeed = (): number => randomInt(twoTo32);
