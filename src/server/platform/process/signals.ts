/** Stops the server on a signal. */
import type { Logger } from 'pino';
import { receiveSignals } from './early-signals.ts';

interface Stoppable {
  stop: () => Promise<void>;
  /** Maximum duration of `stop` in milliseconds, unless something hangs. */
  stopsWithinMs: number;
}

/**
 * In milliseconds. Under npm, Ctrl-C or a closed terminal signals the process twice: directly, and through npm, which
 * forwards the signal. The same signal within this time counts once.
 */
const sameEventMs = 500;

/**
 * Starts the server. Throws what `start` throws. The first SIGTERM, SIGINT or SIGHUP stops the server; the process then
 * exits with 0, or with 1 if stopping fails or takes too long. If the server is still starting, the signal passed to
 * `start` is aborted instead. A second signal makes the process exit immediately with 1.
 */
export async function startUntilSignal(
  start: (aborted: AbortSignal) => Promise<Stoppable>,
  { log, isRunByNpm }: { log: Pick<Logger, 'info' | 'warn' | 'fatal'>; isRunByNpm: boolean },
): Promise<void> {
  const abort = new AbortController();
  let running: Stoppable | null = null;
  let first: { signal: NodeJS.Signals; at: number } | null = null;

  function end(server: Stoppable): void {
    setTimeout(() => {
      log.fatal('work in progress did not finish in time');
      process.exit(1);
    }, server.stopsWithinMs).unref();
    server.stop().then(
      () => process.exit(0),
      (error: unknown) => {
        log.fatal({ err: error }, 'could not stop cleanly');
        process.exit(1);
      },
    );
  }
  function told(signal: NodeJS.Signals): void {
    if (first) {
      const isSameEvent =
        signal !== 'SIGTERM' &&
        signal === first.signal &&
        isRunByNpm &&
        performance.now() - first.at < sameEventMs;
      if (isSameEvent) return;
      log.warn({ signal }, 'second stop signal received: exiting immediately');
      process.exit(1);
    }
    first = { signal, at: performance.now() };
    log.info({ signal }, 'stopping');
    if (running) end(running);
    else abort.abort();
  }
  const early = receiveSignals(told);
  if (early) {
    // Nothing has been started yet, so there is nothing to stop.
    log.info({ signal: early }, 'stopping');
    process.exit(0);
  }
  try {
    running = await start(abort.signal);
  } catch (error) {
    if (abort.signal.aborted && error === abort.signal.reason) process.exit(0);
    throw error;
  }
  // The signal came too late to abort the start.
  if (first) end(running);
}
