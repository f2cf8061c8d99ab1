/** Repeats background work at intervals. */
import type { Logger } from 'pino';
import { createPause } from '#server/platform/process/pause.ts';

export interface Repetition {
  /** Starts the next round immediately, or as soon as the current one is over. */
  soon: () => void;
  /** Starts no further rounds. Resolves when the current round is over, or after `stopWithinMs` at the latest. */
  stop: () => Promise<void>;
}

export interface RepeatOptions {
  /** How long `stop` waits for the current round, in milliseconds. */
  stopWithinMs?: number;
}

/** Default of `stopWithinMs`. */
export const stopRoundWithinMs = 5_000;

/**
 * Runs `work` repeatedly. Each round starts `milliseconds` after the previous one ended. A failure is logged, and the
 * next round runs as usual. Long work should end early when the signal aborts. All rounds share one signal, so each
 * round must remove the listeners that it adds.
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
        log.warn({ err: error }, 'a round of background work failed; the next round retries');
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
      if (how === 'late') log.warn('a round of background work did not finish in time and was abandoned');
    },
  };
}
