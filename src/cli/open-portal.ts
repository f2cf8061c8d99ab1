/** Gives a command the portal's own dependencies, from the same settings as the server. */
import { readConfig } from '#server/config/config.ts';
import type { Deps } from '#server/deps.ts';

/** Runs `work` with the portal's dependencies, and closes them whatever happens. Throws `ConfigError`. */
export const withPortal = <T>(work: (deps: Deps) => Promise<T>): Promise<T> =>
  open(work, { readsKeys: false });

/** The same for what looks stored keys up or reads them: refused as well while an APP_KEY is missing that rows need. */
export const withPortalAndKeys = <T>(work: (deps: Deps) => Promise<T>): Promise<T> =>
  open(work, { readsKeys: true });

async function open<T>(work: (deps: Deps) => Promise<T>, { readsKeys }: { readsKeys: boolean }): Promise<T> {
  const config = readConfig();
  // Loaded only here: help, a wrong option or a missing setting is answered without waiting for all of it.
  const [{ buildDeps }, { followClock, realClock }, { answerLimits, openDatabase }, { createLogger }] =
    await Promise.all([
      import('#server/build-deps.ts'),
      import('#server/platform/scheduling/clock.ts'),
      import('#server/platform/database/connection.ts'),
      import('#server/platform/observability/logger.ts'),
    ]);
  // What a command has to say it says itself; standard output is for its answer.
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
