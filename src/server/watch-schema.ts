/** Logs once when migrations are missing, and once when they have been applied. */

import type { Logger } from 'pino';

/** Maximum number of migrations named in a log line. An empty database lacks all of them. */
const namedAtMost = 5;

/**
 * Returns a function that checks whether the schema is up to date and logs when that changes. Otherwise, requests that
 * need a missing column would fail with an error that doesn't name the cause. The function throws the errors of
 * `missingMigrations`.
 */
export function watchSchema(missingMigrations: () => Promise<string[]>, log: Logger): () => Promise<boolean> {
  let wasMissing = false;
  return async () => {
    const missing = await missingMigrations();
    const isMissing = missing.length > 0;
    if (isMissing && !wasMissing)
      log.error(
        { migrations: missing.slice(0, namedAtMost), count: missing.length },
        'migrations are pending: run the command `migrate`',
      );
    if (!isMissing && wasMissing) log.info('all migrations are applied');
    wasMissing = isMissing;
    return !isMissing;
  };
}
