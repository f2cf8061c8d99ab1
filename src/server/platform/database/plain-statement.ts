/** Statements whose values the driver writes into their text: cheaper than Sequelize, which parses every statement for them. */
import type { ResultSetHeader, RowDataPacket } from 'mysql2';
import type { Sequelize, Transaction } from 'sequelize';
import { type Parameter, withConnection } from './on-connection.ts';

/** A value for each question mark; a list becomes what stands between the brackets of `IN (?)`. */
type Values = readonly (Parameter | readonly Parameter[])[];

export function query<Row>(
  db: Sequelize,
  sql: string,
  values: Values,
  transaction?: Transaction,
): Promise<Row[]> {
  return withConnection<Row[]>(db, { sql, transaction }, (connection, answer) => {
    connection.query<RowDataPacket[]>(sql, [...values], (error, rows) => answer(error, rows as Row[]));
  });
}

/** Answers how many rows it has changed, not how many it found. */
export function execute(
  db: Sequelize,
  sql: string,
  values: Values,
  transaction?: Transaction,
): Promise<number> {
  return withConnection<number>(db, { sql, transaction }, (connection, answer) => {
    connection.query<ResultSetHeader>(sql, [...values], (error, result) =>
      answer(error, result?.affectedRows ?? 0),
    );
  });
}
