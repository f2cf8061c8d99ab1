/** Server-side prepared reads for the paths where every microsecond counts, on Sequelize's own pool. */
import type { Connection, RowDataPacket } from 'mysql2';
import { ConnectionError, DatabaseError, type Sequelize } from 'sequelize';

type Parameter = string | number | Buffer;

interface MysqlError extends Error {
  /** The connection is of no use any more. */
  fatal?: boolean;
  sql: string;
}

function execute(
  connection: Connection,
  sql: string,
  values: readonly Parameter[],
): Promise<RowDataPacket[]> {
  return new Promise((resolve, reject) => {
    connection.execute<RowDataPacket[]>(sql, [...values], (error, rows) => {
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
    if (error.fatal) throw new ConnectionError(error);
    error.sql = sql;
    throw new DatabaseError(error);
  } finally {
    db.connectionManager.releaseConnection(connection);
  }
}

/** A column of instants as milliseconds since 1970, in SQL. UNIX_TIMESTAMP ends in 2038 on many servers. */
export const millisecondsOf = (column: string): string =>
  `TIMESTAMPDIFF(MICROSECOND, '1970-01-01 00:00:00', ${column}) DIV 1000`;

/** The list made as long as the next power of two by repeating its last member: few statements to prepare. */
export function padToPowerOfTwo<T>(list: readonly T[]): T[] {
  const last = list.at(-1);
  if (last === undefined) return [];
  const length = 2 ** Math.ceil(Math.log2(list.length));
  return [...list, ...Array.from({ length: length - list.length }, () => last)];
}
