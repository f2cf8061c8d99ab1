/** The driver itself, on Sequelize's own connections: where models and parsed replacements cost more than the database. */
import type { Connection } from 'mysql2';
import {
  ConnectionError,
  DatabaseError,
  type Sequelize,
  type Transaction,
  UniqueConstraintError,
} from 'sequelize';

/** A positional parameter. */
export type Parameter = string | number | boolean | Buffer | Date | null;

interface MysqlError extends Error {
  errno?: number;
  /** The connection is of no use any more. */
  fatal?: boolean;
  sql: string;
}

const duplicateEntry = 1062;

/** As one of Sequelize's, so that a lost connection or a lost race is recognised like everywhere else. */
function asSequelizeError(cause: MysqlError, sql: string): Error {
  if (cause.fatal) return new ConnectionError(cause);
  cause.sql = sql;
  return cause.errno === duplicateEntry
    ? new UniqueConstraintError({ parent: cause, message: cause.message })
    : new DatabaseError(cause);
}

/** What Sequelize keeps to itself: every test that writes anything fails when it changes. */
interface Internals {
  connection: Connection;
}

type Ask<T> = (connection: Connection, answer: (error: Error | null, result: T) => void) => void;

/** Asks on the connection of the transaction, or on any of the pool. Throws Sequelize's errors. */
export async function withConnection<T>(
  db: Sequelize,
  { sql, transaction }: { sql: string; transaction?: Transaction | undefined },
  ask: Ask<T>,
): Promise<T> {
  const run = (connection: Connection): Promise<T> =>
    new Promise((resolve, reject) => {
      ask(connection, (error, result) => {
        if (error) reject(asSequelizeError(error as MysqlError, sql));
        else resolve(result);
      });
    });
  if (transaction) return run((transaction as unknown as Internals).connection);
  const { connectionManager: pool } = db;
  const connection = (await pool.getConnection({ type: 'write', useMaster: true })) as Connection;
  try {
    return await run(connection);
  } finally {
    pool.releaseConnection(connection);
  }
}
