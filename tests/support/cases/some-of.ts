/** Tables of cases are tried whole in `npm run test:all`; `npm test` tries some of each. */

/** Whether this is the run that tries them all. */
export const isEveryCase = Boolean(process.env.EVERY_CASE);

/** `count` of these, the first and others spread evenly behind it; all of them where every case is tried. */
export function someOf<T>(all: readonly T[], count: number): T[] {
  if (isEveryCase || all.length <= count) return [...all];
  return Array.from({ length: count }, (_, at) => Math.floor((at * all.length) / count)).flatMap((index) =>
    all.slice(index, index + 1),
  );
}

/** How many random cases are tried: a tenth of these, or all of them where every case is. */
export const someRuns = (all: number): number => (isEveryCase ? all : Math.ceil(all / 10));
