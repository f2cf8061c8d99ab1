/** Prints how long each step of the demo's start takes, if `DEMO_TIMING=1` is set. */

export type Timed = <T>(step: string, work: () => Promise<T>) => Promise<T>;

/** Returns a function that measures a step. Steps may overlap. Times are relative to the start of the process. */
export function timer(say: (line: string) => void): Timed {
  if (!process.env.DEMO_TIMING) return (_step, work) => work();
  const seconds = () => performance.now() / 1_000;
  return async (step, work) => {
    const from = seconds();
    try {
      return await work();
    } finally {
      const to = seconds();
      say(
        `${from.toFixed(1).padStart(6)} s to ${to.toFixed(1).padStart(5)} s  ${(to - from).toFixed(2)} s  ${step}`,
      );
    }
  };
}
