/** Judges how the database carries out a statement: no table may be read as a whole. */
import { QueryTypes, type Sequelize } from 'sequelize';

/** Tables whose number of rows does not depend on the number of customers. */
const smallTables = new Set(['plans', 'p', 'f', 'jobs']);

interface Step {
  table: string | null;
  type: string | null;
  key: string | null;
  rows: number | string | null;
  Extra: string | null;
}

/** Scans of an index end after a page; tables that are not seeded have few rows, which say nothing. */
const maxScanned = 3_000;

/** Returns what is wrong with the plan of a SELECT; null if nothing is. */
export async function problemOf(db: Sequelize, sql: string): Promise<string | null> {
  const steps = await db.query<Step>(`EXPLAIN ${sql}`, { type: QueryTypes.SELECT });
  const scan = steps.find(
    ({ table, type, rows }) =>
      table !== null &&
      !table.startsWith('<') &&
      !smallTables.has(table) &&
      (type === 'ALL' || type === 'index') &&
      Number(rows) > maxScanned,
  );
  return scan ? `${scan.table} is read as a whole (${scan.type}, ${scan.rows} rows)` : null;
}
