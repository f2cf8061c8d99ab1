/**
 * Provides the transaction opened by a sign-in endpoint, so that rows written by the portal rather than by better-auth
 * can be part of it.
 */
import { AsyncLocalStorage } from 'node:async_hooks';
import type { Transaction } from 'sequelize';

interface Scope {
  transaction: Transaction;
  isOver: boolean;
}

const current = new AsyncLocalStorage<Scope>();

/** Runs `work`. Within it, `currentTransaction` returns the transaction until the promise of `work` settles. */
export async function withCurrentTransaction<T>(
  transaction: Transaction,
  work: () => Promise<T>,
): Promise<T> {
  const scope: Scope = { transaction, isOver: false };
  try {
    return await current.run(scope, work);
  } finally {
    scope.isOver = true;
  }
}

/**
 * Returns the current transaction. Returns undefined outside `withCurrentTransaction`, and in background work that is
 * still running after it.
 */
export function currentTransaction(): Transaction | undefined {
  const scope = current.getStore();
  return scope?.isOver === false ? scope.transaction : undefined;
}
