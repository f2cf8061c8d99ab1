/** Brings a schema up or down. */
import { QueryTypes, type Sequelize } from 'sequelize';
import { type MigrationParams, Umzug } from 'umzug';
import { withMigrationLease } from './migration-lease.ts';
import { type Migration, migrations } from './migration-list.ts';
import { migrationStorage } from './migration-storage.ts';

export interface MigrateOptions {
  /** Told what a person who waits would like to know. */
  say?: (line: string) => void;
  /** Told what the operator should know of what a migration found or changed. */
  note?: (line: string) => void;
}

/** The database holds tables, and they are not the portal's. */
export class ForeignDatabase extends Error {
  constructor(tables: readonly string[]) {
    super(
      `This database holds tables of something else (${tables.slice(0, 3).join(', ')}): give the portal an empty one.`,
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

/** Tables that exist are taken for ours, left by a migration that died; so nobody else's may be there at first. */
async function refuseForeignTables(db: Sequelize): Promise<void> {
  const rows = await db.query<{ name: string }>(
    'SELECT table_name AS name FROM information_schema.tables WHERE table_schema = DATABASE() ORDER BY name',
    { type: QueryTypes.SELECT },
  );
  const tables = rows.map((row) => row.name);
  if (tables.length > 0 && !tables.includes('schema_migrations')) throw new ForeignDatabase(tables);
}

/**
 * Applies every migration that is missing and names them. Safe to run twice, after one that died half-way, and
 * from two machines at once: the second waits for the first. Throws `ForeignDatabase`.
 */
export async function migrateUp(db: Sequelize, { say, note }: MigrateOptions = {}): Promise<string[]> {
  await refuseForeignTables(db);
  const applied = await withMigrationLease(db, (assertHeld) => migrator(db, assertHeld, note).up(), {
    say,
  });
  return applied.map((migration) => migration.name);
}

/** Takes every migration back, newest first: the schema is empty afterwards. */
export async function migrateDown(db: Sequelize): Promise<string[]> {
  const reverted = await withMigrationLease(db, (assertHeld) => migrator(db, assertHeld).down({ to: 0 }));
  return reverted.map((migration) => migration.name);
}
