/** Remembers which migrations ran, and lets only one machine migrate at a time. */
import { randomUUID } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import { QueryTypes, type Sequelize } from 'sequelize';
import type { UmzugStorage } from 'umzug';

/** Where umzug keeps its list: one row per applied migration. */
export function migrationStorage(db: Sequelize): UmzugStorage<Sequelize> {
  return {
    async executed() {
      const rows = await db.query<{ name: string }>('SELECT name FROM schema_migrations ORDER BY name', {
        type: QueryTypes.SELECT,
      });
      return rows.map((row) => row.name);
    },
    async logMigration({ name }) {
      await db.query('INSERT INTO schema_migrations (name, applied_at) VALUES (?, UTC_TIMESTAMP())', {
        replacements: [name],
      });
    },
    async unlogMigration({ name }) {
      await db.query('DELETE FROM schema_migrations WHERE name = ?', { replacements: [name] });
    },
  };
}

/** Long enough for any migration; a machine that died while migrating blocks the next one no longer than this. */
const leaseSeconds = 300;

/**
 * Runs `work` while no other machine does. A lease in a row rather than GET_LOCK, which a cluster does not
 * share; another machine waits until the lease is given back or has run out.
 */
export async function withMigrationLease<T>(db: Sequelize, work: () => Promise<T>): Promise<T> {
  await db.query(`CREATE TABLE IF NOT EXISTS schema_migrations (
    name VARCHAR(191) CHARACTER SET ascii COLLATE ascii_bin NOT NULL PRIMARY KEY,
    applied_at DATETIME NOT NULL
  ) ENGINE=InnoDB`);
  await db.query(`CREATE TABLE IF NOT EXISTS schema_migration_lease (
    id TINYINT NOT NULL PRIMARY KEY,
    holder VARCHAR(36) CHARACTER SET ascii COLLATE ascii_bin NULL,
    held_until DATETIME NOT NULL
  ) ENGINE=InnoDB`);
  await db.query(
    "INSERT IGNORE INTO schema_migration_lease (id, holder, held_until) VALUES (1, NULL, '2000-01-01')",
  );
  const holder = randomUUID();
  while (!(await takeLease(db, holder))) await wait(200);
  try {
    return await work();
  } finally {
    await db.query('UPDATE schema_migration_lease SET holder = NULL WHERE id = 1 AND holder = ?', {
      replacements: [holder],
    });
  }
}

async function takeLease(db: Sequelize, holder: string): Promise<boolean> {
  await db.query(
    `UPDATE schema_migration_lease SET holder = ?, held_until = UTC_TIMESTAMP() + INTERVAL ${leaseSeconds} SECOND
     WHERE id = 1 AND (holder IS NULL OR held_until < UTC_TIMESTAMP())`,
    { replacements: [holder] },
  );
  const [row] = await db.query<{ holder: string | null }>(
    'SELECT holder FROM schema_migration_lease WHERE id = 1',
    {
      type: QueryTypes.SELECT,
    },
  );
  return row?.holder === holder;
}
