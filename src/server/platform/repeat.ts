/** Work that comes round again. */
import { setTimeout as wait } from 'node:timers/promises';
import type { Logger } from 'pino';

export interface Repetition {
  /** Resolves when the round under way is over; there is no other. */
  stop: () => Promise<void>;
}

/** Runs `work` again and again, `milliseconds` after it last ended. A failure is logged and does not end it. */
export function repeat(milliseconds: number, work: () => Promise<unknown>, log: Logger): Repetition {
  const stopped = new AbortController();
  const rounds = (async () => {
    while (!stopped.signal.aborted) {
      try {
        await work();
      } catch (error) {
        log.warn({ err: error }, 'a round of background work failed; the next one tries again');
      }
      // Being told to stop ends the wait early: that is its purpose, not a failure.
      await wait(milliseconds, undefined, { signal: stopped.signal, ref: false }).catch(() => undefined);
    }
  })();
  return {
    stop: () => {
      stopped.abort();
      return rounds;
    },
  };
}
