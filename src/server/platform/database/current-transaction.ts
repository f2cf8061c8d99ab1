/** The transaction that an endpoint of sign-in has opened, for rows that better-auth does not write but that belong in it. */
import { AsyncLocalStorage } from 'node:async_hooks';
import type { Transaction } from 'sequelize';

interface Scope {
  transaction: Transaction;
  isOver: boolean;
}

const current = new AsyncLocalStorage<Scope>();

/** Runs `work`; `currentTransaction` returns the transaction everywhere in it until its promise settles. */
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

/** Undefined outside such work, and for what it started and did not wait for. */
export function currentTransaction(): Transaction | undefined {
  const scope = current.getStore();
  return scope?.isOver === false ? scope.transaction : undefined;
}
