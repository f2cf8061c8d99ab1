/** What happens to a transaction whose COMMIT or ROLLBACK fails. */
import { AsyncLocalStorage } from 'node:async_hooks';
import type { Connection } from 'mysql2';
import type { Sequelize, Transaction } from 'sequelize';
import { failureKindsOf } from './failure-kinds.ts';

const acquiring = new AsyncLocalStorage<{ connection: Connection | null }>();
const connections = new WeakMap<Transaction, Connection>();
const failures = new WeakMap<Transaction, unknown>();

/** Runs `work` in one transaction. Throws what `work` throws, or why the COMMIT failed. */
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

/** Runs `work` once the transaction is committed. Sequelize's own hook runs it after a COMMIT that failed as well. */
export function afterCommit(transaction: Transaction, work: () => void): void {
  transaction.afterCommit(() => {
    if (!failures.has(transaction)) work();
  });
}

/**
 * Sequelize closes the connection and writes to standard error whenever a COMMIT or ROLLBACK fails. On a cluster, a
 * COMMIT that is refused because another node was first is nothing unusual: the transaction is rolled back here, and the
 * connection stays in the pool for the next attempt. Where the connection is lost, so is the transaction, or what became
 * of its COMMIT is unknown: the connection is closed. Sequelize is told of neither; `runInTransaction` throws it.
 */
export function endTransactionsProperly(db: Sequelize): void {
  const queries = db.getQueryInterface();
  const commit = queries.commitTransaction.bind(queries);
  const rollback = queries.rollbackTransaction.bind(queries);

  // The first connection that a transaction takes from the pool is its own.
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
      // The server has usually done so itself; nothing may stay open on a connection that is used again.
      else await queries.rollbackTransaction(transaction, options);
    }
  };
}
