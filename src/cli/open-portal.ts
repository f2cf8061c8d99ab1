/** Gives a command the portal's own dependencies, from the same settings as the server. */
import { buildDeps } from '#server/build-deps.ts';
import { readConfig } from '#server/config.ts';
import type { Deps } from '#server/deps.ts';
import { followClock, realClock } from '#server/platform/clock.ts';
import { openDatabase } from '#server/platform/database/connection.ts';
import { createLogger } from '#server/platform/logger.ts';

/** Runs `work` with the portal's dependencies, and closes them whatever happens. Throws `ConfigError`. */
export async function withPortal<T>(work: (deps: Deps) => Promise<T>): Promise<T> {
  const config = readConfig();
  // What a command has to say it says itself; standard output is for its answer.
  const log = createLogger('silent');
  const db = openDatabase({ ...config.database, poolSize: 2 });
  const clock = config.clockUrl ? await followClock(config.clockUrl, log) : realClock;
  try {
    return await work(buildDeps({ config, db, log, clock }));
  } finally {
    clock.stop();
    await db.close();
  }
}
