/** Applies and reverts migrations. */
import { QueryTypes, type Sequelize } from 'sequelize';
import { type MigrationParams, Umzug } from 'umzug';
import type { Migration } from './migration.ts';
import { withMigrationLease } from './migration-lease.ts';
import { migrations } from './migration-list.ts';
import { migrationStorage } from './migration-storage.ts';

export interface MigrateOptions {
  /** Called with a message if this process has to wait because another one is migrating. */
  say?: (line: string) => void;
  /** Called with a message about anything that a migration found or changed and that the operator should know. */
  note?: (line: string) => void;
}

/** Thrown if the database contains another application's tables. */
export class ForeignDatabase extends Error {
  constructor(tables: readonly string[]) {
    super(
      `This database contains tables of another application (${tables.slice(0, 3).join(', ')}). Use an empty database.`,
    );
    this.name = 'ForeignDatabase';
  }
}

function migrator(
  db: Sequelize,
  assertHeld: () => void,
  note: (line: string) => void = () => undefined,
): Umzug<Sequelize> {
  const guarded = (step: Migration) => async (params: MigrationParams<Sequelize>) => {
    assertHeld();
    await step({ ...params, note });
  };
  return new Umzug({
    migrations: Object.entries(migrations).map(([name, { up, down }]) => ({
      name,
      up: guarded(up),
      down: guarded(down),
    })),
    context: db,
    storage: migrationStorage(db),
    logger: undefined,
  });
}

/**
 * Throws `ForeignDatabase` if the database has tables, but not the one that tracks migrations. Migrations skip tables
 * that already exist, because an interrupted run may have created them. The first migration must therefore start on an
 * empty database.
 */
async function refuseForeignTables(db: Sequelize): Promise<void> {
  const rows = await db.query<{ name: string }>(
    'SELECT table_name AS name FROM information_schema.tables WHERE table_schema = DATABASE() ORDER BY name',
    { type: QueryTypes.SELECT },
  );
  const tables = rows.map((row) => row.name);
  if (tables.length > 0 && !tables.includes('schema_migrations')) throw new ForeignDatabase(tables);
}

/**
 * Applies all missing migrations and returns their names. It is safe to repeat, even after a crash. It is also safe to
 * run on several machines at once: one of them migrates while the others wait. Throws `ForeignDatabase` if the database
 * belongs to another application.
 */
export async function migrateUp(db: Sequelize, { say, note }: MigrateOptions = {}): Promise<string[]> {
  await refuseForeignTables(db);
  const applied = await withMigrationLease(db, (assertHeld) => migrator(db, assertHeld, note).up(), {
    say,
  });
  return applied.map((migration) => migration.name);
}

/**
 * Reverts all migrations, newest first, and returns their names. Afterwards, only the tables that track migrations are
 * left.
 */
export async function migrateDown(db: Sequelize): Promise<string[]> {
  const reverted = await withMigrationLease(db, (assertHeld) => migrator(db, assertHeld).down({ to: 0 }));
  return reverted.map((migration) => migration.name);
}
