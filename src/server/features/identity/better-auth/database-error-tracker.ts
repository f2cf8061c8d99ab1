/** Remembers, for the duration of one request, that the database could not be reached. */
import { AsyncLocalStorage } from 'node:async_hooks';
import { isDatabaseUnreachable } from '#server/platform/database/connection.ts';

export interface Watched<T> {
  /** What the work came to; absent when it threw. */
  value?: T;
  /** What it threw. */
  error?: unknown;
  /** The failure to reach the database during the work, even where another answer was made of it. */
  outage?: unknown;
}

/**
 * One for the process, not one for each tracker: once used it is never given up, and makes every asynchronous step of the
 * process dearer.
 */
const storage = new AsyncLocalStorage<{ outage?: unknown }>();

export type DatabaseErrorTracker = ReturnType<typeof databaseErrorTracker>;

/**
 * better-auth turns some failed queries into answers such as "no session" or "no such user", which would be false. Its
 * callers ask here whether the answer can be believed.
 */
export function databaseErrorTracker() {
  return {
    /** For the storage adapter: a statement failed. */
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
