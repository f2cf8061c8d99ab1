/** How a transaction ends whose COMMIT fails. */
import { type Sequelize, Transaction } from 'sequelize';
import { isConnectionLost } from './connection.ts';

/** What Sequelize keeps to itself; the tests of a failing COMMIT fail when it changes. */
interface Internals {
  sequelize: Sequelize;
  options: object;
  finished?: string;
  _afterCommitHooks: ((transaction: Transaction) => unknown)[];
  /** Gives the connection back. */
  cleanup: () => void;
  /** Closes it. */
  forceCleanup: () => Promise<void>;
}

async function giveUp(transaction: Transaction, own: Internals, error: unknown): Promise<void> {
  if (isConnectionLost(error)) return own.forceCleanup();
  try {
    // The server has undone it as a rule; where it has not, nothing may be left open on a connection that goes on.
    await own.sequelize.getQueryInterface().rollbackTransaction(transaction, own.options);
    own.cleanup();
  } catch {
    // The connection is of no use: the failed COMMIT is what the caller is told of.
    await own.forceCleanup();
  }
}

/**
 * Sequelize closes the connection whenever a COMMIT fails, says so on standard error, and calls what was to be called
 * after a commit all the same. On a cluster a COMMIT that is refused because another node was first is nothing unusual:
 * the connection is kept for the next try, and nobody is told of a commit that was none.
 */
export function endTransactionsProperly(): void {
  Transaction.prototype.commit = async function commit(this: Transaction) {
    const own = this as unknown as Internals;
    if (own.finished !== undefined) throw new Error(`this transaction has ended already: ${own.finished}`);
    try {
      await own.sequelize.getQueryInterface().commitTransaction(this, own.options);
    } catch (error) {
      await giveUp(this, own, error);
      throw error;
    }
    own.finished = 'commit';
    own.cleanup();
    for (const hook of own._afterCommitHooks) await hook(this);
  };
}
