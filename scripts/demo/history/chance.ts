/** Reproducible randomness: the same seed always gives the same values. */
import { createRandom } from '#twin/random.ts';

export interface Chance {
  /** A number from 0 (inclusive) to 1 (exclusive). */
  next(): number;
  /** An integer between `from` and `to`, both inclusive. */
  between(from: number, to: number): number;
  pick<T>(options: readonly T[]): T;
}

export function createChance(seed: number): Chance {
  const { next } = createRandom({ random: seed });
  return {
    next,
    between: (from, to) => from + Math.floor(next() * (to - from + 1)),
    pick<T>(options: readonly T[]): T {
      if (options.length === 0) throw new Error('there is nothing to choose from');
      return options[Math.floor(next() * options.length)] as T;
    },
  };
}
