/** Brings a schema up or down. Migrations are listed by name, so that the bundled server carries them too. */
import type { Sequelize } from 'sequelize';
import { type MigrationFn, Umzug } from 'umzug';
import { migrationStorage, withMigrationLease } from './migration-storage.ts';
import * as accounts from './migrations/2026.11.23T00.accounts.ts';
import * as billing from './migrations/2026.11.23T01.billing.ts';
import * as licences from './migrations/2026.11.23T02.licences.ts';
import * as instances from './migrations/2026.11.23T03.instances.ts';

export type Migration = MigrationFn<Sequelize>;

const migrations: Record<string, { up: Migration; down: Migration }> = {
  '2026.11.23T00.accounts': accounts,
  '2026.11.23T01.billing': billing,
  '2026.11.23T02.licences': licences,
  '2026.11.23T03.instances': instances,
};

function migrator(db: Sequelize): Umzug<Sequelize> {
  return new Umzug({
    migrations: Object.entries(migrations).map(([name, steps]) => ({ name, up: steps.up, down: steps.down })),
    context: db,
    storage: migrationStorage(db),
    logger: undefined,
  });
}

/**
 * Applies every migration that is missing and names them. Safe to run twice and from two machines at once:
 * the second waits for the first.
 */
export async function migrateUp(db: Sequelize): Promise<string[]> {
  const applied = await withMigrationLease(db, () => migrator(db).up());
  return applied.map((migration) => migration.name);
}

/** Takes every migration back, newest first: the schema is empty afterwards. */
export async function migrateDown(db: Sequelize): Promise<string[]> {
  const reverted = await withMigrationLease(db, () => migrator(db).down({ to: 0 }));
  return reverted.map((migration) => migration.name);
}
