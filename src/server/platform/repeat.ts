/** Work that comes round again. */
import { setTimeout as wait } from 'node:timers/promises';
import type { Logger } from 'pino';

export interface Repetition {
  /** Starts the next round at once, or as soon as the one under way is over. */
  soon: () => void;
  /** Resolves when the round under way is over, or has taken too long to be waited for; there is no other. */
  stop: () => Promise<void>;
}

export interface RepeatOptions {
  /** How long `stop` waits for the round under way. */
  stopWithinMilliseconds?: number;
}

/**
 * Runs `work` again and again, `milliseconds` after it last ended. A failure is logged and does not end it. Long
 * work may look at the signal to end early when it is told to stop.
 */
export function repeat(
  milliseconds: number,
  work: (stopped: AbortSignal) => Promise<unknown>,
  log: Logger,
  { stopWithinMilliseconds = 5_000 }: RepeatOptions = {},
): Repetition {
  const stopped = new AbortController();
  let wanted = new AbortController();
  const rounds = (async () => {
    while (!stopped.signal.aborted) {
      wanted = new AbortController();
      try {
        await work(stopped.signal);
      } catch (error) {
        log.warn({ err: error }, 'a round of background work failed; the next one tries again');
      }
      // Being told to stop or to go on ends the wait early: that is its purpose, not a failure.
      const signal = AbortSignal.any([stopped.signal, wanted.signal]);
      await wait(milliseconds, undefined, { signal, ref: false }).catch(() => undefined);
    }
    return 'over' as const;
  })();
  return {
    soon: () => wanted.abort(),
    async stop() {
      stopped.abort();
      const bound = new AbortController();
      const late = wait(stopWithinMilliseconds, 'late' as const, { signal: bound.signal }).catch(
        () => 'over' as const,
      );
      const how = await Promise.race([rounds, late]);
      bound.abort();
      if (how === 'late') log.warn('a round of background work did not end in time; it is left behind');
    },
  };
}
