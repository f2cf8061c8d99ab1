/**
 * Creates databases for proofs, on the test run's server or otherwise on a private one that is started on first use.
 */
import type { Sequelize } from 'sequelize';
import { migrateUp } from '#db/migrate.ts';
import { givenServer } from '#scripts/local-server/local-server.ts';
import { startTestServer, type TestServer } from '#scripts/test/test-server.ts';
import { openDatabase } from '#server/platform/database/connection.ts';

export interface ProofDatabase {
  url: string;
  /** For reading what is stored, bypassing the portal. */
  db: Sequelize;
  drop: () => Promise<void>;
}

type Place = Pick<TestServer, 'address' | 'prefix'>;

let ours: Promise<TestServer> | undefined;

function place(): Place | Promise<Place> {
  const { TEST_DATABASE_SERVER: address, TEST_DATABASE_PREFIX: prefix } = process.env;
  if (address && prefix) return { address, prefix };
  ours ??= startTestServer((line) => process.stderr.write(`${line}\n`));
  return ours;
}

/** Returns the server's address and the prefix for database names, for processes that the proof starts. */
export const databasePlace = async (): Promise<Place> => place();

/** Creates an empty database with the current schema, for this process only. The caller must drop it. */
export async function makeProofDatabase(name: string): Promise<ProofDatabase> {
  const { address, prefix } = await place();
  const server = givenServer(address);
  const database = `${prefix}${process.pid}_${name}`;
  await server.dropDatabase(database);
  await server.createDatabase(database);
  const url = server.url(database);
  const db = openDatabase({ url, answerWithinMs: 60_000 });
  await migrateUp(db);
  return {
    url,
    db,
    async drop() {
      await db.close();
      await server.dropDatabase(database);
    },
  };
}

/** Stops the server if it was started here. */
export async function stopDatabaseServer(): Promise<void> {
  await (await ours)?.stop();
  ours = undefined;
}
