/** Runs work in transactions, and retries it after conflicts with concurrent work. */
import { setTimeout as wait } from 'node:timers/promises';
import { type Sequelize, type Transaction, UniqueConstraintError } from 'sequelize';
import { runInTransaction } from './commit.ts';
import { isConflict } from './failure-kinds.ts';

/**
 * Thrown if a conditional write found that another process had written first. The work must be retried from its first
 * read.
 */
export class ConcurrencyConflictError extends Error {
  constructor(what: string, options?: ErrorOptions) {
    super(`${what} was changed by another process at the same time`, options);
    this.name = 'ConcurrencyConflictError';
  }
}

/** Returns whether work failed only because of conflicts with concurrent work, so that it may succeed later. */
export function isConcurrencyConflict(error: unknown): boolean {
  for (let current: unknown = error; current instanceof Error; current = current.cause) {
    if (current instanceof ConcurrencyConflictError) return true;
  }
  return false;
}

const maxAttempts = 8;
const pauseMs = { min: 5, max: 50 };

/**
 * Returns the database server's message about a duplicate entry, which quotes the entry and names the unique key.
 * Returns null for other errors.
 */
const duplicateOf = (error: unknown): string | null =>
  error instanceof UniqueConstraintError ? error.parent.message : null;

/** Waits longer after each attempt, with jitter, so that competing transactions don't collide again. */
function pause(attempt: number): Promise<void> {
  const { min, max } = pauseMs;
  return wait((min + Math.random() * (max - min)) * attempt);
}

/**
 * Runs `work`, which is a transaction or a single statement, up to eight times while it fails because of conflicts.
 * After the eighth attempt, throws an error that `isConcurrencyConflict` recognizes.
 *
 * A unique constraint error may also mean a lost race between two inserts. The next attempt then finds the other row
 * and proceeds accordingly. If the next attempt fails with the same duplicate, the row had been there all along, and
 * the error is thrown unchanged.
 */
export async function retryOnConflict<T>(work: () => Promise<T>): Promise<T> {
  let lastDuplicate: string | null = null;
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await work();
    } catch (error) {
      const duplicate = duplicateOf(error);
      const isPermanent = duplicate !== null && duplicate === lastDuplicate;
      lastDuplicate = duplicate;
      const mayPass = duplicate !== null || error instanceof ConcurrencyConflictError || isConflict(error);
      if (isPermanent || !mayPass) throw error;
      if (attempt === maxAttempts) {
        throw isConflict(error)
          ? new ConcurrencyConflictError('data used by a transaction', { cause: error })
          : error;
      }
    }
    await pause(attempt);
  }
}

/**
 * Runs `work` in one transaction. On a conflict, rolls it back and retries it as in `retryOnConflict`, so `work` must
 * have no side effects outside the database. All transactions go through this function.
 */
export function withTransaction<T>(
  db: Sequelize,
  work: (transaction: Transaction) => Promise<T>,
): Promise<T> {
  return retryOnConflict(() => runInTransaction(db, work));
}
