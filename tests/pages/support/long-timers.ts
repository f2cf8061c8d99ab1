/**
 * Tests deadlines without waiting for them: timers of twenty seconds or more run when the test advances the time, and
 * all others are real, including those of `waitFor`. A fully faked clock would have to step through every short timer
 * of React, the router and the queries, which on a busy machine takes longer than a test may.
 */
import { vi } from 'vitest';

const longMs = 20_000;

interface LongTimer {
  dueAt: number;
  run: () => void;
}

/** Advances the time and runs the timers that become due, in order. */
export type Pass = (milliseconds: number) => void;

/** Holds back long timers until the returned function advances the time. `vi.unstubAllGlobals` ends this. */
export function holdLongTimers(): Pass {
  const { setTimeout: start, clearTimeout: stop } = globalThis;
  const held = new Map<unknown, LongTimer>();
  let now = 0;
  vi.stubGlobal(
    'setTimeout',
    Object.assign((run: (...given: unknown[]) => void, afterMs = 0, ...given: unknown[]) => {
      if (afterMs < longMs) return start(run, afterMs, ...given);
      // A real handle that callers can unref; its timer does nothing.
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
