/** Detects, per request, that the database couldn't be reached. */
import { AsyncLocalStorage } from 'node:async_hooks';
import { isDatabaseUnreachable } from '#server/platform/database/failure-kinds.ts';

interface Seen {
  outage?: unknown;
}

/**
 * Shared by all trackers of the process, because an AsyncLocalStorage is never released once used and slows down every
 * asynchronous operation.
 */
const storage = new AsyncLocalStorage<Seen>();

export type DatabaseErrorTracker = ReturnType<typeof databaseErrorTracker>;

/**
 * Creates a tracker of database errors. It is needed because better-auth turns some failed queries into results such as
 * "no session" or "no such user", which would be false.
 */
export function databaseErrorTracker() {
  return {
    /** Records the error. The storage adapter calls this when a statement fails. */
    note(error: unknown): void {
      const seen = storage.getStore();
      if (seen && seen.outage === undefined && isDatabaseUnreachable(error)) seen.outage = error;
    },

    /**
     * Runs `work` and returns its result. If the database couldn't be reached during the run, rejects with the
     * database's error instead, even if better-auth turned that error into a normal response.
     */
    async run<T>(work: () => Promise<T>): Promise<T> {
      const seen: Seen = {};
      const [outcome] = await Promise.allSettled([storage.run(seen, work)]);
      if (seen.outage !== undefined) throw seen.outage;
      if (outcome.status === 'rejected') throw outcome.reason;
      return outcome.value;
    },
  };
}
