/** Updates many rows, each to its own values, in a few statements. */
import type { Sequelize, Transaction } from 'sequelize';
import { execute, type Parameter } from '#server/platform/database/statements.ts';

/** A row's key, and a value for each of the columns to set. */
export interface RowUpdate<Key extends string | number> {
  key: Key;
  values: readonly Parameter[];
}

/** Maximum rows per statement, and characters in their values. Servers limit the length of a statement. */
const maxRows = 100;
const maxCharacters = 1_000_000;

const charactersOf = ({ values }: RowUpdate<string | number>): number =>
  values.reduce<number>((sum, value) => sum + (typeof value === 'string' ? value.length : 32), 0);

function inStatements<Key extends string | number>(rows: readonly RowUpdate<Key>[]): RowUpdate<Key>[][] {
  const statements: RowUpdate<Key>[][] = [];
  let characters = 0;
  for (const row of rows) {
    const more = charactersOf(row);
    const last = statements.at(-1);
    if (last && last.length < maxRows && characters + more <= maxCharacters) {
      last.push(row);
      characters += more;
    } else {
      statements.push([row]);
      characters = more;
    }
  }
  return statements;
}

/**
 * Sets columns of existing rows. The key column should be indexed, because rows are found by it. Ignores keys that have
 * no row. Runs one statement per 100 rows, so the update is atomic only inside a transaction. `only` adds a condition
 * with its own values.
 */
export async function updateRows<Key extends string | number>(
  db: Sequelize,
  { table, key, columns }: { table: string; key: string; columns: readonly string[] },
  rows: readonly RowUpdate<Key>[],
  {
    only,
    transaction,
  }: {
    only?: (keys: readonly Key[]) => { sql: string; values: readonly (Parameter | readonly Parameter[])[] };
    transaction?: Transaction | undefined;
  } = {},
): Promise<void> {
  for (const some of inStatements(rows)) {
    const cases = `CASE ${key} ${some.map(() => 'WHEN ? THEN ?').join(' ')} END`;
    const keys = some.map((row) => row.key);
    const narrowed = only?.(keys);
    await execute(
      db,
      `UPDATE ${table} SET ${columns.map((column) => `${column} = ${cases}`).join(', ')}
       WHERE ${key} IN (?)${narrowed ? ` AND ${narrowed.sql}` : ''}`,
      [
        ...columns.flatMap((_, index) => some.flatMap((row) => [row.key, row.values[index] ?? null])),
        keys,
        ...(narrowed?.values ?? []),
      ],
      transaction,
    );
  }
}
