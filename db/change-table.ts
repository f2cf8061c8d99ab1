/**
 * Helpers for schema changes that are safe to repeat. They are needed because MySQL has no `IF NOT EXISTS` for columns
 * and keys.
 */
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

/** Adds the columns that don't exist yet, e.g. `{ paused_reason: 'VARCHAR(16) NULL' }`. */
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

/**
 * Adds the keys that don't exist yet, e.g. `{ receipts_reference_unique: 'UNIQUE KEY receipts_reference_unique
 * (reference)' }`.
 */
export async function addKeys(db: Sequelize, table: string, keys: Record<string, string>): Promise<void> {
  for (const [name, definition] of Object.entries(keys)) {
    if (!(await has(db, table, 'INDEX', name))) await db.query(`ALTER TABLE ${table} ADD ${definition}`);
  }
}

/**
 * Drops the given indexes, constraints and columns in order, skipping those that no longer exist. A foreign key must
 * come before the index and the columns that it uses.
 */
export async function drop(
  db: Sequelize,
  table: string,
  things: readonly (readonly [Kind, string])[],
): Promise<void> {
  for (const [kind, name] of things) {
    if (await has(db, table, kind, name)) await db.query(`ALTER TABLE ${table} DROP ${kind} ${name}`);
  }
}

async function hasTable(db: Sequelize, table: string): Promise<boolean> {
  const rows = await db.query(
    'SELECT 1 FROM information_schema.TABLES WHERE TABLE_SCHEMA = DATABASE() AND TABLE_NAME = ?',
    { type: QueryTypes.SELECT, replacements: [table] },
  );
  return rows.length > 0;
}

export async function renameTable(db: Sequelize, from: string, to: string): Promise<void> {
  if (await hasTable(db, from)) await db.query(`ALTER TABLE ${from} RENAME TO ${to}`);
}

const renamed =
  (kind: 'COLUMN' | 'INDEX') =>
  async (db: Sequelize, table: string, names: Readonly<Record<string, string>>): Promise<void> => {
    for (const [from, to] of Object.entries(names)) {
      if (await has(db, table, kind, from))
        await db.query(`ALTER TABLE ${table} RENAME ${kind} ${from} TO ${to}`);
    }
  };

/** Renames the columns that still have their old name. MySQL adjusts the keys that use them. */
export const renameColumns = renamed('COLUMN');

/** Renames the keys that still have their old name. This doesn't work for foreign keys, which MySQL can't rename. */
export const renameKeys = renamed('INDEX');

/**
 * Adds a foreign key unless it already exists. The definition looks like `(user_id) REFERENCES users (id) ON DELETE
 * CASCADE`.
 */
export async function addForeignKey(
  db: Sequelize,
  table: string,
  name: string,
  definition: string,
): Promise<void> {
  if (!(await has(db, table, 'FOREIGN KEY', name)))
    await db.query(`ALTER TABLE ${table} ADD CONSTRAINT ${name} FOREIGN KEY ${definition}`);
}
