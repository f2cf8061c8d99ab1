/** Gives each test an empty, migrated database. */
import { createPool, type Pool, type RowDataPacket } from 'mysql2/promise';
import type { Sequelize } from 'sequelize';
import { afterAll, beforeAll, beforeEach } from 'vitest';
import { migrateUp } from '#db/migrate.ts';
import { givenServer } from '#scripts/local-server/local-server.ts';
import { openDatabase } from '#server/platform/database/connection.ts';
import { cheapScrypt } from '#tests/support/cheap-scrypt.ts';

export interface TestDatabase {
  /** Available only in tests and in hooks that run after those of `useDatabase`. */
  readonly db: Sequelize;
  readonly url: string;
}

const bookkeeping = new Set(['schema_migrations', 'schema_migration_lease']);

/** Deletes every row regardless of foreign keys, with one statement per table, sent together. */
async function emptyTables(connection: Pool): Promise<void> {
  const [rows] = await connection.query<RowDataPacket[]>(
    "SELECT table_name AS name FROM information_schema.tables WHERE table_schema = DATABASE() AND table_type = 'BASE TABLE'",
  );
  const names = rows.map(({ name }) => String(name)).filter((name) => !bookkeeping.has(name));
  const deletions = names.map((name) => `DELETE FROM \`${name}\``);
  await connection.query(
    ['SET SESSION foreign_key_checks = 0', 'START TRANSACTION', ...deletions, 'COMMIT'].join(';'),
  );
}

function serverSettings(): { address: string; prefix: string } {
  const { TEST_DATABASE_SERVER: address, TEST_DATABASE_PREFIX: prefix } = process.env;
  if (!address || !prefix)
    throw new Error('No test database was found: only the projects api and long have one');
  return { address, prefix };
}

/** Creates an empty database for one test, which `useDatabase` doesn't touch. The caller must drop it. */
export async function makeDatabase(name: string): Promise<{ url: string; drop: () => Promise<void> }> {
  const { address, prefix } = serverSettings();
  const server = givenServer(address);
  const database = `${prefix}${process.env.VITEST_POOL_ID ?? '0'}_${name}`;
  await server.dropDatabase(database);
  await server.createDatabase(database);
  return { url: server.url(database), drop: () => server.dropDatabase(database) };
}

/**
 * Provides this worker's database, which is migrated once and emptied before each test. Call it at the top of a file or
 * a `describe`. Files run by the same worker share the schema, but never at the same time.
 */
export function useDatabase(): TestDatabase {
  const { address, prefix } = serverSettings();
  const server = givenServer(address);
  const name = `${prefix}${process.env.VITEST_POOL_ID ?? '0'}`;
  const url = server.url(name);
  let db: Sequelize | undefined;
  /** A single connection per file, which the pool replaces if a test breaks it. */
  let emptying: Pool;
  beforeAll(async () => {
    cheapScrypt(true);
    await server.createDatabase(name);
    emptying = createPool({ uri: url, multipleStatements: true, connectionLimit: 1 });
    // Generous, because a busy machine can be slow.
    db = openDatabase({ url, answerWithinMs: 60_000 });
    await migrateUp(db);
    // Removes what the worker's previous file left, before this file's other hooks add data.
    await emptyTables(emptying);
  });
  beforeEach(() => emptyTables(emptying));
  afterAll(async () => {
    await db?.close();
    db = undefined;
    await emptying?.end();
    cheapScrypt(false);
  });
  return {
    url,
    get db() {
      if (!db) throw new Error('The database is open only while tests and their hooks run');
      return db;
    },
  };
}
