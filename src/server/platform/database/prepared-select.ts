/** Server-side prepared reads for the paths where every microsecond counts. */
import type { RowDataPacket } from 'mysql2';
import type { Sequelize, Transaction } from 'sequelize';
import { type Parameter, withConnection } from './on-connection.ts';

/**
 * Runs one SELECT as a prepared statement, which each connection parses once: lists are to be written as `listOf`
 * does. Numbers travel as doubles: ids beyond 2^53 do not occur, and are compared all the same.
 */
export function preparedSelect<Row>(
  db: Sequelize,
  sql: string,
  values: readonly Parameter[],
  transaction?: Transaction,
): Promise<Row[]> {
  return withConnection<Row[]>(db, { sql, transaction }, (connection, answer) => {
    connection.execute<RowDataPacket[]>(sql, [...values], (error, rows) => answer(error, rows as Row[]));
  });
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

/** Columns for a SELECT, each under the name by which its row has it. */
export const columnList = (columns: Readonly<Record<string, string>>): string =>
  Object.entries(columns)
    .map(([name, expression]) => `${expression} AS ${name}`)
    .join(', ');

/** What stands behind `IN`, and the values for it. */
export function inList<T extends Parameter>(members: readonly T[]): { list: string; values: T[] } {
  const values = padToPowerOfTwo(members);
  return { list: `(${values.map(() => '?').join(',')})`, values };
}
