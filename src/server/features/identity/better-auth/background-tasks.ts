/** Runs background tasks. Responses don't wait for them, but a shutdown does. */
import type { Logger } from 'pino';
import { isDatabaseUnreachable } from '#server/platform/database/failure-kinds.ts';

export type BackgroundTaskList = ReturnType<typeof backgroundTaskList>;

/**
 * Creates the list of tasks. Failures are logged with the name of the task. `settled` waits for all tasks, including
 * those started while it waits.
 */
export function backgroundTaskList(log: Logger) {
  const running = new Set<Promise<void>>();
  return {
    start(name: string, work: () => Promise<void>): void {
      const promise = Promise.resolve()
        .then(work)
        .catch((error: unknown) =>
          log[isDatabaseUnreachable(error) ? 'warn' : 'error']({ err: error }, `${name} failed`),
        )
        .finally(() => running.delete(promise));
      running.add(promise);
    },

    async settled(): Promise<void> {
      while (running.size > 0) await Promise.all(running);
    },
  };
}
