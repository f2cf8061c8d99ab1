/** Provides the database server for one run of the tests. */
import { randomBytes } from 'node:crypto';
import { mkdirSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { lockFolder } from '#scripts/local-server/folder-lock.ts';
import { givenServer, startLocalServer } from '#scripts/local-server/local-server.ts';

const dataFolder = fileURLToPath(new URL('../../.data/', import.meta.url));
const packagesFolder = join(dataFolder, 'packages');
const runsFolder = join(dataFolder, 'test-runs');

export interface TestServer {
  /** Server URL with the credentials of a user that may create databases. */
  address: string;
  /** Prefix of the names of all databases of this run. */
  prefix: string;
  stop: () => Promise<void>;
}

/** Removes the data of test runs that were killed. A folder that is still in use is kept. */
function removeDeadRuns(): void {
  for (const name of readdirSync(runsFolder)) {
    const folder = join(runsFolder, name);
    try {
      lockFolder(folder);
    } catch {
      continue;
    }
    rmSync(folder, { recursive: true, force: true });
  }
}

/**
 * Provides the server. If `DATABASE_URL` is set, uses that server and drops this run's databases at the end. Otherwise
 * starts a private server and deletes it at the end.
 */
export async function startTestServer(log: (line: string) => void): Promise<TestServer> {
  const prefix = `portal_test_${randomBytes(4).toString('hex')}_`;
  const given = process.env.DATABASE_URL;
  if (given) {
    const server = givenServer(given);
    return {
      address: server.url(''),
      prefix,
      async stop() {
        for (const name of await server.listDatabases(prefix)) await server.dropDatabase(name);
      },
    };
  }
  mkdirSync(runsFolder, { recursive: true });
  removeDeadRuns();
  const folder = join(runsFolder, prefix);
  const server = await startLocalServer({
    folder,
    packagesFolder,
    templateFolder: join(dataFolder, 'templates'),
    keep: false,
    databases: [`${prefix}%`],
    log,
  });
  return {
    address: server.url(''),
    prefix,
    async stop() {
      await server.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
