/** Detects, per request, that the database couldn't be reached. */
import { AsyncLocalStorage } from 'node:async_hooks';
import { isDatabaseUnreachable } from '#server/platform/database/connection.ts';

export interface Watched<T> {
  /** The result; missing if the work threw. */
  value?: T;
  /** The error that was thrown. */
  error?: unknown;
  /** The failure to reach the database during the work, even where another answer was made of it. */
  outage?: unknown;
}

/**
 * Shared by all trackers of the process. An AsyncLocalStorage is never released once used and slows down every
 * asynchronous operation.
 */
const storage = new AsyncLocalStorage<{ outage?: unknown }>();

export type DatabaseErrorTracker = ReturnType<typeof databaseErrorTracker>;

/**
 * better-auth turns some failed queries into answers such as "no session" or "no such user", which would be false. Its
 * callers ask here whether the answer can be believed.
 */
export function databaseErrorTracker() {
  return {
    /** Called by the storage adapter when a statement fails. */
    note(error: unknown): void {
      const seen = storage.getStore();
      if (seen && seen.outage === undefined && isDatabaseUnreachable(error)) seen.outage = error;
    },

    run: <T>(work: () => Promise<T>): Promise<Watched<T>> =>
      storage.run({}, async () => {
        const seen = storage.getStore() ?? {};
        try {
          return { value: await work(), ...seen };
        } catch (error) {
          return { error, ...seen, ...(isDatabaseUnreachable(error) ? { outage: error } : {}) };
        }
      }),
  };
}
