/** Work that comes round again. */
import type { Logger } from 'pino';
import { createPause } from '#server/platform/process/pause.ts';

export interface Repetition {
  /** Starts the next round at once, or as soon as the one under way is over. */
  soon: () => void;
  /** Resolves when the round under way is over, or has taken too long to be waited for; there is no other. */
  stop: () => Promise<void>;
}

export interface RepeatOptions {
  /** How long `stop` waits for the round under way. */
  stopWithinMs?: number;
}

/** How long `stop` waits for the round under way, where nothing else is said. */
export const stopRoundWithinMs = 5_000;

/**
 * Runs `work` again and again, `milliseconds` after it last ended. A failure is logged and does not end it. Long
 * work may look at the signal to end early when it is told to stop; the signal is the same in every round, so a
 * listener that a round adds to it must be removed by that round.
 */
export function repeat(
  milliseconds: number,
  work: (stopped: AbortSignal) => Promise<unknown>,
  log: Logger,
  { stopWithinMs = stopRoundWithinMs }: RepeatOptions = {},
): Repetition {
  const stopped = new AbortController();
  const pause = createPause();
  const rounds = (async () => {
    while (!stopped.signal.aborted) {
      try {
        await work(stopped.signal);
      } catch (error) {
        log.warn({ err: error }, 'a round of background work failed; the next one tries again');
      }
      if (!stopped.signal.aborted) await pause.wait(milliseconds);
    }
    return 'over' as const;
  })();
  return {
    soon: pause.end,
    async stop() {
      stopped.abort();
      pause.end();
      let timer: NodeJS.Timeout | undefined;
      const late = new Promise<'late'>((resolve) => {
        timer = setTimeout(resolve, stopWithinMs, 'late').unref();
      });
      const how = await Promise.race([rounds, late]);
      clearTimeout(timer);
      if (how === 'late') log.warn('a round of background work did not end in time; it is left behind');
    },
  };
}
