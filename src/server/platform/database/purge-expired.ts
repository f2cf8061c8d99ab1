/** Deletes expired rows, so that tables don't grow indefinitely. Each repository defines the retention of its table. */
import type { Sequelize } from 'sequelize';
import { dayMs } from '#shared/durations.ts';
import { execute } from './statements.ts';
import { withTransaction } from './transactions.ts';

const maxRowsPerStatement = 500;
const maxStatementsPerRule = 100;

/** What the time is on each clock of the portal. They differ only in the demo, in development and in tests. */
export interface Clocks {
  real: Date;
  business: Date;
}

/** Defines which rows of a table are deleted. */
export interface Retention {
  table: string;
  /**
   * SQL condition for the rows to delete. It can use `:now`, `:nowMs` (the same in milliseconds since 1970) and the
   * names in `daysAgo`.
   */
  where: string;
  /** Names of instants that lie this many days before `:now`. */
  daysAgo?: Readonly<Record<string, number>>;
  /** The clock that the columns follow. Real time unless stated otherwise. */
  clock?: keyof Clocks;
  /** Columns of an index. Rows are deleted in the order of that index. */
  order: string;
}

/** Number of rows deleted from each table. */
export type Purged = Record<string, number>;

/**
 * Deletes the rows whose retention has ended. Runs small statements that delete at most 50,000 rows per rule; later
 * runs delete the rest. Several processes may run this at once. Stops early if `stopped` aborts.
 */
export async function purgeExpired(
  db: Sequelize,
  rules: readonly Retention[],
  clocks: Clocks,
  stopped?: AbortSignal,
): Promise<Purged> {
  const purged: Purged = Object.fromEntries(rules.map(({ table }) => [table, 0]));
  for (const { table, where, daysAgo = {}, clock = 'real', order } of rules) {
    const now = clocks[clock];
    const sql = `DELETE FROM ${table} WHERE ${where} ORDER BY ${order} LIMIT ${maxRowsPerStatement}`;
    const earlier = Object.entries(daysAgo).map(([name, days]) => [
      name,
      new Date(now.getTime() - days * dayMs),
    ]);
    const instants = { now, nowMs: now.getTime(), ...Object.fromEntries(earlier) };
    for (let round = 0; round < maxStatementsPerRule && !stopped?.aborted; round += 1) {
      const deleted = await withTransaction(db, (transaction) => execute(db, sql, instants, transaction));
      purged[table] = (purged[table] ?? 0) + deleted;
      if (deleted < maxRowsPerStatement) break;
    }
  }
  return purged;
}
