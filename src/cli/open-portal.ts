/** Gives commands the same dependencies as the server, created from the same settings. */
import { readConfig } from '#server/config/config.ts';
import type { Deps } from '#server/deps.ts';

/**
 * Runs `work` with the portal's dependencies and then closes the database, even after an error. Throws `ConfigError` if
 * the settings are invalid.
 */
export const withPortal = <T>(work: (deps: Deps) => Promise<T>): Promise<T> =>
  open(work, { readsKeys: false });

/**
 * Like `withPortal`, but for commands that decrypt stored keys or look up rows by a keyed hash. Also throws
 * `ConfigError` if a stored row needs an APP_KEY that isn't configured.
 */
export const withPortalAndKeys = <T>(work: (deps: Deps) => Promise<T>): Promise<T> =>
  open(work, { readsKeys: true });

async function open<T>(work: (deps: Deps) => Promise<T>, { readsKeys }: { readsKeys: boolean }): Promise<T> {
  const config = readConfig();
  // These modules are imported only when they are needed. Help and errors such as wrong options and missing settings
  // are then printed without loading the whole server.
  const [{ buildDeps }, { followClock, realClock }, { answerLimits, openDatabase }, { createLogger }] =
    await Promise.all([
      import('#server/build-deps.ts'),
      import('#server/platform/scheduling/clock.ts'),
      import('#server/platform/database/connection.ts'),
      import('#server/platform/observability/logger.ts'),
    ]);
  // Logging is turned off. Commands print their own messages, and standard output is reserved for the result.
  const log = createLogger('silent');
  const db = openDatabase({
    ...config.database,
    poolSize: 2,
    answerWithinMs: answerLimits.work,
  });
  const clock = config.clockUrl ? await followClock(config.clockUrl, log) : realClock;
  try {
    const deps = buildDeps({ config, db, log, clock });
    if (readsKeys) {
      const { requireAppKeys } = await import('#server/app-keys-in-use.ts');
      await requireAppKeys(deps, { db, config });
    }
    return await work(deps);
  } finally {
    clock.stop();
    await db.close();
  }
}
