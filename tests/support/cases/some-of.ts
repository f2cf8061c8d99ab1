/** Limits large tables of test cases: `npm run test:all` tries every case, `npm test` only some of them. */

/** True if this run tries every case. */
export const isEveryCase = Boolean(process.env.EVERY_CASE);

/**
 * Returns `count` of the cases, evenly spread and including the first. Returns all cases if this run tries every case.
 */
export function someOf<T>(all: readonly T[], count: number): T[] {
  if (isEveryCase || all.length <= count) return [...all];
  return Array.from({ length: count }, (_, at) => Math.floor((at * all.length) / count)).flatMap((index) =>
    all.slice(index, index + 1),
  );
}

/** Returns the number of random cases to try: a tenth of `all`, or `all` if this run tries every case. */
export const someRuns = (all: number): number => (isEveryCase ? all : Math.ceil(all / 10));
