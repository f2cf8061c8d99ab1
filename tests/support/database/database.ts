/** Gives each test an empty, migrated database. */
import { createPool, type Pool, type RowDataPacket } from 'mysql2/promise';
import type { Sequelize } from 'sequelize';
import { afterAll, beforeAll, beforeEach } from 'vitest';
import { migrateUp } from '#db/migrate.ts';
import { givenServer } from '#scripts/local-server/local-server.ts';
import { openDatabase } from '#server/platform/database/connection.ts';
import { cheapScrypt } from '#tests/support/cheap-scrypt.ts';

export interface TestDatabase {
  /** The connection. It can be used only in tests and in hooks that run after those of `useDatabase`. */
  readonly db: Sequelize;
  readonly url: string;
}

const bookkeeping = new Set(['schema_migrations', 'schema_migration_lease']);

/** Deletes all rows, regardless of foreign keys. Uses one statement per table and sends all of them at once. */
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

/** Creates an empty database for a single test. `useDatabase` doesn't empty or drop it, so the caller must drop it. */
export async function makeDatabase(name: string): Promise<{ url: string; drop: () => Promise<void> }> {
  const { address, prefix } = serverSettings();
  const server = givenServer(address);
  const database = `${prefix}${process.env.VITEST_POOL_ID ?? '0'}_${name}`;
  await server.dropDatabase(database);
  await server.createDatabase(database);
  return { url: server.url(database), drop: () => server.dropDatabase(database) };
}

/**
 * Provides the database of this test worker. It is migrated once and emptied before each test. Call it at the top of a
 * file or a `describe`. Files that the same worker runs share the database, but never at the same time.
 */
export function useDatabase(): TestDatabase {
  const { address, prefix } = serverSettings();
  const server = givenServer(address);
  const name = `${prefix}${process.env.VITEST_POOL_ID ?? '0'}`;
  const url = server.url(name);
  let db: Sequelize | undefined;
  /** One connection per test file. If a test breaks the connection, the pool replaces it. */
  let emptying: Pool;
  beforeAll(async () => {
    cheapScrypt(true);
    await server.createDatabase(name);
    emptying = createPool({ uri: url, multipleStatements: true, connectionLimit: 1 });
    // A generous timeout, because a busy machine can be slow.
    db = openDatabase({ url, answerWithinMs: 60_000 });
    await migrateUp(db);
    // Deletes what the worker's previous test file left, before other hooks of this file add data.
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
