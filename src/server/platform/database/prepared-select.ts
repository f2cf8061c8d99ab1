/** Server-side prepared reads for the paths where every microsecond counts, on Sequelize's own pool. */
import type { Connection, RowDataPacket } from 'mysql2';
import { ConnectionError, DatabaseError, type Sequelize } from 'sequelize';

/** An answer later than this is none: the caller is told that the database cannot be reached. */
const timeoutMs = 5_000;

type Parameter = string | number | Buffer;

interface MysqlError extends Error {
  fatal?: boolean;
  sql: string;
}

class NoAnswer extends Error {}

/** After these the connection is of no use: it has gone, or an answer may still be coming in on it. */
const lostConnection = (error: MysqlError): boolean =>
  error instanceof NoAnswer || error.fatal === true || error.message.includes('closed state');

function execute(
  connection: Connection,
  sql: string,
  values: readonly Parameter[],
): Promise<RowDataPacket[]> {
  return new Promise((resolve, reject) => {
    // The driver's own timeout does not cover preparing the statement.
    const timer = setTimeout(() => reject(new NoAnswer('the database did not answer in time')), timeoutMs);
    connection.execute<RowDataPacket[]>(sql, [...values], (error, rows) => {
      clearTimeout(timer);
      if (error) reject(error);
      else resolve(rows);
    });
  });
}

/**
 * Runs one SELECT as a prepared statement, which each connection parses once. Write dates as CAST(… AS CHAR).
 * Throws Sequelize's errors, so that a lost connection is recognised like everywhere else.
 */
export async function preparedSelect<Row>(
  db: Sequelize,
  sql: string,
  values: readonly Parameter[],
): Promise<Row[]> {
  const connection = (await db.connectionManager.getConnection({
    type: 'read',
    useMaster: false,
  })) as Connection;
  try {
    return (await execute(connection, sql, values)) as Row[];
  } catch (cause) {
    const error = cause as MysqlError;
    if (lostConnection(error)) {
      connection.destroy();
      throw new ConnectionError(error);
    }
    error.sql = sql;
    throw new DatabaseError(error);
  } finally {
    db.connectionManager.releaseConnection(connection);
  }
}

/** The list made as long as the next power of two by repeating its last member: few statements to prepare. */
export function padToPowerOfTwo<T>(list: readonly T[]): T[] {
  const last = list.at(-1);
  if (last === undefined) return [];
  const length = 2 ** Math.ceil(Math.log2(list.length));
  return [...list, ...Array.from({ length: length - list.length }, () => last)];
}
