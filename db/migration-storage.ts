/** Tracks the applied migrations in `schema_migrations`. */
import { QueryTypes, type Sequelize } from 'sequelize';
import type { UmzugStorage } from 'umzug';

/** Returns the storage in which umzug keeps its list of applied migrations, one row per migration. */
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
