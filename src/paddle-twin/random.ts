/** Chance that can be repeated: one seed, one sequence. */
import { randomInt } from 'node:crypto';

export interface Random {
  /** 0 <= x < 1. */
  next(): number;
  /** So many bytes, as hexadecimal digits. */
  hex(bytes: number): string;
}

const twoTo32 = 2 ** 32;

/**
 * Mulberry32: small, and good enough for faults. Nothing of it is a secret: the twin guards no money. Where the
 * sequence stands is kept in the state: a twin that starts again goes on from there.
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
