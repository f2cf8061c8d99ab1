/**
 * Deadlines without waiting for them: timers of twenty seconds and more run when the test lets time pass, and all others
 * are real, those of `waitFor` among them. A wholly faked clock would have to step through every short timer of React, the router and the queries, and
 * on a busy machine that takes longer than a test may.
 */
import { vi } from 'vitest';

const longMs = 20_000;

interface LongTimer {
  dueAt: number;
  run: () => void;
}

/** Milliseconds pass at once: what is due in that time runs in its order. Ends with `vi.unstubAllGlobals`. */
export type Pass = (milliseconds: number) => void;

/** From now on long timers wait for the function that is returned. */
export function holdLongTimers(): Pass {
  const { setTimeout: start, clearTimeout: stop } = globalThis;
  const held = new Map<unknown, LongTimer>();
  let now = 0;
  vi.stubGlobal(
    'setTimeout',
    Object.assign((run: (...given: unknown[]) => void, afterMs = 0, ...given: unknown[]) => {
      if (afterMs < longMs) return start(run, afterMs, ...given);
      // A handle like any other, for who unrefs it, though it runs nothing.
      const handle = start(() => undefined, 0);
      held.set(handle, { dueAt: now + afterMs, run: () => run(...given) });
      return handle;
    }, start),
  );
  vi.stubGlobal('clearTimeout', (handle: Parameters<typeof stop>[0]) => {
    held.delete(handle);
    stop(handle);
  });
  return (milliseconds) => {
    const until = now + milliseconds;
    for (;;) {
      const [next] = [...held]
        .filter(([, timer]) => timer.dueAt <= until)
        .sort(([, one], [, other]) => one.dueAt - other.dueAt);
      if (next === undefined) break;
      const [handle, timer] = next;
      held.delete(handle);
      now = timer.dueAt;
      timer.run();
    }
    now = until;
  };
}
