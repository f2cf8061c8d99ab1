/** Generates random values from a seed. The same seed always gives the same values. */

export interface Dice {
  /** A number from `from` (inclusive) to `until` (exclusive). */
  between(from: number, until: number): number;
  /** An integer between `from` and `to`, both inclusive. */
  whole(from: number, to: number): number;
  /** Returns a number that is usually small and sometimes large: every order of magnitude is equally likely. */
  spread(from: number, until: number): number;
  chance(probability: number): boolean;
  pick<T>(items: readonly [T, ...T[]]): T;
}

/** A Mulberry32 generator. Its 32 bits of state are enough for generating test data. */
export function seededDice(seed: number): Dice {
  let state = seed >>> 0;
  function fraction(): number {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  }
  const between = (from: number, until: number) => from + fraction() * (until - from);
  return {
    between,
    whole: (from, to) => Math.floor(between(from, to + 1)),
    spread: (from, until) => from * (until / from) ** fraction(),
    chance: (probability) => fraction() < probability,
    pick: ([first, ...others]) => others[Math.floor(fraction() * (others.length + 1)) - 1] ?? first,
  };
}
