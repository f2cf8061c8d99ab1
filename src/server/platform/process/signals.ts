/** What a process does when it is told to stop. */
import type { Logger } from 'pino';

export interface Stoppable {
  stop: () => Promise<void>;
  /** What `stop` may take if nothing hangs. */
  stopsWithinMilliseconds: number;
}

/** `npm start` hands Ctrl-C on to a child that the terminal has told already: twice within this is once. */
const sameKeyPressMilliseconds = 500;

/**
 * The first SIGTERM or SIGINT stops the server and ends the process with 0, or with 1 when that fails or takes longer
 * than it may. The second ends it at once, with 1.
 */
export function stopOnSignals(
  server: Stoppable,
  { log, isRunByNpm }: { log: Pick<Logger, 'info' | 'warn' | 'fatal'>; isRunByNpm: boolean },
): void {
  let first: { signal: string; at: number } | null = null;

  function stop(signal: string): void {
    if (first) {
      const isSameKeyPress =
        signal === 'SIGINT' &&
        first.signal === 'SIGINT' &&
        isRunByNpm &&
        performance.now() - first.at < sameKeyPressMilliseconds;
      if (isSameKeyPress) return;
      log.warn({ signal }, 'told to stop a second time: ended at once');
      process.exit(1);
    }
    first = { signal, at: performance.now() };
    log.info({ signal }, 'stopping');
    setTimeout(() => {
      log.fatal('what was under way did not end in time');
      process.exit(1);
    }, server.stopsWithinMilliseconds).unref();
    server.stop().then(
      () => process.exit(0),
      (error: unknown) => {
        log.fatal({ err: error }, 'could not stop cleanly');
        process.exit(1);
      },
    );
  }
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, () => stop(signal));
}
