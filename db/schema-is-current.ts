/** Checks whether the schema has every migration that this build needs. */
import { DatabaseError, QueryTypes, type Sequelize } from 'sequelize';
import { migrations } from './migration-list.ts';

const knownToBeCurrent = new WeakSet<Sequelize>();
const noSuchTable = 'ER_NO_SUCH_TABLE';

/**
 * Returns true if every migration of this build has been applied. Migrations from a newer build may have been applied
 * too. A positive result is cached, so later calls don't query the database. Throws if the database is unreachable.
 */
export async function schemaIsCurrent(db: Sequelize): Promise<boolean> {
  return (await missingMigrations(db)).length === 0;
}

/**
 * Returns this build's migrations that haven't been applied, oldest first. Caches an empty result and throws if the
 * database is unreachable, like `schemaIsCurrent`.
 */
export async function missingMigrations(db: Sequelize): Promise<string[]> {
  if (knownToBeCurrent.has(db)) return [];
  const applied = await appliedMigrations(db);
  const missing = Object.keys(migrations).filter((name) => !applied.has(name));
  if (missing.length === 0) knownToBeCurrent.add(db);
  return missing;
}

async function appliedMigrations(db: Sequelize): Promise<Set<string>> {
  try {
    const rows = await db.query<{ name: string }>('SELECT name FROM schema_migrations', {
      type: QueryTypes.SELECT,
    });
    return new Set(rows.map((row) => row.name));
  } catch (error) {
    const cause = error instanceof DatabaseError ? error.parent : undefined;
    if (cause && 'code' in cause && cause.code === noSuchTable) return new Set();
    throw error;
  }
}
