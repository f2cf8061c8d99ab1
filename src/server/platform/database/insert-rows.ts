/** Adds many rows by one statement, without building a model of each. */
import type { CreationAttributes, Model, ModelStatic, Transaction } from 'sequelize';
import { type Parameter, withConnection } from './on-connection.ts';

export interface InsertOptions<Row> {
  /**
   * What is written over a row that has one of the keys already; only what the new rows have, because any other column
   * would be set to its default. Left out: such a row refuses all.
   */
  update?: readonly (keyof Row & string)[];
  transaction?: Transaction;
}

/**
 * Adds rows that all have the same attributes, and sets the model's own time stamps. Throws `UniqueConstraintError`
 * when a key is taken and nothing says what to update.
 */
export async function insertRows<M extends Model, Row extends CreationAttributes<M>>(
  model: ModelStatic<M>,
  rows: readonly Row[],
  { update, transaction }: InsertOptions<Row> = {},
): Promise<void> {
  const [first] = rows;
  const db = model.sequelize;
  if (!first || !db) return;
  const columns = columnsOf(model);
  const quoted = (name: string): string => {
    const column = columns.get(name);
    if (column === undefined) throw new Error(`${model.tableName} has no attribute ${name}`);
    return `\`${column}\``;
  };
  const names = Object.keys(first) as (keyof Row & string)[];
  const stamps = ['createdAt', 'updatedAt'].filter((name) => columns.has(name) && !(name in first));
  const all = [...names, ...stamps];
  const notGiven = update?.filter((name) => !(name in first)) ?? [];
  if (notGiven.length > 0)
    throw new Error(`${model.tableName}: the rows have no ${notGiven.join(', ')} to update`);
  const marks = `(${all.map(() => '?').join(',')})`;
  const updated = update && [...update, ...stamps.filter((name) => name === 'updatedAt')].map(quoted);
  const sql = `INSERT INTO \`${model.tableName}\` (${all.map(quoted).join(',')})
    VALUES ${rows.map(() => marks).join(',')}
    ${updated ? `ON DUPLICATE KEY UPDATE ${updated.map((column) => `${column} = VALUES(${column})`).join(',')}` : ''}`;
  const now = new Date();
  const values = rows.flatMap((row) => [
    ...names.map((name) => row[name] as Parameter),
    ...stamps.map(() => now),
  ]);
  // Not prepared: each number of rows would be a statement of its own.
  await withConnection<void>(db, { sql, transaction }, (connection, answer) => {
    connection.query(sql, values, (error) => answer(error));
  });
}

const knownColumns = new WeakMap<object, ReadonlyMap<string, string>>();

/** The columns of a model's attributes. */
function columnsOf<M extends Model>(model: ModelStatic<M>): ReadonlyMap<string, string> {
  const known = knownColumns.get(model);
  if (known) return known;
  const columns = new Map(
    Object.entries(model.getAttributes()).map(([name, { field }]) => [name, field ?? name]),
  );
  knownColumns.set(model, columns);
  return columns;
}
