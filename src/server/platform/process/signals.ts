/** What a process does when it is told to stop. */
import type { Logger } from 'pino';
import { receiveSignals } from './early-signals.ts';

interface Stoppable {
  stop: () => Promise<void>;
  /** What `stop` may take if nothing hangs. */
  stopsWithinMs: number;
}

/**
 * `npm start` hands on what the terminal has told its child already, at Ctrl-C and when it is closed: twice within this
 * is once.
 */
const sameEventMs = 500;

/**
 * Starts the server, and throws what that throws. The first SIGTERM, SIGINT or SIGHUP stops it and ends the process
 * with 0, or with 1 when that fails or takes longer than it may; one that comes during the start aborts it, by the
 * signal that `start` is given. The second ends the process at once, with 1.
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
    // Nothing has begun yet.
    log.info({ signal: early }, 'stopping');
    process.exit(0);
  }
  try {
    running = await start(abort.signal);
  } catch (error) {
    if (abort.signal.aborted && error === abort.signal.reason) process.exit(0);
    throw error;
  }
  // Too late to be aborted.
  if (first) end(running);
}
