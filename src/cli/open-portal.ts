/** Gives a command the portal's own dependencies, from the same settings as the server. */
import { readConfig } from '#server/config.ts';
import type { Deps } from '#server/deps.ts';

/** Runs `work` with the portal's dependencies, and closes them whatever happens. Throws `ConfigError`. */
export async function withPortal<T>(work: (deps: Deps) => Promise<T>): Promise<T> {
  const config = readConfig();
  // Loaded only here: help, a wrong option or a missing setting is answered without waiting for all of it.
  const [{ buildDeps }, { followClock, realClock }, { answerLimits, openDatabase }, { createLogger }] =
    await Promise.all([
      import('#server/build-deps.ts'),
      import('#server/platform/clock.ts'),
      import('#server/platform/database/connection.ts'),
      import('#server/platform/logger.ts'),
    ]);
  // What a command has to say it says itself; standard output is for its answer.
  const log = createLogger('silent');
  const db = openDatabase({
    ...config.database,
    poolSize: 2,
    answerWithinMilliseconds: answerLimits.work,
  });
  const clock = config.clockUrl ? await followClock(config.clockUrl, log) : realClock;
  try {
    return await work(buildDeps({ config, db, log, clock }));
  } finally {
    clock.stop();
    await db.close();
  }
}
