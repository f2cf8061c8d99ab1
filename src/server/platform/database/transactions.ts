/** Runs work in transactions that are repeated when they lose a race. */
import { setTimeout as wait } from 'node:timers/promises';
import { type Sequelize, type Transaction, UniqueConstraintError } from 'sequelize';
import { runInTransaction } from './commit.ts';
import { isConflict } from './connection.ts';

/** A conditional write found that another process was first. The work has to be repeated from its first read. */
export class ConcurrencyConflictError extends Error {
  constructor(what: string, options?: ErrorOptions) {
    super(`${what} was changed by another process meanwhile`, options);
    this.name = 'ConcurrencyConflictError';
  }
}

/** Whether work failed only because it lost every race: at another moment it can succeed. */
export function isConcurrencyConflict(error: unknown): boolean {
  for (let current: unknown = error; current instanceof Error; current = current.cause) {
    if (current instanceof ConcurrencyConflictError) return true;
  }
  return false;
}

const maxAttempts = 8;
const pauseMs = { min: 5, max: 50 };

/** Two inserts that race are decided by a unique key, so a refused row may be a lost race. */
function isWorthAnotherTry(error: unknown): boolean {
  return (
    error instanceof ConcurrencyConflictError || error instanceof UniqueConstraintError || isConflict(error)
  );
}

/** Longer each time, and random, so that rivals do not meet again. */
function pause(attempt: number): Promise<void> {
  const { min, max } = pauseMs;
  return wait((min + Math.random() * (max - min)) * attempt);
}

/**
 * Runs `work`, a transaction or a single statement, up to eight times while it loses races. After the eighth it throws
 * an error that `isConcurrencyConflict` recognises; a unique key that still refuses is not a race and is thrown as it is.
 */
export async function retryOnConflict<T>(work: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await work();
    } catch (error) {
      if (!isWorthAnotherTry(error)) throw error;
      if (attempt === maxAttempts) {
        throw isConflict(error)
          ? new ConcurrencyConflictError('what a transaction needs', { cause: error })
          : error;
      }
    }
    await pause(attempt);
  }
}

/**
 * Runs `work` in one transaction. When it loses a race it is rolled back and repeated as in `retryOnConflict`, so `work`
 * may change nothing but the database. The only way to a transaction.
 */
export function withTransaction<T>(
  db: Sequelize,
  work: (transaction: Transaction) => Promise<T>,
): Promise<T> {
  return retryOnConflict(() => runInTransaction(db, work));
}
