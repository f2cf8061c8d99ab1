/** Detects, per request, that the database couldn't be reached. */
import { AsyncLocalStorage } from 'node:async_hooks';
import { isDatabaseUnreachable } from '#server/platform/database/connection.ts';

interface Seen {
  outage?: unknown;
}

/**
 * Shared by all trackers of the process. An AsyncLocalStorage is never released once used and slows down every
 * asynchronous operation.
 */
const storage = new AsyncLocalStorage<Seen>();

export type DatabaseErrorTracker = ReturnType<typeof databaseErrorTracker>;

/** better-auth turns some failed queries into answers such as "no session" or "no such user", which would be false. */
export function databaseErrorTracker() {
  return {
    /** Called by the storage adapter when a statement fails. */
    note(error: unknown): void {
      const seen = storage.getStore();
      if (seen && seen.outage === undefined && isDatabaseUnreachable(error)) seen.outage = error;
    },

    /** As `work`, but rejects with the database's error where it could not be reached, even if another answer was made of it. */
    async run<T>(work: () => Promise<T>): Promise<T> {
      const seen: Seen = {};
      const [outcome] = await Promise.allSettled([storage.run(seen, work)]);
      if (seen.outage !== undefined) throw seen.outage;
      if (outcome.status === 'rejected') throw outcome.reason;
      return outcome.value;
    },
  };
}
