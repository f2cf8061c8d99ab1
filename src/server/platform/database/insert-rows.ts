/** Inserts many rows in one statement, without building a model instance for each. */
import type { CreationAttributes, Model, ModelStatic, Transaction } from 'sequelize';
import { execute, type Parameter } from './statements.ts';

export interface InsertOptions<Row> {
  /**
   * Attributes to overwrite if a row with the same unique key already exists. Each must be given in the new rows;
   * otherwise its column would be set to the default value. If omitted, an existing row makes the statement fail.
   */
  update?: readonly (keyof Row & string)[];
  transaction?: Transaction;
}

/**
 * Inserts rows and sets the model's own time stamps. All rows must have the same attributes. Throws
 * `UniqueConstraintError` if a unique key is taken and `update` is omitted. Returns the number of affected rows as
 * MySQL counts them: 1 for each inserted row, 2 for each updated row, 0 for each existing row that already had the same
 * values.
 */
export async function insertRows<M extends Model, Row extends CreationAttributes<M>>(
  model: ModelStatic<M>,
  rows: readonly Row[],
  { update, transaction }: InsertOptions<Row> = {},
): Promise<number> {
  const [first] = rows;
  const db = model.sequelize;
  if (!first || !db) return 0;
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
  return execute(db, sql, values, transaction);
}

const knownColumns = new WeakMap<object, ReadonlyMap<string, string>>();

/** Maps a model's attribute names to column names, cached per model. */
function columnsOf<M extends Model>(model: ModelStatic<M>): ReadonlyMap<string, string> {
  const known = knownColumns.get(model);
  if (known) return known;
  const columns = new Map(
    Object.entries(model.getAttributes()).map(([name, { field }]) => [name, field ?? name]),
  );
  knownColumns.set(model, columns);
  return columns;
}
