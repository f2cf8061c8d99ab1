/** Tells the operator once that a migration waits, and once that it has been applied. */

import type { Logger } from 'pino';

/** How many names a line of the log holds: an empty database lacks them all. */
const namedAtMost = 5;

/**
 * A function that answers whether the schema is the one this build works on, and logs when that changes. Requests that
 * need a missing column fail until then, each with an error that does not name the cause. Throws what
 * `missingMigrations` throws.
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
