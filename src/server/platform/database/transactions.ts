/** Runs work in transactions that are tried again when they lose a race. */
import { setTimeout as wait } from 'node:timers/promises';
import { type Sequelize, type Transaction, UniqueConstraintError } from 'sequelize';
import { endTransactionsProperly } from './commit.ts';
import { isConflict } from './connection.ts';

/** A conditional write found that another process was first. Reading again and deciding anew is all that is owed. */
export class ConcurrencyConflictError extends Error {
  constructor(what: string, options?: ErrorOptions) {
    super(`${what} was changed by another process meanwhile`, options);
    this.name = 'ConcurrencyConflictError';
  }
}

/** Whether the work failed only because others were faster, every time it was tried: later it can succeed. */
export function isConcurrencyConflict(error: unknown): boolean {
  for (let current: unknown = error; current instanceof Error; current = current.cause) {
    if (current instanceof ConcurrencyConflictError) return true;
  }
  return false;
}

const attempts = 8;
const pauseMs = { least: 5, most: 50 };

endTransactionsProperly();

/** Whether running the same work once more can end differently. A unique key that refuses a row is how a race between two inserts is lost. */
function isWorthAnotherTry(error: unknown): boolean {
  return (
    error instanceof ConcurrencyConflictError || error instanceof UniqueConstraintError || isConflict(error)
  );
}

/** Longer each time, and never as long as a rival's: those who met once would meet again. */
function pause(attempt: number): Promise<void> {
  const { least, most } = pauseMs;
  return wait((least + Math.random() * (most - least)) * attempt);
}

/**
 * Runs `work`, one statement that stands alone or a transaction; when it loses a race it is run again, up to eight
 * times. When it has lost every time the error is one that `isConcurrencyConflict` knows; a unique key that still refuses is no
 * race and rises as it is.
 */
export async function retryOnConflict<T>(work: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await work();
    } catch (error) {
      if (!isWorthAnotherTry(error)) throw error;
      if (attempt === attempts) {
        throw isConflict(error)
          ? new ConcurrencyConflictError('what a transaction needs', { cause: error })
          : error;
      }
    }
    await pause(attempt);
  }
}

/**
 * Runs `work` in one transaction; when it loses a race it is rolled back and run again, up to eight times, so
 * it may touch nothing but the database. When it has lost every time the error is one that `isConcurrencyConflict` knows;
 * a unique key that still refuses is no race and rises as it is.
 */
export function withTransaction<T>(
  db: Sequelize,
  work: (transaction: Transaction) => Promise<T>,
): Promise<T> {
  return retryOnConflict(() => db.transaction(work));
}
