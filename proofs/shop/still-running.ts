/**
 * Remembers what was started in this process and has not been stopped, so that a test that fails halfway doesn't leave
 * a portal that keeps working on the database of the next test.
 */

type Stop = () => Promise<void>;

const running = new Set<Stop>();

/**
 * Remembers something that has been started. Returns the function that stops it and forgets it, which may be called
 * again.
 */
export function untilStopped(stop: Stop): Stop {
  let stopped: Promise<void> | undefined;
  const stopAndForget = (): Promise<void> => {
    running.delete(stopAndForget);
    stopped ??= stop();
    return stopped;
  };
  running.add(stopAndForget);
  return stopAndForget;
}

/** Returns what is running now. */
export const stillRunning = (): ReadonlySet<Stop> => new Set(running);

/** Stops everything that is running, except what is in `kept`. */
export async function stopAllBut(kept: ReadonlySet<Stop>): Promise<void> {
  for (const stop of running) if (!kept.has(stop)) await stop();
}
