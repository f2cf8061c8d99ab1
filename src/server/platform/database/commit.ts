/** Handles transactions whose COMMIT or ROLLBACK fails. */
import { AsyncLocalStorage } from 'node:async_hooks';
import type { Connection } from 'mysql2';
import type { Sequelize, Transaction } from 'sequelize';
import { failureKindsOf } from './failure-kinds.ts';

const acquiring = new AsyncLocalStorage<{ connection: Connection | null }>();
const connections = new WeakMap<Transaction, Connection>();
const failures = new WeakMap<Transaction, unknown>();

/** Runs `work` in one transaction. Throws the error that `work` or the COMMIT failed with. */
export async function runInTransaction<T>(
  db: Sequelize,
  work: (transaction: Transaction) => Promise<T>,
): Promise<T> {
  const acquired: { connection: Connection | null } = { connection: null };
  let begun: Transaction | undefined;
  const result = await acquiring.run(acquired, () =>
    db.transaction((transaction) => {
      begun = transaction;
      if (acquired.connection) connections.set(transaction, acquired.connection);
      return work(transaction);
    }),
  );
  if (begun && failures.has(begun)) throw failures.get(begun);
  return result;
}

/** Runs `work` once the transaction is committed. Unlike Sequelize's own hook, doesn't run it after a failed COMMIT. */
export function afterCommit(transaction: Transaction, work: () => void): void {
  transaction.afterCommit(() => {
    if (!failures.has(transaction)) work();
  });
}

/**
 * Replaces Sequelize's handling of a failed COMMIT or ROLLBACK, which closes the connection and writes to standard
 * error. On a cluster, a COMMIT often fails because another node committed first. The transaction is then rolled back,
 * and its connection stays in the pool for the next attempt. If the connection was lost, the outcome of the COMMIT is
 * unknown, and the connection is destroyed. Sequelize never sees a failed COMMIT; `runInTransaction` throws its error.
 */
export function endTransactionsProperly(db: Sequelize): void {
  const queries = db.getQueryInterface();
  const commit = queries.commitTransaction.bind(queries);
  const rollback = queries.rollbackTransaction.bind(queries);

  // While a transaction starts, the first connection acquired from the pool is the one it will use.
  db.addHook('afterPoolAcquire', (connection) => {
    const acquired = acquiring.getStore();
    if (acquired) acquired.connection ??= connection as Connection;
  });

  queries.rollbackTransaction = async (transaction, options) => {
    try {
      await rollback(transaction, options);
    } catch (error) {
      if (failureKindsOf(error).size === 0) throw error;
    }
  };

  queries.commitTransaction = async (transaction, options) => {
    try {
      await commit(transaction, options);
    } catch (error) {
      const connection = connections.get(transaction);
      if (!connection) throw error;
      failures.set(transaction, error);
      if (failureKindsOf(error).has('unreachable')) connection.destroy();
      // The server has usually rolled back already. This makes sure, because a connection in the pool must not have an
      // open transaction.
      else await queries.rollbackTransaction(transaction, options);
    }
  };
}
