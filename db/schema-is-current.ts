/** Whether this build can work on the schema it finds. */
import { DatabaseError, QueryTypes, type Sequelize } from 'sequelize';
import { migrations } from './migration-list.ts';

const knownToBeCurrent = new WeakSet<Sequelize>();
const noSuchTable = 'ER_NO_SUCH_TABLE';

/**
 * Whether every migration of this build has been applied; more than these may be, for a newer build may migrate
 * first. A success is remembered: it costs nothing to ask again. Throws when the database cannot be reached.
 */
export async function schemaIsCurrent(db: Sequelize): Promise<boolean> {
  return (await missingMigrations(db)).length === 0;
}

/** The migrations of this build that have not been applied, oldest first. Remembers and throws as `schemaIsCurrent`. */
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
