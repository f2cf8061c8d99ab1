/**
 * Tests deadlines without waiting for them. Timers of twenty seconds or more run only when the test advances the time;
 * all others are real, including those of `waitFor`. With a fully faked clock, every short timer of React, the router
 * and the queries would have to be stepped through, which takes too long on a busy machine.
 */
import { vi } from 'vitest';

const longMs = 20_000;

interface LongTimer {
  dueAt: number;
  run: () => void;
}

/** Advances the time by this much and runs the timers that become due, in order. */
export type Pass = (milliseconds: number) => void;

/**
 * Holds back long timers until the test advances the time with the returned function. `vi.unstubAllGlobals` restores
 * the real timers.
 */
export function holdLongTimers(): Pass {
  const { setTimeout: start, clearTimeout: stop, setInterval: repeat, clearInterval: end } = globalThis;
  const held = new Map<unknown, LongTimer>();
  let now = 0;
  vi.stubGlobal(
    'setTimeout',
    Object.assign((run: (...given: unknown[]) => void, afterMs = 0, ...given: unknown[]) => {
      if (afterMs < longMs) return start(run, afterMs, ...given);
      // Creates a real handle, so that callers can unref it. Its own timer does nothing.
      const handle = start(() => undefined, 0);
      held.set(handle, { dueAt: now + afterMs, run: () => run(...given) });
      return handle;
    }, start),
  );
  vi.stubGlobal('clearTimeout', (handle: Parameters<typeof stop>[0]) => {
    held.delete(handle);
    stop(handle);
  });
  vi.stubGlobal(
    'setInterval',
    Object.assign((run: (...given: unknown[]) => void, everyMs = 0, ...given: unknown[]) => {
      if (everyMs < longMs) return repeat(run, everyMs, ...given);
      const handle = start(() => undefined, 0);
      const hold = () =>
        held.set(handle, {
          dueAt: now + everyMs,
          run: () => {
            hold();
            run(...given);
          },
        });
      hold();
      return handle;
    }, repeat),
  );
  vi.stubGlobal('clearInterval', (handle: Parameters<typeof end>[0]) => {
    held.delete(handle);
    end(handle);
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
