/**
 * Creates databases for proofs. Uses the database server of the test run if there is one. Otherwise starts a private
 * server on first use.
 */
import type { Sequelize } from 'sequelize';
import { migrateUp } from '#db/migrate.ts';
import { givenServer } from '#scripts/local-server/local-server.ts';
import { startTestServer, type TestServer } from '#scripts/test/test-server.ts';
import { openDatabase } from '#server/platform/database/connection.ts';
import { minuteMs } from '#shared/durations.ts';

export interface ProofDatabase {
  url: string;
  /** Connection for reading the stored rows without going through the portal. */
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

/** Returns the server's address and the prefix of its database names. Processes that a proof starts need both. */
export const databasePlace = async (): Promise<Place> => place();

/** Creates an empty database with the current schema. Only this process uses it, and the caller must drop it. */
export async function makeProofDatabase(name: string): Promise<ProofDatabase> {
  const { address, prefix } = await place();
  const server = givenServer(address);
  const database = `${prefix}${process.pid}_${name}`;
  await server.dropDatabase(database);
  await server.createDatabase(database);
  const url = server.url(database);
  const db = openDatabase({ url, answerWithinMs: minuteMs });
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

/** Stops the database server if this process started it. */
export async function stopDatabaseServer(): Promise<void> {
  await (await ours)?.stop();
  ours = undefined;
}
