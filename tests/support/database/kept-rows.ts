/**
 * Saves rows that were created once through the real endpoints, and restores them before each test. Creating them again
 * would take longer than most tests.
 */
import { QueryTypes, type Sequelize } from 'sequelize';

type Row = Record<string, unknown>;
export type KeptRows = ReadonlyMap<string, readonly Row[]>;

const bookkeeping = ['schema_migrations', 'schema_migration_lease'];

/** Reads all rows of the given tables. By default, reads those of all tables except the table of rate limits. */
export async function keepRows(db: Sequelize, tables?: readonly string[]): Promise<KeptRows> {
  const names = tables ?? (await allTables(db));
  const kept = new Map<string, Row[]>();
  for (const name of names) {
    const rows = await db.query<Row>(`SELECT * FROM \`${name}\``, { type: QueryTypes.SELECT });
    if (rows.length > 0) kept.set(name, rows);
  }
  return kept;
}

async function allTables(db: Sequelize): Promise<string[]> {
  const rows = await db.query<{ name: string }>(
    "SELECT table_name AS name FROM information_schema.tables WHERE table_schema = DATABASE() AND table_type = 'BASE TABLE'",
    { type: QueryTypes.SELECT },
  );
  return rows.map(({ name }) => name).filter((name) => ![...bookkeeping, 'rate_limits'].includes(name));
}

/**
 * Inserts the saved rows into empty tables. The order of the tables doesn't matter, because foreign keys aren't
 * checked.
 */
export async function putBack(db: Sequelize, kept: KeptRows): Promise<void> {
  await db.transaction(async (transaction) => {
    await db.query('SET SESSION foreign_key_checks = 0', { transaction });
    for (const [name, rows] of kept) {
      const columns = Object.keys(rows[0] ?? {});
      await db.query(
        `INSERT INTO \`${name}\` (${columns.map((column) => `\`${column}\``).join(', ')}) VALUES ${rows
          .map(() => `(${columns.map(() => '?').join(', ')})`)
          .join(', ')}`,
        { replacements: rows.flatMap((row) => columns.map((column) => row[column] ?? null)), transaction },
      );
    }
    await db.query('SET SESSION foreign_key_checks = 1', { transaction });
  });
}
