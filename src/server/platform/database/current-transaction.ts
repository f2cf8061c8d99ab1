/** The transaction that a endpoint of sign-in has opened, for what belongs into it and is not better-auth's to write. */
import { AsyncLocalStorage } from 'node:async_hooks';
import type { Transaction } from 'sequelize';

const underWay = new AsyncLocalStorage<Transaction>();

/** Has everything that `work` starts find the transaction. */
export const withCurrentTransaction = <T>(transaction: Transaction, work: () => T): T =>
  underWay.run(transaction, work);

/** Undefined outside of one, and for what outlives it. */
export function currentTransaction(): Transaction | undefined {
  const transaction = underWay.getStore();
  const hasEnded = (transaction as { finished?: string } | undefined)?.finished !== undefined;
  return hasEnded ? undefined : transaction;
}
