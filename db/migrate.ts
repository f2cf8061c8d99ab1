/** Applies and reverts migrations. */
import { QueryTypes, type Sequelize } from 'sequelize';
import { type MigrationParams, Umzug } from 'umzug';
import { withMigrationLease } from './migration-lease.ts';
import { type Migration, migrations } from './migration-list.ts';
import { migrationStorage } from './migration-storage.ts';

export interface MigrateOptions {
  /** Receives a message if another process is migrating and this one has to wait. */
  say?: (line: string) => void;
  /** Receives messages about anything a migration found or changed that the operator should know. */
  note?: (line: string) => void;
}

/** Thrown if the database contains tables of another application. */
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
 * Throws `ForeignDatabase` if there are tables but none that tracks migrations. Migrations treat existing tables as
 * left over from an interrupted run, so the first one must start on an empty database.
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
 * Applies all missing migrations and returns their names. Safe to rerun, even after a crash, and to run on several
 * machines at once: one migrates while the others wait. Throws `ForeignDatabase` if the database belongs to another
 * application.
 */
export async function migrateUp(db: Sequelize, { say, note }: MigrateOptions = {}): Promise<string[]> {
  await refuseForeignTables(db);
  const applied = await withMigrationLease(db, (assertHeld) => migrator(db, assertHeld, note).up(), {
    say,
  });
  return applied.map((migration) => migration.name);
}

/** Reverts every migration, newest first, and returns their names. Only the tables that track migrations remain. */
export async function migrateDown(db: Sequelize): Promise<string[]> {
  const reverted = await withMigrationLease(db, (assertHeld) => migrator(db, assertHeld).down({ to: 0 }));
  return reverted.map((migration) => migration.name);
}
