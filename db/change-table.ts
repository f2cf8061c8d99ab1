/** Changes to tables that may be run again: MySQL has no `IF NOT EXISTS` for columns and keys. */
import { QueryTypes, type Sequelize } from 'sequelize';

type Kind = 'COLUMN' | 'INDEX' | 'FOREIGN KEY';

const catalogue: Record<Kind, string> = {
  COLUMN: 'SELECT COLUMN_NAME AS name FROM information_schema.COLUMNS',
  INDEX: 'SELECT INDEX_NAME AS name FROM information_schema.STATISTICS',
  'FOREIGN KEY':
    "SELECT CONSTRAINT_NAME AS name FROM (SELECT * FROM information_schema.TABLE_CONSTRAINTS WHERE CONSTRAINT_TYPE = 'FOREIGN KEY') AS constraints",
};

async function has(db: Sequelize, table: string, kind: Kind, name: string): Promise<boolean> {
  const rows = await db.query<{ name: string }>(
    `${catalogue[kind]} WHERE TABLE_SCHEMA = DATABASE() AND TABLE_NAME = ?`,
    { type: QueryTypes.SELECT, replacements: [table] },
  );
  return rows.some((row) => row.name === name);
}

/** Adds what is not there: `{ paused_reason: 'VARCHAR(16) NULL' }`. */
export async function addColumns(
  db: Sequelize,
  table: string,
  columns: Record<string, string>,
): Promise<void> {
  for (const [name, definition] of Object.entries(columns)) {
    if (!(await has(db, table, 'COLUMN', name))) {
      await db.query(`ALTER TABLE ${table} ADD COLUMN ${name} ${definition}`);
    }
  }
}

/** Adds keys: `{ receipts_reference_unique: 'UNIQUE KEY receipts_reference_unique (reference)' }`. */
export async function addKeys(db: Sequelize, table: string, keys: Record<string, string>): Promise<void> {
  for (const [name, definition] of Object.entries(keys)) {
    if (!(await has(db, table, 'INDEX', name))) await db.query(`ALTER TABLE ${table} ADD ${definition}`);
  }
}

/** Drops what is still there. Foreign keys come before the keys and columns they stand on. */
export async function drop(
  db: Sequelize,
  table: string,
  things: readonly (readonly [Kind, string])[],
): Promise<void> {
  for (const [kind, name] of things) {
    if (await has(db, table, kind, name)) await db.query(`ALTER TABLE ${table} DROP ${kind} ${name}`);
  }
}
